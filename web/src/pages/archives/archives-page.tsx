import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import type { ArchiveShape } from "../../../../src/server/shapes/archive-shapes.ts";
import { sentenceOf } from "../../api/api-problem.ts";
import { api } from "../../api/client.ts";
import { Icon } from "../../icons/icon.tsx";
import { useKeys } from "../../keys/use-keys.ts";
import { Empty } from "../../shell/empty.tsx";
import { Failed } from "../../shell/failed.tsx";
import { Loading } from "../../shell/loading.tsx";
import { notify } from "../../shell/notices.ts";
import { sentEntries } from "../../shell/sent-entries.ts";
import { PageBar } from "../../shell/page-bar.tsx";
import { useProject } from "../../shell/use-project.ts";
import { ChooseFolder } from "../../storage/choose-folder.tsx";
import { AddView } from "./add-view.tsx";
import { ArchiveList } from "./archive-list.tsx";
import { archivesQuery } from "./archive-queries.ts";
import { type ArchiveTask, ArchiveView } from "./archive-view.tsx";
import classes from "./archives.module.css";
import { FoundList } from "./found-list.tsx";
import { useMay } from "../../shell/use-may.ts";

/** Archives: what is in them, how full they are, and everything that is done with them. */
export function ArchivesPage() {
  const { archive: wanted, add, clips } = useSearch({ from: "__root__" });
  const navigate = useNavigate();
  const mayWork = useMay("artist");
  const queries = useQueryClient();
  const { project } = useProject();
  const { data, error, refetch } = useQuery(archivesQuery);
  const [text, setText] = useState("");
  const [inside, setInside] = useState("");
  const [task, setTask] = useState<ArchiveTask>();
  const [finding, setFinding] = useState(false);
  const archives = data?.items ?? [];
  const shown = archives.find(({ id }) => id === wanted) ?? archives[0];
  const isAdding = mayWork && add !== undefined && project !== undefined;
  const show = (id: string | undefined, more: Readonly<Record<string, string>> = {}) =>
    void navigate({
      to: "/archives",
      search: ({ project: kept }) => ({ project: kept, ...(id === undefined ? {} : { archive: id }), ...more }),
    });
  const startAdding = () => show(shown?.id, { add: "1" });
  const doing = (next: ArchiveTask) => shown?.here === true && setTask(next);
  const find = async (place: string) => {
    setFinding(false);
    try {
      const found = await api.post<ArchiveShape>("/archives/find", { place });
      await queries.invalidateQueries({ queryKey: ["archives"] });
      show(found.id);
    } catch (thrown) {
      notify({ kind: "bad", title: "This is no archive", message: sentenceOf(thrown) });
    }
  };
  const working = [
    { keys: "a", label: "Archive something", when: () => !isAdding, run: startAdding },
    { keys: "v", label: "Verify", when: () => !isAdding, run: () => doing("verify") },
    { keys: "r", label: "Restore", when: () => !isAdding, run: () => doing("restore") },
  ];
  useKeys("Archives", [
    ...(mayWork ? working : []),
    { keys: "o", label: "Open an archive that lies in the storage", run: () => setFinding(true) },
    { keys: "/", label: "Search all archives", run: () => document.getElementById("archives-search")?.focus() },
    { keys: "f", label: "Search in this archive", run: () => document.getElementById("contents-search")?.focus() },
    { keys: "l", label: "To the list of archives", run: () => document.getElementById("archive-list")?.focus() },
    { keys: "c", label: "To the contents", run: () => document.getElementById("contents-list")?.focus() },
  ]);
  if (data === undefined) return error === null ? <Loading /> : <Failed error={error} retry={() => void refetch()} />;
  return (
    <div className={classes.page}>
      <PageBar>
        <input
          id="archives-search"
          type="search"
          className={classes.search}
          aria-label="Search all archives"
          placeholder="Search everything that was ever archived  ( / )"
          value={text}
          spellCheck={false}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Escape") setText("");
          }}
        />
        <span className={classes.space} />
        <Button leftSection={<Icon name="folder" size={12} />} onClick={() => setFinding(true)}>
          Open…
        </Button>
        {mayWork ? (
          <>
            <Button
              leftSection={<Icon name="check" size={12} />}
              disabled={shown?.here !== true}
              onClick={() => doing("verify")}
            >
              Verify…
            </Button>
            <Button
              leftSection={<Icon name="export" size={12} />}
              disabled={shown?.here !== true}
              onClick={() => doing("restore")}
            >
              Restore…
            </Button>
            <Button
              leftSection={<Icon name="archives" size={12} />}
              variant="filled"
              disabled={project === undefined}
              onClick={startAdding}
            >
              Archive…
            </Button>
          </>
        ) : null}
      </PageBar>
      {text.trim() !== "" ? (
        <FoundList
          text={text}
          archives={archives}
          onOpen={(id, name) => {
            setText("");
            setInside(name);
            show(id);
          }}
        />
      ) : isAdding ? (
        <AddView
          key={`${project.id} ${clips}`}
          projectId={project.id}
          archives={archives}
          archive={shown?.id}
          entries={sentEntries(clips)}
          onDone={(id) => show(id)}
          onCancel={() => show(shown?.id)}
        />
      ) : archives.length === 0 || shown === undefined ? (
        <Empty title="Nothing was archived yet" icon="archives">
          <p>
            An archive is a folder of segments that plain tar can read, each with its checksums. Its contents stay
            searchable here when it lies on a shelf.
          </p>
          {mayWork ? (
            <Button variant="filled" disabled={project === undefined} onClick={startAdding}>
              Archive…
            </Button>
          ) : null}
        </Empty>
      ) : (
        <div className={classes.both}>
          <ArchiveList
            archives={archives}
            shown={shown.id}
            onShow={(id) => {
              setInside("");
              show(id);
            }}
          />
          <ArchiveView
            key={shown.id}
            id={shown.id}
            task={task}
            onTask={setTask}
            text={inside}
            onText={setInside}
            onResume={(session) => {
              api
                .post(`/archives/${shown.id}/sessions`, { entries: [], resume: true })
                .then(() => notify({ kind: "info", title: `Session ${session} goes on` }))
                .catch((thrown: unknown) =>
                  notify({ kind: "bad", title: "It does not go on", message: sentenceOf(thrown) }),
                );
            }}
          />
        </div>
      )}
      {finding ? <ChooseFolder onChoose={(place) => void find(place)} onClose={() => setFinding(false)} /> : null}
    </div>
  );
}
