import type { Frame } from "node-av/lib";

/** Gives pictures by number; what `FrameReader` is made of. */
export interface FrameSource {
  readonly frameCount: number;
  readonly warnings: readonly string[];
  /** @param alone the next one asked for is likely to be far away */
  frame(n: number, alone?: boolean): Frame;
  close(): void;
}
