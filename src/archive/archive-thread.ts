import { getCompileCacheDir } from "node:module";
import { Worker, type WorkerOptions } from "node:worker_threads";

/** Young objects of these threads do not live long: more room for them would only be memory that is touched. */
const resourceLimits = { maxYoungGenerationSizeMb: 8 };

/** A thread that works on an archive. Where compiled code is kept, it need not compile its own again. */
export function archiveThread(file: URL, options: Pick<WorkerOptions, "workerData" | "transferList"> = {}): Worker {
  const cache = getCompileCacheDir();
  return new Worker(file, {
    ...options,
    resourceLimits,
    ...(cache === undefined ? {} : { env: { ...process.env, NODE_COMPILE_CACHE: cache } }),
  });
}
