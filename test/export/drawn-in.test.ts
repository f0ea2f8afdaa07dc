import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rate } from "../../src/time/rate.ts";
import { otioItems, writeOtioCut } from "./otio-cut.ts";
import { difference, type Pixels, readPixels } from "./read-pixels.ts";
import { openWorkshop, type Exported, type Workshop } from "./workshop.ts";

let workshop: Workshop;
let cut: string;
let plain: readonly Pixels[];
let subtitles: string;

const imagesOf = async (exported: Exported): Promise<readonly Pixels[]> =>
  (await Promise.all(exported.asset("video").files.map(({ path }) => readPixels(path)))).flat();

async function preset(name: string, video: string, more = "", namePattern = "<name>.<frame>") {
  await writeFile(
    workshop.in(`${name}.yaml`),
    `version: 1\nname: ${name}\ntype: video\nnamePattern: ${namePattern}\nvideo: { codec: png, ${video} }\n${more}`,
  );
  return { sources: [cut], presets: [name], presetFolders: [workshop.folder] };
}

beforeAll(async () => {
  workshop = await openWorkshop();
  const movie = await workshop.shoot("a.mov", {
    rate: rate(25),
    frames: 30,
    codec: "prores_422",
    source: 2,
    startTimecode: "01:00:00:00",
  });
  cut = await writeOtioCut(workshop.in("reel.otio"), {
    name: "reel",
    rate: 25,
    start: 90_000,
    tracks: [{ items: [otioItems(25).clip({ path: movie, available: [90_000, 30], name: "clip" }, 90_005, 20)] }],
  });
  plain = await imagesOf(await workshop.export({ sources: [cut], presets: ["PNG"] }));
  subtitles = workshop.in("english.srt");
  // Frames 5 to 9 and 15 to the end, at 25.
  await writeFile(
    subtitles,
    "1\n00:00:00,200 --> 00:00:00,400\nGood morning\n\n2\n00:00:00,600 --> 00:00:02,000\nAnd <i>good</i> night\n",
  );
});
afterAll(() => workshop.close());

describe("subtitles", () => {
  it("lie beside the picture as a file, cut to its length, and leave the picture alone", async () => {
    const exported = await workshop.export({ sources: [cut], presets: ["PNG"], subtitleFiles: [subtitles] });
    expect(exported.asset("subtitles").resolvedPath).toBe("reel_english.srt");
    const text = await readFile(exported.asset("subtitles").path, "utf8");
    expect(text.match(/\d\d:\d\d:\d\d,\d{3}/g)).toEqual([
      "00:00:00,200",
      "00:00:00,400",
      "00:00:00,600",
      "00:00:00,800",
    ]);
    expect(text).toContain("And <i>good</i> night");
    const images = await imagesOf(exported);
    expect(images.map((image, index) => difference(image, plain[index]!))).toEqual(plain.map(() => 0));
  });

  it("are drawn into the frames of their time, at the foot of the picture, and into no other", async () => {
    const exported = await workshop.export({
      sources: [cut],
      presets: ["PNG"],
      subtitleFiles: [subtitles],
      exportSubtitlesAsFiles: false,
    });
    expect(exported.assets).toHaveLength(1);
    const images = await imagesOf(exported);
    const changed = images.map((image, index) => difference(image, plain[index]!) > 0);
    expect(changed).toEqual(plain.map((_, frame) => (frame >= 5 && frame < 10) || frame >= 15));
    expect(difference(images[7]!, plain[7]!, 0, 0.6)).toBe(0);
    expect(difference(images[7]!, plain[7]!, 0.7, 1)).toBeGreaterThan(1);
  });

  it("go the preset's way, unless the caller says another", async () => {
    const drawing = await preset("drawing", "", "subtitles: { mode: burnIn, tracks: all }\n");
    const wish = { ...drawing, subtitleFiles: [subtitles] };
    const types = async (more: object) =>
      (await workshop.export({ ...wish, ...more })).assets.map(({ assetType }) => assetType);
    expect(await types({})).toEqual(["video"]);
    expect(await types({ exportSubtitlesAsFiles: true })).toEqual(["video", "subtitles"]);
  });

  it("between marks begin with the range", async () => {
    const exported = await workshop.export({
      sources: [cut],
      presets: ["PNG"],
      subtitleFiles: [subtitles],
      exportBetweenMarks: true,
      markIn: "6",
      markOut: "12",
    });
    // Frames 7 to 11: three frames of the first subtitle are left.
    expect(exported.asset("video").frames).toBe(5);
    const text = await readFile(exported.asset("subtitles").path, "utf8");
    expect(text.match(/\d\d:\d\d:\d\d,\d{3}/g)).toEqual(["00:00:00,000", "00:00:00,120"]);
    const images = await imagesOf(exported);
    expect(images.map((image, index) => difference(image, plain[7 + index]!))).toEqual([0, 0, 0, 0, 0]);
  });
});

describe("several subtitles", () => {
  it("of a cut and of files all become files, once for all presets", async () => {
    const german = workshop.in("german.srt");
    await writeFile(german, "1\n00:00:00,000 --> 00:00:00,400\nGuten Morgen\n");
    const exported = await workshop.export({
      sources: [cut],
      presets: ["PNG", "ProRes 422"],
      subtitleFiles: [subtitles, german],
      exportAllSubtitles: true,
    });
    const files = exported.assets.filter(({ assetType }) => assetType === "subtitles");
    expect(files.map(({ resolvedPath }) => resolvedPath)).toEqual(["reel_english.srt", "reel_german.srt"]);
    expect(await readFile(files[1]!.path, "utf8")).toContain("Guten Morgen");
  });
});

