import path from "node:path";
import { defineHooks } from "cresset";

/** A snapshot comes back: what was written lies on the first reel of the first reel group of the Desktop. */
export default defineHooks({
  async postExportAsset(info, _userData, cresset) {
    if (!info.isSnapshot) return;
    const { clips } = await cresset.importClips(path.join(info.destinationPath, info.resolvedPath));
    for (const clip of clips) cresset.log(`imported to ${clip.path}`);
  },
});
