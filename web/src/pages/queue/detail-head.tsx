import { Button } from "@mantine/core";
import { formatBytes, formatDuration, formatMoment } from "../../format/amounts.ts";
import { Icon } from "../../icons/icon.tsx";
import { Progress } from "./progress.tsx";
import { amountOf, rateText, timeLeft } from "./progress-text.ts";
import { canDo } from "./queue-actions.ts";
import classes from "./queue.module.css";
import type { RunDetail } from "./queue-queries.ts";
import { stateKind, stateWord, type Work } from "./shown-work.ts";
import type { QueueDoing } from "./use-queue-keys.ts";

export interface DetailHeadProps {
  readonly work: Work;
  readonly run: RunDetail | undefined;
  readonly doing: QueueDoing;
}

/** What it is and how it stands, with what can be done to it. */
export function DetailHead({ work, run, doing }: DetailHeadProps) {
  const { actions, works, mayWork } = doing;
  const can = canDo(work);
  const { progress, message } = work;
  const why = message === "" ? (run?.message ?? "") : message;
  return (
    <header className={classes.head}>
      <div className={classes.headTop}>
        <h2>{work.title}</h2>
        <span className={classes.state} data-kind={stateKind(work.state)}>
          {stateWord(work.state)}
        </span>
        <span className={classes.space} />
        {mayWork && can.move ? (
          <>
            <Button title="Alt ↑" onClick={() => void actions.move(works, work, -1)}>
              Earlier
            </Button>
            <Button title="Alt ↓" onClick={() => void actions.move(works, work, 1)}>
              Later
            </Button>
          </>
        ) : null}
        {mayWork && can.hold ? (
          <Button title="H" onClick={() => void actions.holdOrRelease(work)}>
            {work.state === "held" ? "Release" : "Hold"}
          </Button>
        ) : null}
        {mayWork && can.resume ? (
          <Button title="U" onClick={() => void actions.resume(work)}>
            Resume
          </Button>
        ) : null}
        {mayWork && can.retry ? (
          <Button title="R" leftSection={<Icon name="retry" size={11} />} onClick={() => void actions.retry(work)}>
            Try again
          </Button>
        ) : null}
        {can.trace ? (
          <Button title="T" leftSection={<Icon name="trace" size={11} />} onClick={() => doing.trace(work)}>
            Hook trace
          </Button>
        ) : null}
        {mayWork && can.cancel ? (
          <Button title="X" leftSection={<Icon name="stop" size={10} />} onClick={() => void actions.cancel(work)}>
            Cancel
          </Button>
        ) : null}
      </div>
      <dl className={classes.facts}>
        {factsOf(work, run).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd title={value}>{value}</dd>
          </div>
        ))}
      </dl>
      {progress === null ? null : (
        <div className={classes.overall}>
          <Progress label="All of it" progress={progress} />
          <div className={classes.rowFacts}>
            <span>{amountOf(progress, work.state)}</span>
            <span className="figures">{[rateText(progress), timeLeft(progress)].filter(Boolean).join("  ·  ")}</span>
          </div>
        </div>
      )}
      {why === "" ? null : (
        <p className={classes.reason} data-kind={stateKind(work.state)}>
          {why}
        </p>
      )}
    </header>
  );
}

function factsOf(work: Work, run: RunDetail | undefined): readonly (readonly [string, string])[] {
  const took =
    work.startedAt !== null && work.endedAt !== null
      ? formatDuration((Date.parse(work.endedAt) - Date.parse(work.startedAt)) / 1000)
      : "";
  const wrote =
    run === undefined || run.fileCount === 0
      ? ""
      : `${run.fileCount.toLocaleString("en")} ${run.fileCount === 1 ? "file" : "files"}, ${formatBytes(run.bytes)}`;
  const all: readonly (readonly [string, string])[] = [
    ["Preset", work.presets.join(", ")],
    ["Destination", work.destination],
    ["By", work.who],
    ["Began", work.startedAt === null ? "" : formatMoment(work.startedAt)],
    ["Took", took],
    ["Wrote", wrote],
    ["Run", work.runId ?? ""],
  ];
  return all.filter(([, value]) => value !== "");
}
