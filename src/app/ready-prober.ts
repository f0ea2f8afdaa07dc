import { createProber, type Prober } from "../media/probe.ts";

let ready: Prober | undefined;

/** Starts the process that looks into media ahead of all else: of what an export loads it takes longest to get ready. */
export function readyProber(): void {
  ready = createProber();
  ready.warm();
}

/** A prober whose process gets ready: the one that was started ahead, for whoever comes first, or a new one. */
export function startProber(): Prober {
  const prober = ready ?? createProber();
  ready = undefined;
  prober.warm();
  return prober;
}
