import { randomUUID } from "node:crypto";
import { CressetError } from "../errors.ts";
import type { Journal, RunStatus, WrittenFile } from "./journal.ts";
import { decodeJson, encodeJson } from "./store/json-codec.ts";
import { newRunId } from "./history/run-id.ts";
import { type JournalStart, RunJournal } from "./history/run-journal.ts";
import { isHeld } from "./history/run-held.ts";
import { thisProcess } from "./history/run-owner.ts";
import { readStepOutlines, readSteps, type StepOutline, type StepRecord } from "./history/run-steps.ts";
import { type Durability, openStore, type Store } from "./store/store.ts";
import type { RunRow } from "./store/store-schema.ts";

export type RunKind = "export" | "archive";

export interface NewRun {
  readonly kind: RunKind;
  readonly request: unknown;
}

/** A run as the history shows it. */
export interface RunRecord {
  readonly id: string;
  readonly kind: string;
  /** `interrupted`: it never ended, and the process that ran it is gone. */
  readonly status: RunStatus | "interrupted";
  readonly request: unknown;
  readonly summary: unknown;
  readonly progress: unknown;
  readonly userData: unknown;
  readonly startedAt: Date;
  readonly endedAt: Date | undefined;
  /** Where it runs or ran last. */
  readonly host: string;
  readonly pid: number | undefined;
}

/** Which runs are wanted. */
export interface RunQuery {
  readonly limit?: number | undefined;
  readonly status?: RunRecord["status"] | undefined;
  readonly kind?: RunKind | undefined;
  /** Goes on after this one. */
  readonly before?: Pick<RunRecord, "id" | "startedAt"> | undefined;
  readonly since?: Date | undefined;
}

/** The history of runs in one database. */
export interface RunStore {
  /**
   * Begins a run. `request` is plain data, with everything that is needed to do it again. `soon`: nothing is lost if a power
   * cut takes the run with all that it has not finished.
   */
  begin(run: NewRun, durability?: Durability): Promise<Journal>;
  /**
   * Takes up a run that was interrupted, cancelled or failed. Only one process gets it.
   * @throws CressetError when there is none, when it is still running, or when there is nothing left to do.
   */
  resume(id: string): Promise<Journal>;
  /** One run, by its id or any beginning or end of it that is unique. @throws CressetError when there is none. */
  run(id: string): Promise<RunRecord>;
  /** Newest first; 50 of them unless told. */
  runs(query?: RunQuery): Promise<readonly RunRecord[]>;
  /** All steps, or those of these keys. */
  steps(id: string, keys?: readonly string[]): Promise<readonly StepRecord[]>;
  /** All steps in the order of their beginning, without their results. */
  stepOutlines(id: string): Promise<readonly StepOutline[]>;
  /** Of the latest 500 runs those that wrote something of a source, or wrote a file; newest first. */
  runsAround(place: { readonly source: string; readonly file?: string | undefined }): Promise<{
    readonly exported: readonly RunRecord[];
    readonly wrote: readonly RunRecord[];
  }>;
  /** What the run wrote, ordered by path. */
  files(id: string): Promise<readonly WrittenFile[]>;
  close(): Promise<void>;
}

/**
 * Opens the history in the database at `file` (made if missing); several processes may at once.
 * @throws CressetError when the file is damaged, not Cresset's, not writable, or from a newer Cresset.
 */
export async function openRunStore(file: string): Promise<RunStore> {
  return new DatabaseRunStore(await openStore(file));
}

class DatabaseRunStore implements RunStore {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async begin({ kind, request }: NewRun, durability: Durability = "now"): Promise<Journal> {
    const token = randomUUID();
    const asked = encodeJson(request, "request");
    for (;;) {
      const now = new Date();
      const id = newRunId(now);
      const row = { id, kind, status: "running", request: asked, started_at: now.toISOString() } as const;
      const added = await this.#store.write(durability, (transaction) =>
        transaction
          .insertInto("runs")
          .values({ ...row, ...unset, ...ownerColumns(token, now) })
          .onConflict((conflict) => conflict.column("id").doNothing())
          .returning("id")
          .executeTakeFirst(),
      );
      // Another run of this second has the same four letters, once in 900,000: take others.
      if (added === undefined) continue;
      const run = { id, request: asked, user_data: null };
      return new RunJournal(this.#store, { run, token, resumed: false, done: new Map(), nextOrdinal: 0 });
    }
  }

