import { Button, Checkbox, Modal, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ImportOutcomeShape, StorageShape } from "../../../../src/server/shapes/catalogue-shapes.ts";
import { sentenceOf } from "../../api/api-problem.ts";
import { api } from "../../api/client.ts";
import { countOf } from "../../format/amounts.ts";
import { Icon, type IconName } from "../../icons/icon.tsx";
import classes from "./import-dialog.module.css";
import { holdsClips, type Place, placesTo } from "./lane-rows.ts";
import { useFocusBack } from "../../shell/use-focus-back.ts";

export interface ImportDialogProps {
  readonly projectId: string;
  readonly workspace: Place;
  /** The container that is offered first. */
  readonly target: string | undefined;
  readonly onImported: (outcome: ImportOutcomeShape) => void;
  readonly onClose: () => void;
}

const icons: Readonly<Record<StorageShape["media"][number]["kind"], IconName>> = {
  file: "clip",
  "image sequence": "clip",
  cut: "sequence",
  openclip: "clip",
};

/** Media and cuts become clips: by their paths, or found in the storage. */
export function ImportDialog({ projectId, workspace, target, onImported, onClose }: ImportDialogProps) {
  useFocusBack();
  const places = containersOf(workspace);
  const [to, setTo] = useState(target ?? places[0]?.id ?? "");
  const [typed, setTyped] = useState("");
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [folder, setFolder] = useState<string>();
  const [recursive, setRecursive] = useState(false);
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<ImportOutcomeShape>();
  const [failure, setFailure] = useState<unknown>();
  const paths = [...typed.split("\n").map((line) => line.trim()), ...picked].filter((path) => path !== "");

  const start = async () => {
    setBusy(true);
    setFailure(undefined);
    try {
      const done = await api.post<ImportOutcomeShape>("/imports", { projectId, paths, to: `cresset:${to}`, recursive });
      onImported(done);
      if (done.problems.length === 0 && done.notes.length === 0) onClose();
      else setOutcome(done);
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Modal opened onClose={onClose} title="Import" size="xl">
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (paths.length > 0 && !busy) void start();
        }}
      >
        <Textarea
          label="Paths of media, image sequences, cuts or folders, one per line"
          data-autofocus
          spellCheck={false}
          rows={3}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && paths.length > 0) void start();
          }}
        />
        <Storage
          folder={folder}
          picked={picked}
          onFolder={setFolder}
          onPick={(path) =>
            setPicked(
              picked.has(path) ? new Set([...picked].filter((one) => one !== path)) : new Set([...picked, path]),
            )
          }
        />
        {failure === undefined ? null : (
          <p role="alert" className={classes.problem}>
            {sentenceOf(failure)}
          </p>
        )}
        {outcome === undefined ? null : <Outcome outcome={outcome} />}
        <div className={classes.foot}>
          <label className={classes.to}>
            To
            <select value={to} onChange={(event) => setTo(event.currentTarget.value)}>
              {places.map(({ id }) => (
                <option key={id} value={id}>
                  {placesTo(workspace, id)
                    .slice(1)
                    .map(({ name }) => name)
                    .join(" / ")}
                </option>
              ))}
            </select>
          </label>
          <Checkbox
            label="Folders with all folders in them"
            checked={recursive}
            onChange={(event) => setRecursive(event.currentTarget.checked)}
          />
          <span className={classes.space} />
          <Button onClick={onClose}>{outcome === undefined ? "Cancel" : "Close"}</Button>
          <Button type="submit" variant="filled" loading={busy} disabled={paths.length === 0}>
            {paths.length > 1 ? `Import ${paths.length}` : "Import"}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

interface StorageProps {
  readonly folder: string | undefined;
  readonly picked: ReadonlySet<string>;
  readonly onFolder: (path: string | undefined) => void;
  readonly onPick: (path: string) => void;
}

function Storage({ folder, picked, onFolder, onPick }: StorageProps) {
  const { data, error } = useQuery({
    queryKey: ["storage", folder],
    queryFn: ({ signal }) => api.get<StorageShape>("/storage", { query: { path: folder }, signal }),
  });
  return (
    <section aria-label="Storage" className={classes.storage}>
      <div className={classes.where}>
        <Button
          leftSection={<Icon name="up" size={10} />}
          disabled={folder === undefined}
          onClick={() => onFolder(data?.parent ?? undefined)}
        >
          Up
        </Button>
        <span>{folder ?? "Storage roots"}</span>
      </div>
      <ul className={classes.list}>
        {error === null ? null : (
          <li role="alert" className={classes.problem}>
            {sentenceOf(error)}
          </li>
        )}
        {data?.folders.map(({ name, path }) => (
          <li key={path}>
            <button type="button" onClick={() => onFolder(path)}>
              <Icon name="folder" size={13} />
              <span>{name}</span>
            </button>
          </li>
        ))}
        {data?.media.map(({ name, path, kind, frames }) => (
          <li key={path} data-picked={picked.has(path) || undefined}>
            <label>
              <input type="checkbox" checked={picked.has(path)} onChange={() => onPick(path)} />
              <Icon name={icons[kind]} size={13} />
              <span>{name}</span>
              <small>{frames === undefined ? kind : `${kind}, ${countOf(frames, "frame")}`}</small>
            </label>
          </li>
        ))}
        {data !== undefined && data.folders.length + data.media.length === 0 ? (
          <li className={classes.nothing}>No folders and no media here.</li>
        ) : null}
      </ul>
    </section>
  );
}

function Outcome({ outcome }: { outcome: ImportOutcomeShape }) {
  return (
    <ul className={classes.outcome} role="status">
      {outcome.problems.map(({ path, message }) => (
        <li key={path} className={classes.problem}>
          {message}
        </li>
      ))}
      {outcome.notes.map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  );
}

const containersOf = (place: Place): readonly Place[] => [
  ...(holdsClips(place.kind) ? [place] : []),
  ...place.children.flatMap(containersOf),
];
