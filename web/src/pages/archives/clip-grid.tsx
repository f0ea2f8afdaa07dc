import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef, useState } from "react";
import type { ArchivedClipShape } from "../../../../src/server/shapes/archive-shapes.ts";
import { apiUrl } from "../../api/client.ts";
import { Icon } from "../../icons/icon.tsx";
import { ListOption } from "../../lists/list-option.tsx";
import { type Chosen, chosenClip } from "./chosen.ts";
import classes from "./contents.module.css";
import { useChoosing } from "./use-choosing.ts";

export interface ClipGridProps {
  readonly clips: readonly ArchivedClipShape[];
  readonly here: boolean;
  readonly chosen: ReadonlyMap<string, Chosen>;
  readonly onChoose: (chosen: ReadonlyMap<string, Chosen>) => void;
  readonly onOpen: () => void;
  /** The end of what is known comes into sight. */
  readonly onEnd: () => void;
}

const tile = 148;
const rowHeight = 132;

/** Clips with their pictures, as many beside each other as there is room. */
export function ClipGrid({ clips, here, chosen, onChoose, onOpen, onEnd }: ClipGridProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [columns, setColumns] = useState(6);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const watch = new ResizeObserver(() => setColumns(Math.max(1, Math.floor((element.clientWidth - 8) / tile))));
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  const rows = Math.ceil(clips.length / columns);
  const virtual = useVirtualizer({
    count: rows,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 2,
  });
  const items = useMemo(() => clips.map(chosenClip), [clips]);
  const choosing = useChoosing({
    items,
    columns,
    chosen,
    onChoose,
    onOpen,
    onShow: (index) => virtual.scrollToIndex(Math.floor(index / columns)),
  });
  const lines = virtual.getVirtualItems();
  const last = lines.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= rows - 2) onEnd();
  });
  return (
    <div
      ref={scroller}
      role="listbox"
      aria-multiselectable
      aria-label="Clips in the archive"
      tabIndex={0}
      id="contents-list"
      className={classes.list}
      aria-activedescendant={clips.length === 0 ? undefined : `archived-${choosing.cursor}`}
      onKeyDown={choosing.pressed}
    >
      <div className={classes.sheet} style={{ height: virtual.getTotalSize() }} role="presentation">
        {lines.map(({ index: row, start }) => (
          <div
            key={row}
            role="presentation"
            className={classes.tiles}
            style={{ height: rowHeight, transform: `translateY(${start}px)` }}
          >
            {clips.slice(row * columns, (row + 1) * columns).map((clip, column) => {
              const index = row * columns + column;
              return (
                <ListOption
                  as="div"
                  key={`${clip.session} ${clip.id}`}
                  id={`archived-${index}`}
                  selected={choosing.isChosen(index)}
                  data-cursor={index === choosing.cursor || undefined}
                  className={classes.tile}
                  title={clip.path}
                  onChoose={(event) => choosing.clicked(index, event.shiftKey)}
                >
                  <Picture address={here ? clip.thumbnail : undefined} />
                  <span className={classes.name}>{clip.name}</span>
                  <span className={classes.facts}>
                    <span className={classes.folder}>{clip.path.slice(0, clip.path.lastIndexOf("/"))}</span>
                    <span>{clip.session}</span>
                  </span>
                </ListOption>
              );
            })}
          </div>
        ))}
      </div>
    </div>
  );
}

/** Made when it is first asked for; a clip of sound has none. */
export function Picture({ address }: { address: string | undefined }) {
  const [failed, setFailed] = useState(false);
  return (
    <span className={classes.picture}>
      {address === undefined || failed ? (
        <Icon name="clip" size={16} />
      ) : (
        <img src={apiUrl(address)} alt="" loading="lazy" decoding="async" onError={() => setFailed(true)} />
      )}
    </span>
  );
}
