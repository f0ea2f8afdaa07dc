import { useRef } from "react";
import type { PresetProblemShape } from "../../../../src/server/shapes/preset-shapes.ts";
import classes from "./preset-editor.module.css";

export interface PresetTextProps {
  readonly text: string;
  readonly problems: readonly PresetProblemShape[];
  readonly onText: (text: string) => void;
}

/** The preset as it is written, with what is wrong in which line. */
export function PresetText({ text, problems, onText }: PresetTextProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const goTo = (line: number) => {
    const lines = text.split("\n");
    const from = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
    area.current?.focus();
    area.current?.setSelectionRange(from, from + (lines[line - 1]?.length ?? 0));
  };
  return (
    <div className={classes.textSide}>
      <label className={classes.textLabel}>
        As it is written
        <textarea
          ref={area}
          className={classes.text}
          value={text}
          spellCheck={false}
          aria-invalid={problems.some(({ severity }) => severity === "error")}
          onChange={(event) => onText(event.currentTarget.value)}
        />
      </label>
      <ul className={classes.problems} aria-label="What is wrong" aria-live="polite">
        {problems.map(({ severity, key, line, message }) => (
          <li key={`${line} ${key} ${message}`} data-severity={severity}>
            <button type="button" onClick={() => goTo(line)}>
              line {line}
              {key === "" ? "" : `, ${key}`}
            </button>{" "}
            {message}
          </li>
        ))}
      </ul>
    </div>
  );
}
