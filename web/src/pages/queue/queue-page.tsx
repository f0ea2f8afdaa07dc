import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useMemo, useRef, useState } from "react";
import { Empty } from "../../shell/empty.tsx";
import { Failed } from "../../shell/failed.tsx";
import { Loading } from "../../shell/loading.tsx";
import { useQueueActions } from "./queue-actions.ts";
import { QueueBar } from "./queue-bar.tsx";
import { queueQuery, runsQuery } from "./queue-queries.ts";
import classes from "./queue.module.css";
import { type Work, workOfItem, workOfRun } from "./shown-work.ts";
import { useProgress } from "./use-progress.ts";
import { useQueueKeys } from "./use-queue-keys.ts";
import { WorkDetail } from "./work-detail.tsx";
import { WorkList } from "./work-list.tsx";
import { useMay } from "../../shell/use-may.ts";

const kinds = ["export", "archive"] as const;

/** What runs, waits and has ended; and every run that the house has seen. */
export function QueuePage() {
  const address = useSearch({ from: "__root__" });
  const navigate = useNavigate();
  const isHistory = address.view === "history";
  const kind = kinds.find((known) => known === address.kind);
  const { status } = address;
  const queue = useQuery(queueQuery);
  const runs = useInfiniteQuery({ ...runsQuery({ kind, status }), enabled: isHistory });
  const progress = useProgress();
  const works = useMemo<readonly Work[]>(
    () =>
      isHistory
        ? (runs.data?.pages.flatMap(({ items }) => items.map(workOfRun)) ?? [])
        : (queue.data?.items.map((item) => workOfItem(item, progress.get(item.id))) ?? []),
    [isHistory, runs.data, queue.data, progress],
  );
  const list = useRef<HTMLDivElement>(null);
  const asked = isHistory ? address.run : address.item;
  // The address follows the cursor: it is too slow for a key that is held down.
  const [wanted, setWanted] = useState(asked);
  useEffect(() => setWanted(asked), [asked]);
  const index = Math.max(
    0,
    works.findIndex(({ key }) => key === wanted),
  );
  const chosen = works[index];
  const go = (changes: Readonly<Record<string, string | undefined>>) =>
    void navigate({
      to: "/queue",
      search: ({ project }) => ({ project, view: address.view, kind, status, ...changes }),
    });
  const show = (work: Work | undefined) => {
    if (work === undefined) return;
    setWanted(work.key);
    go(isHistory ? { run: work.key } : { item: work.key });
  };
  const actions = useQueueActions();
  const mayWork = useMay("artist");
  const doing = {
    actions,
    mayWork,
    works,
    index,
    paused: queue.data?.paused ?? false,
    show: (at: number) => show(works[Math.max(0, Math.min(works.length - 1, at))]),
    trace: (work: Work) =>
      void navigate({ to: "/trace", search: ({ project }) => ({ project, run: work.runId ?? undefined }) }),
    history: (on: boolean) => go({ view: on ? "history" : undefined, kind: undefined, status: undefined }),
  };
  useQueueKeys(doing, list);
  useEffect(() => {
    if (document.activeElement === document.body) list.current?.focus({ preventScroll: true });
  }, [works.length]);

  const read = isHistory ? runs : queue;
  return (
    <>
      <QueueBar doing={doing} isHistory={isHistory} kind={kind} status={status} onFilter={go} />
      {read.data === undefined ? (
        read.error === null ? (
          <Loading what="Reading the queue" />
        ) : (
          <Failed error={read.error} retry={() => void read.refetch()} />
        )
      ) : works.length === 0 ? (
        <Empty title={isHistory ? "Nothing like this has run" : "Nothing waits and nothing runs"} icon="queue">
          <p>
            {isHistory
              ? "Exports and archives are listed here, whoever started them, from the pages or from the command line."
              : "Choose clips on the Desktop and press E, or go to Export with G then E."}
          </p>
        </Empty>
      ) : (
        <div className={classes.page}>
          <WorkList
            list={list}
            works={works}
            index={index}
            paused={!isHistory && doing.paused}
            onShow={show}
            onMore={runs.hasNextPage && isHistory ? () => void runs.fetchNextPage() : undefined}
          />
          {chosen === undefined ? null : <WorkDetail key={chosen.key} work={chosen} doing={doing} />}
        </div>
      )}
    </>
  );
}
