import { quietFfmpeg } from "./ffmpeg/quiet-ffmpeg.ts";
import { renderGroup } from "./render-group.ts";
import type { RenderJob } from "./render-job.ts";
import { isWorkerOrder, type WorkerReport } from "./worker-messages.ts";

/**
 * The worker process: FFmpeg lives here, so that a crash of it ends one child and not the program. Renders one group at a
 * time; cancels on order, and when the parent is gone.
 */
let current: AbortController | undefined;

const report = (message: WorkerReport): void => {
  if (process.connected) process.send?.(message);
};

async function render(job: RenderJob): Promise<void> {
  const controller = new AbortController();
  current = controller;
  await renderGroup(
    job,
    {
      started: (id) => report({ kind: "started", id }),
      progress: (progress) => report({ kind: "progress", progress }),
      finished: (result) => report({ kind: "finished", result }),
    },
    controller.signal,
  );
  current = undefined;
  report({ kind: "done" });
  leaveIfAlone();
}

function leaveIfAlone(): void {
  if (!process.connected && current === undefined) process.exit(0);
}

process.on("message", (message: unknown) => {
  if (!isWorkerOrder(message)) return;
  if (message.kind === "cancel") current?.abort();
  else
    // What goes wrong outside an asset is a fault of ours: the process ends, and the renderer reports its last words.
    render(message.job).catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      process.exit(70);
    });
});
process.on("disconnect", () => {
  current?.abort();
  leaveIfAlone();
});
// Ctrl-C reaches every process of a terminal; the parent decides what it means.
process.on("SIGINT", () => {});

quietFfmpeg();
report({ kind: "ready" });
