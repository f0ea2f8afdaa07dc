import { describe, expect, it } from "vitest";
import { rate } from "../time/rate.ts";
import { rational } from "../time/rational.ts";
import { groupAssets } from "./asset-groups.ts";
import { sourceFrameAt } from "./picture-piece.ts";
import { ReadOrder } from "./read-order.ts";
import type { PicturePiece, RenderAsset } from "./render-job.ts";

const source = (sourceId: string, first: number, frames: number, step = rational(1)): PicturePiece => ({
  kind: "source",
  sourceId,
  first: rational(first),
  frames,
  step,
});

const asset = (id: string, ...picture: PicturePiece[]): RenderAsset => ({
  id,
  path: `/out/${id}.mov`,
  container: "mov",
  video: {
    codec: "prores_hq",
    alpha: false,
    width: 320,
    height: 180,
    pixelAspect: rational(1),
    resize: "fit",
    scan: "progressive",
    colour: { primaries: "unknown", transfer: "unknown", matrix: "unknown", range: "unknown" },
    burnIns: [],
  },
  picture,
  sound: [],
  frameCount: picture.reduce((sum, { frames }) => sum + frames, 0),
  rate: rate(25),
  timecode: { frame: 0, dropFrame: false },
  tapeName: "",
  metadata: {},
});

/** Every read in order, as `asset:source:frame`. */
function reads(assets: readonly RenderAsset[]): string[] {
  const order = new ReadOrder(assets);
  const done = assets.map(() => 0);
  const result: string[] = [];
  for (let index = order.next(); index !== undefined; index = order.next()) {
    let k = done[index]!;
    done[index] = k + 1;
    const piece = assets[index]!.picture.find(({ frames }) => k < frames || ((k -= frames), false))!;
    result.push(
      `${assets[index]!.id}:${piece.kind === "source" ? `${piece.sourceId}:${sourceFrameAt(piece, k)}` : "black"}`,
    );
  }
  expect(done).toEqual(assets.map(({ frameCount }) => frameCount));
  return result;
}

/** How often a reader has to leave its place, and how many frames are decoded, if only the last frame is kept. */
function cost(order: readonly string[]): { jumps: number; decoded: number } {
  const at = new Map<string, number>();
  let [jumps, decoded] = [0, 0];
  for (const [, id, frame] of order.map((read) => read.split(":"))) {
    if (frame === undefined) continue;
    const [previous, n] = [at.get(id!), Number(frame)];
    if (previous === n) continue;
    if (previous !== n - 1) jumps++;
    decoded++;
    at.set(id!, n);
  }
  return { jumps, decoded };
}

describe("groups", () => {
  it("puts presets of one picture together and leaves others alone", () => {
    const groups = groupAssets([
      asset("movie", source("a", 0, 50), source("b", 0, 50)),
      asset("other", source("c", 0, 10)),
      asset("proxy", source("a", 20, 10)),
      asset("late", source("b", 50, 10)),
    ]);
    expect(groups.map((group) => group.map(({ id }) => id))).toEqual([["movie", "proxy"], ["other"], ["late"]]);
  });
  it("joins shots through the handles they share, on either side of a dissolve", () => {
    const mix: PicturePiece = {
      kind: "mix",
      frames: 10,
      from: { kind: "source", sourceId: "a", first: rational(50), frames: 10, step: rational(1) },
      to: { kind: "source", sourceId: "b", first: rational(0), frames: 10, step: rational(1) },
      offset: 0,
      length: 10,
    };
    const shots = [asset("one", source("a", 0, 58)), asset("cut", mix), asset("two", source("b", 5, 40))];
    expect(groupAssets(shots)).toHaveLength(1);
  });
});

describe("read order", () => {
  it("reads one source once for three presets", () => {
    const picture = [source("a", 0, 30), source("b", 10, 20), source("a", 40, 20)];
    const order = reads(["p", "h", "j"].map((id) => asset(id, ...picture)));
    expect(cost(order)).toEqual({ jumps: 3, decoded: 70 });
    expect(order.slice(0, 4)).toEqual(["p:a:0", "h:a:0", "j:a:0", "p:a:1"]);
  });
  it("lets shots with handles wait for the movie that shows the same frames", () => {
    const cuts = [source("a", 8, 40), source("b", 8, 40), source("a", 108, 40), source("b", 108, 40)];
    const shots = cuts.map((_, index) =>
      asset(`s${index}`, source(index % 2 === 0 ? "a" : "b", index < 2 ? 0 : 100, 56)),
    );
    const order = reads([asset("movie", ...cuts), ...shots]);
    expect(cost(order)).toEqual({ jumps: 4, decoded: 224 });
    // The first shot is finished before the second is begun: few encoders are open at a time.
    expect(order.findLastIndex((read) => read.startsWith("s0"))).toBeLessThan(
      order.findIndex((read) => read.startsWith("s1")),
    );
  });
  it("reads shots whose handles overlap in one pass", () => {
    const shots = [0, 1, 2, 3].map((n) => asset(`s${n}`, source("a", n * 40, 56)));
    expect(cost(reads(shots))).toEqual({ jumps: 1, decoded: 176 });
  });
  it("reads black, freezes, slow motion and reverse as each asset wants them", () => {
    const strange = asset(
      "strange",
      { kind: "black", frames: 3 },
      source("a", 7, 4, rational(0)),
      source("a", 20, 6, rational(1, 2)),
      source("a", 20, 5, rational(-1)),
    );
    expect(reads([strange])).toEqual(
      ["black", "black", "black", ..."7777".split("").map((n) => `a:${n}`)]
        .concat([20, 20, 21, 21, 22, 22, 20, 19, 18, 17, 16].map((n) => `a:${n}`))
        .map((read) => `strange:${read}`),
    );
  });
  it("goes on with the others when one is dropped", () => {
    const order = new ReadOrder([asset("x", source("a", 0, 3)), asset("y", source("a", 0, 3))]);
    expect(order.next()).toBe(0);
    order.drop(0);
    expect([order.next(), order.next(), order.next(), order.next()]).toEqual([1, 1, 1, undefined]);
  });
});
