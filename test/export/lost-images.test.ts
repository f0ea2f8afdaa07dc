import { readFile, rm, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rate } from "../../src/time/rate.ts";
import { otioItems } from "./otio-cut.ts";
import { frameNames, framesOf, openWorkshop, picturesOf, type Workshop } from "./workshop.ts";

let workshop: Workshop;
const { dissolve, gap } = otioItems(25);
const lost = [1010, 1011, 1012];

beforeAll(async () => {
  workshop = await openWorkshop();
  await workshop.shoot("im.%04d.png", {
    codec: "png",
    rate: rate(25),
    frames: 30,
    source: 4,
    firstFileNumber: 1001,
  });
  for (const number of lost) await rm(workshop.in("media", `im.${number}.png`));
});
afterAll(() => workshop.close());

const time = (value: number) => ({ OTIO_SCHEMA: "RationalTime.1", value, rate: 25 });
const range = (start: number, frames: number) => ({
  OTIO_SCHEMA: "TimeRange.1",
  start_time: time(start),
  duration: time(frames),
});
/** Images 1001 to 1040, of which 1031 and more never were there. */
const images = (policy: string | undefined, start: number, frames: number) => ({
  OTIO_SCHEMA: "Clip.1",
  name: "im",
  source_range: range(start, frames),
  media_reference: {
    OTIO_SCHEMA: "ImageSequenceReference.1",
    target_url_base: "media/",
    name_prefix: "im.",
    name_suffix: ".png",
    start_frame: 1001,
    frame_step: 1,
    frame_zero_padding: 4,
    rate: 25,
    available_range: range(0, 40),
    ...(policy === undefined ? {} : { missing_frame_policy: policy }),
  },
});

async function cutOf(name: string, ...items: readonly object[]): Promise<string> {
  const track = { OTIO_SCHEMA: "Track.1", kind: "Video", name: "V1", children: items };
  const cut = { OTIO_SCHEMA: "Timeline.1", name, tracks: { OTIO_SCHEMA: "Stack.1", children: [track] } };
  const file = workshop.in(`${name}.otio`);
  await writeFile(file, JSON.stringify(cut));
  return file;
}

async function shown(cut: string, more: { readonly allowMissing?: boolean } = {}) {
  const exported = await workshop.export({ sources: [cut], presets: ["ProRes 422"], ...more });
  return {
    frames: frameNames(await picturesOf(exported.asset("movie"))),
    warnings: exported.outcome.sequences[0]!.warnings.map(({ message }) => message).filter((text) =>
      text.includes("on disk"),
    ),
  };
}

describe("images that are not on disk", () => {
  const before = framesOf(4, 5, 4);
  const after = framesOf(4, 12, 4);

  it("are black where the cut says black, in a dissolve and behind the last file too", async () => {
    const { frames, warnings } = await shown(
      await cutOf("black", images("black", 5, 11), images("black", 27, 6), dissolve(0, 2), gap(4)),
    );
    expect(frames).toEqual([...before, "-", "-", "-", ...after, ...framesOf(4, 27, 3), ...Array(7).fill("-")]);
    expect(warnings[0]).toMatch(/not on disk: 1010, 1011, 1012: they are black, as the cut says\.$/);
    expect(warnings[1]).toMatch(/not on disk: 1031, 1032, 1033.*: they are black/);
  });

  it("are the image before, held, where the cut says hold", async () => {
    const { frames, warnings } = await shown(await cutOf("hold", images("hold", 5, 11)));
    expect(frames).toEqual([...before, "4:8", "4:8", "4:8", ...after]);
    expect(warnings).toEqual([expect.stringMatching(/: the image before is held, as the cut says\.$/)]);
  });

  it("stop the export where the cut says that they are an error, but for black by --allow-missing", async () => {
    const cut = await cutOf("error", images("error", 5, 11), images("error", 12, 4));
    await expect(shown(cut)).rejects.toMatchObject({
      code: "unlinked-media",
      message: expect.stringMatching(/lacks images of its media\. Bring the images back, or export black in its place/),
      detail: expect.stringMatching(
        /^V1 "im" .*the images 1010, 1011, 1012 of .*im\.\[1001-1030\]\.png are not on disk/,
      ),
    });
    const { frames, warnings } = await shown(cut, { allowMissing: true });
    expect(frames).toEqual([...before, "-", "-", "-", ...after, ...framesOf(4, 12, 4)]);
    expect(warnings).toEqual([expect.stringMatching(/^"im" lacks images, which become black/)]);
  });

  it("are told of in handles too, which stop nothing", async () => {
    const cut = await cutOf("handles", { ...images("error", 14, 4), metadata: { shot: "sh010" } });
    await writeFile(
      workshop.in("shots.yaml"),
      "version: 1\nname: shots\ntype: movie\nscope: shot\nnamePattern: <shot name>\nvideo: { codec: prores_422 }\nhandles: 4\n",
    );
    const exported = await workshop.export({ sources: [cut], presets: ["shots"], presetFolders: [workshop.folder] });
    expect(frameNames(await picturesOf(exported.asset("movie")))).toEqual(["-", "-", ...framesOf(4, 12, 10)]);
    expect(exported.outcome.sequences[0]!.warnings.map(({ message }) => message)).toContain(
      "The handles of sh010 show 2 images that are not on disk: they are black.",
    );
  });

  it("are the nearest where the cut does not say", async () => {
    const { frames } = await shown(await cutOf("nearest", images(undefined, 5, 11)));
    expect(frames).toEqual([...before, "4:8", "4:8", "4:12", ...after]);
  });

  it("are said again in the cut that is published", async () => {
    const cut = await cutOf("again", images("hold", 5, 4));
    await writeFile(
      workshop.in("cut.yaml"),
      "version: 1\nname: cut\ntype: audio\nscope: sequence\nnamePattern: <name>\naudio: { codec: pcm_s24le }\ncut: [{ format: otio, namePattern: cut/<name> }]\n",
    );
    const published = await workshop.export({ sources: [cut], presets: ["cut"], presetFolders: [workshop.folder] });
    expect(await readFile(published.asset("distributionPackage").path, "utf8")).toMatch(
      /"missing_frame_policy": ?"hold"/,
    );
  });
});
