import { onTestFinished } from "vitest";
import type { Json } from "./test-server.ts";

export interface HeardEvent {
  readonly id: string;
  readonly type: string;
  readonly data: Json;
}

/** Reads a stream of events as a browser does. */
export async function openStream(
  url: string,
  lastEventId?: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ readonly next: () => Promise<HeardEvent>; readonly close: () => void }> {
  const ending = new AbortController();
  onTestFinished(() => ending.abort());
  const response = await fetch(url, {
    signal: ending.signal,
    headers: { ...headers, ...(lastEventId === undefined ? {} : { "last-event-id": lastEventId }) },
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  return {
    async next() {
      for (;;) {
        const end = text.indexOf("\n\n");
        if (end < 0) {
          const { value, done } = (await reader?.read()) ?? { done: true };
          if (done) throw new Error("The stream ended.");
          text += value;
          continue;
        }
        const lines = text.slice(0, end).split("\n");
        text = text.slice(end + 2);
        const field = (name: string) =>
          lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2) ?? "";
        if (field("data") !== "") return { id: field("id"), type: field("event"), data: JSON.parse(field("data")) };
      }
    },
    close: () => ending.abort(),
  };
}
