import { useEffect, useRef, useSyncExternalStore } from "react";
import type { EventData, EventType } from "../../../src/server/shapes/event-shapes.ts";
import { apiUrl } from "./client.ts";

/** Each type that the server knows, for the stream tells of no others. */
const eventTypes = Object.keys({
  "stream.opened": 0,
  "projects.changed": 0,
  "catalogue.changed": 0,
  "queue.changed": 0,
  "run.started": 0,
  "run.progress": 0,
  "run.asset": 0,
  "run.hook": 0,
  "run.message": 0,
  "run.finished": 0,
  "question.asked": 0,
  "question.answered": 0,
  "archive.segment": 0,
  "archives.changed": 0,
  "hooks.changed": 0,
  "presets.changed": 0,
  "access.changed": 0,
  "webhooks.changed": 0,
  message: 0,
} satisfies Record<EventType, 0>);
export type Connection = "connecting" | "open" | "lost";

const heard = new EventTarget();
const watchers = new Set<() => void>();
let state: Connection = "connecting";
let source: EventSource | undefined;
let began = false;
let retry = 500;

function become(next: Connection): void {
  if (state === next) return;
  state = next;
  for (const watcher of watchers) watcher();
}

/**
 * One stream of events for all pages. The browser resumes a broken one by itself, from the last event it saw; one that the
 * server refused, as it does while it starts, is begun anew here.
 */
export function connectEvents(): void {
  if (source !== undefined) return;
  const stream = new EventSource(apiUrl("/events"));
  // The server cannot know what a stream that is begun anew has missed.
  const again = began;
  began = true;
  source = stream;
  stream.addEventListener("open", () => {
    retry = 500;
    become("open");
  });
  stream.addEventListener("error", () => {
    become("lost");
    if (stream.readyState !== EventSource.CLOSED) return;
    source = undefined;
    setTimeout(connectEvents, retry);
    retry = Math.min(retry * 2, 10_000);
  });
  for (const type of eventTypes)
    stream.addEventListener(type, (event) => {
      const data: unknown = event instanceof MessageEvent ? JSON.parse(event.data) : undefined;
      const detail = again && type === "stream.opened" ? { missed: true } : data;
      heard.dispatchEvent(new CustomEvent(type, { detail }));
    });
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
