import { spellPress } from "./key-chord.ts";

export interface KeyBinding {
  /** `j`, `mod+z`, or one press after the other: `g d`. Several ways to the same are separated by commas. */
  readonly keys: string;
  /** Further ways, which the list of keys does not show. */
  readonly also?: string;
  /** What it does, as the list of keys says it. */
  readonly label: string;
  readonly run: (event: KeyboardEvent) => void;
  /** Without it the key is left to whatever else wants it. */
  readonly when?: () => boolean;
  /** While it is held down it is not done again and again. */
  readonly once?: boolean;
  /** Works while a text is being typed. */
  readonly whileTyping?: boolean;
}

export interface KeyGroup {
  /** The page or part that the keys belong to. */
  readonly title: string;
  readonly bindings: readonly KeyBinding[];
}

/** Milliseconds that the second press of `g d` may take. */
const patience = 1500;

/** Knows which keys do what. Of two groups the later one, which is the more special one, is asked first. */
export class KeyRegistry {
  #groups: readonly KeyGroup[] = [];
  #before = "";
  #beforeAt = 0;

  get groups(): readonly KeyGroup[] {
    return this.#groups;
  }

  /** @returns what takes the group away again. */
  add(group: KeyGroup): () => void {
    this.#groups = [...this.#groups, group];
    return () => {
      this.#groups = this.#groups.filter((known) => known !== group);
    };
  }

  /** Runs what a press stands for. @returns whether it stood for something. */
  press(event: KeyboardEvent, typing: boolean, now = performance.now()): boolean {
    if (["Shift", "Control", "Alt", "Meta"].includes(event.key)) return false;
    const chord = spellPress(event);
    const both = now - this.#beforeAt < patience && this.#before !== "" ? `${this.#before} ${chord}` : "";
    this.#before = "";
    const found = (both === "" ? undefined : this.#find(both, typing)) ?? this.#find(chord, typing);
    if (found !== undefined) {
      event.preventDefault();
      if (found.once !== true || !event.repeat) found.run(event);
      return true;
    }
    if (!this.#begins(chord, typing)) return false;
    this.#before = chord;
    this.#beforeAt = now;
    return true;
  }

  #find(chord: string, typing: boolean): KeyBinding | undefined {
    for (const { bindings } of this.#groups.toReversed())
      for (const binding of bindings)
        if (
          spellings(binding).includes(chord) &&
          (!typing || binding.whileTyping === true) &&
          (binding.when?.() ?? true)
        )
          return binding;
    return undefined;
  }

  #begins(chord: string, typing: boolean): boolean {
    return (
      !typing &&
      this.#groups.some(({ bindings }) =>
        bindings.some((binding) => spellings(binding).some((way) => way.startsWith(`${chord} `))),
      )
    );
  }
}

/** The ways to a binding that the list of keys shows. */
export const shownKeys = ({ keys }: KeyBinding): readonly string[] => keys.split(", ");

const spellings = (binding: KeyBinding): readonly string[] => [
  ...shownKeys(binding),
  ...(binding.also === undefined ? [] : binding.also.split(", ")),
];

export const keyRegistry = new KeyRegistry();

const typed = new Set(["text", "search", "number", "password", "email", "url", "tel", "date", "time"]);

/** Whether a press goes into a text, or chooses in a list by its first letters. */
export const isTyping = (target: EventTarget | null): boolean => isText(target) || target instanceof HTMLSelectElement;

function isText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return typed.has(target.type);
  return target instanceof HTMLTextAreaElement || target.isContentEditable;
}

/** Listens to the keyboard for all pages. A dialog that is open has the keyboard to itself. @returns what ends it. */
export function listenToKeys(registry: KeyRegistry = keyRegistry): () => void {
  const heard = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || document.querySelector("[aria-modal=true]") !== null) return;
    const { target, key } = event;
    if (registry.press(event, isTyping(target))) return;
    // Out of a field, so that the page's keys work again.
    if (key === "Escape" && isTyping(target) && target === document.activeElement && target instanceof HTMLElement)
      target.blur();
    // All of a page is nothing that anybody wants to mark.
    if (spellPress(event) === "mod+a" && !isText(target)) event.preventDefault();
  };
  document.addEventListener("keydown", heard);
  return () => document.removeEventListener("keydown", heard);
}
