import { useEffect, useRef, useSyncExternalStore } from "react";
import type { EventData, EventType } from "../../../src/server/shapes/event-shapes.ts";
import { type Connection, type EventLine, type LineMessage, openEventLine } from "./event-line.ts";
import { eventsAddress, openSharedLine } from "./shared-line.ts";

const heard = new EventTarget();
const watchers = new Set<() => void>();
let state: Connection = "connecting";
let line: EventLine | undefined;

/** The server refused the stream: this is dispatched beside its events. */
const refused = "cresset:refused";

function receive(message: LineMessage): void {
  if (message.kind === "event") heard.dispatchEvent(new CustomEvent(message.type, { detail: message.data }));
  else if (message.kind === "refused") heard.dispatchEvent(new Event(refused));
  else if (state !== message.state) {
    ({ state } = message);
    for (const watcher of watchers) watcher();
  }
}

/** One stream of events for all pages, and for all tabs of this browser where it can be shared. */
export function connectEvents(): void {
  line ??= openSharedLine(receive, () => openEventLine(eventsAddress, receive));
}

/** Begins the stream anew: for somebody who signed in, or signed out. */
export function renewEvents(): void {
  line?.renew();
}

/** Calls back for each event of a type. @returns what ends it. */
export function onServerEvent<T extends EventType>(type: T, handler: (data: EventData<T>) => void): () => void {
  const listener = (event: Event) => {
    // What the server sends is what its shapes say.
    if (event instanceof CustomEvent) handler(event.detail);
  };
  heard.addEventListener(type, listener);
  return () => heard.removeEventListener(type, listener);
}

/** Calls back each time that the server does not let the stream begin, as it does when one has to sign in. */
export function onRefused(handler: () => void): void {
  heard.addEventListener(refused, handler);
}

/** Calls back for each event of a type, for as long as the component is shown. */
export function useServerEvent<T extends EventType>(type: T, handler: (data: EventData<T>) => void): void {
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => onServerEvent<T>(type, (data) => latest.current(data)), [type]);
}

export function useConnection(): Connection {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
    () => state,
  );
}
