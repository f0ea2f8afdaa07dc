import { randomUUID } from "node:crypto";
import path from "node:path";
import { CressetError } from "../errors.ts";
import { c4OfBytes } from "./c4.ts";
import type { Destination } from "./destination/destination.ts";
import { type DestinationPlace, openDestination } from "./destination/open-destination.ts";
import { readStoredText, writeWhole } from "./destination/whole-file.ts";
import { type ArchiveJson, archiveJsonSchema, type SessionJson, sessionJsonSchema } from "./format/archive-json.ts";
import { archiveReadme } from "./format/archive-readme.ts";
import { archiveFormatVersion } from "./format/format-version.ts";
import { recoverFacts } from "./format/recover-facts.ts";

/** Segments shorter than this would be headers mostly. */
const smallestSegment = 1024 * 1024;

/** An archive as it lies at its place. */
export interface Archive {
  readonly place: DestinationPlace;
  readonly facts: ArchiveJson;
  /** Finished sessions, in their order. */
  readonly sessions: readonly SessionJson[];
  /** Numbers of all sessions of which something is there, damaged and unfinished ones included. */
  readonly there: readonly number[];
  /** Number of the session that was begun and not finished. */
  readonly unfinished: number | undefined;
  /** What is wrong with what tells of the archive and its sessions. What lies in them is another question. */
  readonly damage: readonly ArchiveDamage[];
}

export interface ArchiveDamage {
  /** Nothing where it is about the archive as a whole. */
  readonly session: number | undefined;
  readonly message: string;
}

class StoredDamage extends Error {
  override readonly name = "StoredDamage";
}

export interface ArchiveWish {
  readonly name: string;
  readonly segmentBytes: number;
  readonly comment: string;
  readonly tool: string;
  readonly host: string;
  readonly user: string;
}

/**
 * Makes an empty archive in a folder that is empty or not there; the folder above must be there.
 * @throws CressetError `usage`, `bad-destination`, `disk-full`.
 */
export function formatArchive(place: DestinationPlace, wish: ArchiveWish): Archive {
  if (wish.segmentBytes < smallestSegment)
    throw new CressetError("usage", `Expected a segment size of at least 1 MiB, got ${wish.segmentBytes} bytes.`);
  const above = path.dirname(place.root);
  openDestination({ ...place, root: above }).makeFolder(path.basename(place.root));
  const destination = openDestination(place);
  if (destination.list("").length > 0)
    throw new CressetError("bad-destination", `${place.root} is not empty: an archive begins in an empty folder.`);
  const facts: ArchiveJson = {
    format: "cresset-archive",
    version: archiveFormatVersion,
    id: randomUUID(),
    createdAt: new Date().toISOString(),
    ...(place.kind === "folder" ? {} : { destination: place.kind }),
    ...wish,
  };
  writeWhole(destination, "README.txt", archiveReadme(facts));
  writeWhole(destination, "archive.json", `${JSON.stringify(facts, undefined, 2)}\n`);
  return { place, facts, sessions: [], there: [], unfinished: undefined, damage: [] };
}

/**
 * Reads what an archive is and which sessions it has. What is damaged of that does not keep the rest from being read: it is
 * told in `damage`.
 * @throws CressetError `not-found` when no archive lies there, `bad-input` when it is of a newer format.
 */
