import { isUtf8 } from "node:buffer";
import { createRequire } from "node:module";
import type * as Addon from "@napi-rs/xattr";

/**
 * Extended attributes: colour tags and the like, and POSIX access lists, which Linux keeps as attributes. What a system keeps
 * for itself (`security.`, `trusted.`) stays with the machine. The addon takes names in UTF-8 only: attributes of files that
 * have another name are left out.
 */
export type ExtendedAttributes = ReadonlyMap<string, Buffer>;

const accessLists: ReadonlySet<string> = new Set(["system.posix_acl_access", "system.posix_acl_default"]);
const isKept = (name: string) => accessLists.has(name) || !/^(security|trusted|system)\./.test(name);

let addon: typeof Addon | undefined;
let isMissing = false;

/** Loaded when it is first needed; nothing on systems that it was not built for, which have no such attributes. */
function load(): typeof Addon | undefined {
  if (addon !== undefined || isMissing) return addon;
  try {
    addon = createRequire(import.meta.url)("@napi-rs/xattr");
  } catch {
    isMissing = true;
  }
  return addon;
}

/**
 * The attributes of a file or folder, in the order of their names; nothing where it has none.
 * @param path is not followed where it is a link
 */
export function attributesOf(path: Buffer): ExtendedAttributes | undefined {
  const reader = isUtf8(path) ? load() : undefined;
  if (reader === undefined) return undefined;
  const file = path.toString();
  const found = new Map<string, Buffer>();
  try {
    for (const name of reader.listAttributesSync(file).filter(isKept).toSorted()) {
      const value = reader.getAttributeSync(file, name);
      // One that went meanwhile is none.
      if (value !== null) found.set(name, value);
    }
  } catch {
    // This file system has none.
  }
  return found.size === 0 ? undefined : found;
}

/**
 * Gives a file the attributes that it had. Access lists come after its mode, which changes them; the others before, because
 * it may forbid them.
 * @returns what the system says of those that it does not keep; empty when all is well.
 */
export function giveAttributes(path: Buffer, xattrs: ExtendedAttributes, which: "lists" | "others"): string {
  const asked = [...xattrs].filter(([name]) => accessLists.has(name) === (which === "lists"));
  if (asked.length === 0) return "";
  const writer = load();
  const faults = asked.flatMap(([name, value]) => {
    try {
      if (writer === undefined) throw new Error("this system has none");
      writer.setAttributeSync(path.toString(), name, value);
      return [];
    } catch (error) {
      return [`${name} (${error instanceof Error ? error.message : String(error)})`];
    }
  });
  return faults.join(", ");
}
