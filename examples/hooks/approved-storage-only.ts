// Exports go to approved storage only: everything else is aborted before anything is written.
//
// CRESSET_APPROVED_STORAGE lists the approved folders, separated like PATH (":" on Linux and macOS, ";" on Windows);
// or write them here.
import { existsSync, realpathSync } from "node:fs";
import { delimiter, dirname, relative, resolve, sep } from "node:path";
import { defineHooks } from "cresset";

const approved = (process.env["CRESSET_APPROVED_STORAGE"] ?? "/mnt/projects").split(delimiter).filter(Boolean);

export default defineHooks({
  preExport(info) {
    const destination = realPath(info.destinationPath);
    if (approved.some((folder) => isInside(destination, realPath(folder)))) return;
    info.abort = true;
    info.abortMessage = `${info.destinationPath} is not on approved storage (${approved.join(", ")}).`;
  },
});

/** Where a path really leads: a link on approved storage may point elsewhere. The folder itself need not exist yet. */
function realPath(path: string): string {
  const absolute = resolve(path);
  if (existsSync(absolute)) return realpathSync(absolute);
  const parent = dirname(absolute);
  return parent === absolute ? absolute : resolve(realPath(parent), relative(parent, absolute));
}

function isInside(path: string, folder: string): boolean {
  return relative(folder, path).split(sep)[0] !== "..";
}
