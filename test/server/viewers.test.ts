import { existsSync } from "node:fs";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openCresset } from "../../src/app/cresset.ts";
import type { PlayedShape, ViewerShape } from "../../src/server/shapes/viewer-shapes.ts";
import { rate } from "../../src/time/rate.ts";
import { openWorkshop, type Workshop } from "../export/workshop.ts";
import { readPlayed } from "./read-played.ts";
import { type TestServer, testServer } from "./test-server.ts";
import { readJpegCode } from "./jpeg-code.ts";

const frames = 60;
const hook = fileURLToPath(new URL("../../examples/hooks/reimport-snapshot.ts", import.meta.url));

let workshop: Workshop;
let clip: string;
beforeAll(async () => {
  workshop = await openWorkshop();
  clip = await workshop.shoot("shot.mov", {
    codec: "h264",
    rate: rate(25),
    frames,
    source: 2,
    gop: 30,
    bFrames: 3,
    startTimecode: "10:00:00:00",
    audio: { sampleRate: 48_000, channels: 2, clickEverySeconds: 1 },
  });
});
afterAll(() => workshop.close());

/** A server that looks at the clip, which lies on the first reel. */
async function looking(): Promise<TestServer & { readonly viewer: ViewerShape; readonly at: string }> {
  const folder = workshop.in(`job${++count}`);
  await mkdir(path.join(folder, "hooks"), { recursive: true });
  await cp(hook, path.join(folder, "hooks/reimport-snapshot.ts"));
  await writeFile(path.join(folder, "cresset.config.yaml"), "hooks: [hooks]\nproject: { name: Job }\n");
  const cresset = openCresset({ folder, home: path.join(folder, "home") });
  await cresset.importClips({ paths: clip });
  const server = await testServer({ cresset, roots: [workshop.in("")] });
  const catalogue = server.parts.catalogue;
  const [project] = await catalogue.projects();
  const entry = await catalogue.at(project?.id ?? "", "/Desktop/Reels/Reel 1/shot");
  const { body: viewer, status } = await server.ask("POST", "/api/v1/viewers", {
    source: `cresset:${entry.id}`,
    at: 3,
  });
  expect(status).toBe(201);
  return { ...server, viewer, at: `${server.url}/api/v1/viewers/${viewer.id}` };
}
let count = 0;

const frameOf = (said: PlayedShape) => ("frame" in said ? said.frame : undefined);

it("a clip is looked at: frames by number and timecode, with what they are", async () => {
  const { viewer, at, ask } = await looking();
  expect(viewer).toMatchObject({
    name: "shot",
    frames,
    width: 320,
    hasSound: true,
    shown: { timecode: "10:00:00:03" },
  });
  for (const [asked, frame] of [
    ["0", 0],
    ["59", 59],
    ["10:00:01:10", 35],
    ["36", 36],
    ["34", 34],
  ] as const) {
    const response = await fetch(`${at}/frames/${asked}`);
    expect([response.headers.get("x-cresset-frame"), await readJpegCode(await response.bytes())]).toEqual([
      String(frame),
      frame,
    ]);
    const facts = JSON.parse(decodeURIComponent(response.headers.get("x-cresset-facts") ?? ""));
    expect(facts.source).toMatchObject({
      segment: "shot",
      frame,
      timecode: response.headers.get("x-cresset-timecode"),
    });
  }
  expect(await ask("GET", `/api/v1/viewers/${viewer.id}/frames/60`)).toMatchObject({
    status: 400,
    body: { code: "usage" },
  });
  expect(await ask("GET", `/api/v1/viewers/${viewer.id}/frames/10:99`)).toMatchObject({ status: 400 });
  const small = await fetch(`${at}/frames/7?width=160`);
  expect(await readJpegCode(await small.bytes())).toBe(7);
});

it("many frames that are asked for at the same time are each what was asked", async () => {
  const { at } = await looking();
  const asked = Array.from({ length: 24 }, (_, index) => (index * 37) % frames);
  const read = await Promise.all(
    asked.map(async (frame) => readJpegCode(await (await fetch(`${at}/frames/${frame}`)).bytes())),
  );
  expect(read).toEqual(asked);
});

