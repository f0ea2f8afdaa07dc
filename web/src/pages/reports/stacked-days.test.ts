import { expect, test } from "vitest";
import { daysIn } from "./report-range.ts";
import { stackDays } from "./stacked-days.ts";

const days = ["2026-03-28", "2026-03-29", "2026-03-30"];

test("bars of projects stand upon each other, and come to what was archived that day", () => {
  const { series } = stackDays(
    [
      { day: "2026-03-28", project: "Ad", amount: 1 },
      { day: "2026-03-28", project: "Film", amount: 5 },
      { day: "2026-03-30", project: "", amount: 2 },
    ],
    days,
  );
  expect(series).toEqual([
    { name: "Film", amounts: [5, 0, 0], tops: [5, 0, 0] },
    { name: "no project", amounts: [0, 0, 2], tops: [5, 0, 2] },
    { name: "Ad", amounts: [1, 0, 0], tops: [6, 0, 2] },
  ]);
});

test("more projects than there are colours share one bar", () => {
  const many = Array.from({ length: 20 }, (_, index) => ({
    day: days[0] ?? "",
    project: `P${index}`,
    amount: 20 - index,
  }));
  const { series } = stackDays(many, days);
  expect(series).toHaveLength(7);
  expect(series.at(-1)).toMatchObject({ name: "14 others" });
  expect(series.at(-1)?.tops[0]).toBe(210);
});

test("a range has every day, over a change to summer time too", () => {
  expect(daysIn({ since: "2026-03-28", until: "2026-03-30" })).toEqual(days);
});
