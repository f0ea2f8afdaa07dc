/** A row of the table of faults: how often something was broken, and what came of it. */
export interface FaultRow {
  readonly name: string;
  injected: number;
  /** All of it came back, bit for bit. */
  exact: number;
  /** Something did not come back, and that was said. */
  reported: number;
  /** Something did not come back as it was, and nobody said so. Never. */
  silent: number;
  /** What was wrong where it was silent. */
  readonly notes: string[];
}

export type Outcome = "exact" | "reported" | { readonly silent: string };

export const faultRow = (name: string): FaultRow => ({
  name,
  injected: 0,
  exact: 0,
  reported: 0,
  silent: 0,
  notes: [],
});

export function count(row: FaultRow, outcome: Outcome): void {
  row.injected += 1;
  if (outcome === "exact") row.exact += 1;
  else if (outcome === "reported") row.reported += 1;
  else {
    row.silent += 1;
    row.notes.push(outcome.silent);
  }
}

/**
 * What came of a fault.
 * @param before lines that describe what was archived. @param after the same of what was restored.
 * @param reports everything that was said to be wrong.
 */
export function judge(before: readonly string[], after: readonly string[], reports: readonly string[]): Outcome {
  const [source, restored] = [new Set(before), new Set(after)];
  const lost = before.filter((line) => !restored.has(line));
  const wrong = after.filter((line) => !source.has(line));
  if (lost.length === 0 && wrong.length === 0) return "exact";
  if (reports.length === 0) return { silent: `lost ${lost.length}, first: ${lost[0]}` };
  // What lies there and is not what was archived must have been said to be unchecked.
  const isUnchecked = reports.some((report) =>
    /not checked|unstable|changed each|^Session \d+ is not there/.test(report),
  );
  const wrongFiles = wrong.filter((line) => !line.startsWith("folder "));
  return wrongFiles.length === 0 || isUnchecked ? "reported" : { silent: `wrong: ${wrongFiles[0]} · ${reports[0]}` };
}
