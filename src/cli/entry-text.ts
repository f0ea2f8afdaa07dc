import type { ShownTree } from "../app/shown-tree.ts";
import type { Entry } from "../catalogue/catalogue.ts";
import { formatRate } from "../time/rate.ts";
import { formatTimecode } from "../time/timecode.ts";

/** What lists tell of a clip beside its name; empty for what holds clips. */
export function entryFacts({ clip, attributes: { shotName = "" } }: Entry): string {
  if (clip === undefined) return "";
  const { duration, rate, startFrame, dropFrame, width, height } = clip;
  const facts = [
    formatTimecode(startFrame, rate, dropFrame),
    `${duration} ${duration === 1 ? "frame" : "frames"}`,
    `${formatRate(rate)} fps`,
    ...(width > 0 ? [`${width}x${height}`] : []),
    ...(shotName === "" ? [] : [`shot ${shotName}`]),
  ];
  return facts.join(", ");
}

/** A tree as lines: what lies in something stands below it, joined to it. */
export const treeText = (tree: ShownTree): string => lines(tree).join("\n");

function lines({ entry, children, leftOut, unlinked = false }: ShownTree): readonly string[] {
  const facts = entryFacts(entry);
  const own = `${entry.name}${facts === "" ? "" : `  ${facts}`}${unlinked ? "  UNLINKED" : ""}`;
  const below = children.map(lines);
  if (leftOut > 0) below.push([`… and ${leftOut} more (--limit)`]);
  return [
    own,
    ...below.flatMap(([first = "", ...rest], index) => {
      const isLast = index === below.length - 1;
      return [`${isLast ? "└─" : "├─"} ${first}`, ...rest.map((line) => `${isLast ? "  " : "│ "} ${line}`)];
    }),
  ];
}
