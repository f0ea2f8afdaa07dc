import "./print.css";
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { sentenceOf } from "../../api/api-problem.ts";
import { countOf, formatBytes } from "../../format/amounts.ts";
import { Icon } from "../../icons/icon.tsx";
import { useKeys } from "../../keys/use-keys.ts";
import { PageBar } from "../../shell/page-bar.tsx";
import { AuditLog } from "./audit-log.tsx";
import { DayBars } from "./day-bars.tsx";
import { MailDialog } from "./mail-dialog.tsx";
import { archivedQuery, exportedQuery } from "./report-queries.ts";
import { daysIn, lastDays, type ReportRange } from "./report-range.ts";
import classes from "./reports.module.css";
import { stackDays } from "./stacked-days.ts";
import { StorageForecast } from "./storage-forecast.tsx";
import { useOnPaper } from "./use-on-paper.ts";
import { useMay } from "../../shell/use-may.ts";

const periods = [7, 30, 90, 365] as const;

/** What was archived and exported, how long the storage lasts, and who did what. */
export function ReportsPage() {
  const [range, setRange] = useState<ReportRange>(() => lastDays(30));
  const isLead = useMay("lead");
  const [mailing, setMailing] = useState(false);
  const [printing, setPrinting] = useState(false);
  const onPaper = useOnPaper();
  // The audit log, where there is one, is read to its end first.
  const print = () => (isLead ? setPrinting(true) : globalThis.print());
  useKeys("Reports", [
    { keys: "1", label: "A week", run: () => setRange(lastDays(7)) },
    { keys: "2", label: "A month", run: () => setRange(lastDays(30)) },
    { keys: "3", label: "A quarter", run: () => setRange(lastDays(90)) },
    { keys: "4", label: "A year", run: () => setRange(lastDays(365)) },
    ...(isLead ? [{ keys: "m", label: "Mail the report", run: () => setMailing(true) }] : []),
    { keys: "mod+p", label: "Print, or save as PDF", run: print },
    ...(isLead
      ? [{ keys: "f", label: "Search in the audit log", run: () => document.getElementById("audit-search")?.focus() }]
      : []),
  ]);
  return (
    // A page that scrolls is reached by Tab, so that the keyboard can scroll it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={classes.reports} tabIndex={0} role="region" aria-label="Report" data-report>
      <PageBar>
        <label className={classes.date}>
          From
          <input
            type="date"
            value={range.since}
            max={range.until}
            onChange={({ currentTarget: { value } }) => value !== "" && setRange({ ...range, since: value })}
          />
        </label>
        <label className={classes.date}>
          to
          <input
            type="date"
            value={range.until}
            min={range.since}
            onChange={({ currentTarget: { value } }) => value !== "" && setRange({ ...range, until: value })}
          />
        </label>
        {periods.map((days, index) => (
          <Button
            key={days}
            title={`Key ${index + 1}`}
            className={classes.period ?? ""}
            aria-pressed={range.since === lastDays(days).since && range.until === lastDays(days).until}
            onClick={() => setRange(lastDays(days))}
          >
            {days} days
          </Button>
        ))}
        <span className={classes.space} />
        {isLead ? <Button onClick={() => setMailing(true)}>Mail…</Button> : null}
        <Button leftSection={<Icon name="export" size={12} />} loading={printing} onClick={print}>
          Print or PDF…
        </Button>
      </PageBar>
      <h1 className={classes.title}>
        Report
        <span className="figures">
          {range.since} to {range.until}
        </span>
      </h1>
      <Archived range={range} onPaper={onPaper} />
      <Exported range={range} onPaper={onPaper} />
      <StorageForecast />
      {isLead ? (
        <AuditLog
          range={range}
          onPaper={onPaper}
          wanted={printing}
          onWhole={() => {
            setPrinting(false);
            globalThis.print();
          }}
        />
      ) : null}
      {mailing ? <MailDialog range={range} onClose={() => setMailing(false)} /> : null}
    </div>
  );
}

interface BlockProps {
  readonly range: ReportRange;
  readonly onPaper: boolean;
}

function Archived({ range, onPaper }: BlockProps) {
  const { data, error } = useQuery(archivedQuery(range));
  const stacked = useMemo(
    () =>
      stackDays(
        (data?.days ?? []).map(({ day, project, bytes }) => ({ day, project, amount: bytes })),
        daysIn(data ?? range),
      ),
    [data, range],
  );
  return (
    <section className={classes.block} aria-labelledby="archived-title">
      <h2 id="archived-title">Archived by day and project</h2>
      {error === null ? null : <p role="alert">{sentenceOf(error)}</p>}
      <DayBars label="Archived by day" stacked={stacked} format={formatBytes} onPaper={onPaper} />
      {data === undefined ? null : (
        <p className={classes.sum}>
          <strong>{formatBytes(data.total.bytes)}</strong>
          <span>
            {countOf(data.total.sessions, "session")}, {countOf(data.total.files, "file")}
            {data.total.failed === 0 ? "" : `, ${data.total.failed} failed`}
          </span>
          {data.log.bytes === data.total.bytes && data.log.rows === data.total.sessions ? (
            <span className={classes.good}>
              ✓ Adds up to the audit log: {countOf(data.log.rows, "row")}, {data.total.bytes.toLocaleString("en")} bytes
            </span>
          ) : (
            <span className={classes.bad}>
              ✗ The audit log comes to {data.log.bytes.toLocaleString("en")} bytes, the days to{" "}
              {data.total.bytes.toLocaleString("en")}
            </span>
          )}
        </p>
      )}
    </section>
  );
}

const wholeNumber = (amount: number) => (Number.isInteger(amount) ? amount.toLocaleString("en") : "");

function Exported({ range, onPaper }: BlockProps) {
  const { data, error } = useQuery(exportedQuery(range));
  const stacked = useMemo(
    () =>
      stackDays(
        (data?.days ?? []).map(({ day, project, exports, snapshots }) => ({
          day,
          project,
          amount: exports + snapshots,
        })),
        daysIn(data ?? range),
      ),
    [data, range],
  );
  return (
    <section className={classes.block} aria-labelledby="exported-title">
      <h2 id="exported-title">Exports by day and project</h2>
      {error === null ? null : <p role="alert">{sentenceOf(error)}</p>}
      <DayBars label="Exports by day" stacked={stacked} format={wholeNumber} onPaper={onPaper} />
      {data === undefined ? null : (
        <p className={classes.sum}>
          <strong>{countOf(data.total.exports, "export")}</strong>
          <span>
            {countOf(data.total.snapshots, "snapshot")}, {countOf(data.total.assets, "asset")} of{" "}
            {formatBytes(data.total.bytes)}
          </span>
          {data.total.failed === 0 ? null : <span className={classes.bad}>{data.total.failed} did not end well</span>}
        </p>
      )}
    </section>
  );
}
