import { Button, Modal } from "@mantine/core";
import { useState } from "react";
import type { ArchiveDetail } from "../../../../src/server/shapes/archive-shapes.ts";
import { sentenceOf } from "../../api/api-problem.ts";
import { api } from "../../api/client.ts";
import { CheckField, SelectField, TextField } from "../../fields/fields.tsx";
import { countOf, formatBytes } from "../../format/amounts.ts";
import { notify } from "../../shell/notices.ts";
import { useFocusBack } from "../../shell/use-focus-back.ts";
import { useProject } from "../../shell/use-project.ts";
import { ChooseFolder } from "../../storage/choose-folder.tsx";
import classes from "./dialogs.module.css";

/** What of an archive is to be restored. */
export interface RestoreParts {
  /** Clips as `cresset:<id>`, files as they are called in the archive. */
  readonly paths: readonly string[];
  readonly sessions: readonly number[];
  /** For people: the first of them. */
  readonly names: readonly string[];
}

export interface RestoreDialogProps {
  readonly archive: ArchiveDetail;
  /** Everything when left out. */
  readonly parts: RestoreParts | undefined;
  readonly onClose: () => void;
}

/** A part of an archive, or all of it, goes back into the catalogue or to a folder. */
export function RestoreDialog({ archive, parts, onClose }: RestoreDialogProps) {
  useFocusBack();
  const { project } = useProject();
  const isFiles = parts?.paths.some((path) => !path.startsWith("cresset:")) === true;
  const [way, setWay] = useState(isFiles || archive.clips === 0 ? "files" : "catalogue");
  const [folder, setFolder] = useState("");
  const [name, setName] = useState("");
  const [overwrite, setOverwrite] = useState(false);
  const [choosing, setChoosing] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const start = async () => {
    setFailure(undefined);
    try {
      await api.post(`/archives/${archive.id}/restore`, {
        ...(parts === undefined ? {} : { paths: parts.paths, sessions: [...new Set(parts.sessions)] }),
        ...(way === "files" ? { to: folder } : folder === "" ? {} : { mediaFolder: folder }),
        ...(name.trim() === "" ? {} : { as: name.trim() }),
        ...(overwrite ? { overwrite } : {}),
        ...(project === undefined ? {} : { projectId: project.id }),
      });
      notify({ kind: "info", title: `It will be restored from ${archive.name}` });
      onClose();
    } catch (error) {
      setFailure(error);
    }
  };
  if (choosing)
    return (
      <ChooseFolder
        start={folder}
        onClose={() => setChoosing(false)}
        onChoose={(path) => {
          setFolder(path);
          setChoosing(false);
        }}
      />
    );
  return (
    <Modal opened onClose={onClose} title={`Restore from ${archive.name}`} size="lg">
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (way === "catalogue" || folder !== "") void start();
        }}
      >
        <p>
          {parts === undefined
            ? `Everything: ${countOf(archive.clips, "clip")}, ${countOf(archive.files, "file")}, ${formatBytes(archive.bytes)}.`
            : `${countOf(parts.paths.length, isFiles ? "file" : "clip")}: ${namesText(parts.names, parts.paths.length)}`}
        </p>
        <SelectField label="Restore" value={way} onChange={setWay}>
          <option value="catalogue" disabled={archive.clips === 0}>
            Clips into the catalogue, with their media
          </option>
          <option value="files">Plain files into a folder</option>
        </SelectField>
        <div className={classes.line}>
          <TextField
            className={classes.wide}
            label={way === "files" ? "Folder" : "Folder for the media"}
            placeholder={way === "files" ? "in the storage roots" : "beside the project: restored/…"}
            value={folder}
            onChange={setFolder}
          />
          <Button onClick={() => setChoosing(true)}>Choose…</Button>
        </div>
        <TextField
          label={way === "files" ? "New folder in it (may be empty)" : `Library in ${project?.name ?? "the project"}`}
          placeholder={way === "files" ? "" : archive.name}
          value={name}
          onChange={setName}
        />
        <CheckField label="Replace files that exist" checked={overwrite} onChange={setOverwrite} />
        {failure === undefined ? null : (
          <p role="alert" className={classes.problem}>
            {sentenceOf(failure)}
          </p>
        )}
        <div className={classes.foot}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" data-autofocus disabled={way === "files" && folder.trim() === ""}>
            Restore
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function namesText(names: readonly string[], count: number): string {
  const shown = names.slice(0, 3).join(", ");
  return count > 3 ? `${shown} and ${count - 3} more.` : `${shown}.`;
}
