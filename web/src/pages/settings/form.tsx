import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useFirstField } from "./use-first-field.ts";
import classes from "./settings.module.css";

export interface FormProps {
  readonly title: string;
  /** On the button that sends it. */
  readonly verb: string;
  readonly busy: boolean;
  /** Why it was refused; empty unless it was. */
  readonly failure: string;
  readonly onSend: () => void;
  readonly onCancel?: () => void;
  /** Takes the keyboard when it appears. */
  readonly takesFocus?: boolean;
  readonly children: ReactNode;
}

/** Fields that are sent together: Enter sends, Escape leaves. */
export function Form({ title, verb, busy, failure, onSend, onCancel, takesFocus = false, children }: FormProps) {
  const form = useFirstField(takesFocus);
  return (
    <form
      ref={form}
      aria-label={title}
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        onSend();
      }}
    >
      <h2>{title}</h2>
      {children}
      {failure === "" ? null : (
        <p role="alert" className={classes.bad}>
          {failure}
        </p>
      )}
      <div className={classes.line}>
        <Button type="submit" variant="filled" loading={busy}>
          {verb}
        </Button>
        {onCancel === undefined ? null : <Button onClick={onCancel}>Cancel</Button>}
      </div>
    </form>
  );
}
