import { existsSync } from "node:fs";
import { copyFile, mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { type Cresset, openCresset } from "../src/app/cresset.ts";
import type { Catalogue } from "../src/catalogue/catalogue.ts";
import { writeCuts } from "./cut.ts";
import { makeFootage } from "./footage.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** A studio to look around in: footage on the Desktop, two cuts, hooks that rename, refuse and bring snapshots back. */
export interface DemoStudio {
  /** What the project's files lie in, with its config: Cresset is opened here. */
  readonly folder: string;
  readonly home: string;
  readonly project: string;
}

/** Makes what of the demo studio is missing in `data`. What people did in it stays. */
export async function makeDemoStudio(data: string, tell: (text: string) => void = () => {}): Promise<DemoStudio> {
  const studio: DemoStudio = { folder: path.join(data, "studio"), home: path.join(data, "home"), project: "Demo" };
  const { folder } = studio;
  for (const name of ["hooks", "presets", "exports", "snapshots", "archives", "looks"])
    await mkdir(path.join(folder, name), { recursive: true });
  await keep(path.join(folder, "looks", "warm.cube"), warmLook);
  await keep(path.join(folder, "cresset.config.yaml"), config);
  await copyFile(
    path.join(root, "examples/hooks/reimport-snapshot.ts"),
    path.join(folder, "hooks/reimport-snapshot.ts"),
  );
  if (!existsSync(path.join(folder, "footage", "B002_dpx")))
    tell("Making footage: Big Buck Bunny (CC-BY, Blender Foundation) and generated clips …");
  await makeFootage(path.join(folder, "footage"));
  // The second is written last: where it is missing, somebody stopped in between.
  if (!existsSync(path.join(folder, "secret_teaser.otio"))) await writeCuts(folder, true);
  const cresset = openCresset({ folder, home: studio.home, project: studio.project });
  await makeImages(cresset, folder, tell);
  await fillDesktop(cresset, folder, tell);
  return studio;
}

/** Short image sequences, as they come from a renderer and a scanner. */
async function makeImages(cresset: Cresset, folder: string, tell: (text: string) => void): Promise<void> {
  const making = path.join(folder, "footage", "making-images");
  await rm(making, { recursive: true, force: true });
  for (const [preset, name] of [
    ["EXR (ZIP)", "A001"],
    ["DPX", "B002"],
  ] as const) {
    const images = `${name}_${preset.slice(0, 3).toLowerCase()}`;
    const place = path.join(folder, "footage", images);
    const files = await readdir(place).catch(() => []);
    if (files.length >= imageCount) continue;
    tell(`Making the image sequence ${images} …`);
    await cresset.export({
      sources: [path.join(folder, "footage", `${name}.mov`)],
      presets: [preset],
      destinationPath: making,
      namePattern: `${images}/${images}.<frame>`,
      exportBetweenMarks: true,
      markOut: `${imageCount}`,
    });
    // Whole when it gets its name; what somebody left who was stopped goes.
    await rm(place, { recursive: true, force: true });
    await rename(path.join(making, images), place);
  }
  await rm(making, { recursive: true, force: true });
}

const imageCount = 24;

async function fillDesktop(cresset: Cresset, folder: string, tell: (text: string) => void): Promise<void> {
  const catalogue = await cresset.catalogue();
  try {
    const { id } = await catalogue.ensureProject({ name: "Demo", folder });
    const reel = await catalogue.firstReel(id);
    const isFilled = (await catalogue.children(reel.id, { limit: 1 })).length > 0;
    const isUsed = (await catalogue.deletions(id)).length > 0;
    // There only while this is done: whoever was stopped meanwhile begins with an empty reel again.
    const filling = path.join(folder, ".filling");
    if (existsSync(filling)) await emptyDesktop(catalogue, id);
    else if (isFilled || isUsed) return;
    tell("Filling the Desktop …");
    await writeFile(filling, "");
    const footage = ["bunny.mp4", "A001.mov", "B002.mov", "A001_exr", "B002_dpx"];
    await cresset.importClips({ paths: footage.map((name) => path.join(folder, "footage", name)) });
    await cresset.importClips({
      paths: ["spot.otio", "secret_teaser.otio"].map((name) => path.join(folder, name)),
      to: "/Desktop/Reels/Reel 2",
      mediaFolders: [path.join(folder, "footage")],
    });
    await rm(filling);
  } finally {
    await catalogue.close();
  }
}

async function emptyDesktop(catalogue: Catalogue, projectId: string): Promise<void> {
  for (const name of ["Reel 1", "Reel 2"]) {
    const { id } = await catalogue.at(projectId, `/Desktop/Reels/${name}`);
    const clips = await catalogue.children(id);
    if (clips.length > 0) await catalogue.delete(clips.map((clip) => clip.id));
  }
}

async function keep(file: string, text: string): Promise<void> {
  if (!existsSync(file)) await writeFile(file, text);
}

const config = `# The demo studio. Change what you like: it is not made anew.
project: { name: Demo, nickname: demo }
hooks: [${JSON.stringify(path.join(root, "demo/hooks"))}, hooks]
presets: [presets]
media: [footage]
storageRoots: [.]
snapshot: { mediaPath: snapshots, preset: PNG, lut: looks/warm.cube }
`;

/** Less blue, more contrast: something to be seen when it is turned on and off. */
const warmLook = `TITLE "warm"
LUT_3D_SIZE 2
0 0 0
1 0.02 0
0.05 0.93 0
1 0.95 0.1
0 0.02 0.75
1 0.05 0.7
0 0.9 0.8
1 0.97 0.85
`;
