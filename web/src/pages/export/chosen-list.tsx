import { useQueries } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef, useState } from "react";
import { Icon } from "../../icons/icon.tsx";
import { EntryLine } from "./entry-line.tsx";
import { entryQuery } from "./export-queries.ts";
import classes from "./export.module.css";

export interface ChosenListProps {
  readonly clips: readonly string[];
  readonly onChange: (clips: readonly string[]) => void;
}

/** As in the style sheet, in pixels. */
const lineHeight = 30;
const margin = 2;

/** What is exported. It may be thousands: only those in sight are drawn and asked for. */
export function ChosenList({ clips, onChange }: ChosenListProps) {
  const list = useRef<HTMLUListElement>(null);
  const [at, setAt] = useState(0);
  const virtual = useVirtualizer({
    count: clips.length,
    getScrollElement: () => list.current,
    estimateSize: () => lineHeight,
    paddingStart: margin,
    paddingEnd: margin,
    overscan: 4,
  });
  const lines = virtual.getVirtualItems().flatMap(({ index }) => {
    const id = clips[index];
    return id === undefined ? [] : [{ id, index }];
  });
  const entries = useQueries({ queries: lines.map(({ id }) => entryQuery(id)) });
  const here = Math.min(at, clips.length - 1);
  const go = (index: number) => {
    setAt(index);
    virtual.scrollToIndex(index);
  };
  const remove = (index: number) => {
    onChange(clips.filter((_, other) => other !== index));
    setAt(Math.max(0, Math.min(index, clips.length - 2)));
  };
  return (
    <ul
      ref={list}
      role="listbox"
      aria-label={`Chosen, ${clips.length}`}
      aria-describedby="chosen-help"
      tabIndex={0}
      className={classes.chosen}
      aria-activedescendant={lines.some(({ index }) => index === here) ? `chosen-${here}` : undefined}
      onKeyDown={(event) => {
        const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: clips.length - 1 }[event.key];
        if (to !== undefined) go(Math.max(0, Math.min(clips.length - 1, to)));
        else if (event.key === "Delete" || event.key === "Backspace") remove(here);
        else return;
        event.preventDefault();
      }}
    >
      {lines.map(({ id, index }, line) => (
        <li
          key={id}
          id={`chosen-${index}`}
          role="option"
          aria-selected={index === here}
          // In place of those above and below that are not drawn.
          style={{
            marginTop: line === 0 ? index * lineHeight : undefined,
            marginBottom: line === lines.length - 1 ? (clips.length - 1 - index) * lineHeight : undefined,
          }}
          aria-setsize={clips.length}
          aria-posinset={index + 1}
        >
          <EntryLine entry={entries[line]?.data} failed={entries[line]?.isError === true} />
          {/* The mouse's way to what Delete does; nothing within an option can be reached by keyboard. */}
          {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions */}
          <span aria-hidden className={classes.without} title="Take out (Del)" onClick={() => remove(index)}>
            <Icon name="close" size={10} />
          </span>
        </li>
      ))}
    </ul>
  );
}
