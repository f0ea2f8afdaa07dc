import { formatMilliseconds } from "../../format/amounts.ts";
import { ScrollRegion } from "../../shell/scroll-region.tsx";
import { shownValue } from "./shown-value.ts";
import type { TraceRow } from "./trace-rows.ts";
import classes from "./trace.module.css";

const outcomes = {
  ok: "It ran well.",
  aborted: "It stopped this.",
  error: "It failed.",
  timeout: "It took longer than it may, and was ended.",
  skipped: "It was skipped.",
} as const;

/** What the chosen line did: what it changed, what it printed, why it said no or was skipped. */
export function CallDetail({ row }: { row: TraceRow }) {
  const { handler, call } = row;
  return (
    <ScrollRegion className={classes.detail} label={`${row.name} ${row.file}`}>
      <header className={classes.detailHead}>
        <h2>{row.name}</h2>
        {row.about === "" ? null : <span>{row.about}</span>}
        <span className="quiet">
          {row.startMs === null ? "" : `at ${formatMilliseconds(row.startMs)}, `}
          {row.state === "running" ? "still running" : `took ${formatMilliseconds(row.milliseconds)}`}
        </span>
      </header>
      {handler === undefined || call === undefined ? (
        <p className="quiet">
          {row.kind === "decision" ? "Decided by Cresset, or answered by a person." : "Work of Cresset between hooks."}
          {row.state === "error" ? " It failed; the run's log says why." : ""}
        </p>
      ) : (
        <>
          <p className={classes.path}>{handler.file}</p>
          <p data-state={row.state} className={classes.outcome}>
            {outcomes[handler.outcome]}
          </p>
          {handler.detail === "" ? null : <pre className={classes.text}>{handler.detail}</pre>}
          {call.abortMessage !== "" && call.abortMessage !== handler.detail ? (
            <p className={classes.outcome} data-state="aborted">
              {call.abortMessage}
            </p>
          ) : null}
          <Changes changes={handler.changes} />
          <Lines title="Printed" lines={handler.log} />
          <Lines title="Not accepted" lines={handler.complaints} />
          {handler.answer === null || handler.answer === undefined ? null : (
            <Lines title="Answered" lines={[shownValue(handler.answer)]} />
          )}
        </>
      )}
    </ScrollRegion>
  );
}

type Change = NonNullable<TraceRow["handler"]>["changes"][number];

function Changes({ changes }: { changes: readonly Change[] }) {
  if (changes.length === 0) return <p className="quiet">It changed nothing.</p>;
  return (
    <table className={classes.changes}>
      <thead>
        <tr>
          <th scope="col">Changed</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ key, before, after }) => (
          <tr key={key}>
            <th scope="row">{key}</th>
            <td className={classes.before}>{shownValue(before)}</td>
            <td className={classes.after}>{shownValue(after)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Lines({ title, lines }: { title: string; lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <pre className={classes.text}>{lines.join("\n")}</pre>
    </>
  );
}
