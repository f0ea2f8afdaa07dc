import { expect, it } from "vitest";
import { readOtio } from "./otio-reader.ts";

const time = (value: number) => ({ OTIO_SCHEMA: "RationalTime.1", rate: 29.97, value });

/** A cut of that many frames at 29.97. */
function read(frames: number, start: number | null, metadata: object = {}) {
  const clip = {
    OTIO_SCHEMA: "Clip.2",
    name: "plate",
    source_range: { OTIO_SCHEMA: "TimeRange.1", start_time: time(0), duration: time(frames) },
  };
  const track = { OTIO_SCHEMA: "Track.1", kind: "Video", name: "V1", children: [clip] };
  const timeline = {
    OTIO_SCHEMA: "Timeline.1",
    name: "cut",
    global_start_time: start === null ? null : time(start),
    metadata,
    tracks: { OTIO_SCHEMA: "Stack.1", children: [track] },
  };
  const [sequence] = readOtio(JSON.stringify(timeline), "cut.otio").sequences;
  return { drop: sequence!.dropFrame, warnings: sequence!.warnings.map(({ code }) => code) };
}

it.each([
  [{ drop_frame: true }, true],
  [{ tool: { isDropFrame: "false" } }, false],
  [{ fcp_xml: { timecode: { displayformat: "DF", rate: { ntsc: "TRUE" } } } }, true],
  [{ fcp_xml: { timecode: { displayformat: "NDF" } } }, false],
  [{ tool: { StartTimecode: "01:00:00;00" } }, true],
  [{ AAF: { Drop: 1 } }, true],
])("what tools note about a timeline says whether it is drop frame: %j", (metadata, drop) => {
  expect(read(4000, 108_000, metadata)).toEqual({ drop, warnings: [] });
});

it("an even start says it where no tool does", () => {
  expect(read(4000, 108_000)).toEqual({ drop: false, warnings: [] });
  expect(read(4000, 107_892)).toEqual({ drop: true, warnings: ["drop-frame-inferred"] });
});

it("a guess that changes timecode is a warning, one that changes nothing is none", () => {
  expect(read(1800, null)).toEqual({ drop: false, warnings: [] });
  expect(read(1801, null)).toEqual({ drop: false, warnings: ["drop-frame-guessed"] });
  expect(read(10, 50_001)).toEqual({ drop: false, warnings: ["drop-frame-guessed"] });
});
