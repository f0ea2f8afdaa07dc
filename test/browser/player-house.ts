import { mkdtempSync, rmSync } from "node:fs";
import { cp, mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { freshWeb } from "../../scripts/fresh-web.ts";
import { type Cresset, openCresset } from "../../src/app/cresset.ts";
import { readFrameCode } from "../../src/media/frame-code.ts";
import { type TestFootage, writeTestFootage } from "../../src/media/test-footage.ts";
import { startServer } from "../../src/server/server.ts";

const hook = fileURLToPath(new URL("../../examples/hooks/reimport-snapshot.ts", import.meta.url));

export interface PlayerHouse {
  readonly url: string;
  readonly folder: string;
  /** Ids of the clips on the first reel, by name. */
  readonly clips: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/**
 * A server with footage on its first reel, a LUT, and the hook that brings snapshots back.
 * @param more makes more to import, in the house's folder; the paths of what it made
 */
export async function startPlayerHouse(
  shots: readonly (Omit<TestFootage, "path"> & { name: string })[],
  more: (folder: string, cresset: Cresset) => Promise<readonly string[]> = async () => [],
): Promise<PlayerHouse> {
  const folder = mkdtempSync(path.join(tmpdir(), "cresset-player-"));
  for (const { name, ...footage } of shots)
    await writeTestFootage({ width: 320, height: 180, ...footage, path: path.join(folder, "footage", name) });
  await mkdir(path.join(folder, "hooks"));
  await cp(hook, path.join(folder, "hooks/reimport-snapshot.ts"));
  const corner = (index: number) => [index & 1, (index >> 1) & 1, (index >> 2) & 1];
  const negative = Array.from({ length: 8 }, (_, index) =>
    corner(index)
      .map((value) => 1 - value)
      .join(" "),
  );
  await writeFile(path.join(folder, "negative.cube"), `LUT_3D_SIZE 2\n${negative.join("\n")}\n`);
  const config = ["hooks: [hooks]", "project: { name: Player }", "snapshot: { lut: negative.cube, preset: JPEG }"];
  await writeFile(path.join(folder, "cresset.config.yaml"), `${config.join("\n")}\n`);
  const cresset = openCresset({ folder, home: path.join(folder, "home") });
  const footage = path.join(folder, "footage");
  const paths = [footage, ...(await more(folder, cresset))];
  const { clips } = await cresset.importClips({ paths, mediaFolders: [footage] });
  const server = await startServer({ cresset, port: 0, roots: [folder], webFolder: await freshWeb() });
  return {
    url: server.url,
    folder,
    clips: Object.fromEntries(clips.map(({ name, id }) => [name, id])),
    async close() {
      await server.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** A picture as it was read back from the page. */
interface ReadBack {
  /** What the page says that it shows. */
  readonly frame: number;
  readonly width: number;
  readonly height: number;
  /** One byte a pixel, as base64. */
  readonly grey: string;
}

/** What stands in the canvas of the player, by the number that the picture carries in itself. */
export const codeOf = ({ grey, width, height }: ReadBack): number | undefined =>
  readFrameCode(Buffer.from(grey, "base64"), width, height)?.frame;

/** Puts the functions that read the canvas into the page. */
export async function teachReading(page: Page): Promise<void> {
  await page.evaluate(() => {
    const canvas = () => document.querySelector("canvas")!;
    const read = () => {
      const { width, height, dataset } = canvas();
      const { data } = canvas().getContext("2d")!.getImageData(0, 0, width, height);
      let grey = "";
      for (let at = 0; at < data.length; at += 4) grey += String.fromCharCode(data[at] ?? 0);
      return { frame: Number(dataset["frame"]), width, height, grey: btoa(grey) };
    };
    const until = (done: () => boolean) =>
      new Promise<void>((resolve) => {
        const look = () => (done() ? resolve() : setTimeout(look, 1));
        look();
      });
    /** Types frame after frame into the field, and reads each picture back. */
    const goTo = async (frames: readonly number[]) => {
      const field = document.querySelector<HTMLInputElement>("#go-to")!;
      const pictures = [];
      for (const frame of frames) {
        field.focus();
        field.select();
        document.execCommand("insertText", false, String(frame));
        field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
        await until(() => canvas().dataset["frame"] === String(frame));
        pictures.push(read());
      }
      return pictures;
    };
    /** Reads what is drawn, each picture once, until `count` were. */
    const watch = async (count: number) => {
      const pictures = [read()];
      while (pictures.length < count) {
        await until(() => canvas().dataset["frame"] !== String(pictures.at(-1)?.frame));
        pictures.push(read());
      }
      return pictures;
    };
    Object.assign(window, { reading: { read, goTo, watch } });
  });
}

declare global {
  interface Window {
    readonly reading: {
      readonly read: () => ReadBack;
      readonly goTo: (frames: readonly number[]) => Promise<readonly ReadBack[]>;
      readonly watch: (count: number) => Promise<readonly ReadBack[]>;
    };
  }
}
