import { readdirSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CressetError } from "../errors.ts";
import { checkPresetText, parsePreset, problemText } from "./presets/parse-preset.ts";
import { presetJsonSchema } from "./preset-json-schema.ts";
import { checkPreset, listPresets, loadPreset } from "./preset-store.ts";

const shipped = fileURLToPath(new URL("../../presets/", import.meta.url));
const head = "version: 1\nname: Test\nnamePattern: <name>\n";
const problemsOf = (text: string) => checkPresetText(text, "/presets/test.yaml").problems.map(problemText);

describe("what a preset leaves out", () => {
  it.each([
    [
      "a ProRes movie",
      "type: movie\nvideo: {codec: prores_hq}",
      { container: "mov", extension: "mov", audio: { codec: "pcm_s24le" } },
    ],
    [
      "an H.264 movie",
      "type: movie\nvideo: {codec: h264}",
      { container: "mp4", extension: "mp4", audio: { codec: "aac", bitRate: 320_000 } },
    ],
    ["a silent movie", "type: movie\nvideo: {codec: h265}\naudio: false", { container: "mp4", audio: false }],
    [
      "an MXF movie",
      "type: movie\ncontainer: mxf\nvideo: {codec: dnxhr_hq}",
      { extension: "mxf", audio: { codec: "pcm_s24le" } },
    ],
    ["TIFF files", "type: video\nvideo: {codec: tiff}", { container: "image", extension: "tif", audio: false }],
    ["JPEG files", "type: video\nvideo: {codec: jpeg}", { container: "image", extension: "jpg" }],
    [
      "a sound file",
      "type: audio",
      { container: "wav", extension: "wav", audio: { codec: "pcm_s24le", sampleRate: 48_000 } },
    ],
    ["an AAC file", "type: audio\naudio: {codec: aac}", { container: "mp4", extension: "m4a" }],
    [
      "handles of one number",
      "type: movie\nscope: shot\nvideo: {codec: h264}\nhandles: 8",
      { handles: { head: 8, tail: 8 } },
    ],
    [
      "handles of one end",
      "type: movie\nscope: shot\nvideo: {codec: h264}\nhandles: {tail: all}",
      { handles: { head: 0, tail: "all" } },
    ],
    [
      "a rate as a number",
      "type: movie\nvideo: {codec: h264, rate: 23.976}",
      { video: { rate: { num: 24_000, den: 1001 } } },
    ],
  ])("is filled in: %s", (_, text, expected) => {
    expect(parsePreset(head + text, "/presets/test.yaml")).toMatchObject(expected);
  });

  it("turns versions on with nothing said of them", () => {
    const text = `${head.replace("<name>", "<name>_<version name>")}type: audio\nversioning: {}`;
    expect(parsePreset(text, "/p/test.yaml").versioning).toEqual({ padding: 3, name: "v<version>", start: 1 });
  });

  it("takes a LUT from beside the preset", () => {
    const text = `${head}type: movie\nvideo: {codec: h264, lut: luts/show.cube}`;
    expect(parsePreset(text, "/show/presets/test.yaml").video?.lut).toBe("/show/presets/luts/show.cube");
  });
});

