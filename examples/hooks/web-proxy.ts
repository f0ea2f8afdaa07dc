// Makes an H.264 proxy of every movie as soon as it is finished: movie.mov → proxies/movie_proxy.mp4 beside it.
//
// CRESSET_PROXY_WIDTH: width in pixels, 960 where nothing is said; smaller movies keep their size.
import { join, parse } from "node:path";
import { defineHooks } from "cresset";

const widest = Number(process.env["CRESSET_PROXY_WIDTH"] ?? 960);

interface UserData {
  proxies?: string[];
}

export default defineHooks<UserData>({
  async postExportAsset(info, userData, cresset) {
    if (info.assetType !== "movie" || cresset.run.dryRun) return;
    const input = join(info.destinationPath, info.resolvedPath);
    const { dir, name } = parse(input);
    const output = join(dir, "proxies", `${name}_proxy.mp4`);
    const width = Math.min(widest, info.width);
    await cresset.transcode({
      input,
      output,
      preset: "h264",
      settings: { video: { width: width - (width % 2), crf: 23 } },
    });
    (userData.proxies ??= []).push(output);
    cresset.log(`proxy: ${output}`);
  },
});
