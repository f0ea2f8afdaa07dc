import { CressetError } from "../../errors.ts";
import { mxfHoldsRate, mxfRatesText } from "../../media/mxf-rates.ts";
import { formatRate } from "../../time/rate.ts";
import type { DecidedSequence } from "./decide-all.ts";

/**
 * Refuses an export whose container cannot run at the rate of an asset, before a frame is rendered.
 * @throws CressetError `bad-preset` that names the preset and the rate.
 */
export function refuseUnheldRates(sequences: readonly DecidedSequence[]): void {
  for (const { assets } of sequences)
    for (const { planned, action } of assets) {
      if (action !== "write" || planned.kind !== "media") continue;
      const { container, video, rate } = planned.render;
      if (container !== "mxf" || video === undefined || mxfHoldsRate(rate)) continue;
      throw new CressetError(
        "bad-preset",
        `The preset ${planned.loadedPreset.path} writes MXF, but "${planned.info.assetName}" runs at ${formatRate(rate)} frames per second, which MXF does not hold. Nothing was written. Give the preset a "rate" under "video" that it holds, or "container: mov".`,
        { detail: `MXF holds ${mxfRatesText()} frames per second.` },
      );
    }
}
