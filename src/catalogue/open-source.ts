import { readFile } from "node:fs/promises";
import path from "node:path";
import { CressetError } from "../errors.ts";
import { splitFrameNumber } from "../media/image-file-names.ts";
import { frameFileName } from "../media/image-sequence.ts";
import type { MediaInfo } from "../media/media-info.ts";
import { formatRate, knownRatesText, parseKnownRate, type Rate, sameRate } from "../time/rate.ts";
import { readCut } from "../timeline/read-cut.ts";
import type { Sequence, SequenceWarning } from "../timeline/sequence.ts";
import { conform, type Conformed } from "./conform.ts";
import { singleImagePattern } from "./conform/media-name.ts";
import { mediaSequence } from "./media-sequence.ts";
import { probeUnder } from "./probe-under.ts";

export interface OpenSourceOptions {
  readonly mediaFolders: readonly string[];
  readonly probe: (path: string, options?: { readonly imageSequenceRate?: Rate }) => Promise<MediaInfo>;
  /** Rate of a cut that does not say its own, and of image sequences. */
  readonly rate?: Rate | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Where media may lie, that of cuts included; everywhere when left out. */
  readonly mediaRoots?: readonly string[] | undefined;
}

/** A sequence with the media that its segments play. */
export interface OpenedSequence {
  readonly sequence: Sequence;
  readonly conformed: Conformed;
}

const cutFormats = [".otio", ".edl"];

/** Whether a path names a cut that Cresset reads, rather than media. */
export const isCut = (file: string): boolean => cutFormats.includes(path.extname(file).toLowerCase());

/** Reads a `--rate`. @throws CressetError `usage` when it is none. */
export function readRate(text: string): Rate {
  const rate = parseKnownRate(text);
  if (rate === undefined)
    throw new CressetError("usage", `Expected the rate (--rate) to be one of ${knownRatesText()}, got "${text}".`);
  return rate;
}

/**
 * Opens a cut (.otio, .edl), a media file or an image sequence as sequences whose segments are linked to their media.
 * @throws CressetError `bad-input` when it cannot be read, with the place in the file.
 */
export async function openSource(source: string, options: OpenSourceOptions): Promise<readonly OpenedSequence[]> {
  if (isCut(source)) return openCut(await readBytes(source), source, options);
  refuseForeignCut(source);
  const rate = options.rate === undefined ? {} : { imageSequenceRate: options.rate };
  const probe = probeUnder(options.probe, options.mediaRoots);
  const media = await probe(source, rate);
  const { sequence, conformed } = mediaSequence(media, options.rate);
  return [{ sequence: { ...sequence, warnings: [...sequence.warnings, ...oneOfMany(source, media)] }, conformed }];
}

/** The first image is the usual way to name a sequence; whoever names another may have meant it alone. */
function oneOfMany(source: string, { path: pattern, imageSequence }: MediaInfo): readonly SequenceWarning[] {
  const named = path.basename(source);
  const numbered = splitFrameNumber(named);
  if (imageSequence === undefined || numbered === undefined || numbered.number === imageSequence.first) return [];
  if (frameFileName(imageSequence, numbered.number) !== path.resolve(source)) return [];
  const { first, last, missing } = imageSequence;
  const all = `${last - first + 1 - missing.length} images of ${path.basename(pattern)}`;
  const message = `${named} is one of the ${all}, and all of them are taken. ${singleImagePattern(named)} is that one alone.`;
  return [{ code: "whole-sequence", message, place: source }];
}

/** @throws CressetError `bad-input` for a cut in a format that is not read, rather than what a media engine says of it. */
export function refuseForeignCut(source: string): void {
  if (![".aaf", ".xml", ".fcpxml", ".otioz", ".otiod"].includes(path.extname(source).toLowerCase())) return;
  throw new CressetError(
    "bad-input",
    `${source} is a cut that Cresset does not read. Expected .otio or .edl; save it as one of these.`,
  );
}

/**
 * Opens a cut whose content is known, and finds its media.
 * @param source where it lies or lay: its name says the format, and relative paths in it start there.
 * @throws CressetError `bad-input` as `openSource` does.
 */
export async function openCut(
  content: string | Uint8Array,
  source: string,
  options: OpenSourceOptions,
): Promise<readonly OpenedSequence[]> {
  if (path.extname(source).toLowerCase() === ".edl") return openEdl(content, source, options);
  return Promise.all(readCut(source, content).map((sequence) => link(sequence, source, options)));
}

/** An EDL does not say its rate: where nobody else does, the media it names does, if it is of one mind. */
async function openEdl(
  content: string | Uint8Array,
  source: string,
  options: OpenSourceOptions,
): Promise<readonly OpenedSequence[]> {
  const open = (rate: Rate | undefined) =>
    Promise.all(
      readCut(source, content, rate === undefined ? {} : { rate }).map((sequence) => link(sequence, source, options)),
    );
  const inferred = await open(options.rate);
  const mediaRate = options.rate === undefined ? onlyRate(inferred) : undefined;
  if (mediaRate === undefined || inferred.every(({ sequence }) => sameRate(mediaRate, sequence.rate))) return inferred;
  let opened: readonly OpenedSequence[];
  try {
    opened = await open(mediaRate);
  } catch (error) {
    if (!(error instanceof CressetError) || error.code !== "bad-input") throw error;
    // Media that was not found may have another rate.
    if (inferred.some(({ conformed }) => conformed.unlinked.length > 0)) return inferred;
    const [rate, other] = [formatRate(mediaRate), formatRate(inferred[0]?.sequence.rate ?? mediaRate)];
    throw new CressetError(
      "bad-input",
      `${error.message} An EDL does not say its rate: ${rate} was taken, because all its media has ${rate} frames a second. If the cut itself has another, say so, for example --rate ${other}.`,
      { cause: error },
    );
  }
  const message = `An EDL does not say its rate: ${formatRate(mediaRate)} was taken, that of its media. --rate sets another.`;
  const warning = { code: "inferred-rate", message, place: source };
  return opened.map(({ sequence, conformed }) => ({
    sequence: { ...sequence, warnings: [...sequence.warnings, warning] },
    conformed,
  }));
}

function onlyRate(opened: readonly OpenedSequence[]): Rate | undefined {
  const rates = opened
    .flatMap(({ conformed }) => [...conformed.links.values()])
    .filter(({ media }) => media.video.length > 0 && media.imageSequence === undefined);
  const [first] = rates;
  return first !== undefined && rates.every(({ mediaRate }) => sameRate(mediaRate, first.mediaRate))
    ? first.mediaRate
    : undefined;
}

async function link(sequence: Sequence, source: string, options: OpenSourceOptions): Promise<OpenedSequence> {
  const { mediaFolders, probe, signal, mediaRoots } = options;
  const conformed = await conform(sequence, {
    mediaFolders,
    cutFolder: path.dirname(path.resolve(source)),
    probe: (file) => probe(file, { imageSequenceRate: options.rate ?? sequence.rate }),
    signal,
    mediaRoots,
  });
  return { sequence, conformed };
}

async function readBytes(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (cause) {
    throw unreadableCut(file, cause);
  }
}

/** Why a cut's file cannot be read, in a sentence. */
export function unreadableCut(file: string, cause: unknown): CressetError {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  const why =
    code === "ENOENT"
      ? "it does not exist"
      : code === "EISDIR"
        ? "it is a folder"
        : code === "EACCES"
          ? "reading it is not allowed"
          : String(cause);
  return new CressetError("bad-input", `The cut ${file} cannot be read: ${why}.`, { cause });
}
