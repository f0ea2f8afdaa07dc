import { knownTokens, tokensOf } from "../naming/tokens.ts";
import type { SandwichRun } from "../sandwich-run.ts";
import type { DecidedAsset } from "./decide-asset.ts";

/** Warns of tokens that are none of Cresset's and that no hook replaced: they stand in names of files now. */
export function warnOfTokens({ tell }: SandwichRun, assets: readonly DecidedAsset[]): void {
  const left = assets
    .filter(({ action }) => action === "write")
    .flatMap(({ planned, resolvedPath }) => {
      const meant = new Set(tokensOf(planned.namePattern));
      const unknown = tokensOf(resolvedPath).filter((token) => meant.has(token) && !Object.hasOwn(knownTokens, token));
      return [...new Set(unknown)].map((token) => ({ token, resolvedPath }));
    });
  for (const [token, names] of Map.groupBy(left, (each) => each.token)) {
    const more = names.length > 1 ? ` (and ${names.length - 1} more)` : "";
    const text = `<${token}> is no token of Cresset, and no hook replaced it: it stands in the name ${names[0]?.resolvedPath ?? ""}${more}. Mend the name pattern, or replace it in preExportAsset.`;
    tell({ type: "message", level: "warning", text });
  }
}
