import { describe, expect, it } from "vitest";
import { markFaults } from "./mark-faults.ts";

const clip = {
  name: "A001",
  clip: {
    duration: 96,
    rate: { num: 24, den: 1 },
    dropFrame: false,
    startFrame: 10 * 3600 * 24,
    width: 1920,
    height: 1080,
  },
};
const good = { markIn: "", markOut: "" };

describe("marks as they are typed", () => {
  it("are good as timecode of the clip, as frames, or empty", () => {
    expect(markFaults({ markIn: "10:00:01:00", markOut: " 10:00:02:00 " }, clip)).toEqual(good);
    expect(markFaults({ markIn: "24", markOut: "" }, clip)).toEqual(good);
    expect(markFaults({ markIn: "", markOut: "" }, clip)).toEqual(good);
  });
  it.each(["rubbish", "99:99:99:99", "10:00:0", "-1"])("%s is refused whatever is chosen", (markIn) => {
    expect(markFaults({ markIn, markOut: "" }, undefined).markIn).toMatch(/timecode/);
  });
  it("a frame number that the clip's rate does not have is told", () => {
    expect(markFaults({ markIn: "", markOut: "10:00:01:24" }, clip).markOut).toMatch(/below 24/);
    expect(markFaults({ markIn: "", markOut: "10:00:01:24" }, undefined)).toEqual(good);
    expect(markFaults({ markIn: "10:00:01;10", markOut: "" }, clip).markIn).toMatch(/drop frame/);
  });
  it("nothing between them is told", () => {
    const nothing = "Nothing of A001 lies between the marks.";
    expect(markFaults({ markIn: "10:00:02:00", markOut: "10:00:02:01" }, clip)).toEqual({ ...good, markOut: nothing });
    expect(markFaults({ markIn: "11:00:00:00", markOut: "" }, clip)).toEqual({ ...good, markOut: nothing });
  });
});
