/** The part of a KeyboardEvent that says which key it was. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

const named: Readonly<Record<string, string>> = { " ": "Space", Esc: "Escape" };

/**
 * How a press is spelled where keys are registered: `j`, `?`, `Space`, `ArrowLeft`, `mod+z`, `shift+ArrowUp`, `alt+s`. Ctrl
 * and ⌘ are both `mod`. Shift is said only of keys that it does not turn into another sign.
 */
export function spellPress(press: KeyPress): string {
  const words: string[] = [];
  if (press.ctrlKey || press.metaKey) words.push("mod");
  if (press.altKey) words.push("alt");
  let key = named[press.key] ?? press.key;
  // Alt turns letters into others on some keyboards; the place of the key does not change.
  if (press.altKey && /^Key[A-Z]$/.test(press.code)) key = press.code.slice(3);
  const letter = key.length === 1 && key.toLowerCase() !== key.toUpperCase();
  if (press.shiftKey && (letter || key.length > 1)) words.push("shift");
  words.push(letter ? key.toLowerCase() : key);
  return words.join("+");
}

const shown: Readonly<Record<string, string>> = {
  mod: "Ctrl",
  shift: "Shift",
  alt: "Alt",
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
  Escape: "Esc",
  Delete: "Del",
};

/** The keys of one press as they are written on the keyboard: `mod+z` becomes `["Ctrl", "Z"]`. */
export function keyCaps(chord: string): readonly string[] {
  const words = chord === "+" ? ["+"] : chord.split("+");
  return words.map((word) => shown[word] ?? (word.length === 1 ? word.toUpperCase() : word));
}
