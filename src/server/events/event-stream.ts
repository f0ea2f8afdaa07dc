import type { ServerResponse } from "node:http";
import type { EventHub, PublishedEvent } from "./hub.ts";

/** A client that takes less than it is sent is let go at this many bytes; it comes back with the id of the last it had. */
const mostUnsent = 1_000_000;
const heartbeat = 15_000;
/** How often those who listen are asked for whether they still may, in milliseconds. */
const watchEvery = 3000;

/** The open event streams of a server. */
export interface EventStreams {
  /**
   * Answers a request with the stream: what came after `lastEventId` first. It ends when its client is not let in any more:
   * at once where that was changed in this process, else within some seconds.
   */
  open(response: ServerResponse, lastEventId: string | undefined, isStillLetIn: () => Promise<boolean>): void;
  readonly count: number;
  /** Ends all streams. */
  close(): void;
}

/** Fans the hub's events out as Server-Sent Events. Each event is spelled once, however many clients there are. */
export function createEventStreams(hub: EventHub): EventStreams {
  const clients = new Map<ServerResponse, () => Promise<boolean>>();
  let waiting: string[] = [];
  const send = (client: ServerResponse, text: string) => {
    client.write(text);
    if (client.writableLength > mostUnsent) client.destroy();
  };
  const flush = () => {
    const text = waiting.join("");
    waiting = [];
    for (const client of clients.keys()) send(client, text);
  };
  const endThoseOutside = async () => {
    for (const [client, isStillLetIn] of clients) if (!(await isStillLetIn()) && clients.delete(client)) client.end();
  };
  const stopListening = hub.listen((published) => {
    if (clients.size === 0) return;
    if (published.event.type === "access.changed") void endThoseOutside();
    // What happens at once goes out at once: one write per client.
    if (waiting.length === 0) setImmediate(flush);
    waiting.push(spell(hub, published));
  });
  const beat = setInterval(() => {
    for (const client of clients.keys()) send(client, ": still here\n\n");
  }, heartbeat);
  const watch = setInterval(() => void endThoseOutside(), watchEvery);
  for (const timer of [beat, watch]) timer.unref();
  return {
    open(response, lastEventId, isStillLetIn) {
      // What waits to go out is among what is sent now, or older than this client.
      if (waiting.length > 0) flush();
      const since = lastEventId === undefined ? [] : hub.since(lastEventId);
      response.writeHead(200, {
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-store",
        "x-accel-buffering": "no",
        "x-content-type-options": "nosniff",
      });
      const opened = { type: "stream.opened", data: { missed: since === undefined } };
      response.write(
        `retry: 1000\nid: ${hub.idOf(hub.latest - (since?.length ?? 0))}\nevent: ${opened.type}\ndata: ${JSON.stringify(opened.data)}\n\n` +
          (since ?? []).map((published) => spell(hub, published)).join(""),
      );
      clients.set(response, isStillLetIn);
      response.on("close", () => clients.delete(response));
      response.on("error", () => clients.delete(response));
    },
    get count() {
      return clients.size;
    },
    close() {
      stopListening();
      clearInterval(beat);
      clearInterval(watch);
      for (const client of clients.keys()) client.end();
      clients.clear();
    },
  };
}

const spell = (hub: EventHub, { number, event }: PublishedEvent): string =>
  `id: ${hub.idOf(number)}\nevent: ${event.type}\ndata: ${JSON.stringify(event.data)}\n\n`;
