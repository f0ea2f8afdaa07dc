import { randomBytes } from "node:crypto";
import fs from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { formatArchive, readArchive } from "../../src/archive/archive.ts";
import { type SegmentEvent, writeSession } from "../../src/archive/write-session.ts";
import { describeTree } from "./trees.ts";
import { mebibyte, newCase, placeOf, restoreCase, sessionOf, verifyCase, who } from "./faults/archive-case.ts";

let folder = "";
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(tmpdir(), "cresset-stopping-"));
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

test("a session that is stopped ends, whenever that is, and goes on afterwards", async () => {
  const one = newCase(folder, "stopped");
  fs.mkdirSync(one.source);
  for (let number = 0; number < 12; number += 1)
    fs.writeFileSync(path.join(one.source, `frame.${number}`), randomBytes(800_000));
  const place = placeOf(one.root);
  formatArchive(place, { name: "Stopped", segmentBytes: mebibyte, comment: "", ...who });
  const session = (signal: AbortSignal, resume: boolean) => writeSession({ ...sessionOf(one), resume, signal });
  // Before the first thread runs, while threads start, while they work.
  for (const milliseconds of [-1, 0, 30, 100, 200]) {
    const stop = new AbortController();
    if (milliseconds < 0) stop.abort();
    const ended = session(stop.signal, readArchive(place).unfinished !== undefined).then(
      () => "finished",
      (error: unknown) => (error instanceof Error && "code" in error ? error.code : error),
    );
    if (milliseconds >= 0) await delay(milliseconds);
    stop.abort();
    const end = await ended;
    if (end === "finished") break;
    expect(end).toBe("cancelled");
  }
  if (readArchive(place).unfinished !== undefined) await session(new AbortController().signal, true);
  expect(verifyCase(one.root)).toEqual([]);
  const target = path.join(one.at, "restored");
  expect(restoreCase(one.root, target)).toEqual([]);
  expect(describeTree(path.join(target, "files/tree"))).toEqual(describeTree(one.source));
}, 60_000);

test("a segment that cannot be written, as the destination went away, is told as one that was bad", async () => {
  const one = newCase(folder, "gone");
  fs.mkdirSync(one.source);
  fs.writeFileSync(path.join(one.source, "movie"), randomBytes(40_000_000));
  formatArchive(placeOf(one.root), { name: "Gone", segmentBytes: mebibyte, comment: "", ...who });
  const events: SegmentEvent[] = [];
  const ended = writeSession({
    ...sessionOf(one),
    onSegment: async (event) => {
      events.push(event);
      fs.rmSync(one.root, { recursive: true, force: true });
    },
  });
  await expect(ended).rejects.toThrow(/cannot be (?:written|read): /);
  const [last] = events.slice(-1);
  expect(last).toMatchObject({ isWrittenAgain: false, isLast: false });
  expect(last?.fault).toMatch(/cannot be (?:written|read): /);
  expect(events.filter(({ fault }) => fault !== "")).toHaveLength(1);
});
