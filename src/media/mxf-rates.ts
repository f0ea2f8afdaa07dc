import { formatRate, type Rate } from "../time/rate.ts";

/** Edit rates of MXF by their nominal rate, and those of them that have a sister slowed by 1000/1001. */
const whole: ReadonlySet<number> = new Set([24, 25, 30, 48, 50, 60, 72, 75, 90, 96, 100, 120]);
const slowed: ReadonlySet<number> = new Set([24, 30, 48, 60, 72, 90, 96, 120]);

/** Whether an MXF file can run at a rate: SMPTE 326M knows no others for what it calls the content package rate. */
export const mxfHoldsRate = ({ num, den }: Rate): boolean =>
  den === 1 ? whole.has(num) : den === 1001 && num % 1000 === 0 && slowed.has(num / 1000);

/** `23.976, 24, 25 …`, for people. */
export const mxfRatesText = (): string =>
  [...whole]
    .flatMap((fps) => [
      ...(slowed.has(fps) ? [formatRate({ num: fps * 1000, den: 1001 })] : []),
      formatRate({ num: fps, den: 1 }),
    ])
    .join(", ");
