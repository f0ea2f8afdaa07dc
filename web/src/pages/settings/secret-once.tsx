import { Button } from "@mantine/core";
import { useEffect, useId, useRef, useState } from "react";
import { useKeys } from "../../keys/use-keys.ts";
import { copyText } from "./copy-text.ts";
import classes from "./settings.module.css";

export interface SecretOnceProps {
  readonly label: string;
  readonly secret: string;
  /** What the server keeps of it, in a sentence. */
  readonly kept: string;
  /** It was kept elsewhere. */
  readonly onDone: () => void;
}

/** A secret that cannot be shown again, with the way to take it along. */
export function SecretOnce({ label, secret, kept, onDone }: SecretOnceProps) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [state, setState] = useState<"shown" | "copied" | "marked">("shown");
  const copy = async () => setState((await copyText(secret, field.current)) ? "copied" : "marked");
  useKeys("Secret", [{ keys: "c", label: "Copy", run: () => void copy() }]);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, [secret]);
  return (
    <section className={classes.secret}>
      <label htmlFor={id}>
        {label} It is shown this once. {kept}
      </label>
      <div className={classes.line}>
        <input ref={field} id={id} type="text" readOnly spellCheck={false} value={secret} className={classes.code} />
        <Button variant="filled" title="C" onClick={() => void copy()}>
          Copy
        </Button>
        <Button onClick={onDone}>Done</Button>
      </div>
      <p role="status" className={classes.quiet}>
        {state === "copied" ? "Copied." : state === "marked" ? "Press Ctrl+C: the browser leaves copying to you." : ""}
      </p>
    </section>
  );
}
