import { ActionIcon, Button } from "@mantine/core";
import type { PresetItem } from "../../../../src/server/shapes/preset-shapes.ts";
import { SelectField } from "../../fields/fields.tsx";
import { Icon } from "../../icons/icon.tsx";
import classes from "./export.module.css";
import { useMay } from "../../shell/use-may.ts";

export interface PresetChoiceProps {
  readonly presets: readonly PresetItem[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
  readonly onEdit: (name: string) => void;
}

/** One preset, or several: each is exported. */
export function PresetChoice({ presets, chosen, onChange, onEdit }: PresetChoiceProps) {
  const mayWrite = useMay("lead");
  const rows = chosen.length === 0 ? [""] : chosen;
  return (
    <>
      {rows.map((name, index) => {
        const preset = presets.find((one) => one.name === name);
        return (
          // Presets have no other identity than their place: one may be chosen twice for a moment.
          <div key={index} className={classes.preset}>
            <SelectField
              {...(index === 0 ? { id: "export-preset" } : {})}
              label={index === 0 ? "Preset" : "And"}
              value={name}
              hint={preset === undefined ? undefined : preset.problem === "" ? preset.description : preset.problem}
              hintKind={preset !== undefined && preset.problem !== "" ? "bad" : undefined}
              onChange={(value) => onChange(rows.with(index, value).filter((one) => one !== ""))}
            >
              <option value="">Choose …</option>
              <Group label="Of this house" presets={presets.filter(({ shipped }) => !shipped)} />
              <Group label="From Cresset" presets={presets.filter(({ shipped }) => shipped)} />
              {name !== "" && preset === undefined ? <option value={name}>{name}</option> : null}
            </SelectField>
            {index === 0 ? (
              mayWrite ? (
                <Button disabled={name === ""} title="E" onClick={() => onEdit(name)}>
                  Edit
                </Button>
              ) : null
            ) : (
              <ActionIcon
                aria-label={`Without ${name}`}
                onClick={() => onChange(rows.filter((_, other) => other !== index))}
              >
                <Icon name="close" size={11} />
              </ActionIcon>
            )}
          </div>
        );
      })}
      {chosen.length === 0 || presets.length < 2 ? null : (
        <div className={classes.more}>
          <Button
            variant="subtle"
            size="compact-xs"
            leftSection={<Icon name="add" size={10} />}
            onClick={() => {
              const next = presets.find(({ name, problem }) => problem === "" && !chosen.includes(name));
              if (next !== undefined) onChange([...chosen, next.name]);
            }}
          >
            Another preset
          </Button>
        </div>
      )}
    </>
  );
}

function Group({ label, presets }: { label: string; presets: readonly PresetItem[] }) {
  if (presets.length === 0) return null;
  return (
    <optgroup label={label}>
      {presets.map(({ name, path, problem }) => (
        <option key={path} value={name}>
          {problem === "" ? name : `${name} (cannot be used)`}
        </option>
      ))}
    </optgroup>
  );
}
