import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ArchiveWorkShape } from "../../../../src/server/shapes/archive-shapes.ts";
import type { Progress } from "../../../../src/server/shapes/queue-shapes.ts";
import { sentenceOf } from "../../api/api-problem.ts";
import { api } from "../../api/client.ts";
import { formatBytes, formatDuration } from "../../format/amounts.ts";
import { notify } from "../../shell/notices.ts";
import classes from "./archives.module.css";
import { useMay } from "../../shell/use-may.ts";

/** What is being done with the archive, how far it is, and a way to stop it. */
export function WorkStrip({ item }: Pick<ArchiveWorkShape, "item">) {
  const { progress } = item;
  const mayWork = useMay("artist");
  const part = progress !== null && progress.total > 0 ? Math.min(1, progress.done / progress.total) : undefined;
  return (
    <div className={classes.work}>
      <strong>{item.title}</strong>
      <span className={classes.workBar}>
        <progress aria-label={item.title} max={1} value={item.state === "running" ? part : 0} />
      </span>
      <span className="figures">{stateText(item.state, item.position, progress)}</span>
      <Link to="/queue" search={({ project }) => ({ project, item: item.id })} className={classes.link}>
        Queue
      </Link>
      {mayWork ? (
        <Button
          onClick={() => {
            api.post(`/queue/${item.id}/cancel`).catch((error: unknown) => {
              notify({ kind: "bad", title: "It was not cancelled", message: sentenceOf(error) });
            });
          }}
        >
          Cancel
        </Button>
      ) : null}
    </div>
  );
}

function stateText(state: string, position: number | null, progress: Progress | null): string {
  if (state === "held") return "held";
  if (state !== "running")
    return position === null || position === 1 ? "waits for its turn" : `waits, number ${position}`;
  if (progress === null || progress.perSecond === 0) return "begins";
  const { done, total, perSecond, secondsLeft } = progress;
  return [
    total > 0 ? `${Math.min(100, Math.round((done / total) * 100))} %` : formatBytes(done),
    `${formatBytes(perSecond)}/s`,
    secondsLeft === null || total === 0 ? "" : `${formatDuration(secondsLeft)} left`,
  ]
    .filter(Boolean)
    .join("  ·  ");
}
