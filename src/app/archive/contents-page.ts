import { existsSync } from "node:fs";
import path from "node:path";
import { readArchive } from "../../archive/archive.ts";
import { sessionEntries, type TocEntry } from "../../archive/read-session.ts";
import { CressetError } from "../../errors.ts";
import { writeFileWhole } from "../../export/write-file.ts";
import type { ArchiveParts } from "./archive-parts.ts";
import { archivedThumbnails } from "./archived-thumbnails.ts";
import { contentsHtml, type ShownFile, type ShownSession } from "./contents-html.ts";
import { findArchive } from "./find-archive.ts";
import { archivedCatalogue, listArchive } from "./list-archive.ts";

/** A page with more rows is slow to open. */
const mostFiles = 20_000;

/**
 * Writes what an archive holds as one page that needs no server and nothing beside it.
 * @returns its path. @throws CressetError `would-overwrite`.
 */
export async function contentsPage(
  { archive: named, file }: { readonly archive: string; readonly file?: string },
  signal: AbortSignal,
  parts: ArchiveParts,
): Promise<string> {
  const listed = await listArchive(named, parts);
  const target = path.resolve(parts.folder, file ?? `${listed.name}.html`);
  if (existsSync(target))
    throw new CressetError("would-overwrite", `${target} exists and is left as it is. Name another file with --out.`);
  const archive = readArchive(await findArchive(named, parts));
  const sessions: ShownSession[] = [];
  for (const session of listed.sessions) {
    const catalogue = await archivedCatalogue(archive, session.session);
    const pictures =
      catalogue === undefined
        ? new Map<string, string>()
        : await archivedThumbnails(archive, session.session, catalogue, signal);
    const clips = (catalogue?.entries ?? []).filter(({ facts }) => facts !== undefined);
    sessions.push({ session, clips, pictures, ...shownFiles(sessionEntries(archive, session.session)) });
  }
  await writeFileWhole(target, contentsHtml(listed, sessions));
  return target;
}

/** The first of the files, and every one that is not archived as it is. */
function shownFiles(entries: Iterable<TocEntry>): Pick<ShownSession, "files" | "moreFiles"> {
  const files: ShownFile[] = [];
  let moreFiles = 0;
  for (const { path: name, size = 0, type, problem, parts } of entries) {
    if (type === "folder") continue;
    if (files.length >= mostFiles && problem === undefined) moreFiles += 1;
    else
      files.push({
        name: typeof name === "string" ? name : `base64 ${name.base64}`,
        bytes: size,
        segment: parts?.[0]?.segment,
        problem: problem?.message ?? "",
      });
  }
  return { files, moreFiles };
}
