import { useRef } from "react";
import type { ArchiveShape } from "../../../../src/server/shapes/archive-shapes.ts";
import { countOf, formatBytes } from "../../format/amounts.ts";
import { ListOption } from "../../lists/list-option.tsx";
import { CapacityGauge } from "./capacity-gauge.tsx";
import classes from "./archives.module.css";

export interface ArchiveListProps {
  readonly archives: readonly ArchiveShape[];
  readonly shown: string | undefined;
  readonly onShow: (id: string) => void;
}

/** Every archive that is known, here or on a shelf. */
export function ArchiveList({ archives, shown, onShow }: ArchiveListProps) {
  const list = useRef<HTMLUListElement>(null);
  const go = (index: number) => {
    const archive = archives[Math.max(0, Math.min(archives.length - 1, index))];
    if (archive !== undefined) onShow(archive.id);
    list.current?.querySelectorAll("li")[index]?.scrollIntoView({ block: "nearest" });
  };
  return (
    <ul
      ref={list}
      id="archive-list"
      role="listbox"
      aria-label="Archives"
      tabIndex={0}
      className={classes.archives}
      aria-activedescendant={shown === undefined ? undefined : `archive-${shown}`}
      onKeyDown={(event) => {
        const at = archives.findIndex(({ id }) => id === shown);
        const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: archives.length - 1 }[event.key];
        if (to === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
        event.preventDefault();
        go(Math.max(0, Math.min(archives.length - 1, to)));
      }}
    >
      {archives.map((archive) => (
        <ListOption
          as="li"
          key={archive.id}
          id={`archive-${archive.id}`}
          selected={archive.id === shown}
          className={classes.archive}
          onChoose={() => onShow(archive.id)}
        >
          <span className={classes.archiveTop}>
            <strong>{archive.name}</strong>
            {archive.here ? null : <span className={classes.away}>not here</span>}
          </span>
          <span className={classes.archiveFacts}>
            <span>{countOf(archive.sessions, "session")}</span>
            <span>{formatBytes(archive.bytes)}</span>
          </span>
          {archive.room === null ? null : <CapacityGauge small {...archive.room} />}
        </ListOption>
      ))}
    </ul>
  );
}
