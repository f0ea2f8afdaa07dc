/**
 * Tracks that an EDL's channel field names, as track ids: `V` → V1, `AA/V` → V1 A1 A2, `B` (both) → V1 A1, `A2` → A2,
 * `NONE` → none. Returns nothing when the text names no channels.
 */
export function parseChannels(text: string): readonly string[] | undefined {
  const upper = text.toUpperCase();
  if (upper === "NONE") return [];
  if (!/^(?:AA|[VA]\d{0,2}|B|\/)+$/.test(upper)) return undefined;
  const ids = new Set<string>();
  for (const [channel] of upper.matchAll(/AA(?!\d)|[VA]\d*|B/g)) {
    if (channel === "B") ids.add("V1").add("A1");
    else if (channel === "AA") ids.add("A1").add("A2");
    else ids.add(channel.length === 1 ? `${channel}1` : `${channel[0]}${Number(channel.slice(1))}`);
  }
  return [...ids].toSorted(byKindAndNumber);
}

/** An event plays a channel of its source on the track of the same number: A1 the first, 0. Nothing for picture. */
export const sourceChannelOf = (trackId: string): number | undefined =>
  trackId.startsWith("A") ? Number(trackId.slice(1)) - 1 : undefined;

/** Picture first, then by number. */
export function byKindAndNumber(a: string, b: string): number {
  return b.charCodeAt(0) - a.charCodeAt(0) || Number(a.slice(1)) - Number(b.slice(1));
}

/** The channel field of an event line, and the audio channels that only an `AUD` line after it has room for. */
export function formatChannels(ids: readonly string[]): { field: string; more: readonly number[] } {
  const isPicture = ids.includes("V1");
  const [first, second] = [ids.includes("A1"), ids.includes("A2")];
  const more = ids.filter((id) => /^A(?:[3-9]|\d\d)$/.test(id)).map((id) => Number(id.slice(1)));
  const [only] = more;
  if (!isPicture && !first && !second && more.length === 1) return { field: `A${only}`, more: [] };
  const audio = first && second ? "AA" : first ? "A" : second ? "A2" : "";
  if (isPicture) return { field: audio === "" ? "V" : audio === "A" ? "B" : `${audio}/V`, more };
  return { field: audio === "" ? "NONE" : audio, more };
}
