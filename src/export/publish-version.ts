import { dirname, isAbsolute, relative, sep } from "node:path";
import type { Rate } from "../time/rate.ts";
import type { Timecode } from "../time/timecode.ts";
import { type OpenClip, viewOf } from "../catalogue/open-clip.ts";
import { parseSequencePath } from "./sequence-path.ts";
import {
  childNamed,
  childrenNamed,
  isElement,
  textOf,
  xml,
  type XmlElement,
  type XmlNode,
} from "../timeline/xml-tree.ts";

/** A version of a shot that was exported. */
export interface PublishedVersion {
  /** Where the OpenClip lies, absolute: media are written relative to its folder. */
  readonly clipPath: string;
  /** Name of a clip that is made anew. */
  readonly clipName: string;
  /** Tape name of the source; empty where it has none. */
  readonly tapeName: string;
  /** What tells the version from others, such as `v003`; its name, too. */
  readonly versionName: string;
  readonly comment: string;
  readonly created: Date;
  /** Rate of all tracks. */
  readonly rate: Rate;
  /** Timecode of the first frame, handles included. */
  readonly startTimecode: Timecode;
  /** Of all tracks, in frames. */
  readonly duration: number;
  /** Video and audio, each in order: the first video track of the version goes to the clip's first video track. */
  readonly tracks: readonly PublishedTrack[];
}

/** The media of a track: one file, or a file sequence with its range (`sh010.[1001-1070].exr`), absolute. */
export type PublishedTrack = PublishedPicture | PublishedSound;

export interface PublishedPicture {
  readonly type: "video";
  readonly mediaPath: string;
  readonly width: number;
  readonly height: number;
  /** Width of a pixel over its height. */
  readonly pixelRatio: number;
  /** Bits of a channel. */
  readonly depth: number;
  readonly encoding: "Float" | "Integer";
  readonly channels: number;
  readonly pixelLayout: string;
  readonly scan: "PROGRESSIVE" | "FIELD_1" | "FIELD_2";
  /** Empty when it is not known. */
  readonly colourSpace: string;
}

interface PublishedSound {
  readonly type: "audio";
  readonly mediaPath: string;
  readonly depth: number;
  readonly channels: number;
}

/**
 * Adds a version to an OpenClip, or makes the clip with it, and shows it as the current one. Versions that are there stay as
 * they are, with all that Cresset does not know; only a version of the same name is replaced, because the same export may be
 * written again.
 */
export function publishVersion(existing: OpenClip | undefined, version: PublishedVersion): OpenClip {
  const clip = existing?.document ?? newClip(version);
  return viewOf(withVersion(withTracks(withListedVersions(clip), version), version));
}

function newClip({ clipName, tapeName }: PublishedVersion): XmlElement {
  return xml("clip", { type: "clip", version: "7" }, [
    xml("name", { type: "string" }, clipName),
    ...(tapeName === "" ? [] : [xml("sourceName", { type: "string" }, tapeName)]),
    xml("tracks", { type: "tracks" }, []),
    xml("versions", { type: "versions" }, []),
  ]);
}

/** A clip without a list of its versions gets one, so that the older ones stay within reach. */
function withListedVersions(clip: XmlElement): XmlElement {
  const { versions } = viewOf(clip);
  const listed = childNamed(clip, "versions");
  if (childrenNamed(listed, "version").length > 0) return clip;
  const entries = versions.map(({ uid, name }) =>
    xml("version", { type: "version", uid }, [xml("name", { type: "string" }, name)]),
  );
  const list = xml("versions", { type: "versions", ...listed?.attributes }, [...(listed?.children ?? []), ...entries]);
  return listed === undefined ? withChild(clip, list) : replaced(clip, listed, list);
}

/** Puts the version's media on the clip's tracks of their kind, in order; tracks that are missing are added. */
function withTracks(clip: XmlElement, version: PublishedVersion): XmlElement {
  const tracks = childNamed(clip, "tracks") ?? xml("tracks", { type: "tracks" }, []);
  const withPlace = childNamed(clip, "tracks") === undefined ? withChild(clip, tracks) : clip;
  let filled: XmlElement = {
    ...tracks,
    children: tracks.children.map((track) => inFeeds(track, withoutVersion(version))),
  };
  for (const type of ["video", "audio"] as const)
    for (const [index, media] of version.tracks.filter((track) => track.type === type).entries()) {
      const track = childrenNamed(filled, "track").filter((candidate) => typeOf(candidate) === type)[index];
      filled =
        track === undefined
          ? withChild(filled, withFeed(newTrack(filled, type, index), media, version))
          : replaced(filled, track, withFeed(track, media, version));
    }
  return replaced(withPlace, tracks, {
    ...filled,
    children: filled.children.map((track) => inFeeds(track, showing(version))),
  });
}

/** Changes the feeds of a track; what is no track stays. */
function inFeeds(track: XmlNode, change: (feeds: XmlElement) => XmlElement): XmlNode {
  if (typeof track === "string" || !isElement(track)) return track;
  const feeds = childNamed(track, "feeds");
  return feeds === undefined ? track : replaced(track, feeds, change(feeds));
}

/** A version that is written again starts without its old media, on tracks too that it no longer has. */
const withoutVersion =
  ({ versionName }: PublishedVersion) =>
  (feeds: XmlElement): XmlElement => ({
    ...feeds,
    children: feeds.children.filter(
      (node) => typeof node === "string" || !isElement(node) || node.attributes["vuid"] !== versionName,
    ),
  });

/** Every track shows the same version, those too that have no media in it: there it is a gap. */
const showing =
  ({ versionName }: PublishedVersion) =>
  (feeds: XmlElement): XmlElement => ({
    ...feeds,
    attributes: { ...feeds.attributes, currentVersion: versionName },
  });

