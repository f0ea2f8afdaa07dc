import { describe, expect, it } from "vitest";
import { findBreaches } from "./find-breaches.ts";
import { readRooms } from "./rooms.ts";

const table = `# A house

| room | lives here | not here | may import |
|---|---|---|---|
| \`time\` | time | floats | – |
| \`timeline\` | cuts | media | \`time\` |
| \`media\` | frames | names | \`time\` |
| \`errors.ts\` | every failure | rules | – |
| \`app.ts\` | the wiring | rules | everything |

Words after it.
`;
const rooms = readRooms(table);

/** A tree without a breach: the ground that each breach is planted in. */
const sound: Readonly<Record<string, string>> = {
  "src/errors.ts": "export class CressetError extends Error {}",
  "src/time/rate.ts": 'import { CressetError } from "../errors.ts";\nexport const rate = () => new CressetError();',
  "src/timeline/sequence.ts":
    'import type { Rate } from "../time/rate.ts";\nimport { read } from "./formats/edl.ts";\nexport const sequence = read;',
  "src/timeline/formats/edl.ts": 'import { rate } from "../../time/rate.ts";\nexport const read = rate;',
  "src/media/ffmpeg/decode.ts": 'import { Decoder } from "node-av/api";\nexport const decode = Decoder;',
  "src/media/probe.ts": 'import { decode } from "./ffmpeg/decode.ts";\nexport const probe = decode;',
  "src/app.ts": 'export { probe } from "./media/probe.ts";\nexport { sequence } from "./timeline/sequence.ts";',
};
const breachesWith = (planted: Readonly<Record<string, string>>) =>
  findBreaches(
    Object.entries({ ...sound, ...planted }).map(([path, text]) => ({ path, text })),
    rooms,
  );

describe("the checker of the architecture", () => {
  it("finds nothing in a sound tree", () => {
    expect(breachesWith({})).toEqual([]);
  });

  it.each([
    ["against the direction", 'import { probe } from "../media/probe.ts";'],
    ["for its type only", 'import type { Probe } from "../media/probe.ts";'],
    ["to hand it on", 'export * from "../media/probe.ts";'],
    ["when it runs", 'export const load = () => import("../media/probe.ts");'],
    ["within a type", 'export type Probe = typeof import("../media/probe.ts");'],
  ])("finds an import %s", (_, text) => {
    expect(breachesWith({ "src/time/clock.ts": text })).toEqual([
      "src/time/clock.ts imports src/media/probe.ts: time may not import media",
    ]);
  });

  it("does not take a comment or a text for an import", () => {
    const text =
      '// import { probe } from "../media/probe.ts";\nexport const starter = `\nimport { probe } from "../media/probe.ts";\n`;';
    expect(breachesWith({ "src/time/clock.ts": text })).toEqual([]);
  });

  it("finds a look into another room's sub-folder, even by who may import everything", () => {
    const text = 'export { read } from "./timeline/formats/edl.ts";';
    expect(breachesWith({ "src/app.ts": text })).toEqual([
      "src/app.ts imports src/timeline/formats/edl.ts, which is private to src/timeline",
    ]);
  });

  it("finds an import that leaves src", () => {
    expect(breachesWith({ "src/time/clock.ts": 'import "../../test/clock.ts";' })).toEqual([
      "src/time/clock.ts imports test/clock.ts, which is not in src",
    ]);
  });

  it("finds an import cycle, through types too, once", () => {
    const breaches = breachesWith({
      "src/time/a.ts": 'import { b } from "./b.ts";\nexport const a = b;',
      "src/time/b.ts": 'import { c } from "./c.ts";\nexport const b = c;',
      "src/time/c.ts": 'import type { A } from "./a.ts";\nexport const c = 1;',
      "src/time/d.ts": 'import { a } from "./a.ts";\nexport const d = a;',
    });
    expect(breaches).toEqual(["import cycle: src/time/a.ts → src/time/b.ts → src/time/c.ts → src/time/a.ts"]);
  });

  it("finds FFmpeg outside its folder", () => {
    expect(breachesWith({ "src/media/mix.ts": 'import { Frame } from "node-av";' })).toEqual([
      "src/media/mix.ts imports node-av, which only src/media/ffmpeg/ may",
    ]);
  });

  it.each([
    ["src/time/clock.ts", "export default 1;", "src/time/clock.ts has a default export"],
    ["src/time/clock.ts", "const a = 1;\nexport { a as default };", "src/time/clock.ts has a default export"],
    ["src/time/clock.ts", "//\n".repeat(301), "src/time/clock.ts has 301 lines, more than 300"],
    ["src/time/clock.test.ts", "//\n".repeat(401), "src/time/clock.test.ts has 401 lines, more than 400"],
    ["src/time/rate-utils.ts", "", 'src/time/rate-utils.ts is named "utils", which says nothing'],
    ["src/time/lib/rate.ts", "", 'src/time/lib/rate.ts is named "lib", which says nothing'],
    ["src/time/Clock.ts", "", "src/time/Clock.ts is not named in kebab-case"],
    ["src/jobs/pool.ts", "", "src/jobs/pool.ts lies in no room of the table"],
  ])("finds what is wrong with %s", (path, text, breach) => {
    expect(breachesWith({ [path]: text })).toEqual([breach]);
  });

  it("lets a file be as long as the limit", () => {
    expect(breachesWith({ "src/time/clock.ts": "//\n".repeat(300) })).toEqual([]);
  });

  it("finds a room that is gone", () => {
    expect(findBreaches([], rooms.slice(0, 1))).toEqual(["time is in the table of rooms but not in src"]);
  });

  it("refuses a table that names what it does not have, and a text without one", () => {
    expect(() => readRooms(table.replace("cuts | media | `time`", "cuts | media | `tide`"))).toThrow(
      "timeline may import tide, which is no row of the table of rooms",
    );
    expect(() => readRooms("# nothing")).toThrow("Expected a table from `room` to `may import` in ARCHITECTURE.md");
  });
});
