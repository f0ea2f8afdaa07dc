import { CressetError } from "../../errors.ts";
import {
  claimKey,
  type Journal,
  repeatedStep,
  type RunEnd,
  type StepKind,
  type StepOutcome,
  type WrittenFile,
} from "../journal.ts";
import { decodeJson, encodeJson } from "../store/json-codec.ts";
import { refuseClaimed } from "./run-claims.ts";
import { heartbeatInterval } from "./run-owner.ts";
import type { Durability, Store } from "../store/store.ts";
import type { RunRow, StepRow } from "../store/store-schema.ts";

/** At most one note of the progress in this time, in milliseconds. */
const progressInterval = 500;

/** Rows of one insert: SQLite takes 32,766 values in one statement. */
const rowsPerInsert = 1000;

/** What the store knows of a run that a journal takes over. */
export interface JournalStart {
  readonly run: Pick<RunRow, "id" | "request" | "user_data">;
  /** Proves in every transaction that no other process has taken the run meanwhile. */
  readonly token: string;
  readonly resumed: boolean;
  /** Results of the steps that are done, as recorded. */
  readonly done: ReadonlyMap<string, string>;
  readonly nextOrdinal: number;
}

type BegunStep = Pick<StepRow, "key" | "kind" | "ordinal" | "started_at">;

type Transaction = Parameters<Parameters<Store["write"]>[1]>[0];

