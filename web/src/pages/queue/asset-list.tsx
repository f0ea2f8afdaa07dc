import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef, useState } from "react";
import { countOf, formatBytes } from "../../format/amounts.ts";
import { Icon } from "../../icons/icon.tsx";
import { Loading } from "../../shell/loading.tsx";
import { ScrollRegion } from "../../shell/scroll-region.tsx";
import { Progress } from "./progress.tsx";
import { rateText, timeLeft } from "./progress-text.ts";
import classes from "./queue.module.css";
import type { RunDetail } from "./queue-queries.ts";
import { stateKind, type Work } from "./shown-work.ts";
import { type AssetLine, assetLines } from "./asset-lines.ts";
import { useSourcePictures } from "./use-source-pictures.ts";

export interface AssetListProps {
  readonly work: Work;
  readonly run: RunDetail | undefined;
  /** Addresses of pictures, by asset. */
  readonly pictures: ReadonlyMap<string, string>;
}

/** The assets of an export: how far each is, what became of it and why. */
export function AssetList({ work, run, pictures }: AssetListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const sources = useSourcePictures(work.section === "Running" ? run : undefined);
  const lines = useMemo(() => assetLines(work, run), [work, run]);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (lines[index]?.reason === "" ? 38 : 46),
    getItemKey: (index) => lines[index]?.id ?? index,
    overscan: 8,
  });
  useEffect(() => virtual.measure(), [virtual, lines]);
  if (run === undefined && work.runId !== null && lines.length === 0) return <Loading what="Reading the run" />;
  if (lines.length === 0)
    return (
      <p className={classes.nothing}>
        {work.section === "Waiting" ? "It has not begun." : "Nothing was decided about any asset yet."}
      </p>
    );
  return (
    <ScrollRegion ref={scroller} className={classes.assets} label="Assets">
      <ul className={classes.sheet} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, key, start, size }) => {
          const line = lines[index];
          return line === undefined ? null : (
            <li
              key={key}
              className={classes.asset}
              style={{ height: size, transform: `translateY(${start}px)` }}
              data-kind={stateKind(line.status)}
            >
              <span className={classes.assetThumb}>
                <AssetPicture url={pictures.get(line.id) ?? sources.get(line.sequence)} />
              </span>
              <div className={classes.assetText}>
                <div className={classes.rowTop}>
                  <span className={classes.title} title={line.path}>
                    {line.name}
                  </span>
                  <span className={classes.state} data-kind={stateKind(line.status)}>
                    {assetState(line)}
                  </span>
                </div>
                {line.status === "running" ? (
                  <Progress
                    label={`Progress of ${line.name}`}
                    progress={{ done: line.framesDone, total: line.framesTotal }}
                  />
                ) : null}
                {line.reason === "" ? null : <div className={classes.assetWhy}>{line.reason}</div>}
              </div>
            </li>
          );
        })}
      </ul>
    </ScrollRegion>
  );
}

function AssetPicture({ url }: { url: string | undefined }) {
  const [failed, setFailed] = useState<string>();
  if (url === undefined || url === failed) return <Icon name="clip" size={13} />;
  return <img src={url} alt="" loading="lazy" decoding="async" onError={() => setFailed(url)} />;
}

function assetState(line: AssetLine): string {
  if (line.status === "running") {
    const pace = { phase: "rendering", perSecond: line.perSecond, secondsLeft: line.secondsLeft } as const;
    const far = `${line.framesDone} of ${line.framesTotal}`;
    return [far, rateText(pace), timeLeft(pace)].filter(Boolean).join("  ·  ");
  }
  if (line.status !== "written") return words[line.status] ?? line.status;
  const frames = line.framesTotal > 0 ? countOf(line.framesTotal, "frame") : "";
  return ["written", frames, line.bytes > 0 ? formatBytes(line.bytes) : ""].filter(Boolean).join("  ·  ");
}

const words: Readonly<Record<string, string>> = { aborted: "stopped by a hook", unanswered: "waits for an answer" };
