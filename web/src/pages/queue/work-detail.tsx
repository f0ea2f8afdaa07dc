import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useServerEvent } from "../../api/events.ts";
import { useKeys } from "../../keys/use-keys.ts";
import { AssetList } from "./asset-list.tsx";
import { ContactSheet } from "./contact-sheet.tsx";
import { DetailHead } from "./detail-head.tsx";
import classes from "./queue.module.css";
import { picturesQuery, runQuery } from "./queue-queries.ts";
import { RunLog } from "./run-log.tsx";
import type { Work } from "./shown-work.ts";
import type { QueueDoing } from "./use-queue-keys.ts";

const views = [
  { name: "assets", label: "Assets", key: "a" },
  { name: "pictures", label: "Contact sheet", key: "c" },
  { name: "log", label: "Log", key: "l" },
] as const;

/** Everything about one line. */
export function WorkDetail({ work, doing }: { work: Work; doing: QueueDoing }) {
  const isExport = work.kind === "export";
  const [view, setView] = useState<(typeof views)[number]["name"]>(
    isExport && work.state !== "failed" ? "assets" : isExport && work.progress !== null ? "assets" : "log",
  );
  const { runId } = work;
  const run = useQuery({ ...runQuery(runId ?? ""), enabled: runId !== null });
  const pictures = useQuery({ ...picturesQuery(runId ?? ""), enabled: runId !== null && isExport });
  const again = useRef<ReturnType<typeof setTimeout>>(undefined);
  useServerEvent("run.asset", (told) => {
    if (told.runId !== runId) return;
    // An export of a thousand assets tells of many a second.
    again.current ??= setTimeout(() => {
      again.current = undefined;
      void run.refetch();
      if (isExport) void pictures.refetch();
    }, 1000);
  });
  useKeys(
    "Beside the queue",
    views.map(({ key, label, name }) => ({ keys: key, label, run: () => setView(name) })),
  );
  const byAsset = new Map(pictures.data?.items.map((picture) => [picture.assetId, picture.url]));
  return (
    <section className={classes.detail} aria-label={work.title}>
      <DetailHead work={work} run={run.data} doing={doing} />
      <div className={classes.views} role="group" aria-label="What is shown of it">
        {views.map(({ name, label, key }) => (
          <button
            key={name}
            type="button"
            aria-pressed={view === name}
            title={key.toUpperCase()}
            onClick={() => setView(name)}
          >
            {label}
          </button>
        ))}
      </div>
      {view === "assets" ? (
        <AssetList work={work} run={run.data} pictures={byAsset} />
      ) : view === "pictures" ? (
        <ContactSheet
          pictures={pictures.data?.items ?? []}
          reading={pictures.isFetching && pictures.data === undefined}
        />
      ) : (
        <RunLog work={work} />
      )}
    </section>
  );
}
