import { readFile } from "node:fs/promises";
import path from "node:path";
import { CressetError } from "../errors.ts";
import type { MediaInfo } from "../media/media-info.ts";
import type { Rate } from "../time/rate.ts";
import type { ClipVersion } from "./catalogue.ts";
import { type OpenClip, readOpenClip } from "./open-clip.ts";

/** The versions of an OpenClip with their media. */
export interface OpenClipMedia {
  readonly name: string;
  /** In the file's order; those without readable media are left out. */
  readonly versions: readonly ClipVersion[];
  /** Index of the version that the file shows; the last where that one is left out. */
  readonly current: number;
  /** What was left out. */
  readonly problems: readonly { readonly path: string; readonly message: string }[];
}

/**
 * Reads an OpenClip and the media of its versions.
 * @throws CressetError `bad-input` when it is none, or no version of it has readable media.
 */
export async function readOpenClipMedia(
  file: string,
  probe: (path: string, options?: { readonly imageSequenceRate?: Rate }) => Promise<MediaInfo>,
  rate?: Rate,
): Promise<OpenClipMedia> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new CressetError("bad-input", `The OpenClip ${file} cannot be read: ${String(cause)}`, { cause });
  });
  const clip = readOpenClip(text, file);
  const versions: (ClipVersion & { readonly uid: string })[] = [];
  const problems: { path: string; message: string }[] = [];
  for (const [index, { uid, name }] of clip.versions.entries()) {
    const media: MediaInfo[] = [];
    for (const { written, rate: own } of filesOf(clip, uid, (message) =>
      problems.push({ path: file, message: `Version ${name}: ${message}` }),
    )) {
      const wanted = rate ?? own;
      try {
        media.push(
          await probe(
            path.resolve(path.dirname(file), written),
            wanted === undefined ? {} : { imageSequenceRate: wanted },
          ),
        );
      } catch (error) {
        if (!(error instanceof CressetError) || error.code !== "bad-input") throw error;
        problems.push({ path: file, message: `Version ${name}: ${error.message}` });
      }
    }
    const main = media.find(({ video }) => video.length > 0) ?? media[0];
    if (main === undefined) continue;
    const further = media.filter((each) => each !== main);
    for (const each of further.filter(({ video }) => video.length > 0))
      problems.push({
        path: file,
        message: `Version ${name}: ${each.path} is a further video track, which is left out.`,
      });
    const sound = further.filter(({ video }) => video.length === 0);
    versions.push({ uid, name, number: numberOf(name, index), media: main, ...(sound.length === 0 ? {} : { sound }) });
  }
  if (versions.length === 0)
    throw new CressetError(
      "bad-input",
      `The OpenClip ${file} has no version whose media can be read.${problems.length === 0 ? "" : ` The first: ${problems[0]?.message ?? ""}`}`,
      { detail: problems.map(({ message }) => message).join("\n") },
    );
  const shown = versions.findIndex(({ uid }) => uid === clip.currentVersion);
  return {
    name: clip.name === "" ? path.basename(file, path.extname(file)) : clip.name,
    versions: versions.map(({ uid: _, ...version }) => version),
    current: shown < 0 ? versions.length - 1 : shown,
    problems,
  };
}

/** The number that a version's name ends with; else its place. */
const numberOf = (name: string, index: number): number => Number(/(\d+)\D*$/.exec(name)?.[1] ?? index + 1);

function filesOf(clip: OpenClip, uid: string, complain: (message: string) => void) {
  const files = clip.tracks.flatMap((track) => {
    const feed = track.feeds.find(({ versionUid }) => versionUid === uid);
    const written = (feed?.spans ?? []).flatMap((span) =>
      span.path === undefined || span.path === "" ? [] : [span.path],
    );
    const [first, ...others] = written;
    if (others.length > 0)
      complain(`track "${track.uid}" plays ${written.length} files one after the other; only the first is taken.`);
    return first === undefined ? [] : [{ written: first, rate: feed?.rate }];
  });
  // A movie with sound stands on a track of each kind.
  return files.filter(({ written }, index) => files.findIndex((other) => other.written === written) === index);
}
