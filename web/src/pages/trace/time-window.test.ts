import { expect, test } from "vitest";
import { around, pan, ticks, zoom } from "./time-window.ts";

const whole = { from: 0, to: 1000 };

test("coming closer keeps the moment where it is, and never leaves the run", () => {
  expect(zoom(whole, 0.5, 500, 1000)).toEqual({ from: 250, to: 750 });
  expect(zoom(whole, 0.5, 0, 1000)).toEqual({ from: 0, to: 500 });
  expect(zoom({ from: 250, to: 750 }, 8, 500, 1000)).toEqual(whole);
  expect(pan({ from: 0, to: 100 }, -1, 1000)).toEqual({ from: 0, to: 100 });
  expect(pan({ from: 0, to: 100 }, 0.5, 1000)).toEqual({ from: 50, to: 150 });
  expect(around(500, 10, 1000)).toEqual({ from: 490, to: 520 });
});

test("the axis has round moments", () => {
  expect(ticks(whole, 5)).toEqual([0, 200, 400, 600, 800, 1000]);
  expect(ticks({ from: 490, to: 520 }, 4)).toEqual([490, 500, 510, 520]);
});
