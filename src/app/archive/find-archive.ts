import { existsSync } from "node:fs";
import path from "node:path";
import type { DestinationPlace } from "../../archive/archive-place.ts";
import { CressetError } from "../../errors.ts";
import { archiveRequestSchema } from "./archive-request.ts";
import type { ArchiveParts } from "./archive-parts.ts";

/**
 * The archive in a folder, or the one that the history knows by that name.
 * @throws CressetError `not-found`; `usage` where several are called so.
 */
export async function findArchive(
  named: string,
  { folder, storeFile, openHistory }: Pick<ArchiveParts, "folder" | "storeFile" | "openHistory">,
): Promise<DestinationPlace> {
  const root = path.resolve(folder, named);
  if (existsSync(root)) return { kind: "folder", root };
  const known = named.includes("/") || !existsSync(storeFile) ? [] : await archivesCalled(named, openHistory);
  const [found] = known;
  if (found === undefined)
    throw new CressetError("not-found", `There is no archive in ${root}, and none called "${named}" in the history.`);
  const [there, another] = [...new Set(known)].filter((place) => existsSync(place));
  if (there !== undefined && another !== undefined)
    throw new CressetError("usage", `Archives called "${named}" lie in ${there} and in ${another}: name the folder.`);
  if (there !== undefined) return { kind: "folder", root: there };
  throw new CressetError("not-found", `The archive "${named}" was in ${found}, which is not there now.`);
}

async function archivesCalled(name: string, openHistory: ArchiveParts["openHistory"]): Promise<readonly string[]> {
  const store = await openHistory();
  try {
    const runs = await store.runs({ limit: 10_000 });
    return runs.flatMap(({ kind, request }) => {
      const archive = kind === "archive" ? archiveRequestSchema.safeParse(request).data?.archive : undefined;
      return archive?.name === name ? [archive.place] : [];
    });
  } finally {
    await store.close();
  }
}
