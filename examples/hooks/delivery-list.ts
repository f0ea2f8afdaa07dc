// Writes a CSV of everything that was delivered, with sizes and checksums, into the destination:
// delivery-list_20260131-140509.csv (the time is when the export started, in UTC).
import { rename, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { defineHooks } from "cresset";

interface Delivered {
  path: string;
  bytes: number;
  xxh128: string;
  type: string;
  sequence: string;
  shot: string;
}

interface UserData {
  delivered?: Delivered[];
}

export default defineHooks<UserData>({
  async postExportAsset(info, userData, cresset) {
    for (const { path, bytes, xxh128 } of await cresset.assetFiles()) {
      (userData.delivered ??= []).push({
        path: relative(info.destinationPath, path),
        bytes,
        xxh128,
        type: info.assetType,
        sequence: info.sequenceName,
        shot: info.shotName,
      });
    }
  },

  async postExport(info, userData, cresset) {
    const { delivered = [] } = userData;
    if (delivered.length === 0 || cresset.run.dryRun) return;
    const rows = delivered.map(({ path, bytes, xxh128, type, sequence, shot }) =>
      [path, bytes, xxh128, type, sequence, shot].map(csvField).join(","),
    );
    const text = ["path,bytes,xxh128,type,sequence,shot", ...rows, ""].join("\r\n");
    const time = cresset.run.startedAt.replaceAll(/[-:]/g, "").replace("T", "-").slice(0, 15);
    const list = join(info.destinationPath, `delivery-list_${time}.csv`);
    // Written beside and renamed, so that nobody ever reads half a list.
    await writeFile(`${list}.part`, text);
    await rename(`${list}.part`, list);
    cresset.log(`${delivered.length} files listed in ${list}`);
  },
});

const csvField = (value: string | number): string =>
  /[",\r\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value);
