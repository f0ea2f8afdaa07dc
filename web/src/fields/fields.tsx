import { type HTMLAttributes, type ReactNode, useId } from "react";
import classes from "./field.module.css";

interface FieldProps {
  readonly label: string;
  /** What is wrong with the value, or worth knowing. */
  readonly hint?: ReactNode;
  readonly hintKind?: "bad" | "warning" | undefined;
  readonly className?: string | undefined;
}

export interface TextFieldProps extends FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly placeholder?: string;
  readonly id?: string;
  readonly inputMode?: HTMLAttributes<HTMLInputElement>["inputMode"];
  readonly list?: string;
  readonly disabled?: boolean;
  readonly type?: "text" | "password" | "url";
  readonly autoComplete?: string;
  readonly required?: boolean;
  readonly minLength?: number;
  readonly onEnter?: () => void;
  /** In a dialog: the keyboard begins here. */
  readonly "data-autofocus"?: boolean;
}

/** A line of text with its name above. */
export function TextField(props: TextFieldProps) {
  const { label, hint, hintKind, className, value, onChange, id, onEnter, ...rest } = props;
  const own = useId();
  const hintId = `${own}-hint`;
  return (
    <div className={`${classes.field} ${className ?? ""}`}>
      <label className={classes.label} htmlFor={id ?? own}>
        {label}
      </label>
      <input
        type="text"
        id={id ?? own}
        className={classes.control}
        value={value}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={hintKind === "bad"}
        aria-describedby={hint === undefined ? undefined : hintId}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || onEnter === undefined || event.ctrlKey || event.metaKey) return;
          event.preventDefault();
          onEnter();
        }}
        {...rest}
      />
      <Hint id={hintId} kind={hintKind}>
        {hint}
      </Hint>
    </div>
  );
}

export interface SelectFieldProps extends FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly id?: string;
  readonly disabled?: boolean;
  readonly children: ReactNode;
}

/** A choice of the platform's own, which keyboards and screen readers know best. */
export function SelectField(props: SelectFieldProps) {
  const { label, hint, hintKind, className, value, onChange, id, disabled = false, children } = props;
  const own = useId();
  const hintId = `${own}-hint`;
  return (
    <div className={`${classes.field} ${className ?? ""}`}>
      <label className={classes.label} htmlFor={id ?? own}>
        {label}
      </label>
      <select
        id={id ?? own}
        className={classes.control}
        value={value}
        disabled={disabled}
        aria-describedby={hint === undefined ? undefined : hintId}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        {children}
      </select>
      <Hint id={hintId} kind={hintKind}>
        {hint}
      </Hint>
    </div>
  );
}

function Hint({ id, kind, children }: { id: string; kind: "bad" | "warning" | undefined; children: ReactNode }) {
  if (children === undefined || children === null || children === "") return null;
  return (
    <span id={id} className={classes.hint} data-kind={kind}>
      {children}
    </span>
  );
}

export interface CheckFieldProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly disabled?: boolean;
}

/** Yes or no. */
export function CheckField({ label, checked, onChange, disabled = false }: CheckFieldProps) {
  return (
    <label className={classes.check}>
      <input
        type="checkbox"
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      {label}
    </label>
  );
}
