import type { MessagePort } from "node:worker_threads";
import type { DestinationPlace } from "../destination/open-destination.ts";
import type { RingMemory } from "./block-ring.ts";

/** The first message to the thread that writes segments. */
export interface WriteThreadData {
  readonly memory: RingMemory;
  readonly port: MessagePort;
  readonly destination: DestinationPlace;
}

export type ToWriteThread =
  | { readonly kind: "open"; readonly path: string }
  /** The first `length` bytes of the next block belong to the open file. */
  | { readonly kind: "block"; readonly length: number }
  /** Brings the open file to the disk; with `check` it is read back and its hash compared. Answered with "closed". */
  | { readonly kind: "close"; readonly check: boolean; readonly xxh128: string }
  | { readonly kind: "discard" }
  | { readonly kind: "end" };

export type FromWriteThread =
  | { readonly kind: "closed"; readonly bytes: number; readonly fault: string }
  | { readonly kind: "failed"; readonly code: string; readonly message: string };

/** What the thread that computes SHA-256 is started with. */
export interface HashThreadData {
  readonly memory: RingMemory;
  readonly port: MessagePort;
}

/** A stretch of a block that belongs to a file, or zeros that are in no block. */
export type HashRange =
  | { readonly file: number; readonly start: number; readonly end: number }
  | { readonly file: number; readonly zeros: number };

export type ToHashThread =
  | { readonly kind: "block"; readonly ranges: readonly HashRange[]; readonly done: readonly number[] }
  | { readonly kind: "file"; readonly path: Uint8Array; readonly file: number; readonly length: number }
  | { readonly kind: "forget"; readonly file: number }
  | { readonly kind: "end" };

/** SHA-256 of files, lower-case hex, in the order in which they were done. */
export interface FromHashThread {
  readonly kind: "hashed";
  readonly files: readonly (readonly [file: number, sha256: string])[];
}
