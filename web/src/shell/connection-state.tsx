import { useConnection } from "../api/events.ts";
import classes from "./shell.module.css";

const words = { connecting: "Connecting", open: "Live", lost: "Server not reached; trying again" } as const;

/** Whether what is shown is what is. */
export function ConnectionState() {
  const state = useConnection();
  return (
    <span className={classes.connection} data-state={state} role="status">
      <span aria-hidden className={classes.lamp} />
      {words[state]}
    </span>
  );
}