  async resume(id: string): Promise<Journal> {
    const { id: exact } = await this.#find(id);
    const token = randomUUID();
    const start = await this.#store.write("now", async (transaction): Promise<JournalStart> => {
      const run = await transaction.selectFrom("runs").selectAll().where("id", "=", exact).executeTakeFirstOrThrow();
      refuseToResume(run);
      await transaction
        .updateTable("runs")
        .set({ status: "running", ended_at: null, summary: null, ...ownerColumns(token, new Date()) })
        .where("id", "=", exact)
        .execute();
      const steps = await transaction
        .selectFrom("steps")
        .select(["key", "status", "result", "ordinal"])
        .where("run_id", "=", exact)
        .execute();
      const done = new Map<string, string>();
      for (const { key, status, result } of steps) if (status === "done" && result !== null) done.set(key, result);
      const nextOrdinal = steps.reduce((next, { ordinal }) => Math.max(next, ordinal + 1), 0);
      return { run, token, resumed: true, done, nextOrdinal };
    });
    return new RunJournal(this.#store, start);
  }

  async run(id: string): Promise<RunRecord> {
    return runRecord(await this.#find(id));
  }

  async runs({ limit = 50, status, kind, before, since }: RunQuery = {}): Promise<readonly RunRecord[]> {
    const at = before?.startedAt.toISOString();
    const newest = this.#store.db
      .selectFrom("runs")
      .selectAll()
      .$if(kind !== undefined, (query) => query.where("kind", "=", kind ?? ""))
      .$if(since !== undefined, (query) => query.where("started_at", ">=", since?.toISOString() ?? ""))
      .$if(before !== undefined, (query) =>
        query.where((where) =>
          where.or([
            where("started_at", "<", at ?? ""),
            where.and([where("started_at", "=", at ?? ""), where("id", "<", before?.id ?? "")]),
          ]),
        ),
      )
      .orderBy("started_at", "desc")
      .orderBy("id", "desc");
    if (status !== "running" && status !== "interrupted") {
      const rows = await (status === undefined ? newest : newest.where("status", "=", status)).limit(limit).execute();
      return rows.map(runRecord);
    }
    // Whether a process still lives is not in the database, so the limit is taken afterwards.
    const rows = await newest.where("status", "=", "running").execute();
    return rows
      .map(runRecord)
      .filter((run) => run.status === status)
      .slice(0, limit);
  }

  async steps(id: string, keys?: readonly string[]): Promise<readonly StepRecord[]> {
    return readSteps(this.#store.db, (await this.#find(id)).id, keys);
  }

  async stepOutlines(id: string): Promise<readonly StepOutline[]> {
    return readStepOutlines(this.#store.db, (await this.#find(id)).id);
  }

  async files(id: string): Promise<readonly WrittenFile[]> {
    const run = await this.#find(id);
    return this.#store.db
      .selectFrom("written_files")
      .select(["asset_id as assetId", "path", "bytes", "xxh128", "frames"])
      .where("run_id", "=", run.id)
      .orderBy("path")
      .execute();
  }

  async runsAround({ source, file }: { readonly source: string; readonly file?: string | undefined }) {
    const { db } = this.#store;
    const latest = await db
      .selectFrom("runs")
      .selectAll()
      .where("kind", "=", "export")
      .orderBy("started_at", "desc")
      .limit(500)
      .execute();
    const runIds = latest.map(({ id }) => id);
    const wroteAny = db.selectFrom("written_files").select("run_id").distinct().where("run_id", "in", runIds);
    const rows = runIds.length === 0 ? [] : await wroteAny.execute();
    const wrote = runIds.length === 0 || file === undefined ? [] : await wroteAny.where("path", "=", file).execute();
    const any = new Set(rows.map(({ run_id }) => run_id));
    const own = new Set(wrote.map(({ run_id }) => run_id));
    return {
      // One that failed or was cancelled before it wrote anything exported nothing.
      exported: latest
        .filter(({ id, request }) => any.has(id) && request.includes(JSON.stringify(source)))
        .map(runRecord),
      wrote: latest.filter(({ id }) => own.has(id)).map(runRecord),
    };
  }

  close(): Promise<void> {
    return this.#store.close();
  }

  async #find(id: string): Promise<RunRow> {
    const typed = id.replaceAll(/[^0-9a-z-]/gi, "").toLowerCase();
    const found =
      typed === ""
        ? []
        : await this.#store.db
            .selectFrom("runs")
            .selectAll()
            .where((where) => where.or([where("id", "like", `${typed}%`), where("id", "like", `%${typed}`)]))
            .orderBy("id")
            .limit(6)
            .execute();
    const run = found.find((candidate) => candidate.id === typed) ?? (found.length === 1 ? found[0] : undefined);
    if (run !== undefined) return run;
    throw new CressetError(
      "not-found",
      found.length === 0
        ? `There is no run ${id} in the history. "cresset runs list" shows what there is.`
        : `Several runs match ${id}: ${found.map((candidate) => candidate.id).join(", ")}. Type more of it.`,
    );
  }
}

const unset = { user_data: null, summary: null, progress: null, ended_at: null };

function ownerColumns(token: string, now: Date) {
  const { host, space, boot, pid, started } = thisProcess();
  return {
    owner_token: token,
    owner_host: host,
    owner_space: space,
    owner_boot: boot,
    owner_pid: pid,
    owner_started: started,
    heartbeat_at: now.toISOString(),
  };
}

function refuseToResume(row: RunRow): void {
  if (row.status === "running" && isHeld(row))
    throw new CressetError(
      "conflict",
      `Run ${row.id} is still running on ${row.owner_host} (process ${row.owner_pid}). Stop it first.`,
    );
  if (row.status === "finished" || row.status === "finished-with-hook-errors")
    throw new CressetError(
      "conflict",
      `Run ${row.id} is ${row.status.replaceAll("-", " ")}: nothing is left to resume.`,
    );
  if (row.status === "aborted")
    throw new CressetError(
      "conflict",
      `Run ${row.id} was aborted by a hook. Start the export anew when that is mended.`,
    );
}

function runRecord(row: RunRow): RunRecord {
  return {
    id: row.id,
    kind: row.kind,
    status: row.status === "running" && !isHeld(row) ? "interrupted" : row.status,
    request: readColumn(row.request, `the request of run ${row.id}`),
    summary: readColumn(row.summary, `the summary of run ${row.id}`),
    progress: readColumn(row.progress, `the progress of run ${row.id}`),
    userData: readColumn(row.user_data, `userData of run ${row.id}`),
    startedAt: new Date(row.started_at),
    endedAt: row.ended_at === null ? undefined : new Date(row.ended_at),
    host: row.owner_host ?? "",
    pid: row.owner_pid ?? undefined,
  };
}

const readColumn = (text: string | null, what: string): unknown => (text === null ? undefined : decodeJson(text, what));
