import { Button, Modal } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { PresetDetail } from "../../../../src/server/shapes/preset-shapes.ts";
import { ApiProblem, sentenceOf } from "../../api/api-problem.ts";
import { api } from "../../api/client.ts";
import { TextField } from "../../fields/fields.tsx";
import { ask } from "../../shell/ask.ts";
import { Failed } from "../../shell/failed.tsx";
import { Loading } from "../../shell/loading.tsx";
import { notify } from "../../shell/notices.ts";
import { useFocusBack } from "../../shell/use-focus-back.ts";
import { presetQuery, presetsQuery } from "./export-queries.ts";
import { NamePreviewList } from "./name-preview-list.tsx";
import { readKey, writeKey } from "./preset-document.ts";
import classes from "./preset-editor.module.css";
import { PresetForm } from "./preset-form.tsx";
import { PresetText } from "./preset-text.tsx";
import { useCheckedPreset } from "./use-checked-preset.ts";

export interface PresetEditorProps {
  /** The preset that is edited; empty for a new one. */
  readonly name: string;
  readonly projectId: string;
  /** What the names are shown of. */
  readonly sources: readonly string[];
  readonly onClose: () => void;
  /** With the name that it was saved under. */
  readonly onSaved: (name: string) => void;
}

const blank = `version: 1
name: New preset
type: movie
namePattern: <name>
video:
  codec: prores_hq
`;

/** A preset as a form and as the text that the form writes, checked and tried out with every key. */
export function PresetEditor(props: PresetEditorProps) {
  useFocusBack();
  const { data, error, refetch } = useQuery({ ...presetQuery(props.name), enabled: props.name !== "", staleTime: 0 });
  const isNew = props.name === "";
  const changed = useRef(false);
  const asking = useRef(false);
  /** What was worked at goes only when that is meant. */
  const leave = async () => {
    if (asking.current) return;
    asking.current = true;
    const answer = changed.current ? await ask(discarding) : undefined;
    asking.current = false;
    if (!changed.current || answer?.value === "discard") props.onClose();
  };
  const parts = { ...props, onClose: () => void leave(), onChanged: (is: boolean) => (changed.current = is) };
  return (
    <Modal
      opened
      onClose={() => void leave()}
      title={isNew ? "New preset" : `Preset ${props.name}`}
      size="min(1180px, 96vw)"
      closeOnClickOutside={false}
    >
      {isNew ? (
        <Editor {...parts} preset={undefined} />
      ) : data !== undefined ? (
        <Editor {...parts} preset={data} />
      ) : error === null ? (
        <Loading what="Reading the preset" />
      ) : (
        <Failed error={error} retry={() => void refetch()} />
      )}
    </Modal>
  );
}

const discarding = {
  title: "Leave without saving?",
  message: "What you changed in this preset is lost.",
  kind: "warning",
  escape: "stay",
  buttons: [
    { value: "stay", label: "Go on editing", primary: true },
    { value: "discard", label: "Discard", danger: true },
  ],
} as const;

interface EditorProps extends PresetEditorProps {
  readonly preset: PresetDetail | undefined;
  /** Told with each change whether there is anything that would be lost. */
  readonly onChanged: (is: boolean) => void;
}

function Editor(props: EditorProps) {
  const { preset, sources, projectId, onClose, onSaved, onChanged } = props;
  const savesTo = useQuery(presetsQuery).data?.savesTo;
  // It may have been read after the dialog had given the keyboard to its cross.
  useEffect(() => document.getElementById("preset-name")?.focus(), []);
  const queries = useQueryClient();
  // One that came with Cresset is not written over: a copy of another name is.
  const [name, setName] = useState(preset === undefined ? "New preset" : copyName(preset));
  const [begun] = useState(() =>
    preset === undefined ? blank : preset.writable ? preset.text : writeKey(preset.text, ["name"], copyName(preset)),
  );
  const [text, setChecked] = useState(begun);
  const setText = (next: string) => {
    setChecked(next);
    onChanged(next !== begun);
  };
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const checked = useCheckedPreset(text, preset?.name);
  const errors = checked.problems.filter(({ severity }) => severity === "error").length;
  const rename = (next: string) => {
    setName(next);
    setText(writeKey(text, ["name"], next));
  };
  const save = async (replace: boolean) => {
    setBusy(true);
    setFailure(undefined);
    try {
      const named = readKey(text, ["name"]) === name ? text : writeKey(text, ["name"], name);
      const saved = await api.put<PresetDetail>(`/presets/${encodeURIComponent(name)}`, { text: named, replace });
      await queries.invalidateQueries({ queryKey: ["presets"] });
      notify({ kind: "good", title: `Saved “${saved.name}”`, message: saved.path });
      onSaved(saved.name);
    } catch (problem) {
      setFailure(problem);
    } finally {
      setBusy(false);
    }
  };
  const exists = failure instanceof ApiProblem && failure.code === "would-overwrite";
  const isOwn = preset?.writable === true && preset.name === name;
  return (
    <form
      className={classes.editor}
      aria-label="Preset"
      onSubmit={(event) => {
        event.preventDefault();
        if (errors === 0 && !busy && savesTo !== "") void save(isOwn);
      }}
    >
      {savesTo === "" ? (
        <p className={classes.failure} role="note">
          It can be tried out here, but not saved: the settings of the house name no folder of presets.
        </p>
      ) : null}
      <div className={classes.columns}>
        <PresetForm text={text} problems={checked.problems} onText={setText} name={name} onName={rename} />
        <div className={classes.right}>
          <PresetText text={text} problems={checked.problems} onText={setText} />
          {errors > 0 ? null : <NamePreviewList of={{ text }} sources={sources} projectId={projectId} most={6} />}
        </div>
      </div>
      {failure === undefined ? null : (
        <p className={classes.failure} role="alert">
          {sentenceOf(failure)}
        </p>
      )}
      <div className={classes.foot}>
        <span className="quiet" role="status">
          {checked.isChecking
            ? "Checking …"
            : errors === 0
              ? "It can be used."
              : `${errors} to mend before it can be used.`}
        </span>
        <span className={classes.space} />
        <TextField label="Save as" value={name} onChange={rename} className={classes.saveAs} />
        <Button onClick={onClose}>Cancel</Button>
        {exists ? (
          <Button variant="filled" color="red.9" loading={busy} onClick={() => void save(true)}>
            Replace it
          </Button>
        ) : (
          <Button
            type="submit"
            variant="filled"
            loading={busy}
            disabled={errors > 0 || name.trim() === "" || savesTo === ""}
          >
            Save
          </Button>
        )}
      </div>
    </form>
  );
}

const copyName = ({ name, writable }: PresetDetail): string => (writable ? name : `${name} copy`);
