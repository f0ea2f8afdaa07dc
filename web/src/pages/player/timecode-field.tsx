import { useState } from "react";
import classes from "./transport.module.css";

/** Where the playhead stands, and where it shall go: typed over, Enter goes there. */
export function TimecodeField({ timecode, onType }: { timecode: string; onType: (typed: string) => void }) {
  const [typed, setTyped] = useState<string>();
  return (
    <input
      id="go-to"
      className={classes.field}
      aria-label="Record timecode; type one, or a frame number, to go there"
      title="Type a timecode or a frame number (G)"
      spellCheck={false}
      autoComplete="off"
      value={typed ?? timecode}
      onFocus={(event) => {
        setTyped(timecode);
        event.currentTarget.select();
      }}
      onBlur={() => setTyped(undefined)}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Escape") event.currentTarget.blur();
        if (event.key !== "Enter") return;
        const wanted = event.currentTarget.value.trim();
        event.currentTarget.blur();
        if (wanted !== "") onType(wanted);
      }}
    />
  );
}