describe("burn-ins and tables", () => {
  it("draw text where they say; the timecode is another in each frame", async () => {
    const images = await imagesOf(
      await workshop.export(
        await preset(
          "burn",
          "burnIns: [{ kind: text, text: '<name>', position: top-left }, { kind: timecode, position: bottom }]",
        ),
      ),
    );
    for (const [index, image] of images.entries()) {
      expect(difference(image, plain[index]!, 0, 0.2)).toBeGreaterThan(0.2);
      expect(difference(image, plain[index]!, 0.8, 1)).toBeGreaterThan(0.2);
      expect(difference(image, plain[index]!, 0.3, 0.7)).toBe(0);
    }
  });

  it("draw nothing for a token that stands for nothing, and what versions are called", async () => {
    const text = (words: string) => `burnIns: [{ kind: text, text: '${words}', position: top-left }]`;
    const versions = "versioning: { padding: 3, name: 'v<version>', start: 1 }\n";
    const empty = await preset("empty", text("<shot name><version><batch name>"));
    const size = await preset("size", text("<resolution>"));
    const version = await preset("version", text("<version name>"), versions, "<name>_<version>.<frame>");
    const drawn = async (wish: typeof empty) =>
      difference((await imagesOf(await workshop.export(wish)))[3]!, plain[3]!);
    expect(await drawn(empty)).toBe(0);
    expect(await drawn(size)).toBeGreaterThan(0);
    expect(await drawn(version)).toBeGreaterThan(0);
  });

  it("warn of tokens that nobody knows", async () => {
    const { outcome } = await workshop.export(
      await preset("unknown", "burnIns: [{ kind: text, text: '<client> <name>', position: top-left }]"),
      { dryRun: true },
    );
    expect(outcome.sequences.flatMap(({ warnings }) => warnings)).toEqual([
      { code: "unknown-token", message: expect.stringContaining("<client>"), place: 'preset "unknown"' },
    ]);
  });

  it("name the letters that cannot be drawn", async () => {
    const burnIn = "burnIns: [{ kind: text, text: 'Éclair 東京', position: top }]";
    const srt = workshop.in("greek.srt");
    await writeFile(srt, "1\n00:00:00,200 --> 00:00:00,400\nÅse says Ωmega\n");
    const wish = await preset("letters", burnIn);
    const subtitled = { ...wish, subtitleFiles: [srt], exportSubtitlesAsFiles: false };
    const { warnings } = (await workshop.export(subtitled)).asset("video");
    expect(warnings.filter((text) => text.includes("cannot be drawn"))).toEqual([
      expect.stringContaining('The burn-in "Éclair 東京" has letters that cannot be drawn (東 京)'),
      expect.stringContaining("The subtitle drawn into the picture has letters that cannot be drawn (Ω)"),
    ]);
  });

  it("an identity table changes nothing, an inverting one inverts", async () => {
    const cube = (at: (value: number) => number) => {
      const steps = [0, 1];
      const rows = steps.flatMap((b) => steps.flatMap((g) => steps.map((r) => [r, g, b].map(at).join(" "))));
      return `LUT_3D_SIZE 2\n${rows.join("\n")}\n`;
    };
    await writeFile(
      workshop.in("identity.cube"),
      cube((value) => value),
    );
    await writeFile(
      workshop.in("invert.cube"),
      cube((value) => 1 - value),
    );
    const same = await imagesOf(await workshop.export(await preset("same", "lut: identity.cube")));
    for (const [index, image] of same.entries()) expect(difference(image, plain[index]!)).toBeLessThan(0.7);
    const inverted = await imagesOf(await workshop.export(await preset("inverted", "lut: invert.cube")));
    for (const [index, image] of inverted.entries()) {
      const expected = { ...image, rgb: plain[index]!.rgb.map((value) => 255 - value) };
      expect(difference(image, expected)).toBeLessThan(1);
    }
  });
});

describe("a dry run", () => {
  it("touches no file and says what the export then writes", async () => {
    const wish = {
      sources: [cut],
      presets: ["PNG", "ProRes 422", "Shot Publish (DPX)"],
      subtitleFiles: [subtitles],
      destinationPath: workshop.in("dry"),
    };
    const dry = await workshop.export(wish, { dryRun: true });
    expect(existsSync(wish.destinationPath)).toBe(false);
    expect(dry.assets.every(({ status, files }) => status === "planned" && files.length === 0)).toBe(true);
    const real = await workshop.export(wish);
    const table = ({ assets }: Exported) =>
      assets.map(({ assetName, assetType, resolvedPath, path, frames, replaces }) => ({
        assetName,
        assetType,
        resolvedPath,
        path,
        frames,
        replaces,
      }));
    expect(table(dry)).toEqual(table(real));
  });
});

describe("several presets in one run", () => {
  it("write what each writes alone, byte for byte", async () => {
    const presets = ["PNG", "DPX", "EXR (ZIP)", "TIFF", "JPEG"];
    const patterned = (destination: string) => ({
      sources: [cut],
      destinationPath: workshop.in(destination),
      namePattern: "<codec>/<name>.<frame>",
      requestedAt: "2026-01-31T12:00:00Z",
    });
    const together = await workshop.export({ ...patterned("together"), presets });
    for (const [index, name] of presets.entries()) {
      const alone = await workshop.export({ ...patterned("alone"), presets: [name] });
      const sums = ({ files }: Exported["assets"][number]) => files.map(({ xxh128 }) => xxh128);
      expect(new Set(sums(alone.assets[0]!)).size).toBe(20);
      expect([name, sums(together.assets[index]!)]).toEqual([name, sums(alone.assets[0]!)]);
    }
  });
});
