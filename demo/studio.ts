import { existsSync } from "node:fs";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { type Cresset, openCresset } from "../src/app/cresset.ts";
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
  for (const name of ["hooks", "exports", "snapshots", "archives"])
    await mkdir(path.join(folder, name), { recursive: true });
  await keep(path.join(folder, "cresset.config.yaml"), config);
  await copyFile(
    path.join(root, "examples/hooks/reimport-snapshot.ts"),
    path.join(folder, "hooks/reimport-snapshot.ts"),
  );
  if (!existsSync(path.join(folder, "footage", "B002_dpx")))
    tell("Making footage: Big Buck Bunny (CC-BY, Blender Foundation) and generated clips …");
  await makeFootage(path.join(folder, "footage"));
  if (!existsSync(path.join(folder, "spot.otio"))) await writeCuts(folder);
  const cresset = openCresset({ folder, home: studio.home, project: studio.project });
  await makeImages(cresset, folder);
  await fillDesktop(cresset, folder);
  return studio;
}

/** Short image sequences, as they come from a renderer and a scanner. */
async function makeImages(cresset: Cresset, folder: string): Promise<void> {
  for (const [preset, name] of [
    ["EXR (ZIP)", "A001"],
    ["DPX", "B002"],
  ] as const) {
    const images = `${name}_${preset.slice(0, 3).toLowerCase()}`;
    if (existsSync(path.join(folder, "footage", images))) continue;
    await cresset.export({
      sources: [path.join(folder, "footage", `${name}.mov`)],
      presets: [preset],
      destinationPath: path.join(folder, "footage"),
      namePattern: `${images}/${images}.<frame>`,
      exportBetweenMarks: true,
      markOut: "24",
    });
  }
}

async function fillDesktop(cresset: Cresset, folder: string): Promise<void> {
  const catalogue = await cresset.catalogue();
  try {
    const { id } = await catalogue.ensureProject({ name: "Demo", folder });
    const reel = await catalogue.firstReel(id);
    const isFilled = (await catalogue.children(reel.id, { limit: 1 })).length > 0;
    const isUsed = (await catalogue.deletions(id)).length > 0;
    if (isFilled || isUsed) return;
    const footage = ["bunny.mp4", "A001.mov", "B002.mov", "A001_exr", "B002_dpx"];
    await cresset.importClips({ paths: footage.map((name) => path.join(folder, "footage", name)) });
    await cresset.importClips({
      paths: ["spot.otio", "secret_teaser.otio"].map((name) => path.join(folder, name)),
      to: "/Desktop/Reels/Reel 2",
      mediaFolders: [path.join(folder, "footage")],
    });
  } finally {
    await catalogue.close();
  }
}

async function keep(file: string, text: string): Promise<void> {
  if (!existsSync(file)) await writeFile(file, text);
}

const config = `# The demo studio. Change what you like: it is not made anew.
project: { name: Demo, nickname: demo }
hooks: [${JSON.stringify(path.join(root, "demo/hooks"))}, hooks]
media: [footage]
storageRoots: [.]
snapshot: { mediaPath: snapshots, preset: PNG }
`;
