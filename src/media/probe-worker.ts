import { CressetError } from "../errors.ts";
import { probeMedia } from "./ffmpeg/probe-file.ts";
import { isProbeOrder, type ProbeReport } from "./probe-messages.ts";

// Probes files for the program, one after the other: a decoder that crashes takes this process with it, and nothing else.
const report = (message: ProbeReport): void => void process.send?.(message);

let queue = Promise.resolve();
process.on("message", (message: unknown) => {
  if (!isProbeOrder(message)) return;
  const { id, path, options } = message;
  queue = queue.then(async () => {
    report({ kind: "probing", id });
    try {
      report({ kind: "probed", id, media: await probeMedia(path, options) });
    } catch (error) {
      const code = error instanceof CressetError ? error.code : "internal";
      const text = error instanceof Error ? error.message : String(error);
      const detail = error instanceof CressetError ? error.detail : error instanceof Error ? error.stack : undefined;
      report({ kind: "refused", id, code, message: text, detail: detail ?? "" });
    }
  });
});
process.on("disconnect", () => process.exit(0));
