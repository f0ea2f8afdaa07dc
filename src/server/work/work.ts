import path from "node:path";
import { type Cresset, openCresset } from "../../app/cresset.ts";
import { createFileThumbnails, type FileThumbnails } from "../../app/file-thumbnail.ts";
import { openQueueStore } from "../../catalogue/open-queue-store.ts";
import { openRunStore, type RunStore } from "../../catalogue/run-store.ts";
import { createQueue, type Queue } from "../../jobs/queue.ts";
import type { Prober } from "../../media/probe.ts";
import type { EventHub } from "../events/hub.ts";
import { archiveTasks } from "./archive-tasks.ts";
import { exportTask } from "./export-task.ts";
import { createLiveRuns, type LiveRuns } from "./live-runs.ts";
import { createQuestions, type Questions } from "./questions.ts";
import { createRunLogs, type RunLogs } from "./run-log.ts";

/** What the server does besides answering: the queue with what it runs, what is asked meanwhile, how far it is. */
export interface Work {
  readonly queue: Queue;
  readonly questions: Questions;
  readonly liveRuns: LiveRuns;
  readonly logs: RunLogs;
  /** Open while the server runs. */
  readonly history: RunStore;
  /** Small pictures of what runs wrote. */
  readonly thumbnails: FileThumbnails;
  /** The Cresset that works in a project, by its name or id. */
  cressetFor(project: string | undefined): Cresset;
  /** Gives what runs so many milliseconds to end; what has not by then goes on when the server is started again. */
  close(graceMs: number): Promise<void>;
}

export interface WorkOptions {
  readonly cresset: Cresset;
  readonly hub: EventHub;
  readonly prober: Prober;
  /** How many exports run at the same time; 1 when left out. */
  readonly exportsAtOnce?: number | undefined;
  /** What went wrong behind the scenes. */
  readonly complain?: (error: unknown) => void;
}

/** Opens the queue, which begins with `queue.start()`. */
export async function openWork({
  cresset,
  hub,
  prober,
  exportsAtOnce = 1,
  complain = () => {},
}: WorkOptions): Promise<Work> {
  const home = path.dirname(cresset.storeFile);
  const history = await openRunStore(cresset.storeFile);
  const logs = createRunLogs(home, complain);
  const questions = createQuestions(hub);
  const liveRuns = createLiveRuns({ hub, logs });
  const cressetFor = (project: string | undefined): Cresset =>
    project === undefined || project === cresset.currentProject.name
      ? cresset
      : openCresset({
          home,
          project,
          folder: cresset.currentProject.folder,
          limits: cresset.limits,
          ...(cresset.config.file === undefined ? {} : { configFile: cresset.config.file }),
        });
  const changed = () => hub.publish({ type: "archives.changed", data: {} });
  const queue = createQueue({
    store: await openQueueStore(cresset.storeFile),
    tasks: new Map([
      ["export", exportTask({ cresset, history, questions, liveRuns })],
      ...archiveTasks({ cressetFor, questions, liveRuns, changed }),
    ]),
    atOnce: { export: exportsAtOnce },
    changed: (item) => hub.publish({ type: "queue.changed", data: { itemId: item?.id ?? null } }),
    complain,
  });
  return {
    queue,
    questions,
    liveRuns,
    logs,
    history,
    thumbnails: createFileThumbnails({ home, prober }),
    cressetFor,
    async close(graceMs) {
      await queue.close(graceMs);
      await logs.close();
      await history.close();
    },
  };
}
