import { expect, test } from "vitest";
import { laterProgress } from "./later-progress.ts";

const overall = { phase: "rendering", done: 0, total: 20, perSecond: 5, secondsLeft: 4 } as const;
const asset = (id: string, status: "running" | "written", framesDone: number) => ({
  id,
  name: id,
  status,
  framesDone,
  framesTotal: 10,
  perSecond: 5,
  secondsLeft: 1,
});

test("an asset that is told of no more stands as it was told of last", () => {
  const before = { ...overall, assets: [asset("a", "running", 9), asset("b", "running", 2)] };
  const later = laterProgress(laterProgress(before, { ...overall, assets: [asset("a", "written", 10)] }), {
    ...overall,
    done: 15,
    assets: [asset("b", "running", 5)],
  });
  expect(later.done).toBe(15);
  expect(later.assets.map(({ id, status, framesDone }) => [id, status, framesDone])).toEqual([
    ["a", "written", 10],
    ["b", "running", 5],
  ]);
});
