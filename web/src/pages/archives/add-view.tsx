import { Button } from "@mantine/core";
import { useQueries, useQueryClient } from "@tanstack/react-query";
import { useEffect, useId, useState } from "react";
import type { ArchiveShape } from "../../../../src/server/shapes/archive-shapes.ts";
import type { EntryShape } from "../../../../src/server/shapes/catalogue-shapes.ts";
import { sentenceOf } from "../../api/api-problem.ts";
import { api } from "../../api/client.ts";
import { CheckField, SelectField, TextField } from "../../fields/fields.tsx";
import { Icon } from "../../icons/icon.tsx";
import { useKeys } from "../../keys/use-keys.ts";
import { notify } from "../../shell/notices.ts";
import { unknownEntries } from "../../shell/sent-entries.ts";
import { ChooseFolder } from "../../storage/choose-folder.tsx";
import classes from "./add-view.module.css";
import { EntryTree } from "./entry-tree.tsx";
import { EstimatePanel } from "./estimate-panel.tsx";
import { readSize, usualSizes } from "./segment-size.ts";
import { type Archiving, isWhole, nothingYet, startArchiving, useEstimate } from "./use-archiving.ts";

export interface AddViewProps {
  readonly projectId: string;
  readonly archives: readonly ArchiveShape[];
  /** The archive that is offered first. */
  readonly archive: string | undefined;
  /** Ids of entries that the Desktop sent; undefined where that is not known any more. */
  readonly entries: readonly string[] | undefined;
  readonly onDone: (archive: string) => void;
  readonly onCancel: () => void;
}

/** Names of entries that are said one by one. */
const mostNames = 12;

