import { describe, expect, it } from "vitest";
import { rate } from "../time/rate.ts";
import { readCut } from "./read-cut.ts";

const otio = (name: string) => `{"OTIO_SCHEMA": "Timeline.1", "name": "${name}", "tracks": {"OTIO_SCHEMA": "Stack.1"}}`;
const edl = "TITLE: REEL 1\n\n001  A001     V     C        01:00:00:00 01:00:02:00 10:00:00:00 10:00:02:00\n";

describe("reading a cut", () => {
  it("goes by the extension, whatever its case", () => {
    expect(readCut("/cuts/a.OTIO", otio("Küste")).map(({ name }) => name)).toEqual(["Küste"]);
    expect(readCut("/cuts/a.edl", edl, { rate: rate(25) })).toMatchObject([
      { name: "REEL 1", duration: 50, rate: rate(25) },
    ]);
  });

  it("takes bytes as they lie on disk, with a byte order mark", () => {
    const bytes = new TextEncoder().encode(`\uFEFF${otio("Küste")}`);
    expect(readCut("a.otio", bytes).map(({ name }) => name)).toEqual(["Küste"]);
  });

  it("refuses a file without a sequence, and formats that it does not read", () => {
    expect(() => readCut("bin.otio", '{"OTIO_SCHEMA": "Storyboard.1"}')).toThrow(
      /^bin\.otio holds no sequence: expected/,
    );
    // Nothing is said behind it where there is nothing to say.
    expect(refusal("gap.otio", '{"OTIO_SCHEMA": "Gap.1"}')).toMatchObject({ code: "bad-input", detail: undefined });
    expect(refusal("bin.otio", '{"OTIO_SCHEMA": "Storyboard.1"}')).toMatchObject({
      detail: expect.stringContaining("Storyboard") as string,
    });
    expect(() => readCut("cut.aaf", "")).toThrow(
      "cut.aaf is no cut that can be read: expected a name that ends in .otio or .edl",
    );
  });
});

function refusal(name: string, content: string): unknown {
  try {
    return readCut(name, content);
  } catch (error) {
    return error;
  }
}
