import { randomId } from "../api/random-id.ts";

const storageKey = "cresset.sent";
/** Of how many larger selections is remembered what they hold. */
const mostKept = 4;
/** So many ids stand in the address itself: it can be given to others, and is short enough for every server. */
const mostInAddress = 20;
/** No id of an entry begins so. */
const prefix = "selection-";

/** The most entries that an export takes, and that one page sends to another. */
export const mostSent = 10_000;

interface Kept {
  readonly name: string;
  readonly ids: readonly string[];
}

/** What an address names entries by: their ids, or of many the name that this tab remembers them under. */
export function sendEntries(ids: readonly string[]): string {
  if (ids.length <= mostInAddress) return ids.join(",");
  const name = `${prefix}${randomId().slice(0, 8)}`;
  const others = kept().filter((each) => each.ids.join() !== ids.join());
  sessionStorage.setItem(storageKey, JSON.stringify([{ name, ids }, ...others].slice(0, mostKept)));
  return name;
}

/** The entries of an address. None that this tab knows: undefined, as in an address that came from elsewhere. */
export function sentEntries(address: string | undefined): readonly string[] | undefined {
  if (address?.startsWith(prefix) === true) return kept().find(({ name }) => name === address)?.ids;
  return address?.split(",").filter((id) => id !== "") ?? [];
}

/** What to say of entries that this tab does not know. */
export const unknownEntries = {
  kind: "warning",
  title: "What was selected is not known here",
  message: "A selection of many belongs to the tab that it was made in. Select again on the Desktop.",
} as const;

function kept(): readonly Kept[] {
  try {
    const known: readonly Kept[] = JSON.parse(sessionStorage.getItem(storageKey) ?? "[]");
    return known;
  } catch {
    return [];
  }
}
