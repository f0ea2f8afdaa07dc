import { Option } from "commander";

/** `--overwrite` of everything that writes assets. */
export const overwriteOption = (): Option =>
  new Option("--overwrite <what>", "what to do with files that exist").choices([
    "ask",
    "overwrite",
    "skip",
    "version-up",
  ]);
