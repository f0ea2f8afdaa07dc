import type { MediaInfo } from "../../media/media-info.ts";
import type { MediaItem } from "./media-folder.ts";
import { nameKey } from "./media-name.ts";

/**
 * How much says that media belongs to a tape, for files that nothing else tells apart (every camera card begins with
 * `C0001`): 3 the name that the file itself carries, 2 its own name or a folder that it lies in, 1 a folder that begins
 * with the tape's name; -1 where it carries the name of another tape. Names count as one where one continues the other
 * (`A001`, `A001C003_220512_R1AB`), because an EDL cuts them.
 */
export function tapeEvidence(
  tapeName: string,
  { item, info }: { readonly item: MediaItem; readonly info: Pick<MediaInfo, "tapeName"> },
): number {
  const tape = nameKey(tapeName);
  if (tape === "") return 0;
  const inside = nameKey(info.tapeName);
  if (inside === tape) return 3;
  const folders = item.parts.slice(0, -1).map(nameKey);
  if (folders.includes(tape) || (tape.length > 2 && item.stem.startsWith(tape))) return 2;
  if (folders.some((folder) => folder.startsWith(tape))) return 1;
  if (inside === "") return 0;
  return inside.startsWith(tape) || tape.startsWith(inside) ? 1 : -1;
}
