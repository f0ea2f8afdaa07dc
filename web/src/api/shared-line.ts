import type { EventLine, LineMessage } from "./event-line.ts";

export const eventsAddress = "/api/v1/events";

/** What a tab says to the worker: `gone` when it is left, `back` when the browser shows it again as it was. */
export type TabMessage = "renew" | "gone" | "back";

/** How long the worker may take to say something, in milliseconds. */
const patience = 5000;

/**
 * The stream that all tabs of this browser share. Where there is none, or it does not come about, `alone` opens one of this
 * tab's own.
 */
export function openSharedLine(tell: (message: LineMessage) => void, alone: () => EventLine): EventLine {
  const worker = eventWorker();
  if (worker === undefined) return alone();
  const say = (message: TabMessage) => worker.port.postMessage(message, []);
  let own: EventLine | undefined;
  let isThere = false;
  const giveUp = () => {
    if (isThere || own !== undefined) return;
    say("gone");
    own = alone();
  };
  setTimeout(giveUp, patience);
  worker.addEventListener("error", giveUp);
  worker.port.addEventListener("message", ({ data }: MessageEvent<LineMessage>) => {
    isThere = true;
    if (own === undefined) tell(data);
  });
  worker.port.start();
  globalThis.addEventListener("pagehide", () => say("gone"));
  globalThis.addEventListener("pageshow", ({ persisted }) => {
    if (persisted) say("back");
  });
  return { renew: () => (own === undefined ? say("renew") : own.renew()) };
}

function eventWorker(): SharedWorker | undefined {
  if (typeof SharedWorker === "undefined") return undefined;
  try {
    return new SharedWorker(new URL("./event-worker.ts", import.meta.url), { type: "module" });
  } catch {
    // The browser was told to give pages no storage, and with it no workers.
    return undefined;
  }
}
