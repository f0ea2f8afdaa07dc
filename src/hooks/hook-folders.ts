import { delimiter } from "node:path";
import type { HookFolder } from "./find-hook-files.ts";

/** Where hook files are looked for: `--hooks` in the order given, then the config file's, then CRESSET_HOOK_PATH. */
export function hookFolders(from: {
  readonly options: readonly string[];
  readonly config: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}): readonly HookFolder[] {
  const listed = (from.env["CRESSET_HOOK_PATH"] ?? "").split(delimiter).filter((path) => path !== "");
  return [
    ...[...from.options, ...from.config].map((path) => ({ path })),
    ...listed.map((path) => ({ path, optional: true })),
  ];
}