/** The journal of a run in the store. */
export class RunJournal implements Journal {
  readonly id: string;
  readonly resumed: boolean;
  readonly request: unknown;
  readonly #store: Store;
  readonly #token: string;
  readonly #done: ReadonlyMap<string, string>;
  readonly #used = new Set<string>();
  readonly #heartbeat: NodeJS.Timeout;
  readonly #pending = new Set<Promise<unknown>>();
  #userData: unknown;
  #nextOrdinal: number;
  #openGroups = 0;
  #progress: { value: unknown } | undefined;
  #progressTimer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(store: Store, start: JournalStart) {
    this.id = start.run.id;
    this.resumed = start.resumed;
    this.request = decodeJson(start.run.request, `the request of run ${this.id}`);
    this.#store = store;
    this.#token = start.token;
    this.#done = start.done;
    this.#nextOrdinal = start.nextOrdinal;
    if (start.run.user_data !== null) this.#userData = decodeJson(start.run.user_data, `userData of run ${this.id}`);
    this.#heartbeat = setInterval(() => this.#inBackground({}), heartbeatInterval).unref();
  }

  get userData(): unknown {
    return this.#userData;
  }

  isDone(key: string): boolean {
    return this.#done.has(key);
  }

  async step<T>(
    key: string,
    kind: StepKind,
    parse: (recorded: unknown) => T,
    run: () => Promise<StepOutcome<T>>,
  ): Promise<T> {
    if (this.#used.has(key)) throw repeatedStep(key);
    this.#used.add(key);
    const recorded = this.#done.get(key);
    if (recorded !== undefined) return this.#replay(key, recorded, parse);
    const step: BegunStep = { key, kind, ordinal: this.#nextOrdinal, started_at: new Date().toISOString() };
    this.#nextOrdinal += 1;
    const cheap = this.#openGroups > 0 && (kind === "hook" || kind === "decision");
    if (!cheap) await this.#write("soon", {}, (transaction) => this.#record(transaction, step, { status: "started" }));
    let outcome: StepOutcome<T>;
    try {
      outcome = await run();
    } catch (thrown) {
      const error = encodeJson(errorFacts(thrown), "error");
      await this.#write("now", {}, (transaction) => this.#record(transaction, step, { status: "failed", error }));
      throw thrown;
    }
    const result = encodeJson(outcome.result, "result");
    const kept = outcome.userData === undefined ? {} : { user_data: encodeJson(outcome.userData, "userData") };
    await this.#write(cheap ? "soon" : "now", kept, async (transaction) => {
      await this.#record(transaction, step, { status: "done", result });
      await this.#recordFiles(transaction, outcome.files ?? []);
    });
    if (outcome.userData !== undefined) this.#userData = outcome.userData;
    return outcome.result;
  }

  async group<T>(run: () => Promise<T>): Promise<T> {
    this.#openGroups += 1;
    try {
      return await run();
    } finally {
      this.#openGroups -= 1;
      if (this.#openGroups === 0 && !this.#closed) await this.#write("now", {});
    }
  }

  async claim(places: readonly string[]): Promise<void> {
    const ordinal = this.#nextOrdinal;
    this.#nextOrdinal += 1;
    const step: BegunStep = { key: claimKey, kind: "decision", ordinal, started_at: new Date().toISOString() };
    // The transaction begins with a write: two runs that claim at once do so one after the other.
    await this.#write(this.#openGroups > 0 ? "soon" : "now", {}, async (transaction) => {
      await refuseClaimed(transaction, this.id, new Set(places));
      await this.#record(transaction, step, { status: "done", result: encodeJson(places, "claim") });
    });
  }

  progress(value: unknown): void {
    this.#progress = { value };
    this.#progressTimer ??= setTimeout(() => {
      this.#progressTimer = undefined;
      this.#inBackground({ progress: encodeJson(this.#progress?.value, "progress") });
    }, progressInterval).unref();
  }

  async finish(status: RunEnd, summary?: unknown): Promise<void> {
    this.#stopTimers();
    await this.#write("now", {
      status,
      ended_at: new Date().toISOString(),
      summary: summary === undefined ? null : encodeJson(summary, "summary"),
      ...(this.#progress === undefined ? {} : { progress: encodeJson(this.#progress.value, "progress") }),
      owner_token: null,
    });
    this.#closed = true;
  }

  async close(): Promise<void> {
    this.#stopTimers();
    await Promise.all(this.#pending);
    if (this.#closed) return;
    this.#closed = true;
    await this.#store.db
      .updateTable("runs")
      .set({ owner_token: null })
      .where("id", "=", this.id)
      .where("owner_token", "=", this.#token)
      .execute();
  }

  #replay<T>(key: string, recorded: string, parse: (recorded: unknown) => T): T {
    const place = `the result of step "${key}" of run ${this.id}`;
    const value = decodeJson(recorded, place);
    try {
      return parse(value);
    } catch (cause) {
      throw new CressetError(
        "bad-input",
        `The history holds ${place} in a form that this version of Cresset does not read. Start the export anew.`,
        { cause, detail: cause instanceof Error ? cause.message : String(cause) },
      );
    }
  }

  async #record(
    transaction: Transaction,
    step: BegunStep,
    { status, result = null, error = null }: Pick<StepRow, "status"> & Partial<Pick<StepRow, "result" | "error">>,
  ): Promise<void> {
    const state = { ...step, status, ended_at: status === "started" ? null : new Date().toISOString(), result, error };
    await transaction
      .insertInto("steps")
      .values({ run_id: this.id, ...state })
      .onConflict((conflict) => conflict.columns(["run_id", "key"]).doUpdateSet(state))
      .execute();
  }

  async #recordFiles(transaction: Transaction, files: readonly WrittenFile[]): Promise<void> {
    for (let first = 0; first < files.length; first += rowsPerInsert) {
      const rows = files.slice(first, first + rowsPerInsert).map(({ assetId, path, bytes, xxh128, frames }) => ({
        run_id: this.id,
        asset_id: assetId,
        path,
        bytes,
        xxh128,
        frames,
      }));
      await transaction
        .insertInto("written_files")
        .values(rows)
        .onConflict((conflict) =>
          conflict.columns(["run_id", "path"]).doUpdateSet((row) => ({
            asset_id: row.ref("excluded.asset_id"),
            bytes: row.ref("excluded.bytes"),
            xxh128: row.ref("excluded.xxh128"),
            frames: row.ref("excluded.frames"),
          })),
        )
        .execute();
    }
  }

  /** One transaction that changes the run, if this process still holds it, and its steps. */
  async #write(
    durability: Durability,
    changes: Partial<Pick<RunRow, "status" | "ended_at" | "summary" | "progress" | "user_data" | "owner_token">>,
    more?: (transaction: Transaction) => Promise<unknown>,
  ): Promise<void> {
    await this.#store.write(durability, async (transaction) => {
      const held = await transaction
        .updateTable("runs")
        .set({ heartbeat_at: new Date().toISOString(), ...changes })
        .where("id", "=", this.id)
        .where("owner_token", "=", this.#token)
        .executeTakeFirst();
      if (held.numUpdatedRows === 0n)
        throw new CressetError(
          "internal",
          `Run ${this.id} is no longer held by this process: it was ended or another process has taken it over.`,
        );
      await more?.(transaction);
    });
  }

  /** A heartbeat or progress that does not get through says nothing: the next step will. */
  #inBackground(changes: Partial<Pick<RunRow, "progress">>): void {
    const writing = this.#write("soon", changes)
      .catch(() => {})
      .finally(() => this.#pending.delete(writing));
    this.#pending.add(writing);
  }

  #stopTimers(): void {
    clearInterval(this.#heartbeat);
    clearTimeout(this.#progressTimer);
  }
}

function errorFacts(error: unknown): { readonly message: string; readonly detail: string; readonly code?: string } {
  if (error instanceof CressetError)
    return { message: error.message, detail: error.detail ?? error.stack ?? "", code: error.code };
  if (error instanceof Error) return { message: error.message, detail: error.stack ?? "" };
  return { message: String(error), detail: "" };
}
