import { CressetError } from "../errors.ts";
import type { DestinationPlace } from "./destination/open-destination.ts";
import type { GenerationFacts } from "./mhl/append-generation.ts";
import type { ArchiveCheck } from "./restore/check-archive.ts";
import type { RestoreProblem } from "./restore/restore-files.ts";
import type { RestoredSessions } from "./restore/restore-session.ts";
import { runReadThread } from "./restore/start-read-thread.ts";

export type { GenerationFacts } from "./mhl/append-generation.ts";
export type { ArchiveCheck } from "./restore/check-archive.ts";
export type { RestoreProblem } from "./restore/restore-files.ts";

export interface VerifyWish {
  readonly place: DestinationPlace;
  readonly sessions?: readonly number[] | undefined;
  /** Of all files about so many in a hundred; 100 reads everything, segments included. */
  readonly percent: number;
  /** Chooses which. */
  readonly seed: string;
  /** Where everything is read: who it is that notes the result in the archive's own history (`ascmhl/`). */
  readonly record?: GenerationFacts | undefined;
  readonly signal: AbortSignal;
  /** Bytes read so far. */
  readonly onProgress: (bytes: number) => void;
}

/** Reads an archive back from where it lies and holds everything against its checksums. */
export async function verifyArchive({
  place,
  sessions,
  percent,
  seed,
  record,
  signal,
  onProgress,
}: VerifyWish): Promise<ArchiveCheck> {
  const end = await runReadThread(place, { kind: "check", sessions, percent, seed, record }, signal, (message) => {
    if (message.kind === "progress") onProgress(message.bytes);
  });
  if (end.kind !== "checked") throw new CressetError("internal", "The thread answered something else.");
  return end.check;
}

export interface RestoreWish {
  readonly place: DestinationPlace;
  readonly target: string;
  readonly paths: readonly string[];
  readonly sessions?: readonly number[] | undefined;
  readonly overwrite: "never" | "overwrite";
  /** Whether files get the owners that they had, which takes root. */
  readonly owners?: boolean | undefined;
  readonly withoutPrefix: string;
  readonly signal: AbortSignal;
  readonly onProgress: (bytes: number) => void;
}

export interface Restored extends RestoredSessions {
  readonly problems: readonly (RestoreProblem & { readonly session: number })[];
}

/** Restores files, each held against its checksum before it gets its name. What is not bit-exact is told, never put there. */
export async function restoreArchive({ place, signal, onProgress, ...task }: RestoreWish): Promise<Restored> {
  const problems: (RestoreProblem & { session: number })[] = [];
  const end = await runReadThread(place, { kind: "restore", ...task }, signal, (message) => {
    if (message.kind === "progress") onProgress(message.bytes);
    else problems.push({ ...message.problem, session: message.session });
  });
  if (end.kind !== "restored") throw new CressetError("internal", "The thread answered something else.");
  return { ...end.restored, problems };
}
