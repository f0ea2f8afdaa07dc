/** The process that probes files for `createProber`: a crash of the native decoder ends it and nothing else. */
import { CressetError } from "../errors.ts";
import { probeMedia } from "./ffmpeg/probe-file.ts";
import { isProbeRequest, type ProbeReply, type ProbeRequest } from "./probe-messages.ts";

const reply = (message: ProbeReply): boolean | undefined => process.send?.(message);

async function answer({ id, path, options }: ProbeRequest): Promise<void> {
  reply({ id, kind: "begun" });
  // The native calls block: without a turn of the loop the program would not hear that this file was begun.
  await new Promise((resolve) => setImmediate(resolve));
  try {
    reply({ id, kind: "done", info: await probeMedia(path, options) });
  } catch (error) {
    const known = error instanceof CressetError;
    reply({
      id,
      kind: "failed",
      code: known ? error.code : "internal",
      message: error instanceof Error ? error.message : String(error),
      detail: known ? error.detail : error instanceof Error ? error.stack : undefined,
    });
  }
}

let last = Promise.resolve();
process.on("message", (message) => {
  // One after the other, so that a crash belongs to one file.
  if (isProbeRequest(message)) last = last.then(() => answer(message));
});
// The program is gone.
process.on("disconnect", () => process.exit(0));
