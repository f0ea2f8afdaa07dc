// Nothing that is called secret leaves the building.
import { defineHooks } from "cresset";

export default defineHooks({
  preExportSequence(info) {
    if (!info.sequenceName.includes("secret")) return;
    info.abort = true;
    info.abortMessage = `"${info.sequenceName}" is not released yet. Ask the producer.`;
  },
});
