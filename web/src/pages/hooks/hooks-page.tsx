import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import type { HooksShape } from "../../../../src/server/shapes/hook-shapes.ts";
import { sentenceOf } from "../../api/api-problem.ts";
import { api } from "../../api/client.ts";
import { countOf, formatMoment } from "../../format/amounts.ts";
import { Icon } from "../../icons/icon.tsx";
import { useKeys } from "../../keys/use-keys.ts";
import { Empty } from "../../shell/empty.tsx";
import { Failed } from "../../shell/failed.tsx";
import { Loading } from "../../shell/loading.tsx";
import { notify } from "../../shell/notices.ts";
import { PageBar } from "../../shell/page-bar.tsx";
import { HookFileDetail } from "./hook-file-detail.tsx";
import { HookFileList } from "./hook-file-list.tsx";
import { hooksQuery } from "./hooks-queries.ts";
import classes from "./hooks.module.css";
import { useMay } from "../../shell/use-may.ts";

/** The hook files: which are loaded, which are shadowed by another, which are broken and why. */
export function HooksPage() {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { file: named } = useSearch({ from: "__root__" });
  // The address follows the cursor: it is too slow for a key that is held down.
  const [file, setFile] = useState(named);
  useEffect(() => setFile(named), [named]);
  const { data, error, refetch } = useQuery(hooksQuery);
  const mayRescan = useMay("artist");
  const [busy, setBusy] = useState(false);
  const list = useRef<HTMLUListElement>(null);
  const rescan = async () => {
    setBusy(true);
    try {
      const before = new Map(data?.files.map(({ path, state }) => [path, state]));
      const hooks = await api.post<HooksShape>("/hooks/rescan");
      queries.setQueryData(hooksQuery.queryKey, hooks);
      notify({ kind: "good", title: "Hook files were read again", message: difference(before, hooks) });
    } catch (problem) {
      notify({ kind: "bad", title: "The hook files were not read again", message: sentenceOf(problem) });
    } finally {
      setBusy(false);
    }
  };
  const files = data?.files ?? [];
  const index = Math.max(
    0,
    files.findIndex(({ path }) => path === file),
  );
  const chosen = files[index];
  const show = (at: number) => {
    const next = files[Math.max(0, Math.min(files.length - 1, at))];
    if (next === undefined) return;
    setFile(next.path);
    void navigate({ to: "/hooks", replace: true, search: ({ project }) => ({ project, file: next.path }) });
  };
  const inList = () => document.activeElement === list.current;
  useKeys("Hook files", [
    { keys: "ArrowDown, j", label: "Next", run: () => show(index + 1), when: inList },
    { keys: "ArrowUp, k", label: "Previous", run: () => show(index - 1), when: inList },
    ...(mayRescan ? [{ keys: "r", label: "Read the files again", run: () => void rescan() }] : []),
    { keys: "Escape", label: "To the list", run: () => list.current?.focus(), when: () => !inList() },
  ]);
  useEffect(() => {
    if (document.activeElement === document.body) list.current?.focus({ preventScroll: true });
  }, [files.length]);

  return (
    <>
      <PageBar>
        {data === undefined ? null : (
          <span className={classes.sum}>
            {countOf(files.length, "file")}
            {count(files, "broken", "broken")}
            {count(files, "shadowed", "shadowed")}, read {formatMoment(data.loadedAt)}
            {data.python === "" ? "" : `, ${data.python}`}
          </span>
        )}
        <span className={classes.space} />
        {mayRescan ? (
          <Button leftSection={<Icon name="retry" size={11} />} title="R" loading={busy} onClick={() => void rescan()}>
            Rescan
          </Button>
        ) : null}
      </PageBar>
      {data === undefined ? (
        error === null ? (
          <Loading what="Loading the hook files" />
        ) : (
          <Failed error={error} retry={() => void refetch()} />
        )
      ) : files.length === 0 ? (
        <Empty title="This house has no hook files" icon="hooks">
          <p>Name their folders under hooks in cresset.config.yaml, or write a first one with: cresset hooks new</p>
        </Empty>
      ) : (
        <div className={classes.page}>
          <div className={classes.side}>
            <HookFileList list={list} files={files} index={index} onShow={show} />
            <HouseNotes hooks={data} />
          </div>
          {chosen === undefined ? null : <HookFileDetail key={chosen.path} file={chosen} />}
        </div>
      )}
    </>
  );
}

/** What is about no single file. */
function HouseNotes({ hooks: { profiles, conflicts, warnings } }: { hooks: HooksShape }) {
  return (
    <div className={classes.notes}>
      {profiles.length === 0 ? null : (
        <section>
          <h3>Custom export profiles</h3>
          <p>{profiles.join(", ")}</p>
        </section>
      )}
      {conflicts.length === 0 ? null : (
        <section>
          <h3>Defined by several files</h3>
          <ul>
            {conflicts.map(({ hook, files }) => (
              <li key={hook}>
                {hook}: {files.map((path) => path.split("/").at(-1)).join(", then ")}
              </li>
            ))}
          </ul>
        </section>
      )}
      {warnings.length === 0 ? null : (
        <section className={classes.warning}>
          <h3>Worth knowing</h3>
          <ul>
            {warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

type Files = HooksShape["files"];

function count(files: Files, state: Files[number]["state"], word: string): string {
  const number = files.filter((file) => file.state === state).length;
  return number === 0 ? "" : `, ${number} ${word}`;
}

function difference(before: ReadonlyMap<string, string>, { files }: HooksShape): string {
  const added = files.filter(({ path }) => !before.has(path)).length;
  const gone = [...before.keys()].filter((path) => !files.some((file) => file.path === path)).length;
  const changed = files.filter(({ path, state }) => before.has(path) && before.get(path) !== state).length;
  const parts = [
    added > 0 ? `${added} new` : "",
    gone > 0 ? `${gone} gone` : "",
    changed > 0 ? `${changed} otherwise than before` : "",
  ];
  const said = parts.filter((part) => part !== "").join(", ");
  return said === "" ? `${countOf(files.length, "file")}, as before.` : `${said}.`;
}
