import { Button } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useDeferredValue, useEffect, useRef, useState } from "react";
import type { AuditRowShape } from "../../../../src/server/shapes/report-shapes.ts";
import { sentenceOf } from "../../api/api-problem.ts";
import { countOf, formatBytes, formatMoment } from "../../format/amounts.ts";
import { ListOption } from "../../lists/list-option.tsx";
import { auditQuery, checkQuery } from "./report-queries.ts";
import type { ReportRange } from "./report-range.ts";
import classes from "./audit-log.module.css";

const actions = ["format", "add", "segment", "verify", "restore", "account"] as const;
const outcomes = ["done", "problems", "failed", "cancelled"] as const;

const words: Readonly<Record<string, string>> = {
  format: "made",
  add: "archived",
  segment: "bad segment",
  verify: "verified",
  restore: "restored",
  account: "account",
};

const rowHeight = 24;
/** About a hundred sheets; who wants more of the log exports it. */
const mostOnPaper = 5000;

interface AuditLogProps {
  readonly range: ReportRange;
  readonly onPaper: boolean;
  /** Whether all rows of these days are waited for, so that they can be printed. */
  readonly wanted: boolean;
  /** Called once they are there, or as many as go onto paper. */
  readonly onWhole: () => void;
}

/** Who did what with which archive or account, and whether the log is what was written. */
export function AuditLog({ range, onPaper, wanted, onWhole }: AuditLogProps) {
  const [action, setAction] = useState("");
  const [outcome, setOutcome] = useState("");
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const scroller = useRef<HTMLDivElement>(null);
  const log = useInfiniteQuery(auditQuery({ ...range, action, outcome, text: useDeferredValue(text) }));
  const rows = log.data?.pages.flatMap(({ items }) => items) ?? [];
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: onPaper ? mostOnPaper : 10,
  });
  const lines = virtual.getVirtualItems();
  const last = lines.at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = log;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && last >= rows.length - 20) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, last, rows.length]);
  const isWhole = log.error !== null || (log.data !== undefined && (!hasNextPage || rows.length >= mostOnPaper));
  const { isPlaceholderData } = log;
  useEffect(() => {
    if (!wanted || isFetchingNextPage || isPlaceholderData) return;
    if (isWhole) onWhole();
    else void fetchNextPage();
  }, [wanted, isWhole, isFetchingNextPage, isPlaceholderData, fetchNextPage, onWhole]);
  const current = rows[Math.min(at, rows.length - 1)];
  return (
    <section className={classes.log} aria-labelledby="audit-title">
      <div className={classes.bar}>
        <h2 id="audit-title">Audit log</h2>
        <select aria-label="Action" value={action} onChange={(event) => setAction(event.currentTarget.value)}>
          <option value="">Everything</option>
          {actions.map((each) => (
            <option key={each} value={each}>
              {words[each]}
            </option>
          ))}
        </select>
        <select aria-label="Outcome" value={outcome} onChange={(event) => setOutcome(event.currentTarget.value)}>
          <option value="">However it ended</option>
          {outcomes.map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </select>
        <input
          id="audit-search"
          type="search"
          aria-label="Search in the audit log"
          placeholder="Who, archive, path …  ( F )"
          value={text}
          spellCheck={false}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Check />
      </div>
      {log.error === null ? null : (
        <p role="alert" className={classes.bad}>
          {sentenceOf(log.error)}
        </p>
      )}
      <div
        ref={scroller}
        role="listbox"
        aria-label="Rows of the audit log"
        tabIndex={0}
        className={classes.rows}
        aria-activedescendant={current === undefined ? undefined : `audit-${current.number}`}
        onKeyDown={(event) => {
          const to = {
            ArrowDown: at + 1,
            ArrowUp: at - 1,
            PageDown: at + 10,
            PageUp: at - 10,
            Home: 0,
            End: rows.length,
          }[event.key];
          if (to === undefined) return;
          event.preventDefault();
          const next = Math.max(0, Math.min(rows.length - 1, to));
          setAt(next);
          virtual.scrollToIndex(next);
        }}
      >
        {rows.length === 0 && log.data !== undefined ? <p className={classes.nothing}>No rows.</p> : null}
        <div className={classes.sheet} style={{ height: virtual.getTotalSize() }} role="presentation">
          {lines.map(({ index, start }) => {
            const row = rows[index];
            return row === undefined ? null : (
              <ListOption
                as="div"
                key={row.number}
                id={`audit-${row.number}`}
                selected={row === current}
                className={classes.row}
                style={{ height: rowHeight, transform: `translateY(${start}px)` }}
                onChoose={() => setAt(index)}
              >
                <span className="figures quiet">{row.number}</span>
                <span className="figures">{formatMoment(row.at)}</span>
                <span>{row.user}</span>
                <span>{words[row.action] ?? row.action}</span>
                <span data-outcome={row.outcome}>{row.outcome}</span>
                <span>{row.archiveName}</span>
                <span className="figures">{row.session === null ? "" : `session ${row.session}`}</span>
                <span>{row.project}</span>
                <span className="figures">{row.files === 0 ? "" : countOf(row.files, "file")}</span>
                <span className="figures">{row.bytes === 0 ? "" : formatBytes(row.bytes)}</span>
                <span className={classes.text}>{textOf(row)}</span>
              </ListOption>
            );
          })}
        </div>
      </div>
      {onPaper && hasNextPage ? (
        <p>The latest {countOf(rows.length, "row")}. Older ones of these days are not on this paper.</p>
      ) : null}
      {current === undefined ? null : <Row row={current} />}
    </section>
  );
}

function textOf({ action, subjects, message }: AuditRowShape): string {
  if (action === "account") return `${subjects.join(", ")}: ${message}`;
  return message === "" ? subjects.join(", ") : message;
}

/** The chain of hashes, checked and said. */
function Check() {
  const { data, error, isFetching, refetch } = useQuery(checkQuery);
  return (
    <span className={classes.check} role="status">
      {error === null ? null : <span className={classes.bad}>{sentenceOf(error)}</span>}
      {data === undefined ? (
        "Checking the chain of hashes"
      ) : data.entries === 0 ? (
        "Nothing is in the log yet."
      ) : data.faults.length === 0 ? (
        <span className={classes.good}>
          ✓ The log is whole: {countOf(data.entries, "row")}, each held against its hash.{" "}
          <code title={`Hash of the last row: ${data.head}`}>{data.head.slice(0, 12)}</code>
        </span>
      ) : (
        <span className={classes.bad}>✗ {data.faults.join(" ")}</span>
      )}
      <Button loading={isFetching} onClick={() => void refetch()}>
        Check
      </Button>
    </span>
  );
}

function Row({ row }: { row: AuditRowShape }) {
  const { number, place, target, subjects, message, hash, host, user, at } = row;
  const facts = [
    ["When", new Date(at).toISOString()],
    ["Who", `${user}@${host}`],
    ["Archive", place],
    ["What", subjects.slice(0, 20).join(", ")],
    ["To", target],
    ["Said", message],
    ["Hash", hash],
  ].filter(([, value]) => value !== "");
  return (
    <dl className={classes.detail} aria-label={`Row ${number}`}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
