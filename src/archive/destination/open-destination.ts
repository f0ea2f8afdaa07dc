import fs from "node:fs";
import path from "node:path";
import type { Destination } from "./destination.ts";
import { folderDestination } from "./folder-destination.ts";
import { ltfsDestination } from "./ltfs-destination.ts";

/** Kinds of destinations: a folder on a disk or a server, a tape that is mounted with LTFS. */
export const destinationKinds = ["folder", "ltfs"] as const;
export type DestinationKind = (typeof destinationKinds)[number];

/** Says to a thread which destination to open. */
export interface DestinationPlace {
  readonly kind: DestinationKind;
  readonly root: string;
}

export const openDestination = ({ kind, root }: DestinationPlace): Destination =>
  kind === "ltfs" ? ltfsDestination(root) : folderDestination(root);

/** What kind of destination a folder is, by the file system that it lies on. It need not be there yet. */
export const kindOfDestination = (root: string, mounts = readMounts()): DestinationKind =>
  mountOf(root, mounts)?.isLtfs === true ? "ltfs" : "folder";

interface Mount {
  readonly at: string;
  readonly isLtfs: boolean;
}

/** @param mounts text as in Linux's /proc/self/mounts: device, folder and type in each line. */
function mountOf(root: string, mounts: string): Mount | undefined {
  const resolved = path.resolve(root);
  return mounts
    .split("\n")
    .flatMap((line): Mount[] => {
      const [device = "", at, type = ""] = line.split(" ");
      if (at === undefined) return [];
      const folder = at.replaceAll(/\\([0-7]{3})/g, (_, octal: string) =>
        String.fromCharCode(Number.parseInt(octal, 8)),
      );
      return [{ at: folder, isLtfs: type.includes("ltfs") || device.startsWith("ltfs") }];
    })
    .filter(({ at }) => at === "/" || resolved === at || resolved.startsWith(`${at}/`))
    .toSorted((a, b) => a.at.length - b.at.length)
    .at(-1);
}

function readMounts(): string {
  try {
    return fs.readFileSync("/proc/self/mounts", "utf8");
  } catch {
    return "";
  }
}
