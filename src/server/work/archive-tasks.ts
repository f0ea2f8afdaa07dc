import * as z from "zod";
import type { Cresset } from "../../app/cresset.ts";
import type { QueueItem } from "../../catalogue/queue-store.ts";
import type { Task, TaskEnd } from "../../jobs/task.ts";
import { queuedAdd, queuedRestore, queuedVerify } from "../shapes/archive-wish-shapes.ts";
import type { LiveRuns } from "./live-runs.ts";
import type { Questions } from "./questions.ts";

export interface ArchiveTaskParts {
  /** The Cresset that works in a project; the house's current one where nothing is named. */
  readonly cressetFor: (project: string | undefined) => Cresset;
  readonly questions: Questions;
  readonly liveRuns: LiveRuns;
  /** Called when something was done with an archive. */
  readonly changed: () => void;
}

/** By kind of item. One archive is worked with at a time: tapes and slow disks have one head. */
export function archiveTasks(parts: ArchiveTaskParts): readonly (readonly [string, Task])[] {
  return [
    ["archive.add", addTask(parts)],
    ["archive.verify", verifyTask(parts)],
    ["archive.restore", restoreTask(parts)],
  ];
}

function addTask({ cressetFor, questions, liveRuns, changed }: ArchiveTaskParts): Task {
  return {
    lane: "archive",
    run: ({ item, resume, signal, began }) =>
      liveRuns.watch(item.id, began, async (live) => {
        const { project, ...wish } = queuedAdd.parse(item.request);
        const { archive } = cressetFor(project);
        const answers = questions.dialogs({ itemId: item.id, runId: () => live.runId, signal, say: live.say });
        // What was begun, and left something to go on with.
        const goesOn = wish.resume === true || (resume !== undefined && (await isUnfinished(archive, wish.archive)));
        const { problems, hookErrors, session, ...outcome } = await archive.add(
          { ...wish, resume: goesOn },
          { signal, tell: live.tellArchive, answers, ...asker(item) },
        );
        changed();
        const { files, bytes, segments, clips, frames } = session;
        const result = {
          archive: outcome.archive,
          session: session.session,
          files,
          bytes,
          clips,
          frames,
          segments: segments.length,
          problems: problems.length,
        };
        const sentences = [...problems.map(({ path, message }) => `${path}: ${message}`), ...hookErrors];
        return endOf(sentences, problems.length > 0, result);
      }),
  };
}

async function isUnfinished(archives: Cresset["archive"], archive: string): Promise<boolean> {
  return (await archives.list(archive)).unfinished !== undefined;
}

function verifyTask({ cressetFor, liveRuns, changed }: ArchiveTaskParts): Task {
  return {
    lane: "archive",
    run: ({ item, signal, began }) =>
      liveRuns.watch(item.id, began, async (live) => {
        const wish = queuedVerify.parse(item.request);
        const { files, bytes, faults } = await cressetFor(undefined).archive.verify(wish, {
          signal,
          tell: live.tellArchive,
          ...asker(item),
        });
        changed();
        const sentences = faults.map(({ message, path, session }) => `Session ${session}: ${nameText(path)}${message}`);
        const shown = faults.slice(0, 1000).map(({ session, kind, path, message }) => ({
          session,
          kind,
          path: nameText(path),
          message,
        }));
        return endOf(sentences, faults.length > 0, { files, bytes, faults: shown, faultCount: faults.length });
      }),
  };
}

function restoreTask({ cressetFor, questions, liveRuns, changed }: ArchiveTaskParts): Task {
  return {
    lane: "archive",
    run: ({ item, signal, began }) =>
      liveRuns.watch(item.id, began, async (live) => {
        const { project, ...wish } = queuedRestore.parse(item.request);
        const answers = questions.dialogs({ itemId: item.id, runId: () => live.runId, signal, say: live.say });
        const outcome = await cressetFor(project).archive.restore(wish, {
          signal,
          tell: live.tellArchive,
          answers,
          ...asker(item),
        });
        changed();
        const { files, bytes, target, entries, problems, unknown, unlinked, complaints, hookErrors } = outcome;
        const sentences = [
          ...problems.map(({ path, message }) => `${nameText(path)}${message}`),
          ...unknown.map((path) => `Nothing in the archive is called ${path}.`),
          ...unlinked.map(
            ({ clip, media }) => `${clip}: the archive holds none of its media, it stays linked to ${media}`,
          ),
          ...complaints,
          ...hookErrors,
        ];
        const result = { files, bytes, target, entries, problems: problems.length, unknown };
        return endOf(sentences, problems.length + unknown.length > 0, result);
      }),
  };
}

/** Whom the audit log names. */
const asker = ({ who }: QueueItem) => (who === "" ? {} : { who });

function endOf([first = "", ...more]: readonly string[], isBad: boolean, result: unknown): TaskEnd {
  const message = more.length === 0 ? first : `${first} (and ${more.length} more)`;
  return { state: isBad ? "failed" : "done", message, result };
}

const named = z.union([z.string(), z.object({ base64: z.string() })]);

function nameText(path: unknown): string {
  const { data } = named.safeParse(path);
  if (data === undefined) return "";
  return `${typeof data === "string" ? data : Buffer.from(data.base64, "base64").toString()}: `;
}
