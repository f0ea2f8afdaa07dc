import type { Progress } from "../../../../src/server/shapes/queue-shapes.ts";
import { countOf, formatBytes, formatDuration } from "../../format/amounts.ts";

const phases: Readonly<Record<Progress["phase"], string>> = {
  preparing: "Preparing",
  rendering: "Rendering",
  archiving: "Archiving",
  comparing: "Comparing",
  verifying: "Verifying",
  restoring: "Restoring",
};

/** Whether frames are counted, or bytes. */
const countsFrames = ({ phase }: Pick<Progress, "phase">): boolean => phase === "preparing" || phase === "rendering";

/** `Rendering 120 of 300 frames`. Nothing is rendered while the question behind which it stands waits. */
export function amountOf(progress: Progress, state: string): string {
  const { phase, done, total } = progress;
  if (state === "asks" && done === 0) return "G W shows the question";
  if (total === 0) return phases[phase];
  if (!countsFrames(progress)) return `${phases[phase]} ${formatBytes(done)} of ${formatBytes(total)}`;
  return `${phases[phase]} ${done.toLocaleString("en")} of ${countOf(total, "frame")}`;
}

/** `48 frames/s`; empty before it is known. */
export function rateText(progress: Pick<Progress, "phase" | "perSecond">): string {
  const { perSecond } = progress;
  if (perSecond <= 0) return "";
  if (!countsFrames(progress)) return `${formatBytes(perSecond)}/s`;
  return `${perSecond < 9.95 ? perSecond.toFixed(1) : Math.round(perSecond)} frames/s`;
}

/** `1:20 left`; empty before it is known. */
export const timeLeft = ({ secondsLeft }: Pick<Progress, "secondsLeft">): string =>
  secondsLeft === null || secondsLeft <= 0 ? "" : `${formatDuration(Math.max(1, secondsLeft))} left`;
