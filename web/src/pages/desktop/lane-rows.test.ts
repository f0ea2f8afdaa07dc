import { describe, expect, it } from "vitest";
import { layLanes, type Place, placesTo, spotsBetween, step } from "./lane-rows.ts";

const reel = (name: string, clipCount: number): Place => ({ id: name, kind: "reel", name, clipCount, children: [] });
const desktop: Place = {
  id: "desktop",
  kind: "desktop",
  name: "Desktop",
  clipCount: 0,
  children: [
    {
      id: "day 1",
      kind: "reel group",
      name: "Day 1",
      clipCount: 0,
      children: [reel("A", 7), reel("B", 0), reel("C", 2)],
    },
    { id: "day 2", kind: "reel group", name: "Day 2", clipCount: 0, children: [reel("D", 4)] },
  ],
};

const spelled = (place: Place, columns: number, folded: readonly string[] = []) =>
  layLanes(place, columns, new Set(folded)).rows.map((row) =>
    row.kind === "head" ? `# ${row.place.name}` : `${row.isFirst ? row.lane.name : ""} ${row.start}-${row.end}`,
  );

describe("The lanes of the desktop", () => {
  it("take as many rows as their clips need, and one when they are empty", () => {
    expect(spelled(desktop, 3)).toEqual([
      "# Day 1",
      "A 0-3",
      " 3-6",
      " 6-7",
      "B 0-0",
      "C 0-2",
      "# Day 2",
      "D 0-3",
      " 3-4",
    ]);
  });

  it("of a group that is folded are not shown; a folded reel is one row", () => {
    expect(spelled(desktop, 3, ["day 1"])).toEqual(["# Day 1", "# Day 2", "D 0-3", " 3-4"]);
    expect(spelled(desktop, 3, ["A", "day 2"])).toEqual(["# Day 1", "A 0-0", "B 0-0", "C 0-2", "# Day 2"]);
  });

  it("show clips that lie directly in a library before what else lies there", () => {
    const library: Place = { id: "l", kind: "library", name: "L", clipCount: 2, children: [reel("E", 1)] };
    expect(spelled(library, 3)).toEqual(["L 0-2", "E 0-1"]);
  });

  it("are walked by the cursor as they are seen, empty ones stepped over", () => {
    const { lanes } = layLanes(desktop, 3, new Set());
    const go = (lane: string, index: number, direction: Parameters<typeof step>[3]) => {
      const to = step(lanes, 3, { lane, index }, direction);
      return `${to?.lane}${to?.index}`;
    };
    expect(go("A", 1, "down")).toBe("A4");
    expect(go("A", 4, "down")).toBe("A6");
    expect(go("A", 6, "down")).toBe("C0");
    expect(go("C", 1, "down")).toBe("D1");
    expect(go("D", 2, "up")).toBe("C1");
    expect(go("C", 1, "up")).toBe("A6");
    expect(go("A", 6, "right")).toBe("C0");
    expect(go("C", 0, "left")).toBe("A6");
    expect(go("A", 0, "left")).toBe("A0");
    expect(go("D", 3, "right")).toBe("D3");
    expect(go("D", 3, "first")).toBe("A0");
    expect(go("A", 0, "last")).toBe("D3");
    expect(step(lanes, 3, undefined, "down")).toEqual({ lane: "A", index: 0 });
    expect(step(lanes, 3, undefined, "last")).toEqual({ lane: "D", index: 3 });
    expect(step([], 3, undefined, "down")).toBeUndefined();
  });

  it("are selected from one clip to another across lanes, whichever comes first", () => {
    const { lanes } = layLanes(desktop, 3, new Set());
    const between = spotsBetween(lanes, { lane: "D", index: 0 }, { lane: "A", index: 5 });
    expect(between.map(({ lane, index }) => `${lane}${index}`)).toEqual(["A5", "A6", "C0", "C1", "D0"]);
  });

  it("know what they lie in", () => {
    expect(placesTo(desktop, "C").map(({ name }) => name)).toEqual(["Desktop", "Day 1", "C"]);
    expect(placesTo(desktop, "nowhere")).toEqual([]);
  });
});
