import { TextInput } from "@mantine/core";
import { useQueries, useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import type { EntryShape } from "../../../../src/server/shapes/catalogue-shapes.ts";
import { formatTimecode } from "../../../../src/time/timecode.ts";
import { apiUrl } from "../../api/client.ts";
import { Icon } from "../../icons/icon.tsx";
import { ListOption } from "../../lists/list-option.tsx";
import { entryQuery, foundQuery } from "./export-queries.ts";
import classes from "./export.module.css";

export interface SourcePickerProps {
  readonly projectId: string;
  readonly clips: readonly string[];
  readonly onChange: (clips: readonly string[]) => void;
}

/** The clips and sequences that are exported; more of them are found by typing. */
export function SourcePicker({ projectId, clips, onChange }: SourcePickerProps) {
  const [text, setText] = useState("");
  const [cursor, setCursor] = useState(0);
  const [at, setAt] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const entries = useQueries({ queries: clips.map((id) => entryQuery(id)) });
  const { data: found = [] } = useQuery(foundQuery(projectId, text.trim()));
  const offered = text.trim() === "" ? [] : found.filter(({ id }) => !clips.includes(id)).slice(0, 12);
  const active = offered[Math.min(cursor, offered.length - 1)];
  const add = (entry: EntryShape) => {
    onChange([...clips, entry.id]);
    setText("");
    setCursor(0);
  };
  const remove = (index: number) => {
    onChange(clips.filter((_, other) => other !== index));
    setAt(Math.max(0, Math.min(index, clips.length - 2)));
  };
  const here = Math.min(at, clips.length - 1);
  return (
    <>
      {clips.length === 0 ? (
        <p className="quiet">Select clips on the Desktop and press E, or search for them here.</p>
      ) : (
        <ul
          ref={list}
          role="listbox"
          aria-label={`Chosen, ${clips.length}`}
          aria-describedby="chosen-help"
          tabIndex={0}
          className={classes.chosen}
          aria-activedescendant={`chosen-${here}`}
          onKeyDown={(event) => {
            const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
            if (by !== undefined) setAt(Math.max(0, Math.min(clips.length - 1, here + by)));
            else if (event.key === "Delete" || event.key === "Backspace") remove(here);
            else return;
            event.preventDefault();
            list.current?.children[here]?.scrollIntoView({ block: "nearest" });
          }}
        >
          {clips.map((id, index) => (
            <li key={id} id={`chosen-${index}`} role="option" aria-selected={index === here}>
              <Chosen entry={entries[index]?.data} failed={entries[index]?.isError === true} />
              {/* The mouse's way to what Delete does; nothing within an option can be reached by keyboard. */}
              {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions */}
              <span aria-hidden className={classes.without} title="Take out (Del)" onClick={() => remove(index)}>
                <Icon name="close" size={10} />
              </span>
            </li>
          ))}
        </ul>
      )}
      <span id="chosen-help" className="visually-hidden">
        Delete takes one out
      </span>
      <div className={classes.finder}>
        <TextInput
          id="export-search"
          role="combobox"
          aria-expanded={offered.length > 0}
          aria-controls="export-found"
          aria-activedescendant={active === undefined ? undefined : `found-${active.id}`}
          aria-label="Search clips and sequences to add"
          placeholder="Add clips, sequences, reels  ( / )"
          leftSection={<Icon name="search" size={12} />}
          value={text}
          autoComplete="off"
          onChange={(event) => {
            setText(event.currentTarget.value);
            setCursor(0);
          }}
          onKeyDown={(event) => {
            const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
            if (by !== undefined) setCursor(Math.max(0, Math.min(offered.length - 1, cursor + by)));
            else if (event.key === "Enter" && active !== undefined && !event.ctrlKey) add(active);
            else if (event.key === "Escape" && text !== "") setText("");
            else return;
            event.preventDefault();
          }}
        />
        <ul id="export-found" role="listbox" aria-label="Found" className={classes.found} hidden={text.trim() === ""}>
          {offered.map((entry) => (
            <ListOption
              as="li"
              key={entry.id}
              id={`found-${entry.id}`}
              selected={entry === active}
              onChoose={() => add(entry)}
            >
              <Chosen entry={entry} failed={false} />
            </ListOption>
          ))}
          {offered.length === 0 ? (
            <li role="option" aria-selected={false} aria-disabled className="quiet">
              Nothing else holds “{text.trim()}”.
            </li>
          ) : null}
        </ul>
      </div>
    </>
  );
}

function Chosen({ entry, failed }: { entry: EntryShape | undefined; failed: boolean }) {
  const [noPicture, setNoPicture] = useState(false);
  if (entry === undefined)
    return <span className={failed ? classes.problem : "quiet"}>{failed ? "It is not there any more." : "…"}</span>;
  const hasPicture = entry.clip !== undefined && entry.clip.width > 0 && entry.linked !== false && !noPicture;
  return (
    <>
      <span className={classes.thumb}>
        {hasPicture ? (
          <img
            src={apiUrl(`/entries/${entry.id}/thumbnail`, { v: entry.changedAt })}
            alt=""
            loading="lazy"
            decoding="async"
            onError={() => setNoPicture(true)}
          />
        ) : (
          <Icon name={entry.clip === undefined ? "reel" : entry.clip.width === 0 ? "sound" : "clip"} size={13} />
        )}
      </span>
      <span className={classes.clipName}>{entry.name}</span>
      {entry.linked === false ? <span className={classes.problem}>media not there</span> : null}
      <span className="figures quiet">
        {entry.clip === undefined
          ? entry.kind
          : `${entry.kind === "sequence" ? "sequence  " : ""}${formatTimecode(entry.clip.duration, entry.clip.rate)}`}
      </span>
    </>
  );
}
