import { TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { EntryShape } from "../../../../src/server/shapes/catalogue-shapes.ts";
import { Icon } from "../../icons/icon.tsx";
import { ListOption } from "../../lists/list-option.tsx";
import { ChosenList } from "./chosen-list.tsx";
import { EntryLine } from "./entry-line.tsx";
import { foundQuery } from "./export-queries.ts";
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
  const { data: found = [] } = useQuery(foundQuery(projectId, text.trim()));
  const offered = text.trim() === "" ? [] : found.filter(({ id }) => !clips.includes(id)).slice(0, 12);
  const active = offered[Math.min(cursor, offered.length - 1)];
  const add = (entry: EntryShape) => {
    onChange([...clips, entry.id]);
    setText("");
    setCursor(0);
  };
  return (
    <>
      {clips.length === 0 ? (
        <p className="quiet">Select clips on the Desktop and press E, or search for them here.</p>
      ) : (
        <ChosenList clips={clips} onChange={onChange} />
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
              <EntryLine entry={entry} failed={false} />
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
