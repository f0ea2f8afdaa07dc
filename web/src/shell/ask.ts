import type { ReactNode } from "react";
import { useSyncExternalStore } from "react";

export interface AskButton {
  /** What `ask` answers with. */
  readonly value: string;
  readonly label: string;
  /** The one that Enter presses. */
  readonly primary?: boolean;
  /** It destroys something. */
  readonly danger?: boolean;
}

export interface Question {
  readonly title: string;
  /** Text is shown as text, whatever it holds. */
  readonly message?: ReactNode;
  readonly kind?: "info" | "warning" | "error" | "question";
  readonly buttons: readonly AskButton[];
  /** A choice beside the buttons, such as "Apply to all". */
  readonly checkbox?: { readonly label: string; readonly checked?: boolean };
  /** A line of text to fill in. */
  readonly input?: { readonly label: string; readonly value?: string };
  /** What Escape answers; without it the question must be answered. */
  readonly escape?: string;
  /**
   * It comes by itself, while people do something else: no key that they happen to press answers it, and Escape puts it
   * aside until it is taken up again.
   */
  readonly unasked?: boolean;
}

export interface Answer {
  readonly value: string;
  readonly checked: boolean;
  readonly text: string;
}

export interface PendingQuestion extends Question {
  readonly id: number;
  readonly answer: (answer: Answer | undefined) => void;
  /** For those that came by themselves: waits until `takeUpQuestions`. */
  readonly putAside: () => void;
  readonly isAside?: boolean;
}

let pending: readonly PendingQuestion[] = [];
let next = 1;
const watchers = new Set<() => void>();

function change(changed: readonly PendingQuestion[]): void {
  pending = changed;
  for (const watcher of watchers) watcher();
}

/**
 * Asks in a dialog; questions that come together are asked one after the other.
 * @returns the answer, or nothing when `signal` took the question back, because somebody else answered it.
 */
export function ask(question: Question, signal?: AbortSignal): Promise<Answer | undefined> {
  return new Promise((resolve) => {
    const id = next++;
    const answer = (given: Answer | undefined) => {
      change(pending.filter((known) => known.id !== id));
      resolve(given);
    };
    const putAside = () => change(pending.map((known) => (known.id === id ? { ...known, isAside: true } : known)));
    signal?.addEventListener("abort", () => answer(undefined));
    change([...pending, { ...question, id, answer, putAside }]);
  });
}

/** Shows what was put aside. */
export const takeUpQuestions = (): void => change(pending.map((known) => ({ ...known, isAside: false })));

const watch = (watcher: () => void) => {
  watchers.add(watcher);
  return () => void watchers.delete(watcher);
};

/** The question that is to be shown, if any. */
export function usePendingQuestion(): PendingQuestion | undefined {
  return useSyncExternalStore(watch, () => pending.find(({ isAside }) => isAside !== true));
}

/** How many questions were put aside. */
export const useQuestionsAside = (): number =>
  useSyncExternalStore(watch, () => pending.filter(({ isAside }) => isAside === true).length);
