import type { Colour } from "../media/media-info.ts";

/** What people call a set of colour tags. */
export function colourSpaceName({ primaries, transfer }: Colour): string {
  const names: Readonly<Record<string, string>> = {
    "bt709/bt709": "Rec.709 video",
    "bt709/iec61966-2-1": "sRGB",
    "bt709/linear": "Linear Rec.709",
    "smpte170m/smpte170m": "Rec.601 (525) video",
    "bt470bg/smpte170m": "Rec.601 (625) video",
    "bt2020/bt2020-10": "Rec.2020 video",
    "bt2020/smpte2084": "Rec.2100 PQ",
    "bt2020/arib-std-b67": "Rec.2100 HLG",
    "smpte432/iec61966-2-1": "Display P3",
  };
  if (primaries === "unknown" && transfer === "unknown") return "Unknown";
  return names[`${primaries}/${transfer}`] ?? `${primaries} ${transfer}`;
}
