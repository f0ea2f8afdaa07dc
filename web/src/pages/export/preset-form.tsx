import type { PresetProblemShape } from "../../../../src/server/shapes/preset-shapes.ts";
import { CheckField, SelectField, TextField } from "../../fields/fields.tsx";
import { isReadable, readKey, writeKey } from "./preset-document.ts";
import classes from "./preset-editor.module.css";
import { choices } from "./preset-choices.ts";
import { TokenField } from "./token-field.tsx";

export interface PresetFormProps {
  readonly text: string;
  readonly problems: readonly PresetProblemShape[];
  readonly onText: (text: string) => void;
  readonly name: string;
  readonly onName: (name: string) => void;
}

/** The keys that most presets differ in. Everything else is written in the text beside it. */
export function PresetForm({ text, problems, onText, name, onName }: PresetFormProps) {
  const readable = isReadable(text);
  const of = (path: readonly string[]) => {
    const value = readKey(text, path);
    return typeof value === "string" || typeof value === "number" ? String(value) : "";
  };
  const set = (path: readonly string[]) => (value: string) => onText(writeKey(text, path, toValue(value)));
  const wrong = (path: readonly string[]) => {
    const key = path.join(".");
    const found = problems.find((problem) => problem.key === key);
    if (found === undefined) return {};
    return { hint: found.message, hintKind: found.severity === "error" ? "bad" : "warning" } as const;
  };
  const textAt = (label: string, path: readonly string[], placeholder = "") => (
    <TextField
      label={label}
      value={of(path)}
      onChange={set(path)}
      placeholder={placeholder}
      disabled={!readable}
      {...wrong(path)}
    />
  );
  const choiceAt = (label: string, path: readonly string[], options: readonly (readonly [string, string])[]) => (
    <SelectField label={label} value={of(path)} onChange={set(path)} disabled={!readable} {...wrong(path)}>
      {options.some(([value]) => value === of(path)) ? null : (
        <option value={of(path)}>{of(path) || "as usual"}</option>
      )}
      {options.map(([value, words]) => (
        <option key={value} value={value}>
          {words}
        </option>
      ))}
    </SelectField>
  );
  return (
    <div className={classes.form}>
      <TextField
        id="preset-name"
        label="Name"
        value={name}
        onChange={onName}
        disabled={!readable}
        data-autofocus
        {...wrong(["name"])}
      />
      {textAt("Description", ["description"])}
      <div className={classes.two}>
        {choiceAt("What is written", ["type"], choices.types)}
        {choiceAt("One for each", ["scope"], choices.scopes)}
        {choiceAt("Picture", ["video", "codec"], choices.codecs)}
        {choiceAt("Size of sources that differ", ["video", "resize"], choices.resizes)}
        {textAt("Width", ["video", "width"], "as the source")}
        {textAt("Height", ["video", "height"], "as the source")}
        {textAt("Handles, frames", ["handles"], "0")}
        {textAt("First frame number", ["frames", "start"], "1001")}
      </div>
      <TokenField
        label="Name pattern"
        value={of(["namePattern"])}
        onChange={set(["namePattern"])}
        disabled={!readable}
        {...wrong(["namePattern"])}
      />
      <CheckField
        label="Versions: each export takes the next number"
        checked={readKey(text, ["versioning"]) !== undefined}
        disabled={!readable}
        onChange={(on) => onText(writeKey(text, ["versioning"], on ? {} : undefined))}
      />
      <CheckField
        label="Copy streams that already are what is asked for"
        checked={readKey(text, ["passthrough"]) === true}
        disabled={!readable}
        onChange={(on) => onText(writeKey(text, ["passthrough"], on ? true : undefined))}
      />
      {readable ? null : <p className={classes.failure}>The text beside this cannot be read; mend it there first.</p>}
    </div>
  );
}

/** Numbers are written as such; an empty field takes its key out. */
function toValue(text: string): string | number | undefined {
  if (text === "") return undefined;
  return /^\d{1,9}$/.test(text) ? Number(text) : text;
}
