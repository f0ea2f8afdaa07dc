import { realpathSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";

/**
 * The folder of Cresset's Python files, beside src/ in a clone and beside dist/ in the package. Without links on the way:
 * Python resolves some of the paths of its files and not others, and its tracebacks are tidied by them.
 */
export const pythonHome = pathToFileURL(`${realpathSync(fileURLToPath(new URL("../../python", import.meta.url)))}/`);
