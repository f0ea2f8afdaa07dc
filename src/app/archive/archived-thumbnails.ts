import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Archive } from "../../archive/archive.ts";
import { restoreArchive } from "../../archive/read-back.ts";
import { sessionEntries } from "../../archive/read-session.ts";
import { currentVersion, isMediaThere } from "../../catalogue/clip-facts.ts";
import { mediaSequence } from "../../catalogue/media-sequence.ts";
import { CressetError } from "../../errors.ts";
import { frameFileName } from "../../media/image-sequence.ts";
import { createProber, type Prober } from "../../media/probe.ts";
import { thumbnailFrame } from "../catalogue-sources.ts";
import { clipThumbnail } from "../clip-thumbnail.ts";
import type { ArchivedEntry, CatalogueJson } from "./catalogue-json.ts";

/** Longer movies are not taken out of an archive for one picture of them. */
const longestBytes = 2_000_000_000;

/** A clip's file that its picture is made of. */
interface Pictured {
  readonly entry: ArchivedEntry;
  /** In the archive; nothing where the clip kept its link. */
  readonly archived?: string;
  readonly file: string;
}

/**
 * Pictures of the clips of a session, as JPEG in base64 by the id of the entry: of their media in the archive, so that they
 * can be had wherever the archive is; where no media was archived, of what the clip is linked to.
 */
export async function archivedThumbnails(
  archive: Archive,
  session: number,
  catalogue: CatalogueJson,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const scratch = await mkdtemp(path.join(tmpdir(), "cresset-pictures-"));
  const prober = createProber();
  const pictures = new Map<string, string>();
  try {
    const wanted = await picturedFiles(catalogue, scratch);
    const paths = new Set(wanted.flatMap(({ archived = [] }) => archived));
    const short = new Set<string>();
    for (const entry of sessionEntries(archive, session))
      if (typeof entry.path === "string" && paths.has(entry.path) && (entry.size ?? 0) <= longestBytes)
        short.add(entry.path);
    if (short.size > 0)
      await restoreArchive({
        place: archive.place,
        target: scratch,
        paths: [...short],
        sessions: [session],
        overwrite: "never",
        withoutPrefix: "",
        signal,
        onProgress: () => {},
      });
    for (const each of wanted) {
      signal.throwIfAborted();
      if (each.archived !== undefined && !short.has(each.archived)) continue;
      const picture = await pictureOf(each, prober, scratch, signal);
      if (picture !== undefined) pictures.set(each.entry.id, picture);
    }
    return pictures;
  } finally {
    await prober.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

async function picturedFiles({ entries, media }: CatalogueJson, scratch: string): Promise<readonly Pictured[]> {
  const archived = new Map(media.map((each) => [each.path, each.archived]));
  const files: Pictured[] = [];
  for (const entry of entries) {
    const version = entry.facts === undefined ? undefined : currentVersion(entry.facts);
    if (version === undefined || version.media.video.length === 0) continue;
    const { imageSequence: images, path: where } = version.media;
    const frame = thumbnailFrame(entry, entry.facts?.duration ?? 1);
    const file = images === undefined ? where : frameFileName(images, Math.min(images.first + frame, images.last));
    const place = archived.get(where);
    if (place === undefined) {
      if (await isMediaThere(version.media)) files.push({ entry, file });
      continue;
    }
    const inside = `${path.posix.dirname(place)}/${path.basename(file)}`;
    files.push({ entry, archived: inside, file: path.join(scratch, inside) });
  }
  return files;
}

/** Nothing where the media cannot be shown. */
async function pictureOf(
  { entry, file }: Pictured,
  prober: Prober,
  scratch: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const { facts } = entry;
  if (facts === undefined) return undefined;
  try {
    const media = await prober.probe(file, { imageSequenceRate: facts.rate });
    const { sequence, conformed } = mediaSequence(media, facts.rate);
    const own = { ...entry, projectId: "", parentId: undefined, position: 0, createdAt: never, changedAt: never };
    const opened = { sequence, conformed, facts, entry: own, path: entry.path };
    const { file: picture } = await clipThumbnail(opened, scratch, signal);
    return picture === undefined ? undefined : await readFile(picture, "base64");
  } catch (error) {
    if (!(error instanceof CressetError) || error.code === "cancelled") throw error;
    return undefined;
  }
}

const never = new Date(0);
