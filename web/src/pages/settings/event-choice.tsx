import type { EventType } from "../../../../src/server/shapes/event-shapes.ts";
import { CheckField } from "../../fields/fields.tsx";
import classes from "./settings.module.css";

type SentType = Exclude<EventType, "stream.opened" | "run.progress" | "webhooks.changed">;

/** What webhooks can be told of, the most wanted first. */
const words: Readonly<Record<SentType, string>> = {
  "run.finished": "an export, snapshot or archive has ended",
  "run.started": "one has begun",
  "run.asset": "an asset was written, skipped or failed",
  "run.hook": "a hook was called",
  "run.message": "something is told about a run",
  "question.asked": "something waits for an answer",
  "question.answered": "it does not wait any more",
  "archive.segment": "a segment of an archive was written",
  "archives.changed": "archives have changed",
  "queue.changed": "the queue has changed",
  "projects.changed": "a project was made or renamed",
  "catalogue.changed": "reels or clips have changed",
  "presets.changed": "a preset was written",
  "hooks.changed": "the hook files were read again",
  "access.changed": "accounts or access tokens have changed",
  message: "a script shows something to people",
};

export interface EventChoiceProps {
  readonly value: readonly string[];
  readonly onChange: (types: readonly string[]) => void;
}

/** Which events an address is told of. */
export function EventChoice({ value, onChange }: EventChoiceProps) {
  return (
    <fieldset className={classes.choices}>
      <legend>Told when</legend>
      {Object.entries(words).map(([type, text]) => (
        <CheckField
          key={type}
          label={`${text} (${type})`}
          checked={value.includes(type)}
          onChange={(checked) => onChange(checked ? [...value, type] : value.filter((other) => other !== type))}
        />
      ))}
    </fieldset>
  );
}
