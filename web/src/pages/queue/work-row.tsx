import { memo } from "react";
import { formatDuration, formatMoment } from "../../format/amounts.ts";
import lines from "../../lists/list-line.module.css";
import { ListOption } from "../../lists/list-option.tsx";
import { Progress } from "./progress.tsx";
import { amountOf, rateText, timeLeft } from "./progress-text.ts";
import classes from "./queue.module.css";
import { stateKind, stateWord, type Work } from "./shown-work.ts";
import { WorkPicture } from "./work-picture.tsx";

export const workId = (work: Work) => `work-${work.key}`;

export interface WorkRowProps {
  readonly work: Work;
  readonly chosen: boolean;
  readonly onShow: (work: Work) => void;
}

/** A line: what it is, how far it is or how it ended, and why it did not end well. */
export const WorkRow = memo(function WorkRow({ work, chosen, onShow }: WorkRowProps) {
  const { title, state, presets, destination, message, progress, position, kind } = work;
  return (
    <ListOption
      as="div"
      id={workId(work)}
      selected={chosen}
      className={`${lines.line} ${classes.row}`}
      data-kind={stateKind(state)}
      onChoose={() => onShow(work)}
    >
      <WorkPicture work={work} />
      <div className={classes.rowText}>
        <div className={classes.rowTop}>
          <span className={classes.title}>{title}</span>
          <span className={classes.state} data-kind={stateKind(state)}>
            {position === null ? stateWord(state) : `${stateWord(state)}, ${position}`}
          </span>
        </div>
        {progress === null ? (
          <div className={classes.rowFacts}>
            <span className={classes.ellipsis}>
              {[kindWord(kind), presets.join(", "), destination].filter((text) => text !== "").join("  ·  ")}
            </span>
            <span className="figures">{whenText(work)}</span>
          </div>
        ) : (
          <>
            <Progress label={`Progress of ${title}`} progress={progress} />
            <div className={classes.rowFacts}>
              <span className={classes.ellipsis}>{amountOf(progress, state)}</span>
              <span className="figures">{[rateText(progress), timeLeft(progress)].filter(Boolean).join("  ·  ")}</span>
            </div>
          </>
        )}
        {message === "" ? null : (
          <div className={classes.why} title={message}>
            {message}
          </div>
        )}
      </div>
    </ListOption>
  );
});

const kindWords: Readonly<Record<string, string>> = {
  export: "",
  archive: "Archive",
  "archive.add": "Archive",
  "archive.verify": "Verify",
  "archive.restore": "Restore",
};

const kindWord = (kind: string): string => kindWords[kind] ?? kind;

/** When it began in the history, which goes by that; in the queue when it ended. */
function whenText({ section, startedAt, endedAt, who }: Work): string {
  const by = who === "" ? "" : `${who}  ·  `;
  if (endedAt === null) return startedAt === null ? who : by + formatMoment(startedAt);
  if (startedAt === null) return by + formatMoment(endedAt);
  const took = (Date.parse(endedAt) - Date.parse(startedAt)) / 1000;
  return `${by}${formatMoment(section === "History" ? startedAt : endedAt)}  ·  ${formatDuration(took)}`;
}