it("plays forwards, backwards and fast: every picture in order; leaving the stream stops it", async () => {
  const { at } = await looking();
  const played = async (query: string) => {
    const records = await readPlayed(await fetch(`${at}/stream?${query}`));
    const pictures = records.slice(0, -1);
    expect(records.at(-1)?.said).toEqual({ over: true });
    const codes = await Promise.all(pictures.map(({ jpeg }) => readJpegCode(jpeg)));
    expect(codes).toEqual(pictures.map(({ said }) => frameOf(said)));
    return codes;
  };
  expect(await played("from=10&until=60&every=yes")).toEqual(Array.from({ length: 50 }, (_, k) => 10 + k));
  expect(await played("from=59&until=-1&speed=-1&every=yes&width=160")).toEqual(
    Array.from({ length: 60 }, (_, k) => 59 - k),
  );
  expect(await played("from=0&until=60&speed=4&every=yes")).toEqual(Array.from({ length: 15 }, (_, k) => 4 * k));
  const byTheClock = await played("from=0&until=25");
  expect(byTheClock).toEqual(byTheClock.toSorted((a = 0, b = 0) => a - b));
  expect(await readPlayed(await fetch(`${at}/stream?from=0&until=60`), 2)).toHaveLength(2);
  expect(await readJpegCode(await (await fetch(`${at}/frames/1`)).bytes())).toBe(1);
  expect((await fetch(`${at}/stream?from=5&until=5`)).status).toBe(400);
});

it("sound is that of an export, to the sample", async () => {
  const { at } = await looking();
  const out = workshop.in("sound");
  await workshop.cresset.export({ sources: [clip], presets: ["WAV"], destinationPath: out });
  const exported = await readFile(path.join(out, "shot.wav"));
  const data = exported.indexOf("data") + 8;
  const expected = (sample: number) => exported.readIntLE(data + sample * 6, 3) / 2 ** 23;
  const response = await fetch(`${at}/sound?from=20&frames=30`);
  const wave = Buffer.from(await response.bytes());
  const samples = (wave.length - 44) / 8;
  expect(samples).toBe(30 * 1920);
  const wrong = Array.from({ length: samples }, (_, index) => index).filter(
    (index) => Math.abs(wave.readFloatLE(44 + index * 8) - expected(20 * 1920 + index)) > 2 ** -22,
  );
  expect(wrong).toEqual([]);
});

it("a snapshot of a frame and of a range lies on the reel when the answer comes", async () => {
  const { ask, viewer, root } = await looking();
  const take = async (body: object) => (await ask("POST", `/api/v1/viewers/${viewer.id}/snapshot`, body)).body;
  const first = await take({ frame: 17, preset: "JPEG" });
  expect(first).toMatchObject({ status: "finished", frame: 17, problems: [], imported: [{ parentId: viewer.reelId }] });
  expect(await readJpegCode(await readFile(first.files[0]))).toBe(17);
  const again = await take({ frame: 17, preset: "JPEG" });
  expect(again.files[0]).not.toBe(first.files[0]);
  const range = await take({ range: { first: 5, last: 9 }, mediaPath: path.join(root, "stills") });
  expect(range.files).toHaveLength(5);
  expect(range.imported).toMatchObject([{ path: expect.stringContaining("/Desktop/Reels/Reel 1/") }]);
  const outside = await ask("POST", `/api/v1/viewers/${viewer.id}/snapshot`, { mediaPath: "/etc/stills" });
  expect(outside).toMatchObject({ status: 403, body: { code: "forbidden" } });
  expect(existsSync("/etc/stills")).toBe(false);
});

it("viewers are few: the one that was asked for nothing longest is closed; closing and files outside are told", async () => {
  const { ask, viewer } = await looking();
  const open = () => ask("POST", "/api/v1/viewers", { source: clip });
  const others = [await open(), await open(), await open()];
  expect((await ask("GET", `/api/v1/viewers/${viewer.id}`)).status).toBe(200);
  await open();
  expect((await ask("GET", `/api/v1/viewers/${others[0]?.body.id}`)).body).toMatchObject({ code: "not-found" });
  expect((await ask("GET", `/api/v1/viewers/${viewer.id}`)).status).toBe(200);
  expect(await ask("DELETE", `/api/v1/viewers/${viewer.id}`)).toMatchObject({ status: 204, body: "" });
  expect((await ask("GET", `/api/v1/viewers/${viewer.id}/frames/1`)).status).toBe(404);
  expect((await ask("POST", "/api/v1/viewers", { source: "/etc/passwd" })).body).toMatchObject({ code: "forbidden" });
});
