import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useDeferredValue, useMemo, useState } from "react";
import type { ArchiveDetail } from "../../../../src/server/shapes/archive-shapes.ts";
import { sentenceOf } from "../../api/api-problem.ts";
import { countOf } from "../../format/amounts.ts";
import type { Chosen } from "./chosen.ts";
import { ClipGrid } from "./clip-grid.tsx";
import { clipsQuery, filesQuery } from "./archive-queries.ts";
import classes from "./contents.module.css";
import { FileRows } from "./file-rows.tsx";
import type { RestoreParts } from "./restore-dialog.tsx";
import { useMay } from "../../shell/use-may.ts";

export interface ContentsProps {
  readonly archive: ArchiveDetail;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onRestore: (parts: RestoreParts) => void;
}

/** What lies in an archive: its clips with pictures, or every file; page by page as it is scrolled. */
export function Contents({ archive, text, onText, onRestore }: ContentsProps) {
  const [picked, setKind] = useState<"clips" | "files">();
  const mayWork = useMay("artist");
  const kind = picked ?? (archive.clips === 0 ? "files" : "clips");
  const [session, setSession] = useState<number>();
  const [chosen, setChosen] = useState<ReadonlyMap<string, Chosen>>(new Map());
  const wanted = useDeferredValue(text.trim());
  const wish = { archive: archive.id, session, text: wanted };
  const clips = useInfiniteQuery({ ...clipsQuery(wish), enabled: kind === "clips" });
  const files = useInfiniteQuery({ ...filesQuery(wish), enabled: kind === "files" });
  const shown = kind === "clips" ? clips : files;
  const clipItems = useMemo(() => clips.data?.pages.flatMap(({ items }) => items) ?? [], [clips.data]);
  const fileItems = useMemo(() => files.data?.pages.flatMap(({ items }) => items) ?? [], [files.data]);
  const more = () => {
    if (shown.hasNextPage && !shown.isFetchingNextPage) void shown.fetchNextPage();
  };
  const list = { chosen, onChoose: setChosen, onEnd: more, onOpen: () => restore() };
  const restore = () => {
    const all = [...chosen.values()];
    if (all.length > 0)
      onRestore({
        paths: all.map(({ path }) => path),
        sessions: all.map((each) => each.session),
        names: all.map(({ name }) => name),
      });
  };
  const count = kind === "clips" ? clipItems.length : fileItems.length;
  return (
    <section className={classes.contents} aria-labelledby="contents-title">
      <div className={classes.bar}>
        <h2 id="contents-title">Contents</h2>
        <div className={classes.kinds} role="radiogroup" aria-label="What is listed">
          {(["clips", "files"] as const).map((each) => (
            <label key={each} data-checked={kind === each || undefined}>
              <input
                type="radio"
                name="contents-kind"
                className="visually-hidden"
                checked={kind === each}
                onChange={() => setKind(each)}
              />
              {each === "clips" ? "Clips" : "Files"}
            </label>
          ))}
        </div>
        <input
          id="contents-search"
          type="search"
          aria-label={`Search in ${archive.name}`}
          placeholder="Search in this archive  ( F )"
          value={text}
          spellCheck={false}
          onChange={(event) => onText(event.currentTarget.value)}
        />
        <select
          aria-label="Session"
          value={session ?? ""}
          onChange={(event) =>
            setSession(event.currentTarget.value === "" ? undefined : Number(event.currentTarget.value))
          }
        >
          <option value="">All sessions</option>
          {archive.sessionList.map((each) => (
            <option key={each.session} value={each.session}>
              Session {each.session}
            </option>
          ))}
        </select>
        <span className={classes.count} role="status">
          {shown.data === undefined
            ? ""
            : shown.hasNextPage
              ? `${count.toLocaleString("en")}+ ${kind}`
              : countOf(count, kind === "clips" ? "clip" : "file")}
        </span>
        <span className={classes.space} />
        {chosen.size > 0 ? <Button onClick={() => setChosen(new Map())}>Select nothing</Button> : null}
        {mayWork ? (
          <Button variant="filled" disabled={chosen.size === 0 || !archive.here} onClick={restore}>
            {chosen.size === 0 ? "Restore…" : `Restore ${countOf(chosen.size, kind === "clips" ? "clip" : "file")}…`}
          </Button>
        ) : null}
      </div>
      {shown.error === null ? null : (
        <p role="alert" className={classes.problem}>
          {sentenceOf(shown.error)}
        </p>
      )}
      {shown.data !== undefined && count === 0 && !shown.hasNextPage ? (
        <p className={classes.nothing}>
          {wanted === ""
            ? kind === "clips"
              ? "No clips of the catalogue are in it. Files may be."
              : "Nothing is in it yet."
            : `Nothing in it is called “${wanted}”.`}
        </p>
      ) : kind === "clips" ? (
        <ClipGrid clips={clipItems} here={archive.here} {...list} />
      ) : (
        <FileRows files={fileItems} {...list} />
      )}
    </section>
  );
}
