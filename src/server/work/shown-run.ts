import * as z from "zod";
import type { RunRecord } from "../../catalogue/run-store.ts";
import { pageWords } from "../shapes/page-words.ts";
import type { RunDetail, RunShape } from "../shapes/run-shapes.ts";
import { assetRow } from "./asset-row.ts";
import type { Work } from "./work.ts";

/** What is shown of a request, whichever version of Cresset recorded it. */
const requested = z.object({
  sources: z.array(z.string()).catch([]),
  destinationPath: z.string().catch(""),
  presets: z.array(z.string()).catch([]),
  isSnapshot: z.boolean().catch(false),
  user: z.object({ name: z.string() }).catch({ name: "" }),
  project: z.object({ name: z.string() }).catch({ name: "" }),
  task: z.string().catch(""),
  archive: z.object({ name: z.string(), place: z.string() }).optional().catch(undefined),
});

const summarized = z.object({
  message: z.string().catch(""),
  sequences: z.array(z.object({ name: z.string() })).catch([]),
  written: z.number().catch(0),
  failed: z.number().catch(0),
  bytes: z.number().catch(0),
  files: z.number().catch(0),
  aborts: z.array(z.object({ what: z.string(), message: z.string() })).catch([]),
  hookErrors: z.array(z.string()).catch([]),
});

const mostFiles = 1000;

/** A run of the history as a list shows it. */
export async function shownRun(run: RunRecord, { queue }: Pick<Work, "queue">): Promise<RunShape> {
  const request = requested.parse(isGroup(run.request) ? run.request : {});
  const summary = summarized.parse(isGroup(run.summary) ? run.summary : {});
  const item = await queue.itemOfRun(run.id);
  const { id, kind, status, startedAt, endedAt, host } = run;
  const isOver = status === "finished" || status === "finished-with-hook-errors" || status === "aborted";
  return {
    id,
    kind,
    status,
    host,
    title: titleOf(request, summary, item?.title),
    isSnapshot: request.isSnapshot,
    user: request.user.name === "" ? (item?.who ?? "") : request.user.name,
    project: request.project.name,
    destination: request.archive?.place ?? request.destinationPath,
    presets: request.presets,
    entryId: request.sources.find((source) => source.startsWith("cresset:"))?.slice("cresset:".length) ?? null,
    startedAt: startedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    seconds: endedAt === undefined ? null : (endedAt.getTime() - startedAt.getTime()) / 1000,
    written: kind === "archive" ? summary.files : summary.written,
    failed: summary.failed,
    bytes: summary.bytes,
    message: pageWords(messageOf(summary, item?.message)),
    itemId: item?.id ?? null,
    canResume: !isOver && status !== "running" && kind === "export",
  };
}

function titleOf(
  { sources, task, archive }: z.infer<typeof requested>,
  { sequences }: z.infer<typeof summarized>,
  queued: string | undefined,
): string {
  if (archive !== undefined) return `${archiveWords[task] ?? task} ${archive.name}`;
  if (queued !== undefined) return queued;
  const names = sequences.length > 0 ? sequences.map(({ name }) => name) : sources.map((source) => lastPart(source));
  const [first = "", ...more] = names;
  return more.length === 0 ? first : `${first} and ${more.length} more`;
}

const lastPart = (source: string) => source.split("/").findLast((part) => part !== "") ?? source;

function messageOf({ message, aborts, hookErrors }: z.infer<typeof summarized>, queued: string | undefined): string {
  if (queued !== undefined && queued !== "") return queued;
  const [abort] = aborts;
  return message || (abort === undefined ? "" : `${abort.what}: ${abort.message}`) || (hookErrors[0] ?? "");
}

/** Everything about a run but its trace and log. @throws CressetError `not-found`. */
export async function runDetail(named: string, work: Work): Promise<RunDetail> {
  const { history, liveRuns, questions } = work;
  const run = await history.run(named);
  const [shown, files] = [await shownRun(run, work), await history.files(run.id)];
  const failed = (await history.stepOutlines(run.id)).filter(({ status }) => status === "failed");
  const steps =
    failed.length === 0
      ? []
      : await history.steps(
          run.id,
          failed.map(({ key }) => key),
        );
  const live = liveRuns.ofRun(run.id);
  const failures = steps.map(({ key, error }) => ({ step: key, ...failure.parse(isGroup(error) ? error : {}) }));
  return {
    ...shown,
    message: shown.message || pageWords(failures[0]?.message ?? ""),
    request: run.request ?? null,
    summary: run.summary ?? null,
    progress: run.status === "running" ? (live?.progress ?? null) : null,
    questions: questions.open.filter(({ runId }) => runId === run.id).map(({ id }) => id),
    rows: (live?.assets ?? []).map(assetRow),
    warnings: (live?.warnings ?? []).map(({ message, place }) => ({ message: pageWords(message), place })),
    failures,
    files: files.slice(0, mostFiles).map((file) => ({ ...file })),
    fileCount: files.length,
  };
}

const failure = z.object({ message: z.string().catch(""), detail: z.string().catch("") });

const isGroup = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** What is done with an archive, as the queue calls it. */
const archiveWords: Readonly<Record<string, string>> = {
  format: "New archive",
  add: "Archive to",
  verify: "Verify",
  restore: "Restore from",
};
