import type { AssetOutcome } from "../export-outcome.ts";

/** With failed assets a scope is not over: once a resumed run has mended some, its post hooks are called again. */
export function failureState(outcomes: Iterable<AssetOutcome>): string {
  const failed = [...outcomes].filter(({ status }) => status === "failed").length;
  return failed === 0 ? "" : `${failed} failed`;
}
