import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef } from "react";
import type { ArchivedFileShape } from "../../../../src/server/shapes/archive-shapes.ts";
import { formatBytes } from "../../format/amounts.ts";
import { ListOption } from "../../lists/list-option.tsx";
import { type Chosen, chosenFile } from "./chosen.ts";
import classes from "./contents.module.css";
import { useChoosing } from "./use-choosing.ts";

export interface FileRowsProps {
  readonly files: readonly ArchivedFileShape[];
  readonly chosen: ReadonlyMap<string, Chosen>;
  readonly onChoose: (chosen: ReadonlyMap<string, Chosen>) => void;
  readonly onOpen: () => void;
  readonly onEnd: () => void;
}

const rowHeight = 23;

/** Every file of an archive, however many they are. */
export function FileRows({ files, chosen, onChoose, onOpen, onEnd }: FileRowsProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: files.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const items = useMemo(() => files.map(chosenFile), [files]);
  const choosing = useChoosing({
    items,
    columns: 1,
    chosen,
    onChoose,
    onOpen,
    onShow: (index) => virtual.scrollToIndex(index),
  });
  const lines = virtual.getVirtualItems();
  const last = lines.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= files.length - 20) onEnd();
  });
  return (
    <div
      ref={scroller}
      role="listbox"
      aria-multiselectable
      aria-label="Files in the archive"
      tabIndex={0}
      id="contents-list"
      className={classes.list}
      aria-activedescendant={files.length === 0 ? undefined : `archived-${choosing.cursor}`}
      onKeyDown={choosing.pressed}
    >
      <div className={classes.sheet} style={{ height: virtual.getTotalSize() }} role="presentation">
        {lines.map(({ index, start }) => {
          const file = files[index];
          if (file === undefined) return null;
          const cut = file.path.lastIndexOf("/") + 1;
          return (
            <ListOption
              as="div"
              key={index}
              id={`archived-${index}`}
              selected={choosing.isChosen(index)}
              data-cursor={index === choosing.cursor || undefined}
              className={classes.file}
              style={{ height: rowHeight, transform: `translateY(${start}px)` }}
              title={file.source === "" ? file.path : `${file.path}\nfrom ${file.source}`}
              onChoose={(event) => choosing.clicked(index, event.shiftKey)}
            >
              <span className={classes.path}>
                <span>{file.path.slice(0, cut)}</span>
                {file.path.slice(cut)}
              </span>
              <span className={classes.of}>{file.clipName}</span>
              <span className={classes.where}>
                session {file.session}
                {file.segment === 0 ? "" : `, segment ${file.segment}`}
              </span>
              <span className={classes.bytes}>{formatBytes(file.bytes)}</span>
            </ListOption>
          );
        })}
      </div>
    </div>
  );
}
