import { randomUUID } from "node:crypto";
import path from "node:path";
import { CressetError } from "../errors.ts";
import { type DestinationPlace, openDestination } from "./destination/open-destination.ts";
import { readStoredText, writeWhole } from "./destination/whole-file.ts";
import {
  type ArchiveJson,
  archiveFormatVersion,
  archiveJsonSchema,
  type SessionJson,
  sessionJsonSchema,
} from "./format/archive-json.ts";
import { archiveReadme } from "./format/archive-readme.ts";

/** Segments shorter than this would be headers mostly. */
const smallestSegment = 1024 * 1024;

/** An archive as it lies at its place. */
export interface Archive {
  readonly place: DestinationPlace;
  readonly facts: ArchiveJson;
  /** Finished sessions, in their order. */
  readonly sessions: readonly SessionJson[];
  /** Number of the session that was begun and not finished. */
  readonly unfinished: number | undefined;
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
    ...wish,
  };
  writeWhole(destination, "README.txt", archiveReadme(facts));
  writeWhole(destination, "archive.json", `${JSON.stringify(facts, undefined, 2)}\n`);
  return { place, facts, sessions: [], unfinished: undefined };
}

/** @throws CressetError `not-found` when no archive lies there, `bad-input` when it is damaged or of a newer format. */
export function readArchive(place: DestinationPlace): Archive {
  const destination = openDestination(place);
  if (!destination.list("").includes("archive.json"))
    throw new CressetError("not-found", `There is no archive in ${place.root}: it has no archive.json.`);
  const facts = readJson(place, "archive.json", archiveJsonSchema);
  const numbers = destination
    .list("")
    .flatMap((name) => /^session_(\d+)$/.exec(name)?.slice(1) ?? [])
    .map(Number)
    .toSorted((a, b) => a - b);
  const sessions: SessionJson[] = [];
  let unfinished: number | undefined;
  for (const number of numbers) {
    const folder = sessionFolder(number);
    if (destination.list(folder).includes("session.json"))
      sessions.push(readJson(place, `${folder}/session.json`, sessionJsonSchema));
    else unfinished = number;
  }
  return { place, facts, sessions, unfinished };
}

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
    if (cause instanceof CressetError) throw cause;
    throw new CressetError("bad-input", `${where} is damaged: it is no JSON.`, { cause });
  }
  if (hasVersion(value) && value.version > archiveFormatVersion)
    throw new CressetError(
      "bad-input",
      `${where} was written by a newer Cresset (format ${value.version}, this one reads ${archiveFormatVersion}). Update Cresset, or open it with tar as its README.txt says.`,
    );
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new CressetError(
    "bad-input",
    `${where} is damaged at "${issue?.path.join(".") ?? ""}": ${issue?.message ?? ""}`,
  );
}

const hasVersion = (value: unknown): value is { version: number } =>
  typeof value === "object" && value !== null && "version" in value && typeof value.version === "number";
