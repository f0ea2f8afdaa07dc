import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useState } from "react";
import { sentenceOf } from "../../api/api-problem.ts";
import { api } from "../../api/client.ts";
import { useKeys } from "../../keys/use-keys.ts";
import { notify } from "../../shell/notices.ts";
import { sentEntries, unknownEntries } from "../../shell/sent-entries.ts";
import { ChooseFolder } from "../../storage/choose-folder.tsx";
import { hooksQuery } from "../hooks/hooks-queries.ts";
import { DryRunView } from "./dry-run-view.tsx";
import { ExportBar } from "./export-bar.tsx";
import { type ExportDraft, missingIn, rememberDraft, rememberedDraft, wishOf } from "./export-draft.ts";
import { ExportForm } from "./export-form.tsx";
import classes from "./export.module.css";
import { useDryRun } from "./use-dry-run.ts";
import { useMay } from "../../shell/use-may.ts";

const PresetEditor = lazy(() => import("./preset-editor.tsx").then(({ PresetEditor }) => ({ default: PresetEditor })));

/** The form beside what it would write. */
export function ExportView({ projectId, clips }: { projectId: string; clips: string | undefined }) {
  const navigate = useNavigate();
  const mayWrite = useMay("lead");
  const [draft, setDraft] = useState<ExportDraft>(() => {
    const given = sentEntries(clips) ?? [];
    const known = rememberedDraft();
    return given.length > 0 ? { ...known, clips: given } : known;
  });
  const [browsing, setBrowsing] = useState(false);
  const [editing, setEditing] = useState<string>();
  const [starting, setStarting] = useState(false);
  const { data: hooks } = useQuery(hooksQuery);
  const missing = missingIn(draft);
  const wish = wishOf(draft, projectId);
  const dryRun = useDryRun(wish);
  const change = (changes: Partial<ExportDraft>) => setDraft((known) => ({ ...known, ...changes }));
  useEffect(() => rememberDraft(draft), [draft]);
  useEffect(() => {
    if (sentEntries(clips) === undefined) notify(unknownEntries);
  }, [clips]);

  const tell = () => notify({ kind: "warning", title: missing });
  const tryOut = () => (missing === "" ? dryRun.run() : tell());
  const start = async (held = false) => {
    if (missing !== "") tell();
    if (missing !== "" || starting) return;
    setStarting(true);
    try {
      const { itemId } = await api.post<{ itemId: string }>("/exports", { ...wish, held });
      notify({ kind: "good", title: held ? "It waits in the queue, held" : "It is in the queue" });
      void navigate({ to: "/queue", search: ({ project }) => ({ project, item: itemId }) });
    } catch (error) {
      notify({ kind: "bad", title: "It was not put into the queue", message: sentenceOf(error) });
    } finally {
      setStarting(false);
    }
  };
  const focus = (id: string) => document.getElementById(id)?.focus();
  useKeys("Export", [
    {
      keys: "mod+Enter",
      label: "Dry run; once it is shown, export",
      run: () => void (dryRun.isCurrent && dryRun.error === undefined ? start() : tryOut()),
      whileTyping: true,
    },
    { keys: "d", label: "Dry run", run: tryOut },
    { keys: "mod+shift+Enter", label: "Export without a dry run", run: () => void start(), whileTyping: true },
    { keys: "/", label: "Search clips", run: () => focus("export-search") },
    { keys: "p", label: "Preset", run: () => focus("export-preset") },
    ...(mayWrite ? [{ keys: "e", label: "Edit the preset", run: () => setEditing(draft.presets[0] ?? "") }] : []),
    { keys: "f", label: "Destination", run: () => focus("export-destination") },
    { keys: "b", label: "Browse for the destination", run: () => setBrowsing(true) },
    { keys: "t", label: "To the table of the dry run", run: () => focus("export-table") },
  ]);
  return (
    <>
      <ExportBar
        draft={draft}
        profiles={hooks?.profiles ?? []}
        missing={missing}
        trying={dryRun.isRunning}
        tried={dryRun.isCurrent && dryRun.result !== undefined}
        starting={starting}
        onProfile={(profile) => change({ profile })}
        onTry={tryOut}
        onStart={(held) => void start(held)}
      />
      <div className={classes.page}>
        <ExportForm
          projectId={projectId}
          draft={draft}
          onChange={change}
          onBrowse={() => setBrowsing(true)}
          onEditPreset={setEditing}
        />
        <DryRunView dryRun={dryRun} missing={missing} onTry={tryOut} />
      </div>
      {browsing ? (
        <ChooseFolder
          start={draft.destination}
          onClose={() => setBrowsing(false)}
          onChoose={(destination) => {
            change({ destination });
            setBrowsing(false);
          }}
        />
      ) : null}
      {editing === undefined ? null : (
        <Suspense>
          <PresetEditor
            name={editing}
            projectId={projectId}
            sources={wish.sources}
            onClose={() => setEditing(undefined)}
            onSaved={(name) => {
              setEditing(undefined);
              change({ presets: [name, ...draft.presets.slice(1)] });
            }}
          />
        </Suspense>
      )}
    </>
  );
}
