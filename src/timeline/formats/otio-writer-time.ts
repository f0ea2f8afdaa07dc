import type { Rate } from "../../time/rate.ts";
import { type Rational, toNumber } from "../../time/rational.ts";
import type { JsonObject } from "./otio-json.ts";
import { jsonFloat, jsonObject } from "./otio-json-writer.ts";

/** A `RationalTime`: frames at a rate, both floats. */
export const timeAt = (frames: Rational, rate: Rate): JsonObject =>
  jsonObject({
    OTIO_SCHEMA: "RationalTime.1",
    rate: jsonFloat(rate.num / rate.den),
    value: jsonFloat(toNumber(frames)),
  });

/**
 * A `TimeRange`. Start and length may count at different rates: a segment begins at a frame of its source and lasts
 * frames of its sequence, and only so are both whole.
 */
export const timeRange = (start: Rational, duration: Rational, rate: Rate, durationRate = rate): JsonObject =>
  jsonObject({
    OTIO_SCHEMA: "TimeRange.1",
    duration: timeAt(duration, durationRate),
    start_time: timeAt(start, rate),
  });