export function readArchive(place: DestinationPlace): Archive {
  const destination = openDestination(place);
  const names = destination.list("");
  const numbers = names
    .flatMap((name) => /^session_(\d+)$/.exec(name)?.slice(1) ?? [])
    .map(Number)
    .toSorted((a, b) => a - b);
  if (!names.includes("archive.json") && numbers.length === 0)
    throw new CressetError("not-found", `There is no archive in ${place.root}: it has no archive.json.`);
  const damage: ArchiveDamage[] = [];
  const damaged = (session: number | undefined, message: string) => void damage.push({ session, message });
  let facts: ArchiveJson;
  try {
    facts = readJson(place, "archive.json", archiveJsonSchema);
  } catch (error) {
    if (!(error instanceof StoredDamage)) throw error;
    damaged(undefined, error.message);
    facts = recoverFacts(destination, numbers.map(sessionFolder));
  }
  const sessions: SessionJson[] = [];
  const there: number[] = [];
  let unfinished: number | undefined;
  let previous: string | undefined;
  for (const number of numbers) {
    const folder = sessionFolder(number);
    const files = destination.list(folder);
    const isLast = number === numbers.at(-1);
    if (!files.includes("session.json") && isLast) {
      // Begun and killed before anything was in it: as if it had not been.
      if (!files.some((name) => name === "journal.jsonl" || name.startsWith("seg_"))) continue;
      unfinished = number;
      there.push(number);
      continue;
    }
    there.push(number);
    try {
      const session = readJson(place, `${folder}/session.json`, sessionJsonSchema);
      if (session.session !== number || session.archiveId !== facts.id)
        throw new StoredDamage(
          `${folder}/session.json is of session ${session.session} of the archive ${session.archiveId}.`,
        );
      if (session.previous !== previous)
        damaged(number, `Session ${number} does not follow the session before it: one of the two was changed.`);
      sessions.push(session);
    } catch (error) {
      if (!(error instanceof StoredDamage)) throw error;
      damaged(number, error.message);
    }
    previous = c4OfStored(destination, `${folder}/session.json`);
  }
  for (const number of missingNumbers(there, latestSession(destination)))
    damaged(number, `Session ${number} is not there.`);
  return { place: { ...place, kind: facts.destination ?? place.kind }, facts, sessions, there, unfinished, damage };
}

function c4OfStored(destination: Destination, file: string): string | undefined {
  try {
    return c4OfBytes(Buffer.from(readStoredText(destination, file)));
  } catch (error) {
    if (error instanceof CressetError) return undefined;
    throw error;
  }
}

function missingNumbers(there: readonly number[], latest: number): readonly number[] {
  const last = Math.max(latest, there.at(-1) ?? 0);
  return Array.from({ length: last }, (_, index) => index + 1).filter((number) => !there.includes(number));
}

/** The last session that any generation of the archive's own checksum history knows. */
function latestSession(destination: Destination): number {
  const manifests = destination.list("ascmhl").filter((name) => name.endsWith(".mhl"));
  return manifests.reduce((latest, name) => Math.max(latest, latestIn(destination, `ascmhl/${name}`)), 0);
}

function latestIn(destination: Destination, manifest: string): number {
  try {
    const numbers = readStoredText(destination, manifest).matchAll(/>session_(\d+)\/session\.json</g);
    return [...numbers].reduce((latest, [, number]) => Math.max(latest, Number(number)), 0);
  } catch (error) {
    if (error instanceof CressetError) return 0;
    throw error;
  }
}

/** What to say of a session that is read before it was finished. */
export const unfinishedText = ({ place }: Archive, number: number): string =>
  `Session ${number} was not finished: what was not archived yet is not in it. cresset archive add ${place.root} --resume goes on with it.`;

export const sessionFolder = (number: number): string => `session_${String(number).padStart(4, "0")}`;

/** The folder in which a session's files lie when its segments are extracted. */
export const sessionRoot = (name: string, number: number): string =>
  `${name.replaceAll(/[^\p{L}\p{N}._-]+/gu, "_").replace(/^[.-]+/, "") || "archive"}_${String(number).padStart(4, "0")}`;

interface Schema<T> {
  safeParse(value: unknown): { success: true; data: T } | { success: false; error: { issues: readonly Issue[] } };
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

function readJson<T>(place: DestinationPlace, file: string, schema: Schema<T>): T {
  const where = path.join(place.root, file);
  let value: unknown;
  try {
    value = JSON.parse(readStoredText(openDestination(place), file));
  } catch (cause) {
    if (cause instanceof CressetError && cause.code === "not-found") throw new StoredDamage(`${where} is not there.`);
    if (cause instanceof CressetError) throw cause;
    throw new StoredDamage(`${where} is damaged: it is no JSON.`, { cause });
  }
  if (hasVersion(value) && value.version > archiveFormatVersion)
    throw new CressetError(
      "bad-input",
      `${where} was written by a newer Cresset (format ${value.version}, this one reads ${archiveFormatVersion}). Update Cresset, or open it with tar as its README.txt says.`,
    );
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new StoredDamage(`${where} is damaged at "${issue?.path.join(".") ?? ""}": ${issue?.message ?? ""}`);
}

const hasVersion = (value: unknown): value is { version: number } =>
  typeof value === "object" && value !== null && "version" in value && typeof value.version === "number";
