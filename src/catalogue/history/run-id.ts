import { randomInt } from "node:crypto";

/** No letters and digits that look alike when read out or typed. */
const alphabet = "23456789abcdefghjkmnpqrstuvwxyz";

/** A new id for a run: start in UTC and four random characters, `20261121-143005-k3f9`; sorts by start. */
export function newRunId(start: Date): string {
  const [day = "", time = ""] = start.toISOString().replaceAll(/[-:]/g, "").split("T");
  const suffix = Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join("");
  return `${day}-${time.slice(0, 6)}-${suffix}`;
}
