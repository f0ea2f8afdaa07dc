import { expect, test } from "vitest";
import { sessionCells, writingCells } from "./session-cells.ts";

const session = {
  session: 1,
  startedAt: "2026-11-21T10:00:00.000Z",
  endedAt: "2026-11-21T11:00:00.000Z",
  host: "suite-2",
  user: "mia",
  project: "Tide",
  comment: "",
  files: 3,
  bytes: 300,
  clips: 1,
  frames: 10,
  problems: 0,
  segmentCount: 3,
  segments: [1, 2, 3].map((number) => ({
    number,
    file: `seg_000${number}.tar`,
    bytes: 100,
    checked: "read-back" as const,
  })),
};

const check = {
  itemId: "i",
  at: "2026-11-21T12:00:00.000Z",
  state: "failed",
  message: "",
  sessions: [],
  percent: 100,
  files: 3,
  bytes: 300,
  faults: [{ session: 1, kind: "segment", path: "", message: "session_0001/seg_0002.tar is not there." }],
  faultCount: 1,
};

test("squares are ticked as a verification reads them, over the sessions before", () => {
  const cells = sessionCells(session, 50, { check: null, checking: { sessions: [], bytes: 200 } });
  expect(cells.map(({ state, part }) => [state, part])).toEqual([
    ["verified", undefined],
    ["writing", 0.5],
    ["written", undefined],
  ]);
  const other = sessionCells(session, 0, { check: null, checking: { sessions: [2], bytes: 200 } });
  expect(other.map(({ state }) => state)).toEqual(["checked", "checked", "checked"]);
});

test("a bad segment is marked with what is wrong with it, the others were verified", () => {
  const cells = sessionCells(session, 0, { check, checking: undefined });
  expect(cells.map(({ state }) => state)).toEqual(["verified", "bad", "verified"]);
  expect(cells[1]?.words).toBe("Segment 2: session_0001/seg_0002.tar is not there.");
});

test("a session that is being written fills up segment by segment", () => {
  const item = {
    id: "i",
    kind: "archive.add",
    title: "",
    who: "",
    state: "running" as const,
    position: null,
    runId: null,
    message: "",
    canResume: false,
    questions: [],
    progress: { phase: "archiving" as const, done: 150, total: 400, perSecond: 1, secondsLeft: 1, assets: [] },
    result: null,
    entryId: null,
    destination: "",
    presets: [],
    addedAt: "",
    startedAt: null,
    endedAt: null,
  };
  const work = { item, planned: 4, sessions: [], percent: 100, written: [{ number: 1, fault: "" }] };
  const cells = writingCells(work, 100, true);
  expect(cells.map(({ state, part }) => [state, part])).toEqual([
    ["checked", undefined],
    ["writing", 0.5],
    ["planned", undefined],
    ["planned", undefined],
  ]);
  const bad = writingCells({ ...work, written: [{ number: 1, fault: "It reads back other bytes." }] }, 100, true);
  expect(bad[0]).toMatchObject({ state: "bad", words: "Segment 1: It reads back other bytes." });
});
