import { existsSync, statfsSync } from "node:fs";
import path from "node:path";
import type { Cresset } from "../../app/cresset.ts";
import type { ExportOutcome } from "../../export/export-outcome.ts";
import { pageWords } from "../shapes/page-words.ts";
import type { DryRun } from "../shapes/export-shapes.ts";
import { assetRow } from "./asset-row.ts";
import type { QueuedExport } from "./export-task.ts";
import { tracedCall } from "./traced-call.ts";

/**
 * Tries an export out: every hook is called as in a dry run, nothing is written, nobody is asked.
 * @throws CressetError for everything that would stop the export before its first frame.
 */
export async function dryRunOf(request: QueuedExport, cresset: Cresset, signal: AbortSignal): Promise<DryRun> {
  const messages: DryRun["messages"] = [];
  const outcome = await cresset.export(request, {
    dryRun: true,
    signal,
    tell(event) {
      if (event.type === "message") messages.push({ text: pageWords(event.text), level: event.level ?? "info" });
    },
  });
  const rows = outcome.sequences.flatMap(({ assets }) => assets.map((asset) => assetRow(asset)));
  const count = (status: string) => rows.filter((row) => row.status === status).length;
  const written = rows.filter(({ status }) => status === "planned" || status === "unanswered");
  const leastBytes = written.reduce((sum, row) => sum + (row.leastBytes ?? 0), 0);
  const freeBytes = freeAt(request.destinationPath);
  return {
    ...resultOf(outcome),
    rows,
    counts: {
      planned: count("planned"),
      conflicts: count("unanswered"),
      replaced: rows.filter(({ status, replaces }) => status === "planned" && replaces).length,
      skipped: count("skipped"),
      aborted: count("aborted"),
      renamed: rows.filter(({ renamedFrom }) => renamedFrom !== null).length,
    },
    space: {
      leastBytes,
      unknownAssets: written.filter((row) => row.leastBytes === null).length,
      freeBytes,
      fits: freeBytes === null || leastBytes <= freeBytes,
    },
    messages,
    trace: outcome.hooks
      .filter(({ calls }) => calls.length > 0)
      .map((call, index) => tracedCall(call, { index, startMs: null })),
  };
}

function resultOf({ status, sequences, aborts, hookErrors }: ExportOutcome) {
  return {
    status,
    sequences: sequences.map(({ name, status: became, assets, warnings }) => ({
      name,
      status: became,
      assets: assets.length,
      warnings: warnings.map(({ message, place }) => ({ message: pageWords(message), place })),
    })),
    aborts: aborts.map((abort) => ({ ...abort })),
    hookErrors: [...hookErrors],
  };
}

/** Bytes free where a folder is, or will be made. */
export function freeAt(folder: string): number | null {
  if (folder === "") return null;
  let at = path.resolve(folder);
  while (!existsSync(at) && path.dirname(at) !== at) at = path.dirname(at);
  try {
    const { bavail, bsize } = statfsSync(at);
    return bavail * bsize;
  } catch {
    return null;
  }
}
