import { createHash } from "node:crypto";
import { mkdir, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { type Archive, readArchive } from "../archive/archive.ts";
import { placeAt } from "../archive/archive-place.ts";
import { CressetError } from "../errors.ts";
import { archivedThumbnails } from "./archive/archived-thumbnails.ts";
import type { CatalogueJson } from "./archive/catalogue-json.ts";
import { archivedCatalogue } from "./archive/list-archive.ts";
import { isKept } from "./is-kept.ts";

/** A clip of an archive. */
export interface ArchivedClipPlace {
  readonly archiveId: string;
  /** Folder of the archive. */
  readonly place: string;
  readonly session: number;
  /** Id of the entry. */
  readonly clip: string;
}

/** Small pictures of clips that lie in archives. */
export interface ArchivedPictures {
  /**
   * The JPEG file of a clip's picture, made out of the archive when it is first asked for.
   * @throws CressetError `not-found` where there is none.
   */
  of(clip: ArchivedClipPlace): Promise<string>;
}

/** Catalogues of sessions that are kept at hand: pages ask for many pictures of one session. */
const mostCatalogues = 4;

/** Pictures are kept in a folder of the home; they are made one at a time. */
export function createArchivedPictures(home: string, signal: AbortSignal): ArchivedPictures {
  const catalogues = new Map<string, Promise<{ archive: Archive; catalogue: CatalogueJson | undefined }>>();
  const making = new Map<string, Promise<string>>();
  let turn: Promise<unknown> = Promise.resolve();
  const sessionOf = ({ archiveId, place, session }: ArchivedClipPlace) => {
    const key = `${archiveId} ${session}`;
    const known = catalogues.get(key);
    if (known !== undefined) return known;
    const archive = readArchive(placeAt(place));
    const read = archivedCatalogue(archive, session).then((catalogue) => ({ archive, catalogue }));
    catalogues.set(key, read);
    read.catch(() => catalogues.delete(key));
    const [oldest] = catalogues.keys();
    if (catalogues.size > mostCatalogues && oldest !== undefined) catalogues.delete(oldest);
    return read;
  };
  const make = async (clip: ArchivedClipPlace, file: string): Promise<string> => {
    const { archive, catalogue } = await sessionOf(clip);
    const entries = catalogue?.entries.filter(({ id }) => id === clip.clip) ?? [];
    if (catalogue === undefined || entries.length === 0) throw noPicture();
    const pictures = await archivedThumbnails(archive, clip.session, { ...catalogue, entries }, signal);
    const picture = pictures.get(clip.clip);
    if (picture === undefined) throw noPicture();
    await mkdir(path.dirname(file), { recursive: true });
    const partial = `${file}.${process.pid}.partial`;
    await writeFile(partial, Buffer.from(picture, "base64"));
    await rename(partial, file);
    return file;
  };
  return {
    async of(clip) {
      const { archiveId, session, clip: id } = clip;
      const name = createHash("sha256").update(`${archiveId} ${session} ${id}`).digest("hex").slice(0, 32);
      const file = path.join(home, "thumbnails", `archived-${name}.jpg`);
      if (await isKept(file)) return file;
      const known = making.get(file);
      if (known !== undefined) return known;
      const made = turn.then(() => make(clip, file));
      // Whoever asked is told; the next has its turn all the same.
      turn = made.catch(() => {});
      making.set(file, made);
      try {
        return await made;
      } finally {
        making.delete(file);
      }
    },
  };
}

const noPicture = () => new CressetError("not-found", "This clip has no picture in the archive.");
