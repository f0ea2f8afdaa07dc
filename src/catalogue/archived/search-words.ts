import { CressetError } from "../../errors.ts";
import { folded } from "../project/search-text.ts";
import { bitsOf, mayHold } from "./text-signature.ts";

/** What is looked for: every word must be there. */
export interface SearchWords {
  readonly words: readonly string[];
  /** Whether a block of that signature can have a file that is looked for. */
  mayBeIn(signature: Uint8Array): boolean;
  /** Whether lines of text (names, folders) hold every part of every word: some line of them may then be what is meant. */
  partsIn(names: string): boolean;
  /** Whether the text of one thing holds every word. */
  isIn(text: string): boolean;
}

/** @throws CressetError `usage` when there is no word. */
export function searchWords(text: string): SearchWords {
  const words = [...folded(text).matchAll(/"([^"]+)"|[^\s"]+/g)].map(([whole, quoted]) => quoted ?? whole);
  if (words.length === 0) throw new CressetError("usage", "Expected a text to search for, got an empty one.");
  // Folder and name are lines of their own, so a word that reaches over a slash is looked for in parts.
  const parts = words.flatMap((word) => word.split("/").filter((part) => part !== ""));
  const bits = parts.flatMap((part) => bitsOf(part));
  return {
    words,
    mayBeIn: (signature) => mayHold(signature, bits),
    partsIn: (names) => parts.every((part) => names.includes(part)),
    isIn: (found) => words.every((word) => found.includes(word)),
  };
}
