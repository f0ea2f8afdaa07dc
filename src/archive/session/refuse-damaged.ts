import { CressetError } from "../../errors.ts";
import type { Archive } from "../archive.ts";
import type { Destination } from "../destination/destination.ts";
import { readHistory } from "../mhl/read-history.ts";

/**
 * What is damaged is not written on: another session would take the number of one that is gone, or its traces with it.
 * @throws CressetError `bad-input`.
 */
export function refuseDamaged({ damage, there }: Archive, destination: Destination): void {
  const gone = damage.filter(({ session }) => session !== undefined && !there.includes(session));
  if (gone.length > 0)
    throw new CressetError(
      "bad-input",
      `${gone.map(({ message }) => message).join(" ")} Bring it back, or archive to a new archive.`,
    );
  const [fault] = [
    ...damage.filter(({ session }) => session === undefined).map(({ message }) => message),
    ...readHistory(destination).faults,
  ];
  if (fault !== undefined)
    throw new CressetError("bad-input", `${fault} What is in the archive can be restored; archive to a new one.`);
}
