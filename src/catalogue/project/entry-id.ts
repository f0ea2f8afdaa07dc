import { randomUUID } from "node:crypto";

let lastTime = 0;
let count = 0;

/**
 * A UUID of version 7 (RFC 9562): sorts by the time of its making, and within this process by the order of it, so that
 * what is added together lies together in the store.
 */
export function newEntryId(now = Date.now()): string {
  if (now > lastTime) [lastTime, count] = [now, 0];
  else if (count < 0xfff) count += 1;
  else [lastTime, count] = [lastTime + 1, 0];
  const time = lastTime.toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${count.toString(16).padStart(3, "0")}-${randomUUID().slice(19)}`;
}

/** Whether a text is an id rather than a name. */
export const isEntryId = (text: string): boolean =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);
