// Brings a snapshot back: what was written lies on the first reel of the first reel group of the Desktop afterwards.
// `reimport_snapshot.py` does the same in Python; use one of them.
//
// CRESSET_SNAPSHOT_REEL: path of another reel, such as /Desktop/Reels/Reel 2.
import { join } from "node:path";
import { defineHooks } from "cresset";

const reel = process.env["CRESSET_SNAPSHOT_REEL"];

export default defineHooks({
  async postExportAsset(info, _userData, cresset) {
    if (!info.isSnapshot) return;
    const file = join(info.destinationPath, info.resolvedPath);
    const { clips } = await cresset.importClips(file, reel === undefined ? {} : { to: reel });
    for (const clip of clips) cresset.log(`imported to ${clip.path}`);
  },
});
