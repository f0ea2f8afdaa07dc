import { CressetError } from "../../errors.ts";
import type { Entry, EntryKind } from "../catalogue.ts";

const anywhere: readonly EntryKind[] = ["folder", "reel group", "reel", "clip", "sequence"];

/** What may lie in what. */
const holds: Readonly<Record<EntryKind, readonly EntryKind[]>> = {
  workspace: ["desktop", "library"],
  desktop: ["reel group"],
  "reel group": ["reel"],
  reel: ["clip", "sequence"],
  library: anywhere,
  folder: anywhere,
  clip: [],
  sequence: [],
};

/** Whether clips may lie in it. */
export const holdsClips = (kind: EntryKind): boolean => holds[kind].includes("clip");

type Named = Pick<Entry, "kind" | "name">;

/** @throws CressetError `usage` when such a thing cannot lie there. */
export function refuseMisplaced(item: Named, parent: Named): void {
  const allowed = holds[parent.kind];
  if (allowed.includes(item.kind) && item.kind !== "desktop") return;
  const rule =
    allowed.length === 0
      ? `a ${parent.kind} holds nothing`
      : `a ${parent.kind} holds ${allowed.map((kind) => (kind === "library" ? "libraries" : `${kind}s`)).join(", ")}`;
  throw new CressetError(
    "usage",
    `The ${item.kind} "${item.name}" cannot lie in the ${parent.kind} "${parent.name}": ${rule}.`,
  );
}

/** @throws CressetError `usage` for what each project has exactly one of. */
export function refuseFixed({ kind, name }: Named, verb: "moved" | "copied" | "deleted" | "renamed"): void {
  if (kind === "workspace" || kind === "desktop")
    throw new CressetError("usage", `The ${kind} "${name}" cannot be ${verb}: each project has one of its own.`);
}

/** @throws CressetError `usage` for a name that nobody could read or type. */
export function checkedName(name: string, what: string): string {
  const trimmed = name.trim().normalize("NFC");
  if (trimmed !== "" && !/\p{Cc}/u.test(trimmed)) return trimmed;
  throw new CressetError(
    "usage",
    `Expected a name for the ${what} without line breaks or other control characters, got ${JSON.stringify(name)}.`,
  );
}

/** The name of what comes from a file: whatever it is, it can be read and typed afterwards. */
export function cleanName(name: string, fallback: string): string {
  const clean = name
    .replaceAll(/\p{Cc}+/gu, " ")
    .trim()
    .normalize("NFC");
  return clean === "" ? fallback : clean;
}