/** What is archived, where to, and what it comes to. */
export function AddView({ projectId, archives, archive, entries: given, onDone, onCancel }: AddViewProps) {
  const queries = useQueryClient();
  const sizes = useId();
  const here = archives.filter((each) => each.here);
  const [entries] = useState(given ?? []);
  useEffect(() => {
    if (given === undefined) notify(unknownEntries);
  }, [given]);
  const [form, setForm] = useState<Archiving>({
    ...nothingYet,
    archive: here.find(({ id }) => id === archive)?.id ?? here[0]?.id ?? "",
    entries: new Set(entries),
  });
  const [sent, setSent] = useState(entries);
  const [typed, setTyped] = useState("");
  const [choosing, setChoosing] = useState<"source" | "destination">();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const set = (changes: Partial<Archiving>) => setForm((known) => ({ ...known, ...changes }));
  const { estimate, error, working } = useEstimate(form, projectId);
  const isUnseen = working && estimate === undefined;
  const addPath = (path: string) => {
    if (path.trim() !== "" && !form.paths.includes(path.trim())) set({ paths: [...form.paths, path.trim()] });
  };
  const start = async () => {
    if (!isWhole(form) || busy) return;
    // Nobody starts what they have not seen the size of.
    if (isUnseen) {
      notify({ kind: "info", title: "The estimate is still being worked out" });
      return;
    }
    setBusy(true);
    setFailure(undefined);
    try {
      const id = await startArchiving(form, projectId, estimate?.fits === false);
      await queries.invalidateQueries({ queryKey: ["archives"] });
      notify({ kind: "info", title: "It is in the queue", message: "The segments appear here as they are written." });
      onDone(id);
    } catch (thrown) {
      setFailure(thrown);
      // An archive that was made meanwhile is there now.
      void queries.invalidateQueries({ queryKey: ["archives"] });
    } finally {
      setBusy(false);
    }
  };
  useKeys("New session", [
    { keys: "mod+Enter", label: "Start to archive", whileTyping: true, run: () => void start() },
    { keys: "Escape", label: "Back to the archive", whileTyping: true, run: onCancel },
  ]);
  const named = useQueries({
    queries: sent.slice(0, mostNames).map((id) => ({
      queryKey: ["catalogue", "entry", id],
      queryFn: ({ signal }: { signal: AbortSignal }) => api.get<EntryShape>(`/entries/${id}`, { signal }),
    })),
  });
  const drop = (ids: readonly string[]) => {
    setSent(sent.filter((id) => !ids.includes(id)));
    set({ entries: new Set([...form.entries].filter((id) => !ids.includes(id))) });
  };
  return (
    <form
      className={classes.add}
      aria-label="New session"
      onSubmit={(event) => {
        event.preventDefault();
        void start();
      }}
    >
      <section className={classes.what} aria-labelledby="what-title">
        <h2 id="what-title">What</h2>
        {sent.length === 0 ? null : (
          <ul className={classes.paths} aria-label="From the Desktop">
            {sent.slice(0, mostNames).map((id, index) => (
              <li key={id}>
                <Icon name="clip" size={12} />
                <span>{named[index]?.data?.path ?? named[index]?.data?.name ?? "…"}</span>
                <button type="button" aria-label="Leave it out" onClick={() => drop([id])}>
                  <Icon name="close" size={10} />
                </button>
              </li>
            ))}
            {sent.length > mostNames ? (
              <li>
                <span>and {sent.length - mostNames} more from the Desktop</span>
                <button type="button" aria-label="Leave all of them out" onClick={() => drop(sent)}>
                  <Icon name="close" size={10} />
                </button>
              </li>
            ) : null}
          </ul>
        )}
        <EntryTree projectId={projectId} chosen={form.entries} onChoose={(chosen) => set({ entries: chosen })} />
        <h3>Files and folders of the storage</h3>
        {form.paths.length === 0 ? null : (
          <ul className={classes.paths} aria-label="Files and folders">
            {form.paths.map((path) => (
              <li key={path}>
                <Icon name="folder" size={12} />
                <span>{path}</span>
                <button
                  type="button"
                  aria-label={`Leave ${path} out`}
                  onClick={() => set({ paths: form.paths.filter((other) => other !== path) })}
                >
                  <Icon name="close" size={10} />
                </button>
              </li>
            ))}
          </ul>
        )}
        <div className={classes.line}>
          <TextField
            className={classes.wide}
            label="Path in the storage roots"
            placeholder="Enter adds it"
            value={typed}
            onChange={setTyped}
            onEnter={() => {
              addPath(typed);
              setTyped("");
            }}
          />
          <Button onClick={() => setChoosing("source")}>Folder…</Button>
        </div>
      </section>
      <section className={classes.where} aria-labelledby="where-title">
        <h2 id="where-title">Where</h2>
        <SelectField label="Archive" id="archive-choice" value={form.archive} onChange={(id) => set({ archive: id })}>
          {here.map(({ id, name, place }) => (
            <option key={id} value={id}>
              {name}, {place}
            </option>
          ))}
          <option value="">A new archive</option>
        </SelectField>
        {form.archive === "" ? (
          <>
            <TextField label="Name" value={form.name} onChange={(name) => set({ name })} />
            <div className={classes.line}>
              <TextField
                className={classes.wide}
                label="Destination"
                placeholder="a folder in the storage roots"
                value={form.destination}
                onChange={(destination) => set({ destination })}
              />
              <Button onClick={() => setChoosing("destination")}>Choose…</Button>
            </div>
            <TextField
              label="Segment size"
              list={sizes}
              value={form.segmentSize}
              onChange={(segmentSize) => set({ segmentSize })}
              hintKind={readSize(form.segmentSize) === undefined ? "bad" : undefined}
              hint={
                readSize(form.segmentSize) === undefined
                  ? "Expected a size such as 100 GB or 700 MiB, 1 MiB at least."
                  : undefined
              }
            />
            <datalist id={sizes}>
              {usualSizes.map((size) => (
                <option key={size} value={size} />
              ))}
            </datalist>
          </>
        ) : null}
        <div className={classes.pair}>
          <SelectField
            label="Clips"
            value={form.media ? "media" : "links"}
            onChange={(value) => set({ media: value === "media" })}
          >
            <option value="media">with their media</option>
            <option value="links">links only</option>
          </SelectField>
          <SelectField
            label="Versions"
            value={form.versions}
            onChange={(value) => set({ versions: value === "all" ? "all" : "used" })}
          >
            <option value="used">the one that is used</option>
            <option value="all">all of them</option>
          </SelectField>
        </div>
        <CheckField
          label="Read each segment back as it is written"
          checked={form.verify !== "none"}
          onChange={(checked) => set({ verify: checked ? "archived" : "none" })}
        />
        <CheckField
          label="Compare with the sources afterwards"
          checked={form.verify === "both"}
          disabled={form.verify === "none"}
          onChange={(checked) => set({ verify: checked ? "both" : "archived" })}
        />
        <TextField label="Comment" value={form.comment} onChange={(comment) => set({ comment })} />
        <EstimatePanel estimate={estimate} error={error} working={working} />
        {failure === undefined ? null : (
          <p role="alert" className={classes.problem}>
            {sentenceOf(failure)}
          </p>
        )}
        <div className={classes.foot}>
          <Button onClick={onCancel}>Cancel</Button>
          <Button type="submit" variant="filled" loading={busy} disabled={!isWhole(form) || isUnseen}>
            {estimate?.fits === false ? "Archive all the same" : "Archive"}
          </Button>
        </div>
      </section>
      {choosing === undefined ? null : (
        <ChooseFolder
          start={choosing === "destination" ? form.destination : undefined}
          onClose={() => setChoosing(undefined)}
          onChoose={(path) => {
            if (choosing === "destination") set({ destination: path });
            else addPath(path);
            setChoosing(undefined);
          }}
        />
      )}
    </form>
  );
}
