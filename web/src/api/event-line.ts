import { eventTypes } from "./event-types.ts";

export type Connection = "connecting" | "open" | "lost";

/** What a line tells of. Plain data: it is sent from the worker to its tabs. */
export type LineMessage =
  | { readonly kind: "state"; readonly state: Connection }
  | { readonly kind: "event"; readonly type: string; readonly data: unknown }
  /** The server did not let the stream begin: it starts or ends, or one has to sign in first. */
  | { readonly kind: "refused" };

/** A stream of events that is taken up again whenever it breaks. */
export interface EventLine {
  /** Begins anew at once, because somebody else looks on now. */
  renew(): void;
}

const firstRetry = 500;
const lastRetry = 10_000;

/**
 * Listens to the server's events for as long as the script runs. The browser resumes a stream that broke by itself, from the
 * last event it saw; one that the server refused is begun anew here, from the same event.
 */
export function openEventLine(address: string, tell: (message: LineMessage) => void): EventLine {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let retry = firstRetry;
  let lastEventId = "";
  let began = false;
  const begin = () => {
    clearTimeout(timer);
    const stream = new EventSource(lastEventId === "" ? address : `${address}?${new URLSearchParams({ lastEventId })}`);
    // Without an id the server cannot know what a stream that is begun anew has missed.
    const isUnsure = began && lastEventId === "";
    began = true;
    source = stream;
    stream.addEventListener("open", () => {
      retry = firstRetry;
      tell({ kind: "state", state: "open" });
    });
    stream.addEventListener("error", () => {
      if (stream !== source) return;
      tell({ kind: "state", state: "lost" });
      if (stream.readyState !== EventSource.CLOSED) return;
      tell({ kind: "refused" });
      timer = setTimeout(begin, retry);
      retry = Math.min(retry * 2, lastRetry);
    });
    for (const type of eventTypes)
      stream.addEventListener(type, (event) => {
        if (!(event instanceof MessageEvent)) return;
        lastEventId = event.lastEventId;
        const data: unknown = isUnsure && type === "stream.opened" ? { missed: true } : JSON.parse(event.data);
        tell({ kind: "event", type, data });
      });
  };
  begin();
  return {
    renew() {
      source?.close();
      retry = firstRetry;
      lastEventId = "";
      begin();
    },
  };
}
