import type { HookHost, HostAnswer, HostCall } from "./hook-host.ts";
import type { HookInfo, HookSubject } from "./hook-runner.ts";
import type { HookName } from "./hook-table.ts";

/** How many calls go to a host at once. */
const atOnce = 16;

interface Batch {
  readonly hook: HookName;
  readonly subjects: readonly HookSubject[];
  /** For the first of the subjects, at least for one. */
  readonly answers: Promise<readonly HostAnswer[]>;
}

/**
 * Calls one host for what was asked and, along with it, for what is said to be asked next: while the program works with
 * the answers, the host is at the calls that follow. Answers are given out in order, each when it is asked for.
 */
export class CallsAhead {
  readonly #host: HookHost;
  readonly #wholeInfo: (hook: HookName, info: HookInfo) => HookInfo;
  #current: { readonly batch: Batch; readonly answers: readonly HostAnswer[]; given: number } | undefined;
  #coming: Batch | undefined;

  /** @param wholeInfo info as handlers get it */
  constructor(host: HookHost, wholeInfo: (hook: HookName, info: HookInfo) => HookInfo) {
    this.#host = host;
    this.#wholeInfo = wholeInfo;
  }

  /** @param asked the very object that stood in `next` of the call before, where it did */
  async call(call: HostCall, asked: HookInfo, next: readonly HookSubject[]): Promise<HostAnswer> {
    const made = this.#made(call.hook, asked);
    if (made !== undefined) return made;
    const coming = this.#coming;
    this.#coming = undefined;
    const isComing = coming?.hook === call.hook && coming.subjects[0]?.info === asked;
    // One call of a host at a time, also where what it does is not asked for any more.
    if (!isComing) await coming?.answers.catch(() => []);
    const batch = isComing
      ? coming
      : this.#ask(call, [{ info: asked, scope: call.scope }, ...next.slice(0, atOnce - 1)]);
    const answers = await batch.answers;
    const [first] = answers;
    if (first === undefined) throw new Error("A host answered nothing to a call.");
    this.#current = { batch, answers, given: 1 };
    const rest = next.slice(answers.length - 1, answers.length - 1 + atOnce);
    const [head] = rest;
    // Where calls take long each comes alone.
    if (answers.length > 1 && head !== undefined) {
      const { hook, files } = call;
      const ahead = this.#ask({ hook, files, scope: head.scope, info: this.#wholeInfo(hook, head.info) }, rest);
      // Whoever asks for it gets the error.
      ahead.answers.catch(() => {});
      this.#coming = ahead;
    }
    return first;
  }

  #made(hook: HookName, asked: HookInfo): HostAnswer | undefined {
    const { batch, answers, given } = this.#current ?? {};
    if (this.#current === undefined || batch?.hook !== hook || given === undefined) return undefined;
    if (batch.subjects[given]?.info !== asked) return undefined;
    const answer = answers?.[given];
    this.#current.given += 1;
    return answer;
  }

  #ask(call: HostCall, subjects: readonly HookSubject[]): Batch {
    const { hook } = call;
    const next = subjects.slice(1).map(({ info, scope }) => ({ info: this.#wholeInfo(hook, info), scope }));
    const answers = this.#host
      .call(next.length === 0 ? call : { ...call, next })
      .then((answer) => [answer, ...(answer.next ?? [])]);
    return { hook, subjects, answers };
  }
}
