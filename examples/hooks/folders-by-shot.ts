// Sorts an export into a folder for each shot: sequence/shot/file. What belongs to no shot stays where it is.
import { posix } from "node:path";
import { defineHooks } from "cresset";

export default defineHooks({
  preExportAsset(info) {
    if (info.shotName === "") return;
    const file = posix.basename(info.resolvedPath);
    info.resolvedPath = posix.join(folderName(info.sequenceName), folderName(info.shotName), file);
  },
});

/** A name that every file system takes. */
const folderName = (name: string): string => name.replaceAll(/[^\p{L}\p{N}._-]+/gu, "_").replace(/^\.+/, "_") || "_";
