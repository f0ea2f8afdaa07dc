import { CressetError } from "../../errors.ts";
import type { ClipDraft, ClipVersion } from "../catalogue.ts";
import { mediaFacts } from "../clip-facts.ts";
import type { MediaInfo } from "../../media/media-info.ts";
import { mediaName } from "../media-sequence.ts";
import type { ImportOptions } from "./import-options.ts";
import type { PatternVersion } from "./pattern-versions.ts";
import { type Drafted, problemOf } from "./drafted.ts";

const probeOptions = ({ rate }: ImportOptions) => (rate === undefined ? {} : { imageSequenceRate: rate });

/** A media file or an image sequence as a clip of one version. */
export async function draftMedia(file: string, name: string | undefined, options: ImportOptions): Promise<Drafted> {
  const media = await options.probe(file, probeOptions(options));
  const versions = [{ name: "", number: 0, media }];
  const named = name ?? stillName(media) ?? mediaName(media);
  return { drafts: [draft(named, versions, options)], problems: [], notes: warningsOf(versions) };
}

/** One numbered image alone keeps its number, by which stills of one clip (snapshots) are told apart on a reel. */
function stillName({ imageSequence }: MediaInfo): string | undefined {
  if (imageSequence === undefined || imageSequence.first !== imageSequence.last) return undefined;
  const { prefix, first, padding } = imageSequence;
  return `${prefix}${String(first).padStart(padding, "0")}`;
}

/** The versions that a pattern found as one clip that shows the highest; a version that cannot be read is left out. */
export async function draftVersions(
  name: string,
  found: readonly PatternVersion[],
  options: ImportOptions,
): Promise<Drafted> {
  const versions: ClipVersion[] = [];
  const problems = [];
  for (const version of found) {
    options.signal?.throwIfAborted();
    try {
      const media = await options.probe(version.path, probeOptions(options));
      versions.push({ name: version.name, number: version.number, media });
    } catch (error) {
      problems.push(problemOf(version.path, error));
    }
  }
  const latest = versions.at(-1);
  if (latest === undefined) return { drafts: [], problems, notes: [] };
  const named = name === "" ? mediaName(latest.media) : name;
  return { drafts: [draft(named, versions, options)], problems, notes: warningsOf(versions) };
}

/** What was met in media that plays nevertheless: missing frames, a rate that nobody says. */
const warningsOf = (versions: readonly ClipVersion[]): readonly string[] =>
  versions.flatMap(({ media }) => media.warnings.map((warning) => `${media.path}: ${warning}`));

function draft(name: string, versions: readonly ClipVersion[], { rate }: ImportOptions): ClipDraft {
  const facts = mediaFacts(versions, versions.length - 1, { rate });
  if (facts.duration > 0) return { kind: "clip", name, facts };
  throw new CressetError("bad-input", `${versions.at(-1)?.media.path ?? name} is empty: it has no frame.`);
}