const typeOf = (track: XmlElement) => (textOf(childNamed(track, "trackType")) === "audio" ? "audio" : "video");

function newTrack(tracks: XmlElement, type: "video" | "audio", index: number): XmlElement {
  const taken = new Set(childrenNamed(tracks, "track").map(({ attributes }) => attributes["uid"]));
  const wanted = type === "video" && index === 0 ? "video" : `${type}${index + 1}`;
  return xml("track", { type: "track", uid: unusedUid(wanted, taken) }, [
    xml("trackType", {}, type),
    xml("feeds", { type: "feeds" }, []),
  ]);
}

function withFeed(track: XmlElement, media: PublishedTrack, version: PublishedVersion): XmlElement {
  const feeds = childNamed(track, "feeds") ?? xml("feeds", { type: "feeds" }, []);
  const taken = new Set(feeds.children.filter(isElement).map(({ attributes }) => attributes["uid"]));
  const uid = unusedUid(`${track.attributes["uid"] ?? media.type}_${version.versionName}`, taken);
  const feed = xml("feed", { type: "feed", vuid: version.versionName, uid }, [
    storageFormat(media),
    // The rate of a sound file's samples is in the file; the clip counts every track in frames.
    ...(media.type === "video" ? [rateElement("sampleRate", version.rate)] : []),
    timeElement("startTimecode", version.startTimecode.frame, version),
    xml("spans", { type: "spans" }, [
      xml("span", { type: "span" }, [
        pathElement(media.mediaPath, version.clipPath),
        timeElement("duration", version.duration, version),
      ]),
    ]),
  ]);
  const filled = { ...feeds, children: [...feeds.children, feed] };
  return childNamed(track, "feeds") === undefined ? withChild(track, filled) : replaced(track, feeds, filled);
}

function storageFormat(media: PublishedTrack): XmlElement {
  const text = (name: string, value: string) => xml(name, { type: "string" }, value);
  const count = (name: string, value: number) => xml(name, { type: "uint" }, value);
  if (media.type === "audio")
    return xml("storageFormat", { type: "format" }, [
      xml("type", {}, "audio"),
      count("channelsDepth", media.depth),
      text("channelsEncoding", "Integer"),
      text("channelsEndianess", "Little Endian"),
      count("nbChannels", media.channels),
    ]);
  return xml("storageFormat", { type: "format" }, [
    xml("type", {}, "video"),
    count("channelsDepth", media.depth),
    text("channelsEncoding", media.encoding),
    ...(media.colourSpace === "" ? [] : [text("colourSpace", media.colourSpace)]),
    xml("fieldDominance", { type: "int" }, { FIELD_1: 0, FIELD_2: 1, PROGRESSIVE: 2 }[media.scan]),
    count("height", media.height),
    count("nbChannels", media.channels),
    text("pixelLayout", media.pixelLayout),
    xml("pixelRatio", { type: "float" }, media.pixelRatio),
    text("rowOrdering", "down"),
    count("width", media.width),
  ]);
}

function pathElement(mediaPath: string, clipPath: string): XmlElement {
  const between = relative(dirname(clipPath), mediaPath);
  // On another drive there is no way but the absolute one.
  const path = isAbsolute(between) ? mediaPath : between.split(sep).join("/");
  return xml("path", { encoding: parseSequencePath(mediaPath) === undefined ? "file" : "pattern" }, path);
}

function timeElement(name: string, ticks: number, { rate, startTimecode }: PublishedVersion): XmlElement {
  return xml(name, { type: "time" }, [
    rateElement("rate", rate),
    xml("nbTicks", {}, ticks),
    xml("dropMode", {}, startTimecode.dropFrame ? "DF" : "NDF"),
  ]);
}

const rateElement = (name: string, { num, den }: Rate) =>
  xml(name, { type: "rate" }, [xml("numerator", {}, num), xml("denominator", {}, den)]);

function withVersion(clip: XmlElement, { versionName, comment, created }: PublishedVersion): XmlElement {
  const versions = childNamed(clip, "versions") ?? xml("versions", { type: "versions" }, []);
  const entry = xml("version", { type: "version", uid: versionName }, [
    xml("name", { type: "string" }, versionName),
    ...(comment === "" ? [] : [xml("comment", { type: "string" }, comment)]),
    xml("creationDate", { type: "string" }, dateText(created)),
  ]);
  const kept = versions.children.filter(
    (node) => typeof node === "string" || !isElement(node) || node.attributes["uid"] !== versionName,
  );
  const attributes = { ...versions.attributes, currentVersion: versionName };
  return replaced(clip, versions, { ...versions, attributes, children: [...kept, entry] });
}

/** As Flame writes it: `2026/02/12 01:00:00 PM`, local time. */
function dateText(date: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const hour = date.getHours() % 12 === 0 ? 12 : date.getHours() % 12;
  return `${date.getFullYear()}/${two(date.getMonth() + 1)}/${two(date.getDate())} ${two(hour)}:${two(date.getMinutes())}:${two(date.getSeconds())} ${date.getHours() < 12 ? "AM" : "PM"}`;
}

function unusedUid(wanted: string, taken: ReadonlySet<string | undefined>): string {
  if (!taken.has(wanted)) return wanted;
  for (let count = 2; ; count++) if (!taken.has(`${wanted}_${count}`)) return `${wanted}_${count}`;
}

const withChild = (parent: XmlElement, child: XmlElement): XmlElement => ({
  ...parent,
  children: [...parent.children, child],
});

const replaced = (parent: XmlElement, old: XmlElement, fresh: XmlElement): XmlElement => ({
  ...parent,
  children: parent.children.map((child) => (child === old ? fresh : child)),
});
