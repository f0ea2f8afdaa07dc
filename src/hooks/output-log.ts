/** Output of one handler, kept up to a limit, so that a hook that prints without end costs no memory. */
export interface OutputLog {
  /** Adds text as it comes, whole lines or parts of them. */
  write(text: string): void;
  lines(): readonly string[];
}

/** Characters that are kept of one handler's output. */
const mostCharacters = 64 * 1024;

/** @param onKept is told of every piece that is kept, as it comes. */
export function createOutputLog(onKept: (text: string) => void = () => {}): OutputLog {
  let kept = "";
  let dropped = 0;
  return {
    write(text) {
      const room = mostCharacters - kept.length;
      if (room > 0) {
        const piece = text.length > room ? text.slice(0, room) : text;
        kept += piece;
        onKept(piece);
      }
      if (text.length > room) dropped += text.length - room;
    },
    lines() {
      if (kept === "") return [];
      const lines = kept.replace(/\n$/, "").split(/\r?\n/);
      if (dropped > 0) lines.push(`… ${dropped} more characters of output were dropped.`);
      return lines;
    },
  };
}
