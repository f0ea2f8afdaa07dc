import { rmSync } from "node:fs";
import { CressetError, GoesOnLater } from "../errors.ts";
import { probeMedia } from "./ffmpeg/probe-file.ts";
import { quietFfmpeg } from "./ffmpeg/quiet-ffmpeg.ts";
import { isProbeRequest, type ProbeReply, type ProbeRequest } from "./probe-messages.ts";
import { renderGroups } from "./render-groups.ts";
import type { AssetResult, RenderJob } from "./render-job.ts";
import { isWorkerOrder, type WorkerReport } from "./worker-messages.ts";

/**
 * The media process: FFmpeg lives here, so that a crash of it ends one child and not the program. Looks into files one
 * after the other, so that a crash belongs to one of them, and renders one job at a time; cancels on order, and when the
 * parent is gone.
 */
let current: AbortController | undefined;

const report = (message: WorkerReport | ProbeReply): void => {
  if (process.connected) process.send?.(message);
};

/** Where verified assets lie of which the program may not know yet, by id. */
const untold = new Map<string, string>();

function finished(result: AssetResult): void {
  if (result.ok && result.partial !== undefined) untold.set(result.id, result.partial);
  report({ kind: "finished", result });
  if (!process.connected) forgetUntold();
}

/** Nobody will ever name these. */
function forgetUntold(): void {
  for (const partial of untold.values()) rmSync(partial, { recursive: true, force: true });
  untold.clear();
}

async function render(job: RenderJob): Promise<void> {
  const controller = new AbortController();
  current = controller;
  await renderGroups(
    job,
    {
      started: (id) => report({ kind: "started", id }),
      progress: (progress) => report({ kind: "progress", progress }),
      finished,
    },
    controller.signal,
  );
  current = undefined;
  report({ kind: "done" });
  leaveIfAlone();
}

async function probe({ id, path, options }: ProbeRequest): Promise<void> {
  report({ id, kind: "begun" });
  // The native calls block: without a turn of the loop the program would not hear that this file was begun.
  await new Promise((resolve) => setImmediate(resolve));
  try {
    report({ id, kind: "known", info: await probeMedia(path, options) });
  } catch (error) {
    const known = error instanceof CressetError;
    report({
      id,
      kind: "failed",
      code: known ? error.code : "internal",
      message: error instanceof Error ? error.message : String(error),
      detail: known ? error.detail : error instanceof Error ? error.stack : undefined,
    });
  }
}

function leaveIfAlone(): void {
  if (!process.connected && current === undefined) process.exit(0);
}

let probing = Promise.resolve();
process.on("message", (message: unknown) => {
  if (isProbeRequest(message)) probing = probing.then(() => probe(message));
  else if (!isWorkerOrder(message)) return;
  else if (message.kind === "cancel") current?.abort(message.goesOnLater ? stoppedForNow() : undefined);
  else if (message.kind === "recorded") untold.delete(message.id);
  else
    // What goes wrong outside an asset is a fault of ours: the process ends, and the renderer reports its last words.
    render(message.job).catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      process.exit(70);
    });
});
const stoppedForNow = () => new GoesOnLater("The rendering was stopped.");
process.on("disconnect", () => {
  forgetUntold();
  // The program was killed, and may be asked to go on.
  current?.abort(stoppedForNow());
  leaveIfAlone();
});
// Ctrl-C, and that it was closed, reach every process of a terminal; the parent decides what they mean.
process.on("SIGINT", () => {});
process.on("SIGHUP", () => {});

quietFfmpeg();
