import type { TocEntry } from "./archive-json.ts";

/**
 * Whether it is an entry such as nearly all are: a file or folder with a name in UTF-8, whole, without anything special to
 * say of it. It takes a tenth of the time that the schema takes. Where the answer is no, the schema has the say.
 */
export function isPlainEntry(value: unknown): value is TocEntry {
  if (!isRecord(value)) return false;
  let needed = 0;
  for (const key of Object.keys(value)) {
    const field = value[key];
    switch (key) {
      case "path":
        if (typeof field !== "string") return false;
        needed += 1;
        break;
      case "type":
        if (field !== "file" && field !== "folder") return false;
        needed += 1;
        break;
      case "mtimeNs":
        if (typeof field !== "string" || !/^-?\d+$/.test(field)) return false;
        needed += 1;
        break;
      case "mode":
        if (!Number.isSafeInteger(field)) return false;
        needed += 1;
        break;
      case "size":
        if (!isCount(field)) return false;
        break;
      case "owner":
        if (!isOwner(field)) return false;
        break;
      case "xxh128":
        if (typeof field !== "string" || !/^[0-9a-f]{32}$/.test(field)) return false;
        break;
      case "sha256":
        if (typeof field !== "string" || !/^[0-9a-f]{64}$/.test(field)) return false;
        break;
      case "parts":
        if (!Array.isArray(field) || !field.every(isPart)) return false;
        break;
      case "clip":
      case "source":
        if (typeof field !== "string") return false;
        break;
      default:
        return false;
    }
  }
  return needed === 4;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

function isOwner(value: unknown): boolean {
  if (!isRecord(value) || !isCount(value["uid"]) || !isCount(value["gid"])) return false;
  return Object.keys(value).every(
    (key) => key === "uid" || key === "gid" || ((key === "user" || key === "group") && typeof value[key] === "string"),
  );
}

function isPart(value: unknown): boolean {
  if (!isRecord(value) || Object.keys(value).length !== 3) return false;
  const { segment, offset, length } = value;
  return isCount(segment) && segment >= 1 && isCount(offset) && isCount(length);
}
