import type { Frame } from "node-av/lib";

/** Gives pictures by number; what `FrameReader` is made of. */
export interface FrameSource {
  readonly frameCount: number;
  readonly warnings: readonly string[];
  frame(n: number): Frame;
  close(): void;
}
