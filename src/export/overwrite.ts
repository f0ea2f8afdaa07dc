import * as z from "zod";
import type { SandwichHooks } from "./sandwich-hooks.ts";

/** What is done with a path at which something exists. */
export type OverwriteDecision = "overwrite" | "skip" | "version-up" | "ask";

/** What a person answers; with `all` for every further file too. */
export type OverwriteAnswer = "overwrite" | "overwrite_all" | "skip" | "skip_all" | "version-up" | "cancel";

/**
 * Asks a person about a file that exists.
 * @param goesToo names of what else is removed where the answer is to overwrite: the rest of a longer file sequence
 */
export type AskAboutOverwrite = (path: string, goesToo: readonly string[]) => Promise<OverwriteAnswer>;

const hookAnswer = z.enum(["ask", "overwrite", "overwrite_all", "skip"]);

/**
 * Decides about files that exist: what a hook answers; where it answers nothing or `ask`, the policy; where that is `ask`
 * too, the person. `overwrite_all` and `skip_all` hold for the rest of the export.
 */
export class OverwritePolicy {
  readonly #policy: OverwriteDecision;
  readonly #ask: AskAboutOverwrite | undefined;
  #all: "overwrite" | "skip" | undefined;

  constructor(policy: OverwriteDecision, ask: AskAboutOverwrite | undefined) {
    this.#policy = policy;
    this.#ask = ask;
  }

  /** `ask` when nobody is there to be asked; `cancel` when the person stops the export. */
  async decide(
    path: string,
    hooks: SandwichHooks,
    asset: {
      readonly name: string;
      readonly id: string;
      readonly sequence: string;
      /** Names of what else is removed where the answer is to overwrite. */
      readonly goesToo: readonly string[];
    },
  ): Promise<{ readonly decision: OverwriteDecision | "cancel" | "abort"; readonly reason: string }> {
    if (this.#all !== undefined) return { decision: this.#all, reason: `${this.#all} was answered for all files` };
    const scope = { sequence: asset.sequence, asset: asset.id };
    const outcome = await hooks.call("exportOverwriteFile", asset.name, { path }, scope);
    if (outcome.aborted) return { decision: "abort", reason: outcome.abortMessage };
    const answer = hookAnswer.safeParse(outcome.answer);
    if (answer.success && answer.data !== "ask") {
      if (answer.data === "overwrite_all") this.#all = "overwrite";
      return { decision: answer.data === "skip" ? "skip" : "overwrite", reason: `a hook answered ${answer.data}` };
    }
    if (this.#policy !== "ask") return { decision: this.#policy, reason: `--overwrite ${this.#policy}` };
    if (this.#ask === undefined) return { decision: "ask", reason: "nobody is there to be asked" };
    return this.#askPerson(this.#ask, path, asset.goesToo);
  }

  async #askPerson(ask: AskAboutOverwrite, path: string, goesToo: readonly string[]) {
    const answer = await ask(path, goesToo);
    const reason = `${answer} was answered`;
    switch (answer) {
      case "overwrite_all":
        this.#all = "overwrite";
        return { decision: "overwrite", reason } as const;
      case "skip_all":
        this.#all = "skip";
        return { decision: "skip", reason } as const;
      case "overwrite":
      case "skip":
      case "version-up":
      case "cancel":
        return { decision: answer, reason } as const;
    }
  }
}
