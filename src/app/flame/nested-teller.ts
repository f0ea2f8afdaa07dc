import path from "node:path";
import type { ExportEvent } from "../../export/export-outcome.ts";

type Tell = (event: ExportEvent) => void;

/**
 * Tells the outer export what becomes of a nested one, as messages: assets and progress of its own would be taken for those
 * of the outer one.
 * @param onDecided called once with the id of its run, when its pre hooks have decided and rendering begins.
 */
export function nestedTeller(tell: Tell, onDecided: (runId: string) => void = () => {}): Tell {
  let runId = "";
  let begun = false;
  const decided = () => {
    if (!begun) onDecided(runId);
    begun = true;
  };
  return (event) => {
    switch (event.type) {
      case "started":
        runId = event.runId;
        return tell({ type: "message", text: `Run ${runId}, started by a script` });
      case "message":
        return tell(event);
      case "warning":
        return tell({ type: "message", text: `${runId}: ${event.warning.message}`, level: "warning" });
      case "hook":
        if (event.outcome.hook.startsWith("post")) decided();
        for (const { file, log, complaints, outcome, detail } of event.outcome.calls) {
          for (const text of [...log, ...complaints])
            tell({ type: "message", text: `${runId}: ${path.basename(file) || "hooks"}: ${text}` });
          if (outcome === "error" || outcome === "timeout")
            tell({
              type: "message",
              text: `${runId}: ${event.outcome.hook} of ${file} failed: ${detail}`,
              level: "error",
            });
        }
        return undefined;
      case "progress":
        return decided();
      case "asset": {
        decided();
        const { status, path, assetName, reason } = event.outcome;
        const why = reason === "" ? "" : `: ${reason}`;
        const level = status === "failed" ? "error" : "info";
        return tell({ type: "message", text: `${runId}: ${status} ${path === "" ? assetName : path}${why}`, level });
      }
      case "planned":
      case "finished":
        return undefined;
    }
  };
}
