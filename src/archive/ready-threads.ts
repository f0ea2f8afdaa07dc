// Threads take a while to start. Whoever knows what will be done starts them at once.
export { readyReadThread } from "./restore/start-read-thread.ts";
export { readyPackThreads } from "./session/pack-threads.ts";
