// Keeps in userData when the export started and which files it finished, and prints both at the end.
import { defineHooks } from "cresset";

interface UserData {
  /** Milliseconds since 1970; a number, so that it survives when an interrupted run is resumed. */
  startedAt?: number;
  finished?: string[];
}

export default defineHooks<UserData>({
  preExport(_info, userData) {
    userData.startedAt = Date.now();
  },

  postExportAsset(info, userData) {
    (userData.finished ??= []).push(info.resolvedPath);
  },

  postExport(info, userData, cresset) {
    const { startedAt = Date.now(), finished = [] } = userData;
    const seconds = Math.round((Date.now() - startedAt) / 1000);
    const time = `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, "0")} s`;
    cresset.log(`${finished.length} ${finished.length === 1 ? "file" : "files"} to ${info.destinationPath} in ${time}`);
    for (const file of finished) cresset.log(`  ${file}`);
  },
});
