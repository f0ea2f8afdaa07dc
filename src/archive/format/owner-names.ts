import fs from "node:fs";
import type { FileOwner } from "../pax/pax-header.ts";

/** Names of users and groups by their numbers, and the other way round, as this machine's files have them. */
interface Names {
  readonly byNumber: ReadonlyMap<number, string>;
  readonly byName: ReadonlyMap<string, number>;
}

let known: { readonly users: Names; readonly groups: Names } | undefined;
const names = () => (known ??= { users: readNames("/etc/passwd"), groups: readNames("/etc/group") });

/** Who a file belongs to: numbers, and names where this machine has them. */
export function ownerOf(uid: number, gid: number): FileOwner {
  const [user, group] = [names().users.byNumber.get(uid), names().groups.byNumber.get(gid)];
  return { uid, gid, ...(user === undefined ? {} : { user }), ...(group === undefined ? {} : { group }) };
}

/** What that is on this machine: the number of the name where there is one of it, else the number. */
export const numbersOf = ({ uid, gid, user, group }: FileOwner): readonly [uid: number, gid: number] => [
  names().users.byName.get(user ?? "") ?? uid,
  names().groups.byName.get(group ?? "") ?? gid,
];

/** `name:password:number:…` in each line. */
function readNames(file: string): Names {
  const byNumber = new Map<number, string>();
  const byName = new Map<string, number>();
  for (const line of textOf(file).split("\n")) {
    const [name = "", , digits = ""] = line.split(":");
    if (name === "" || !/^\d+$/.test(digits)) continue;
    const number = Number(digits);
    // Of several names of a number the first is the one that programs show.
    if (!byNumber.has(number)) byNumber.set(number, name);
    if (!byName.has(name)) byName.set(name, number);
  }
  return { byNumber, byName };
}

/** Not every system has these files: then there are numbers only. */
function textOf(file: string): string {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
