import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useId, useRef, useState } from "react";
import fields from "../../fields/field.module.css";
import { ListOption } from "../../lists/list-option.tsx";
import { tokensQuery } from "./export-queries.ts";
import classes from "./preset-editor.module.css";

export interface TokenFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly disabled: boolean;
  readonly hint?: ReactNode;
  readonly hintKind?: "bad" | "warning" | undefined;
}

/** A name pattern: `<` opens the tokens, what is typed after it narrows them, Enter puts one in. */
export function TokenField({ label, value, onChange, disabled, hint, hintKind }: TokenFieldProps) {
  const { data: tokens = [] } = useQuery(tokensQuery);
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  const [caret, setCaret] = useState<number>();
  const [cursor, setCursor] = useState(0);
  const begun = caret === undefined ? undefined : /<([^<>]*)$/.exec(value.slice(0, caret))?.[1];
  const offered =
    begun === undefined
      ? []
      : tokens.filter(
          ({ name, description }) =>
            name.startsWith(begun) || `${name} ${description}`.toLowerCase().includes(begun.toLowerCase()),
        );
  const active = offered[Math.min(cursor, offered.length - 1)];
  const put = (name: string) => {
    const at = caret ?? value.length;
    const from = begun === undefined ? at : at - begun.length - 1;
    const rest = value.slice(at).replace(/^[^<>/]*>/, "");
    const next = `${value.slice(0, from)}<${name}>`;
    onChange(next + (begun === undefined ? value.slice(at) : rest));
    setCursor(0);
    // After the text has been written.
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(next.length, next.length);
      setCaret(next.length);
    });
  };
  const look = () => setCaret(field.current?.selectionStart ?? undefined);
  return (
    <div className={fields.field}>
      <label className={fields.label} htmlFor={id}>
        {label}
      </label>
      <div className={classes.pattern}>
        <input
          ref={field}
          id={id}
          type="text"
          role="combobox"
          aria-expanded={offered.length > 0}
          aria-controls={`${id}-tokens`}
          aria-autocomplete="list"
          aria-activedescendant={active === undefined ? undefined : `${id}-${active.name.replaceAll(" ", "-")}`}
          aria-describedby={`${id}-hint`}
          className={fields.control}
          value={value}
          disabled={disabled}
          spellCheck={false}
          autoComplete="off"
          aria-invalid={hintKind === "bad"}
          onChange={(event) => {
            onChange(event.currentTarget.value);
            setCaret(event.currentTarget.selectionStart ?? undefined);
            setCursor(0);
          }}
          onClick={look}
          onKeyUp={(event) => {
            if (event.key.startsWith("Arrow") && offered.length === 0) look();
          }}
          onBlur={() => setCaret(undefined)}
          onKeyDown={(event) => {
            if (offered.length === 0) return;
            const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
            if (by !== undefined) setCursor(Math.max(0, Math.min(offered.length - 1, cursor + by)));
            else if (event.key === "Enter" && active !== undefined) put(active.name);
            else if (event.key === "Escape") setCaret(undefined);
            else return;
            event.preventDefault();
            event.stopPropagation();
          }}
        />
        <ul
          id={`${id}-tokens`}
          role="listbox"
          aria-label="Tokens"
          className={classes.tokens}
          hidden={offered.length === 0}
        >
          {offered.map((token) => (
            <ListOption
              as="li"
              key={token.name}
              id={`${id}-${token.name.replaceAll(" ", "-")}`}
              selected={token === active}
              onPointerDown={(event) => event.preventDefault()}
              onChoose={() => put(token.name)}
              ref={token === active ? intoSight : undefined}
            >
              <span>{`<${token.name}>`}</span>
              <small>{token.description}</small>
            </ListOption>
          ))}
        </ul>
      </div>
      <span id={`${id}-hint`} className={fields.hint} data-kind={hintKind}>
        {hint ?? "Type < for the tokens; / makes folders."}
      </span>
    </div>
  );
}

const intoSight = (element: HTMLElement | null) => element?.scrollIntoView({ block: "nearest" });
