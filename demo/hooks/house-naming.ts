// Names movies as the house delivers them: CLIENT_name_date.mov
import { posix } from "node:path";
import { defineHooks } from "cresset";

export default defineHooks({
  preExportAsset(info) {
    if (info.assetType !== "movie") return;
    const { dir, base } = posix.parse(info.resolvedPath);
    info.resolvedPath = posix.join(dir, `CRST_${base}`);
  },
});
