import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { CheckField, SelectField, TextField } from "../../fields/fields.tsx";
import { Icon } from "../../icons/icon.tsx";
import { type ExportDraft, overwriteWays } from "./export-draft.ts";
import { entryQuery, presetsQuery } from "./export-queries.ts";
import classes from "./export.module.css";
import { markFaults } from "./mark-faults.ts";
import { NamePreviewList } from "./name-preview-list.tsx";
import { PresetChoice } from "./preset-choice.tsx";
import { SourcePicker } from "./source-picker.tsx";

export interface ExportFormProps {
  readonly projectId: string;
  readonly draft: ExportDraft;
  readonly onChange: (changes: Partial<ExportDraft>) => void;
  readonly onBrowse: () => void;
  /** With the name of a preset, or nothing for a new one. */
  readonly onEditPreset: (name: string) => void;
}

const subtitleWays = [
  ["none", "None"],
  ["burn-in", "Drawn into the picture"],
  ["files", "As files, current track"],
  ["all files", "As files, all tracks"],
] as const;

/** What is exported, how, and where to. */
export function ExportForm({ projectId, draft, onChange, onBrowse, onEditPreset }: ExportFormProps) {
  const presets = useQuery(presetsQuery).data?.items ?? [];
  const [first = ""] = draft.clips;
  const { data: firstEntry } = useQuery({ ...entryQuery(first), enabled: first !== "" });
  const marks = markFaults(draft, firstEntry);
  const sources = draft.clips.map((id) => `cresset:${id}`);
  return (
    <form className={classes.form} aria-label="Export" onSubmit={(event) => event.preventDefault()}>
      <fieldset>
        <legend>What</legend>
        <SourcePicker projectId={projectId} clips={draft.clips} onChange={(clips) => onChange({ clips })} />
      </fieldset>
      <fieldset>
        <legend>How</legend>
        {draft.profile === "" ? null : (
          <p className="quiet">The hooks of the profile “{draft.profile}” may choose preset and destination.</p>
        )}
        <PresetChoice
          presets={presets}
          chosen={draft.presets}
          onChange={(chosen) => onChange({ presets: chosen })}
          onEdit={onEditPreset}
        />
        <TextField
          label="Name pattern, in place of that of the preset"
          placeholder="as the preset says"
          value={draft.namePattern}
          onChange={(namePattern) => onChange({ namePattern })}
        />
        {draft.presets[0] === undefined ? null : (
          <NamePreviewList
            of={{ preset: draft.presets[0] }}
            sources={sources}
            projectId={projectId}
            namePattern={draft.namePattern}
          />
        )}
      </fieldset>
      <fieldset>
        <legend>Where</legend>
        <div className={classes.destination}>
          <TextField
            id="export-destination"
            label="Destination"
            value={draft.destination}
            onChange={(destination) => onChange({ destination })}
          />
          <Button title="B" leftSection={<Icon name="folder" size={12} />} onClick={onBrowse}>
            Browse
          </Button>
        </div>
        <SelectField
          label="A file that exists"
          value={draft.overwrite}
          onChange={(value) => {
            const way = overwriteWays.find(([each]) => each === value);
            if (way !== undefined) onChange({ overwrite: way[0] });
          }}
        >
          {overwriteWays.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </SelectField>
      </fieldset>
      <fieldset>
        <legend>How much</legend>
        <div className={classes.three}>
          <TextField
            label="Handles, frames"
            inputMode="numeric"
            placeholder="preset"
            value={draft.handles}
            onChange={(handles) => onChange({ handles })}
          />
          <TextField
            label="Mark in"
            placeholder="timecode"
            hint={marks.markIn}
            hintKind={marks.markIn === "" ? undefined : "bad"}
            value={draft.markIn}
            onChange={(markIn) => onChange({ markIn })}
          />
          <TextField
            label="Mark out"
            placeholder="timecode"
            hint={marks.markOut}
            hintKind={marks.markOut === "" ? undefined : "bad"}
            value={draft.markOut}
            onChange={(markOut) => onChange({ markOut })}
          />
        </div>
        <SelectField
          label="Subtitles"
          value={draft.subtitles}
          onChange={(value) => {
            const way = subtitleWays.find(([each]) => each === value);
            if (way !== undefined) onChange({ subtitles: way[0] });
          }}
        >
          {subtitleWays.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </SelectField>
        <CheckField
          label="Only between the marks that are set on the clips"
          checked={draft.betweenMarks}
          onChange={(betweenMarks) => onChange({ betweenMarks })}
        />
        <CheckField
          label="Only the top video track"
          checked={draft.topTrack}
          onChange={(topTrack) => onChange({ topTrack })}
        />
        <CheckField
          label="Export although media is missing"
          checked={draft.allowMissing}
          onChange={(allowMissing) => onChange({ allowMissing })}
        />
      </fieldset>
    </form>
  );
}