describe("a preset with faults", () => {
  it.each([
    ["type: movie\nvideo:\n  codec: prores_hq\n  rat: 25", ['line 7, video.rat: Unknown key; did you mean "rate"?']],
    [
      "type: movie\nvideo: {codec: prores}",
      [
        'line 5, video.codec: Expected prores_hq, prores_422, prores_4444, dnxhr_hq, h264, h265, exr, dpx, tiff, png or jpeg, got "prores"; did you mean prores_hq?',
      ],
    ],
    ["type: movie", ['line 1, video: Expected "video" with a codec, because the type is movie']],
    [
      "type: movie\nvideo: {codec: exr}",
      [
        "line 5, video.codec: Expected prores_hq, prores_422, prores_4444, dnxhr_hq, h264 or h265 for the type movie, got exr",
      ],
    ],
    [
      "type: movie\nvideo: {codec: prores_hq, crf: 18}",
      ['line 5, video.crf: "crf" is for h264 or h265, but the codec is prores_hq'],
    ],
    [
      "type: movie\ncontainer: mp4\nvideo: {codec: prores_hq}",
      ["line 6, video.codec: prores_hq goes into mov or mxf, but the container is mp4"],
    ],
    [
      "type: video\nvideo: {codec: exr}\naudio: {codec: aac}",
      ['line 6, audio: A file sequence holds no sound; use "shotAudio" for a sound file of its own'],
    ],
    [
      "type: movie\nvideo: {codec: h264, rate: quick}",
      [
        "line 5, video.rate: Expected sequence, source, 12, 15, 23.976, 24, 25, 29.97, 30, 47.952, 48, 50, 59.94, 60, 96, 100, 119.88, 120, or an exact fraction such as 24000/1001, got quick",
      ],
    ],
    ["type: movie\nscope: shot\nvideo: {codec: h264}\nhandles: -1", ["line 7, handles: Expected at least 0, got -1"]],
    [
      "type: movie\nvideo: {codec: h264}\nhandles: 8",
      ['line 6, handles: "handles" needs the scope shot or segment, but the scope is sequence'],
    ],
    [
      "type: movie\nvideo: {codec: h264}\naudio: yes please",
      ['line 6, audio: Expected false or a group of keys, got "yes please"'],
    ],
    [
      "type: movie\nvideo: {codec: h264}\naudio: {codec: mp3}",
      ['line 6, audio.codec: Expected pcm_s16le, pcm_s24le, pcm_s32le, aac or flac, got "mp3"'],
    ],
    [
      "type: movie\nvideo: {codec: h264}\nversioning: {}",
      ['line 3, namePattern: Expected <version> or <version name> in it, because "versioning" is given'],
    ],
    [
      "type: movie\nvideo: {codec: h264}\ncut:\n  - {format: otio, namePattern: cut}\n  - {format: aaf, namePattern: ../cut}",
      [
        'line 8, cut[1].format: Expected otio or edl, got "aaf"',
        'line 8, cut[1].namePattern: Expected a path relative to the destination, with / between folders, without .. and not ending with /, got "../cut"',
      ],
    ],
    [
      "type: [movie",
      [
        "line 4: This is not valid YAML or JSON: Flow sequence in block collection must be sufficiently indented and end with a ]",
      ],
    ],
  ])("is told where and why (%#)", (text, problems) => {
    expect(problemsOf(head + text)).toEqual(problems);
  });

  it("tells everything at once, by line", () => {
    const text = "version: 2\ntype: film\nvideo:\n  quality: 101\n  codec: jpeg\nextra: 1\n";
    expect(problemsOf(text).map((problem) => problem.replace(/:.*/, ""))).toEqual([
      "line 1, version",
      "line 1, name",
      "line 1, namePattern",
      "line 2, type",
      "line 4, video.quality",
      "line 6, extra",
    ]);
  });

  it("stops the export with one sentence and the rest as detail", () => {
    const read = () => parsePreset(`${head}type: movie\nvideo: {codec: h264, crf: 99, alfa: true}`, "/p/test.yaml");
    expect(read).toThrow(
      new CressetError(
        "bad-preset",
        "The preset /p/test.yaml cannot be used: line 5, video.crf: Expected at most 51, got 99 (and 1 more)",
        {
          detail:
            'line 5, video.crf: Expected at most 51, got 99\nline 5, video.alfa: Unknown key; did you mean "alpha"?',
        },
      ),
    );
  });

  it("is read from JSON with its lines, too", () => {
    expect(problemsOf('{\n\t"version": 1,\n\t"name": 5,\n\t"type": "audio",\n\t"namePattern": "<name>"\n}')).toEqual([
      "line 3, name: Expected text, got 5",
    ]);
  });

  it("may have a slip that is only a warning", () => {
    const { preset, problems } = checkPresetText(
      `${head.replace("<name>", "<shotname>_<client>")}type: audio`,
      "/p/test.yaml",
    );
    expect(preset?.namePattern).toBe("<shotname>_<client>");
    expect(problems.map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
      "warning: <shotname> is no token of Cresset; it stays as it is unless a hook resolves it. Did you mean <shot name>?",
      "warning: <client> is no token of Cresset; it stays as it is unless a hook resolves it.",
    ]);
  });
});

