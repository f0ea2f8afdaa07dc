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

/** Picture first, then by number. */
export function byKindAndNumber(a: string, b: string): number {
  return b.charCodeAt(0) - a.charCodeAt(0) || Number(a.slice(1)) - Number(b.slice(1));
}
