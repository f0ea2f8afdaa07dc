import { randomUUID } from "node:crypto";
import type { Dialog, DialogAnswers } from "../../app/dialog.ts";
import { CressetError } from "../../errors.ts";
import type { AskAboutOverwrite } from "../../export/overwrite.ts";
import type { EventHub } from "../events/hub.ts";
import type { QuestionShape } from "../shapes/question-shapes.ts";

/** Who asks: questions are withdrawn when the signal aborts. */
export interface Asker {
  readonly itemId: string;
  readonly runId: () => string | undefined;
  readonly signal: AbortSignal;
  /** Shows a text to people and waits for nobody. */
  readonly say: (text: string, level: QuestionShape["level"]) => void;
}

/** What a person answered. */
export interface Answer {
  readonly answer?: string | undefined;
  readonly applyToAll?: boolean | undefined;
  readonly paths?: readonly string[] | undefined;
}

/** Questions that wait for somebody at a page. */
export interface Questions {
  /** What waits, oldest first. */
  readonly open: readonly QuestionShape[];
  /** @throws CressetError `not-found` for one that was answered or withdrawn, `usage` for an answer that it does not have. */
  answer(id: string, answer: Answer): void;
  /** Asks about files that exist, for one run: what is answered for all is not asked again. */
  overwriting(asker: Asker): AskAboutOverwrite;
  /** Asks what scripts ask. */
  dialogs(asker: Asker): DialogAnswers;
}

interface OpenQuestion {
  readonly shape: QuestionShape;
  readonly settle: (answer: Answer) => void;
}

const overwriteChoices = [
  { value: "overwrite", label: "Overwrite" },
  { value: "skip", label: "Skip" },
  { value: "version-up", label: "Version up" },
  { value: "cancel", label: "Cancel the export" },
] as const;

const overwriteValue = (value: string | undefined): (typeof overwriteChoices)[number]["value"] => {
  const found = overwriteChoices.find((choice) => choice.value === value);
  return found?.value ?? "cancel";
};

export function createQuestions(hub: EventHub): Questions {
  const open = new Map<string, OpenQuestion>();
  const close = (id: string, answer: string) => {
    open.delete(id);
    hub.publish({ type: "question.answered", data: { id, answer } });
  };
  const ask = (
    { itemId, runId, signal }: Asker,
    about: Pick<QuestionShape, "kind" | "title" | "message" | "level" | "path" | "choices" | "canApplyToAll">,
  ): Promise<Answer> =>
    new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(withdrawn(signal));
        return;
      }
      const id = randomUUID();
      const shape = { id, itemId, runId: runId() ?? null, askedAt: new Date().toISOString(), ...about };
      const onAbort = () => {
        close(id, "");
        reject(withdrawn(signal));
      };
      signal.addEventListener("abort", onAbort, { once: true });
      const settle = (answer: Answer) => {
        signal.removeEventListener("abort", onAbort);
        close(id, answer.answer ?? (answer.paths ?? []).join(", "));
        resolve(answer);
      };
      open.set(id, { shape: { ...shape, choices: [...about.choices] }, settle });
      hub.publish({ type: "question.asked", data: { ...shape, choices: [...about.choices] } });
    });
  return {
    get open() {
      return [...open.values()].map(({ shape }) => shape);
    },
    answer(id, answer) {
      const question = open.get(id);
      if (question === undefined)
        throw new CressetError(
          "not-found",
          "This question waits no more: it was answered, or what asked it has ended.",
        );
      refuseUnfit(question.shape, answer);
      question.settle(answer);
    },
    overwriting(asker) {
      let versionUpAll = false;
      return async (path, goesToo) => {
        if (versionUpAll) return "version-up";
        const { answer, applyToAll = false } = await ask(asker, {
          kind: "overwrite",
          title: "A file exists",
          message: `${path} exists${goesToo.length === 0 ? "" : `; of the same file sequence ${goesToo.slice(0, 3).join(", ")} would go, too`}. What shall become of it?`,
          level: "question",
          path,
          choices: [...overwriteChoices],
          canApplyToAll: true,
        });
        const value = overwriteValue(answer);
        if (!applyToAll || value === "cancel") return value;
        versionUpAll = value === "version-up";
        return value === "version-up" ? value : `${value}_all`;
      };
    },
    dialogs(asker) {
      return {
        async choose({ title, message, level, buttons }: Dialog) {
          const [only = "", ...others] = buttons;
          // Nothing to choose: it is told, and holds up nobody's night.
          if (others.length === 0) {
            asker.say(title === "" ? message : `${title}: ${message}`, levelOf(level));
            return only;
          }
          const choices = buttons.map((button) => ({ value: button, label: button }));
          const about = { kind: "dialog", title, message, level: levelOf(level), path: "", choices } as const;
          const { answer } = await ask(asker, { ...about, choices, canApplyToAll: false });
          return answer ?? only;
        },
        async paths({ title, path }) {
          const about = { kind: "path", title, message: "", level: "question", path, canApplyToAll: false } as const;
          const { paths = [] } = await ask(asker, { ...about, choices: [] });
          return paths;
        },
      };
    },
  };
}

function refuseUnfit({ kind, choices, canApplyToAll }: QuestionShape, { answer, applyToAll }: Answer): void {
  if (kind !== "path" && !choices.some(({ value }) => value === answer))
    throw new CressetError(
      "usage",
      `Expected one of ${choices.map(({ value }) => `"${value}"`).join(", ")} as the answer, got "${answer ?? ""}".`,
    );
  if (applyToAll === true && !canApplyToAll)
    throw new CressetError("usage", "This question is asked once: it cannot be answered for all.");
}

const levels = ["info", "warning", "error", "question"] as const;

const levelOf = (word: string): QuestionShape["level"] => levels.find((level) => level === word) ?? "question";

const withdrawn = (signal: AbortSignal): CressetError =>
  signal.reason instanceof CressetError ? signal.reason : new CressetError("cancelled", "The export was cancelled.");
