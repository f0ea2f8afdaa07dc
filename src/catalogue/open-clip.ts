import { CressetError } from "../errors.ts";
import { parseRate, rate, type Rate } from "../time/rate.ts";
import { childNamed, childrenNamed, parseXml, textOf, writeXml, type XmlElement } from "../timeline/xml-tree.ts";

/**
 * An OpenClip: media on disk with its versions, as Flame reads it. Source of the format: "Open Clip Reference" in
 * Autodesk's Flame help, version 7; versions 4 and 6 read the same way.
 */
export interface OpenClip {
  readonly name: string;
  /** The uid of the version that is shown. */
  readonly currentVersion: string;
  /** Oldest first. */
  readonly versions: readonly OpenClipVersion[];
  readonly tracks: readonly OpenClipTrack[];
  /** The whole file, with all that Cresset does not know. */
  readonly document: XmlElement;
}

const mostFramesPerSecond = 1000;

interface OpenClipVersion {
  readonly uid: string;
  readonly name: string;
  readonly comment: string;
}

interface OpenClipTrack {
  readonly uid: string;
  readonly type: "video" | "audio";
  readonly name: string;
  /** The media of each version; a version may have none on this track. */
  readonly feeds: readonly OpenClipFeed[];
}

interface OpenClipFeed {
  readonly uid: string;
  /** The uid of the version it belongs to. */
  readonly versionUid: string;
  /** Frames per second of its picture, where the clip says it. */
  readonly rate?: Rate;
  readonly spans: readonly OpenClipSpan[];
}

interface OpenClipSpan {
  /** Relative to the clip's folder or absolute, `Media/Video1.[0001-0004].dpx` for a pattern; nothing = a gap. */
  readonly path?: string;
  readonly encoding: "file" | "pattern";
  /** In frames; nothing = as long as the media. */
  readonly duration?: number;
}

/**
 * Reads an OpenClip.
 * @param file its path, for messages.
 * @throws CressetError `bad-input` that names the file and what is wrong.
 */
export function readOpenClip(text: string, file: string): OpenClip {
  const document = parseXml(text, file);
  if (document.name !== "clip")
    throw new CressetError("bad-input", `${file} is no OpenClip: expected a <clip> element, got <${document.name}>.`);
  for (const track of childrenNamed(childNamed(document, "tracks"), "track"))
    if (childNamed(track, "feeds") === undefined)
      throw new CressetError(
        "bad-input",
        `${file} is no OpenClip: its track "${track.attributes["uid"] ?? ""}" has no <feeds>.`,
      );
  return viewOf(document);
}

/** Writes an OpenClip, to be stored as it is. */
export const writeOpenClip = ({ document }: OpenClip): string => writeXml(document);

/** What an OpenClip's document says. */
export function viewOf(document: XmlElement): OpenClip {
  const tracks = childrenNamed(childNamed(document, "tracks"), "track").map(trackOf);
  const versions = childNamed(document, "versions");
  const listed = childrenNamed(versions, "version").map((version) => ({
    uid: version.attributes["uid"] ?? "",
    name: textOf(childNamed(version, "name")) || (version.attributes["uid"] ?? ""),
    comment: textOf(childNamed(version, "comment")),
  }));
  // A file without <versions> has those that its feeds name.
  const named = new Set(tracks.flatMap(({ feeds }) => feeds.map(({ versionUid }) => versionUid)));
  const all = listed.length > 0 ? listed : [...named].map((uid) => ({ uid, name: uid, comment: "" }));
  return {
    name: textOf(childNamed(document, "name")),
    currentVersion: versions?.attributes["currentVersion"] ?? all.at(-1)?.uid ?? "",
    versions: all,
    tracks,
    document,
  };
}

function trackOf(track: XmlElement): OpenClipTrack {
  return {
    uid: track.attributes["uid"] ?? "",
    type: textOf(childNamed(track, "trackType")) === "audio" ? "audio" : "video",
    name: textOf(childNamed(track, "name")),
    feeds: childrenNamed(childNamed(track, "feeds"), "feed").map((feed) => ({
      uid: feed.attributes["uid"] ?? "",
      versionUid: feed.attributes["vuid"] ?? "",
      ...rateOf(childNamed(feed, "sampleRate")),
      spans: childrenNamed(childNamed(feed, "spans"), "span").map(spanOf),
    })),
  };
}

/** Written as numerator and denominator, or as one number; what is no rate of pictures (a sound's 48000) is left out. */
function rateOf(element: XmlElement | undefined): { readonly rate?: Rate } {
  const numerator = textOf(childNamed(element, "numerator")) || textOf(element);
  const denominator = textOf(childNamed(element, "denominator")) || "1";
  if (/^\d+$/.test(numerator) && /^\d+$/.test(denominator)) {
    const [num, den] = [Number(numerator), Number(denominator)];
    return num > 0 && den > 0 && num / den <= mostFramesPerSecond ? { rate: rate(num, den) } : {};
  }
  const parsed = parseRate(numerator);
  return parsed === undefined || parsed.num / parsed.den > mostFramesPerSecond ? {} : { rate: parsed };
}

function spanOf(span: XmlElement): OpenClipSpan {
  const path = childNamed(span, "path");
  const duration = childNamed(span, "duration");
  // Written as a time with ticks, or as a bare number.
  const ticks = textOf(childNamed(duration, "nbTicks")) || textOf(duration);
  return {
    ...(path === undefined ? {} : { path: textOf(path) }),
    encoding: path?.attributes["encoding"] === "pattern" ? "pattern" : "file",
    ...(/^\d+$/.test(ticks) ? { duration: Number(ticks) } : {}),
  };
}