describe("the presets that ship", () => {
  it("are all in order", async () => {
    const files = readdirSync(shipped).filter((name) => name.endsWith(".yaml"));
    expect(files.length).toBeGreaterThan(15);
    for (const file of files) expect([file, await checkPreset(join(shipped, file))]).toEqual([file, []]);
  });

  it("are listed with what they are for, and found by their names however written", async () => {
    const listed = await listPresets([]);
    expect(listed.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["ProRes 422 HQ", "DNxHR HQ (MXF)", "H.264", "EXR (ZIP)", "WAV", "Shot Publish"]),
    );
    for (const { name, path, description, problem, shipped } of listed) {
      expect([problem, shipped]).toEqual([undefined, true]);
      expect(description).toMatch(/^\S.*\.$/);
      expect((await loadPreset(name, [])).path).toBe(path);
    }
    expect((await loadPreset("prores-422-hq", [])).preset.name).toBe("ProRes 422 HQ");
    expect((await loadPreset("h264", [])).preset.name).toBe("H.264");
  });

  it("are described by a JSON Schema that is not stale", () => {
    const published: unknown = JSON.parse(readFileSync(join(shipped, "preset.schema.json"), "utf8"));
    // When this fails: node scripts/generate-preset-schema.ts
    expect(published).toEqual(presetJsonSchema());
  });

  it("explain every key", () => {
    const undescribed: string[] = [];
    const walk = (node: unknown, path: string) => {
      if (typeof node !== "object" || node === null) return;
      const { properties, items, anyOf } = node as Record<string, unknown>;
      for (const [key, child] of Object.entries(properties ?? {})) {
        if (!("description" in child)) undescribed.push(`${path}${key}`);
        walk(child, `${path}${key}.`);
      }
      walk(items, `${path}[].`);
      if (Array.isArray(anyOf)) for (const child of anyOf) walk(child, path);
    };
    walk(presetJsonSchema(), "");
    expect(undescribed).toEqual([]);
  });
});

describe("presets of the house", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "cresset-presets-"));
    await mkdir(join(folder, "sub"));
    await writeFile(join(folder, "house-dailies.yaml"), `${head.replace("Test", "Dailies of the House")}type: audio`);
    await writeFile(
      join(folder, "h264.json"),
      JSON.stringify({ version: 1, name: "H.264", type: "audio", namePattern: "x" }),
    );
    await writeFile(join(folder, "broken.yml"), `${head.replace("Test", "Broken One")}type: film`);
    await writeFile(join(folder, "notes.txt"), "no preset");
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("come first, and hide one of the same name that ships", async () => {
    const listed = await listPresets([folder]);
    expect(listed.slice(0, 3).map(({ name, shipped, problem }) => [name, shipped, problem])).toEqual([
      ["Broken One", false, expect.stringMatching(/broken\.yml cannot be used: line 4, type/)],
      ["H.264", false, undefined],
      ["Dailies of the House", false, undefined],
    ]);
    expect(listed.filter(({ name }) => name === "H.264")).toHaveLength(1);
    expect((await loadPreset("H.264", [folder])).preset.type).toBe("audio");
  });

  it("are found by path, by file name, by name", async () => {
    const path = join(folder, "house-dailies.yaml");
    for (const name of [path, "house-dailies", "house-dailies.yaml", "dailies of the house"])
      expect((await loadPreset(name, [folder])).path).toBe(path);
  });

  it("that are not there are told with what is near", async () => {
    await expect(loadPreset("Dailies of the Mouse", [folder])).rejects.toThrow(
      'There is no preset "Dailies of the Mouse". Did you mean "Dailies of the House"?',
    );
    await expect(loadPreset("./none.yaml", [folder])).rejects.toThrow(/none\.yaml cannot be read/);
    await expect(loadPreset("ProRes", [join(folder, "gone")])).rejects.toThrow(/preset folder .*gone cannot be read/);
    await expect(loadPreset("Broken One", [folder])).rejects.toThrow(/Expected movie, video or audio, got "film"/);
  });
});
