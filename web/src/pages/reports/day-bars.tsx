import "./known-language.ts";
import "uplot/dist/uPlot.min.css";
import { useEffect, useRef, useState } from "react";
import uPlot from "uplot";
import classes from "./reports.module.css";
import type { StackedDays } from "./stacked-days.ts";

export interface DayBarsProps {
  readonly label: string;
  readonly stacked: StackedDays;
  /** An amount as people read it. */
  readonly format: (amount: number) => string;
  /** For printing: dark on white. */
  readonly onPaper: boolean;
}

/** Told apart without colour by their order and the legend; alike in lightness to nothing around them. */
const colours = ["#6aaee0", "#e2a94b", "#74c07a", "#c58be0", "#e07f6a", "#5fc4bd", "#9a9a9a"] as const;

export const colourOf = (index: number): string => colours[index % colours.length] ?? "#9a9a9a";

const height = 190;
/** There is no half an export, and no half a byte. */
const wholeSteps = Array.from({ length: 16 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat();

/** Amounts by day as bars, stacked; the arrow keys go from day to day. */
export function DayBars({ label, stacked, format, onPaper }: DayBarsProps) {
  const place = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<number>();
  const { days, series } = stacked;
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    const ink = onPaper ? "#333" : "#a0a0a0";
    const lines = onPaper ? "#ddd" : "#2b2b2b";
    const bars = uPlot.paths.bars?.({ size: [0.72, 42, 1], align: 0 });
    const axis = {
      stroke: ink,
      font: "11px system-ui, sans-serif",
      grid: { stroke: lines, width: 1 },
      ticks: { show: false },
    };
    // The tallest is drawn first, and each that it stands upon over it.
    const shown = series.toReversed();
    const options: uPlot.Options = {
      width: element.clientWidth,
      height,
      legend: { show: false },
      cursor: { drag: { x: false, y: false }, points: { show: false }, y: false },
      scales: {
        x: { time: false, range: [-0.6, days.length - 0.4] },
        y: { range: (_, __, most) => [0, Math.max(1, most * 1.08)] },
      },
      axes: [
        {
          ...axis,
          grid: { show: false },
          size: 26,
          space: 64,
          incrs: [1, 2, 5, 7, 14, 30, 60, 90],
          values: (_, ticks) => ticks.map((index) => (Number.isInteger(index) ? (days[index]?.slice(5) ?? "") : "")),
        },
        {
          ...axis,
          size: 68,
          space: 34,
          incrs: wholeSteps,
          values: (_, ticks) => ticks.map((amount) => format(amount)),
        },
      ],
      series: [
        {},
        ...shown.map(({ name }, index) => {
          const colour = colourOf(series.length - 1 - index);
          return {
            label: name,
            fill: colour,
            stroke: colour,
            width: 0,
            points: { show: false },
            ...(bars === undefined ? {} : { paths: bars }),
          };
        }),
      ],
      hooks: { setCursor: [({ cursor }) => setAt(cursor.idx ?? undefined)] },
    };
    const data: uPlot.AlignedData = [days.map((_, index) => index), ...shown.map(({ tops }) => [...tops])];
    const plot = new uPlot(options, data, element);
    const watch = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height }));
    watch.observe(element);
    return () => {
      watch.disconnect();
      plot.destroy();
    };
  }, [days, series, format, onPaper]);
  const day = at === undefined ? undefined : days[at];
  return (
    <figure className={classes.figure}>
      <div
        ref={place}
        role="slider"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, days.length - 1)}
        aria-valuenow={at ?? 0}
        aria-valuetext={textOf(stacked, at ?? 0, format)}
        tabIndex={0}
        className={classes.plot}
        onKeyDown={(event) => {
          const by = { ArrowLeft: -1, ArrowRight: 1, Home: -days.length, End: days.length }[event.key];
          if (by === undefined) return;
          event.preventDefault();
          setAt(Math.max(0, Math.min(days.length - 1, (at ?? days.length - 1) + by)));
        }}
      />
      <figcaption className={classes.legend}>
        {series.map(({ name, amounts }, index) => (
          <span key={name} className={classes.key}>
            <span aria-hidden className={classes.swatch} style={{ background: colourOf(index) }} />
            {name}
            <span className="figures">
              {format(day === undefined ? amounts.reduce((sum, each) => sum + each, 0) : (amounts[at ?? 0] ?? 0))}
            </span>
          </span>
        ))}
        <span className={classes.day}>{series.length === 0 ? "nothing in these days" : (day ?? "all days")}</span>
      </figcaption>
    </figure>
  );
}

function textOf({ days, series }: StackedDays, at: number, format: (amount: number) => string): string {
  const parts = series.flatMap(({ name, amounts }) => {
    const amount = amounts[at] ?? 0;
    return amount > 0 ? [`${name} ${format(amount)}`] : [];
  });
  return `${days[at] ?? ""}: ${parts.length === 0 ? "nothing" : parts.join(", ")}`;
}
