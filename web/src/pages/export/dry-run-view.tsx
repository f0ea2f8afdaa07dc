import { Button } from "@mantine/core";
import { sentenceOf, ApiProblem } from "../../api/api-problem.ts";
import { countOf, formatBytes } from "../../format/amounts.ts";
import { Empty } from "../../shell/empty.tsx";
import { Loading } from "../../shell/loading.tsx";
import type { DryRun } from "../../../../src/server/shapes/export-shapes.ts";
import { DryRunTable } from "./dry-run-table.tsx";
import { ScrollRegion } from "../../shell/scroll-region.tsx";
import classes from "./export.module.css";
import type { TriedExport } from "./use-dry-run.ts";

export interface DryRunViewProps {
  readonly dryRun: TriedExport;
  readonly missing: string;
  readonly onTry: () => void;
}

/** What the export would write, before anything is written. */
export function DryRunView({ dryRun, missing, onTry }: DryRunViewProps) {
  const { result, error, isRunning, isCurrent } = dryRun;
  if (error !== undefined && !isRunning)
    return (
      <section className={classes.result} aria-label="Dry run">
        <div className={classes.refusal} role="alert">
          <strong>This export cannot begin.</strong>
          <p>{sentenceOf(error)}</p>
          {error instanceof ApiProblem && !error.message.includes(error.detail.trim()) ? (
            <pre>{error.detail}</pre>
          ) : null}
          <Button onClick={onTry}>Try again</Button>
        </div>
      </section>
    );
  if (result === undefined)
    return (
      <section className={classes.result} aria-label="Dry run">
        {isRunning ? (
          <Loading what="The hooks are asked" />
        ) : (
          <Empty title="Nothing is written yet" icon="export">
            <p>
              {missing === ""
                ? "A dry run asks every hook and shows here what would be written: names, conflicts, what hooks refuse, the space it takes."
                : missing}
            </p>
            {missing === "" ? (
              <Button variant="filled" onClick={onTry}>
                Dry run
              </Button>
            ) : null}
          </Empty>
        )}
      </section>
    );
  return (
    <section className={classes.result} aria-label="Dry run" aria-busy={isRunning}>
      <Summary result={result} isCurrent={isCurrent && !isRunning} />
      <DryRunTable rows={result.rows} dim={!isCurrent || isRunning} />
      <Said result={result} />
    </section>
  );
}

function Summary({ result, isCurrent }: { result: DryRun; isCurrent: boolean }) {
  const { counts, space } = result;
  const parts: readonly (readonly [number, string, string])[] = [
    [counts.planned, "good", "would be written"],
    [counts.renamed, "live", "renamed by hooks"],
    [
      counts.conflicts,
      "warning",
      counts.conflicts === 1 ? "exists and will be asked about" : "exist and will be asked about",
    ],
    [counts.replaced, "warning", "would be replaced"],
    [counts.skipped, "warning", "skipped"],
    [counts.aborted, "bad", "stopped by hooks"],
  ];
  return (
    <header className={classes.summary} role="status">
      {isCurrent ? null : <strong className={classes.stale}>The form has changed since this dry run.</strong>}
      {parts
        .filter(([count], index) => count > 0 || index === 0)
        .map(([count, kind, words]) => (
          <span key={words} data-kind={kind}>
            <b>{count.toLocaleString("en")}</b> {words}
          </span>
        ))}
      <span className={classes.space} />
      <span data-kind={space.fits ? "quiet" : "bad"}>{spaceText(space)}</span>
    </header>
  );
}

function spaceText({ leastBytes, unknownAssets, freeBytes, fits }: DryRun["space"]): string {
  const free = freeBytes === null ? "" : ` of ${formatBytes(freeBytes)} free`;
  if (leastBytes === 0 && unknownAssets > 0)
    return `Size not known before${freeBytes === null ? "" : `, ${formatBytes(freeBytes)} free`}`;
  const more = unknownAssets > 0 ? `, and ${countOf(unknownAssets, "asset")} of unknown size` : "";
  return fits ? `At least ${formatBytes(leastBytes)}${free}${more}` : `Does not fit: ${formatBytes(leastBytes)}${free}`;
}

/** What stops more than one asset, what hooks said, and what is worth knowing. */
function Said({ result: { aborts, hookErrors, messages, sequences } }: { result: DryRun }) {
  const lines: readonly (readonly [string, string])[] = [
    ...aborts.map(({ what, message, hook }): readonly [string, string] => [
      "bad",
      `${what === "export" ? "The whole export" : what}: ${message} (${hook})`,
    ]),
    ...hookErrors.map((text): readonly [string, string] => ["bad", text]),
    ...sequences.flatMap(({ name, warnings }) =>
      warnings.map(({ message, place }): readonly [string, string] => [
        "warning",
        `${name}: ${message}${place === "" ? "" : ` (${place})`}`,
      ]),
    ),
    ...messages.map(({ text, level }): readonly [string, string] => [level === "error" ? "bad" : "quiet", text]),
  ];
  if (lines.length === 0) return null;
  return (
    <ScrollRegion className={classes.said} label="What hooks and sources said">
      <ul>
        {lines.map(([kind, text], index) => (
          <li key={index} data-kind={kind}>
            {text}
          </li>
        ))}
      </ul>
    </ScrollRegion>
  );
}
