import { type ReactNode, type RefObject, useEffect } from "react";
import { useKeys } from "../../keys/use-keys.ts";
import lines from "../../lists/list-line.module.css";
import { ListOption } from "../../lists/list-option.tsx";
import classes from "./settings.module.css";

export interface RowListProps<T extends { readonly id: string }> {
  /** What it lists, for those who hear it. */
  readonly label: string;
  readonly list: RefObject<HTMLUListElement | null>;
  readonly items: readonly T[];
  readonly chosen: string | undefined;
  readonly onChoose: (id: string) => void;
  readonly row: (item: T) => ReactNode;
  /** Takes the keyboard as soon as there is something in it, unless something else has it. */
  readonly takesFocus?: boolean;
}

/** A list of which one is chosen, with the arrow keys. */
export function RowList<T extends { readonly id: string }>(props: RowListProps<T>) {
  const { label, list, items, chosen, onChoose, row, takesFocus = false } = props;
  const index = items.findIndex(({ id }) => id === chosen);
  const inList = () => document.activeElement === list.current;
  const go = (to: number) => {
    const item = items[Math.max(0, Math.min(items.length - 1, to))];
    if (item !== undefined) onChoose(item.id);
  };
  useKeys(label, [
    { keys: "ArrowDown, j", label: "Next", run: () => go(index + 1), when: inList },
    { keys: "ArrowUp, k", label: "Previous", run: () => go(index - 1), when: inList },
  ]);
  useEffect(() => {
    if (takesFocus && items.length > 0 && document.activeElement === document.body)
      list.current?.focus({ preventScroll: true });
  }, [takesFocus, items.length, list]);
  useEffect(() => {
    list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [index, list]);
  return (
    <ul
      ref={list}
      role="listbox"
      aria-label={label}
      tabIndex={0}
      className={classes.list}
      {...(chosen === undefined ? {} : { "aria-activedescendant": `row-${chosen}` })}
    >
      {items.map((item) => (
        <ListOption
          as="li"
          key={item.id}
          id={`row-${item.id}`}
          selected={item.id === chosen}
          className={`${lines.line} ${classes.row}`}
          onChoose={() => onChoose(item.id)}
        >
          {row(item)}
        </ListOption>
      ))}
    </ul>
  );
}
