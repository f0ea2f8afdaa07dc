import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { freshWeb } from "../../scripts/fresh-web.ts";
import { openCresset } from "../../src/app/cresset.ts";
import { writeTestFootage } from "../../src/media/test-footage.ts";
import { startServer } from "../../src/server/server.ts";
import { rate } from "../../src/time/rate.ts";

/** Hooks of a house that renames its dailies, keeps its secrets, and says what it does. */
const naming = `
export function getCustomExportProfiles(profiles) {
  profiles["Web review"] = {};
  profiles["Archive master"] = {};
}
export function preExportAsset(info) {
  console.log("looked at " + info.assetName);
  if (info.assetName.startsWith("secret")) {
    info.abort = true;
    info.abortMessage = "Nothing secret leaves the house before its release.";
  }
  if (info.assetName.startsWith("beach")) info.resolvedPath = "dailies/" + info.resolvedPath;
}
export function postExportAsset(info) {
  console.log("wrote " + info.resolvedPath);
}
`;

const broken = `
import { nothing } from "./not-there.ts";
export function preExport() { nothing(); }
`;

export interface ExportHouse {
  readonly url: string;
  /** The storage root; `out` in it is meant for exports and holds `harbour.mp4` already. */
  readonly folder: string;
  close(): Promise<void>;
}

/** A server with clips that an export renames, stops, and would write over. */
export async function startExportHouse(): Promise<ExportHouse> {
  const folder = mkdtempSync(path.join(tmpdir(), "cresset-export-"));
  const footage = path.join(folder, "footage");
  for (const name of ["hooks", "presets", "out"]) mkdirSync(path.join(folder, name));
  const shape = { width: 640, height: 360, rate: rate(25), frames: 50, codec: "h264" } as const;
  for (const [name, startTimecode] of [
    ["beach", "10:00:00:00"],
    ["harbour", "11:00:00:00"],
    ["secret_teaser", "12:00:00:00"],
    ["station", "13:00:00:00"],
  ] as const)
    await writeTestFootage({ ...shape, path: path.join(footage, `${name}.mov`), startTimecode });
  writeFileSync(path.join(folder, "hooks", "house-naming.ts"), naming);
  writeFileSync(path.join(folder, "hooks", "unfinished.ts"), broken);
  writeFileSync(path.join(folder, "out", "harbour.mp4"), "an older one");
  writeFileSync(
    path.join(folder, "cresset.config.yaml"),
    "hooks: [hooks]\npresets: [presets]\nuser: { name: mia }\nproject: { name: Demo }\n",
  );
  const cresset = openCresset({ folder, home: path.join(folder, "home"), project: "Demo" });
  const catalogue = await cresset.catalogue();
  const project = await catalogue.ensureProject({ name: "Demo" });
  await cresset.importClips({ paths: [footage], to: "/Desktop/Reels/Reel 1" });
  const [station] = await catalogue.search(project.id, "station", { limit: 1 });
  if (station !== undefined) await catalogue.rename(station.id, "station <img src=x onerror=alert(1)>");
  await catalogue.close();
  const server = await startServer({ cresset, port: 0, roots: [folder], webFolder: await freshWeb() });
  return {
    url: server.url,
    folder,
    async close() {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
