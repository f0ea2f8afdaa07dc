/** A folder for a test file: generated media, a Cresset of its own, exports read back by an independent reader. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Cresset, type ExportHandlers, type ExportWish, openCresset } from "../../src/app/cresset.ts";
import type { AssetOutcome, ExportOutcome } from "../../src/export/export-outcome.ts";
import type { TestFootage } from "../../src/media/test-footage.ts";
import { writeTestFootage } from "../../src/media/test-footage.ts";
import { readImages, readPictures, type PicturesReadBack, type ReadBackOptions } from "../media/read-back.ts";

export interface Workshop {
  readonly folder: string;
  readonly cresset: Cresset;
  in(...parts: string[]): string;
  /** Writes footage of 320 × 180 into the media folder. @returns its path. */
  shoot(name: string, footage: Omit<TestFootage, "path">): Promise<string>;
  /** Exports into a folder of its own. Anything but a finished export with every asset written is an error. */
  export(wish: Partial<ExportWish> & Pick<ExportWish, "sources">, handlers?: ExportHandlers): Promise<Exported>;
  close(): Promise<void>;
}

export interface Exported {
  readonly outcome: ExportOutcome;
  readonly destination: string;
  readonly assets: readonly AssetOutcome[];
  /** The only asset of a type, or the one with this name. */
  asset(type: string, name?: string): AssetOutcome;
}

export async function openWorkshop(): Promise<Workshop> {
  const folder = await mkdtemp(path.join(tmpdir(), "cresset-export-"));
  const cresset = openCresset({ folder, home: path.join(folder, "home") });
  let count = 0;
  return {
    folder,
    cresset,
    in: (...parts) => path.join(folder, ...parts),
    async shoot(name, footage) {
      const file = path.join(folder, "media", name);
      await writeTestFootage({ width: 320, height: 180, path: file, ...footage });
      return file;
    },
    async export(wish, handlers) {
      const destination = wish.destinationPath ?? path.join(folder, `out${++count}`);
      const outcome = await cresset.export({ ...wish, destinationPath: destination }, handlers);
      const assets = outcome.sequences.flatMap((sequence) => sequence.assets);
      const bad = assets.filter(({ status }) => status !== "written" && status !== "planned");
      if (outcome.status !== "finished" || bad.length > 0)
        throw new Error(`The export is ${outcome.status}: ${JSON.stringify(bad)} ${outcome.hookErrors.join(" ")}`);
      return {
        outcome,
        destination,
        assets,
        asset(type, name) {
          const found = assets.filter(
            ({ assetType, assetName }) => assetType === type && (name === undefined || assetName === name),
          );
          if (found.length !== 1) throw new Error(`${found.length} assets are ${type} ${name ?? ""}`);
          return found[0]!;
        },
      };
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The pictures of an asset, movie or file sequence. */
export function picturesOf({ files }: AssetOutcome, options: ReadBackOptions = {}): Promise<PicturesReadBack> {
  const paths = files.map((file) => file.path);
  return paths.length === 1 ? readPictures(paths[0]!, options) : readImages(paths, options);
}

/** `7:120` for frame 120 of clip 7, `2:5+3:9` within a dissolve, `-` for black. */
export const frameNames = ({ codes }: PicturesReadBack): readonly string[] =>
  codes.map((found) => found.map(({ frame, source }) => `${source}:${frame}`).join("+") || "-");

/** The names of consecutive frames of a clip. */
export const framesOf = (source: number, first: number, count: number, step = 1): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${source}:${Math.floor(first + index * step)}`);
