import { useRef } from "react";

export interface NameFieldProps {
  readonly name: string;
  readonly className: string;
  /** With the new name; without one when it stays. */
  readonly onDone: (name: string | undefined) => void;
}

/** A name while it is being changed. Enter keeps it, Escape does not. */
export function NameField({ name, className, onDone }: NameFieldProps) {
  const done = useRef(false);
  const finish = (text: string | undefined) => {
    if (done.current) return;
    done.current = true;
    const trimmed = text?.trim();
    onDone(trimmed === undefined || trimmed === "" || trimmed === name ? undefined : trimmed);
  };
  return (
    <input
      type="text"
      className={className}
      defaultValue={name}
      aria-label="Name"
      spellCheck={false}
      ref={(field) => {
        if (field === null || document.activeElement === field) return;
        field.focus();
        field.select();
      }}
      onPointerDown={(event) => event.stopPropagation()}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Enter") finish(event.currentTarget.value);
        if (event.key === "Escape") finish(undefined);
      }}
      onBlur={(event) => finish(event.currentTarget.value)}
    />
  );
}
