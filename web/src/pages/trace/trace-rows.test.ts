import { expect, test } from "vitest";
import type { TracedCall } from "./trace-queries.ts";
import { filesOf, filterRows, type TraceFilter, traceRows } from "./trace-rows.ts";

const handler = {
  file: "/house/hooks/naming.ts",
  milliseconds: 2,
  outcome: "ok",
  detail: "",
  changes: [],
  log: [],
  complaints: [],
  answer: null,
} as const;

const call = (index: number, more: Partial<TracedCall> = {}): TracedCall => ({
  index,
  hook: "preExportAsset",
  sequence: "reel 2",
  asset: `shot ${index}`,
  startMs: index * 10,
  milliseconds: 2,
  aborted: false,
  abortMessage: "",
  failed: false,
  handlers: [{ ...handler, changes: [], log: [], complaints: [] }],
  ...more,
});

const everything: TraceFilter = { text: "", only: "everything", file: "" };

test("files of one call follow each other in time, and what happens between hooks stands among them", () => {
  const two = call(0, {
    handlers: [
      { ...handler, changes: [], log: ["said"], complaints: [] },
      {
        ...handler,
        file: "/house/hooks/no.py",
        outcome: "aborted",
        detail: "No.",
        changes: [],
        log: [],
        complaints: [],
      },
    ],
  });
  const rows = traceRows({
    calls: [two, call(1)],
    spans: [{ key: "render/shot 0", kind: "render", status: "done", startMs: 5, milliseconds: 400 }],
  });
  expect(rows.map(({ name, file, about, startMs }) => [name, file, about, startMs])).toEqual([
    ["preExportAsset", "naming.ts", "shot 0", 0],
    ["preExportAsset", "no.py", "shot 0", 2],
    ["Render", "", "shot 0", 5],
    ["preExportAsset", "naming.ts", "shot 1", 10],
  ]);
  expect(filterRows(rows, { ...everything, only: "troubles" }).map(({ file }) => file)).toEqual(["no.py"]);
  expect(filterRows(rows, { ...everything, only: "printed" })).toHaveLength(1);
  expect(filterRows(rows, { ...everything, text: "asset SHOT 1" })).toHaveLength(1);
  expect(filesOf([two, call(1)])[0]).toEqual({ file: "/house/hooks/naming.ts", milliseconds: 4 });
});

test("a trace of ten thousand calls is laid out and filtered", () => {
  const rows = traceRows({ calls: Array.from({ length: 10_000 }, (_, index) => call(index)), spans: [] });
  expect(rows).toHaveLength(10_000);
  expect(filterRows(rows, { ...everything, text: "shot 9999" })).toHaveLength(1);
});
