import { formatRate, type Rate, rate, sameRate } from "../../time/rate.ts";
import type { OtioObject } from "./otio-document.ts";
import { isPictureRate, isRelatedRate, listField, type OtioReading, rangeField, timeField } from "./otio-fields.ts";
import { trackKind } from "./otio-layout.ts";
import { readMedia } from "./otio-media.ts";

/**
 * The rate that a sequence runs at. OTIO has no field for it: taken is the rate of the global start time, else of
 * the stack's or a track's range, else the most common rate of the items (pictures before sound). A start time
 * at 24 over items at 23.976 is timecode of 23.976, so the items win there.
 */
export function sequenceRate(
  reading: OtioReading,
  top: OtioObject,
  stack: OtioObject | undefined,
  rows: readonly OtioObject[],
): Rate {
  const rates = itemRates(reading, rows);
  const chosen = choose(reading, top, stack === undefined ? rows : [stack, ...rows], rates);
  const others = rates.map(({ rate: other }) => other).filter((other) => !sameRate(other, chosen));
  if (others.length > 0) {
    const message = `The sequence runs at ${formatRate(chosen)}, but items are counted at ${others.map(formatRate).join(", ")} too: their times are converted, each cut to the nearest frame`;
    reading.warn("mixed-rates", message, "sequence");
  }
  return chosen;
}

function choose(
  reading: OtioReading,
  top: OtioObject,
  rows: readonly OtioObject[],
  rates: readonly CountedRate[],
): Rate {
  const common = mostCommon(rates);
  const start = picture(timeField(reading, top.json, "global_start_time")?.rate);
  if (start !== undefined) {
    if (common === undefined || !isRelatedRate(start, common)) return start;
    const message = `The start time counts at ${formatRate(start)} and the items at ${formatRate(common)}: the sequence runs at ${formatRate(common)}`;
    reading.warn("rate-mismatch", message, "global_start_time");
    return common;
  }
  const ranges = rows
    .filter(({ schema }) => schema === "Track" || schema === "Stack")
    .map((item) => picture(rangeField(reading, item.json, "source_range")?.duration.rate));
  const found = ranges.find((value) => value !== undefined) ?? common;
  if (found !== undefined) return found;
  reading.warn("unknown-rate", "Nothing says at which rate the sequence runs: 24 is taken", "sequence");
  return rate(24);
}

interface CountedRate {
  readonly rate: Rate;
  readonly count: number;
}

/** Rates of the picture items' lengths, in order of appearance; of the sound items where there is no picture. */
function itemRates(reading: OtioReading, rows: readonly OtioObject[]): readonly CountedRate[] {
  for (const kind of ["video", "audio"] as const) {
    const counted: { rate: Rate; count: number }[] = [];
    for (const row of rows.filter((object) => trackKind(object) === kind)) {
      const items = row.schema === "Track" ? listField(reading, row.json, "children") : [row];
      for (const item of items) {
        const at = picture(lengthRate(reading, item));
        if (at === undefined) continue;
        const known = counted.find((other) => sameRate(other.rate, at));
        if (known === undefined) counted.push({ rate: at, count: 1 });
        else known.count += 1;
      }
    }
    if (counted.length > 0) return counted;
  }
  return [];
}

/** The rate of an item's length; of what its media counts at where it plays all of it. */
function lengthRate(reading: OtioReading, item: OtioObject): Rate | undefined {
  const range = rangeField(reading, item.json, "source_range");
  if (range !== undefined && range.duration.value.num !== 0n) return range.duration.rate;
  if (range !== undefined || item.schema !== "Clip") return undefined;
  // What the media reference has to be warned of is warned of where the clip itself is read.
  return readMedia({ document: reading.document, warn: () => undefined }, item, "").available?.duration.rate;
}

function mostCommon(rates: readonly CountedRate[]): Rate | undefined {
  return rates.toSorted((a, b) => b.count - a.count)[0]?.rate;
}

const picture = (value: Rate | undefined): Rate | undefined =>
  value !== undefined && isPictureRate(value) ? value : undefined;
