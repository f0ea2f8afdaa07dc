// Runs once for all tabs of a browser: a browser opens six connections to a host at most, and a stream of events takes one of
// them for good, so that six tabs with one each would leave none for anything else.
import { type Connection, type LineMessage, openEventLine } from "./event-line.ts";
import { eventsAddress, type TabMessage } from "./shared-line.ts";

const tabs = new Set<MessagePort>();
let state: Connection = "connecting";

const line = openEventLine(eventsAddress, (message) => {
  if (message.kind === "state") ({ state } = message);
  for (const tab of tabs) send(tab, message);
});

globalThis.addEventListener("connect", (event) => {
  const [tab] = event instanceof MessageEvent ? event.ports : [];
  if (tab === undefined) return;
  tabs.add(tab);
  send(tab, { kind: "state", state });
  tab.addEventListener("message", ({ data }: MessageEvent<TabMessage>) => {
    if (data === "renew") line.renew();
    if (data === "gone") tabs.delete(tab);
    if (data !== "back") return;
    tabs.add(tab);
    send(tab, { kind: "state", state });
    send(tab, { kind: "event", type: "stream.opened", data: { missed: true } });
  });
  tab.start();
});

function send(tab: MessagePort, message: LineMessage): void {
  tab.postMessage(message, []);
}
