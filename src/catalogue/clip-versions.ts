import { CressetError } from "../errors.ts";
import type { MediaInfo } from "../media/media-info.ts";
import type { Rate } from "../time/rate.ts";
import type { ClipFacts, ClipSource, ClipVersion } from "./catalogue.ts";
import { mediaFacts } from "./clip-facts.ts";
import { readOpenClipMedia } from "./open-clip-versions.ts";

type MediaSource = Extract<ClipSource, { readonly kind: "media" }>;

/**
 * The clip showing another of its versions.
 * @param wanted a version's name, or its number
 * @throws CressetError `not-found` that lists the versions; `usage` for a sequence, which has none.
 */
export function showVersion(facts: ClipFacts, wanted: string): ClipFacts {
  const { versions, openClip } = mediaSource(facts);
  const byName = versions.findIndex(({ name }) => name !== "" && name.toLowerCase() === wanted.toLowerCase());
  const current =
    byName >= 0 ? byName : /^\d+$/.test(wanted) ? versions.findIndex(({ number }) => number === Number(wanted)) : -1;
  if (current >= 0) return mediaFacts(versions, current, { openClip, rate: facts.rate });
  const named = versions.filter(({ name }) => name !== "").map(({ name }) => name);
  throw new CressetError(
    "not-found",
    named.length === 0
      ? `The clip has no version "${wanted}": its media has no versions.`
      : `The clip has no version "${wanted}". It has ${named.join(", ")}.`,
  );
}

export interface RefreshedVersions {
  readonly facts: ClipFacts;
  /** Names of versions. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Sentences of versions that cannot be read. */
  readonly problems: readonly string[];
}

/**
 * Reads the versions of a clip's OpenClip again. A clip that showed its newest goes on to the one that the OpenClip shows
 * now; one that somebody set to an older one stays there.
 * @throws CressetError `usage` for a clip that was read from no OpenClip; `bad-input` when that cannot be read.
 */
export async function refreshVersions(
  facts: ClipFacts,
  probe: (path: string, options?: { readonly imageSequenceRate?: Rate }) => Promise<MediaInfo>,
): Promise<RefreshedVersions> {
  const { versions: old, current, openClip } = mediaSource(facts);
  if (openClip === undefined)
    throw new CressetError(
      "usage",
      "The clip was not imported from an OpenClip, so there is nothing to read its versions from.",
    );
  const read = await readOpenClipMedia(openClip, probe, facts.rate);
  const stays = current < old.length - 1 ? read.versions.findIndex(({ name }) => name === old[current]?.name) : -1;
  const namesOnlyIn = (list: readonly ClipVersion[], others: readonly ClipVersion[]) =>
    list.map(({ name }) => name).filter((name) => others.every((other) => other.name !== name));
  return {
    facts: mediaFacts(read.versions, stays < 0 ? read.current : stays, { openClip, rate: facts.rate }),
    added: namesOnlyIn(read.versions, old),
    removed: namesOnlyIn(old, read.versions),
    problems: read.problems.map(({ message }) => message),
  };
}

function mediaSource({ source }: ClipFacts): MediaSource {
  if (source.kind === "media") return source;
  throw new CressetError("usage", "A sequence plays a cut, which has no versions.");
}
