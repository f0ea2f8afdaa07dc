import { Button } from "@mantine/core";
import { Icon } from "../../icons/icon.tsx";
import { PageBar } from "../../shell/page-bar.tsx";
import classes from "./queue.module.css";
import { stateWord } from "./shown-work.ts";
import type { QueueDoing } from "./use-queue-keys.ts";

export interface QueueBarProps {
  readonly doing: QueueDoing;
  readonly isHistory: boolean;
  readonly kind: string | undefined;
  readonly status: string | undefined;
  readonly onFilter: (changes: Readonly<Record<string, string | undefined>>) => void;
}

const statuses = [
  "running",
  "finished",
  "finished-with-hook-errors",
  "aborted",
  "failed",
  "cancelled",
  "interrupted",
] as const;

/** The page's tools in the bar at the top. */
export function QueueBar({ doing, isHistory, kind, status, onFilter }: QueueBarProps) {
  const { paused, actions, mayWork } = doing;
  return (
    <PageBar>
      <div className={classes.views} role="group" aria-label="What is listed">
        <button type="button" aria-pressed={!isHistory} onClick={() => doing.history(false)}>
          Queue
        </button>
        <button type="button" aria-pressed={isHistory} onClick={() => doing.history(true)}>
          History
        </button>
      </div>
      {isHistory ? (
        <>
          <select
            aria-label="Kind"
            className={classes.filter}
            value={kind ?? ""}
            onChange={(event) => onFilter({ kind: event.currentTarget.value || undefined })}
          >
            <option value="">Exports and archives</option>
            <option value="export">Exports</option>
            <option value="archive">Archives</option>
          </select>
          <select
            aria-label="How they ended"
            className={classes.filter}
            value={status ?? ""}
            onChange={(event) => onFilter({ status: event.currentTarget.value || undefined })}
          >
            <option value="">However they ended</option>
            {statuses.map((each) => (
              <option key={each} value={each}>
                {stateWord(each)}
              </option>
            ))}
          </select>
        </>
      ) : null}
      <span className={classes.space} />
      {paused ? <span className={classes.paused}>Paused: nothing more is started</span> : null}
      {mayWork ? (
        <Button
          leftSection={<Icon name={paused ? "player" : "pause"} size={11} />}
          title="P"
          aria-pressed={paused}
          onClick={() => void actions.pause(!paused)}
        >
          {paused ? "Go on" : "Pause after current"}
        </Button>
      ) : null}
    </PageBar>
  );
}
