import { randomBytes } from "node:crypto";
import type { ServerEvent } from "../shapes/event-shapes.ts";

/** An event with its place in the stream. */
export interface PublishedEvent {
  /** Grows by one with each event. */
  readonly number: number;
  readonly event: ServerEvent;
  readonly at: Date;
  /** Where it was seen in the store, which other servers see too. */
  readonly seen?: Seen | undefined;
}

/** What was done somewhere, here or in another process, and found in the store. */
export interface Seen {
  /** The same in every process that sees it; empty where the process that did it tells of it itself. */
  readonly key: string;
}

/** Tells those who look on what happens, and keeps the latest events for those who were away for a moment. */
export interface EventHub {
  publish(event: ServerEvent, seen?: Seen): void;
  /** Calls `listener` with every event from now on. @returns what ends it. */
  listen(listener: (published: PublishedEvent) => void): () => void;
  /** The id of an event on the line. Ids of another start of the server are told apart. */
  idOf(number: number): string;
  /** Events after the one of that id; nothing when they are not all known any more. */
  since(id: string): readonly PublishedEvent[] | undefined;
  /** The number of the latest event. */
  readonly latest: number;
}

/** @param kept How many events are kept for clients that come back. */
export function createEventHub(kept = 10_000): EventHub {
  const start = randomBytes(6).toString("hex");
  const listeners = new Set<(published: PublishedEvent) => void>();
  const ring: PublishedEvent[] = [];
  let latest = 0;
  return {
    publish(event, seen) {
      latest += 1;
      const published = { number: latest, event, at: new Date(), seen };
      ring[latest % kept] = published;
      for (const listener of listeners) listener(published);
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    idOf: (number) => `${start}-${number}`,
    since(id) {
      const [of, digits = ""] = id.split("-");
      if (of !== start || !/^\d{1,15}$/.test(digits)) return undefined;
      const seen = Number(digits);
      if (seen > latest || latest - seen > kept) return undefined;
      return Array.from({ length: latest - seen }, (_, index) => ring[(seen + 1 + index) % kept]).filter(
        (published) => published !== undefined,
      );
    },
    get latest() {
      return latest;
    },
  };
}
