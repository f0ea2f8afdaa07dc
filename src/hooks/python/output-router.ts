import { StringDecoder } from "node:string_decoder";
import { type OutputLog, createOutputLog } from "../output-log.ts";

/**
 * Sorts what an interpreter and the programs it starts print by the unit of work that they do it in. Python writes a mark
 * into the same pipe where a unit begins and where it ends, so that nothing depends on when the pieces arrive.
 */
export interface OutputRouter {
  /** Before it no mark is looked for. */
  expectMarks(mark: string): void;
  receive(chunk: Buffer): void;
  /** The output of a unit, from here on. */
  open(unit: number): OutputLog;
  /** Settles when the end mark of the unit came; nothing to wait for where it is here already. */
  ended(unit: number): Promise<void> | undefined;
  /** Lines that belong to no unit, since this was last asked. */
  takeStrays(): readonly string[];
}

export function createOutputRouter(): OutputRouter {
  const logs = new Map<number, OutputLog>();
  const ends = new Map<number, PromiseWithResolvers<void>>();
  const close = (unit: number): void => {
    ends.get(unit)?.resolve();
    ends.delete(unit);
    logs.delete(unit);
  };
  const stack: number[] = [];
  const decoder = new StringDecoder("utf8");
  let prefix: Buffer | undefined;
  let held = Buffer.alloc(0);
  let strays = createOutputLog();
  /** Longer than a prefix with the rest of its mark. */
  const longestMark = 64;

  const write = (bytes: Buffer): void => {
    if (bytes.length === 0) return;
    const unit = stack.at(-1);
    const log = unit === undefined ? strays : (logs.get(unit) ?? strays);
    log.write(decoder.write(bytes));
  };
  /** Writes and obeys what is complete. @returns the rest. */
  const readMarks = (bytes: Buffer, begin: Buffer): Buffer => {
    let rest = bytes;
    for (;;) {
      const start = rest.indexOf(begin);
      const end = start === -1 ? -1 : rest.indexOf("\u0001\0", start + begin.length, "latin1");
      if (end === -1) return rest;
      write(rest.subarray(0, start));
      obey(rest.toString("latin1", start + begin.length, end));
      rest = rest.subarray(end + 2);
    }
  };
  const obey = (mark: string): void => {
    const unit = Number(mark.slice(1));
    if (mark.startsWith("b")) stack.push(unit);
    else {
      stack.splice(Math.max(0, stack.lastIndexOf(unit)));
      close(unit);
    }
  };

  return {
    expectMarks(mark) {
      prefix = Buffer.from(`\0\u0001${mark}`, "latin1");
    },
    receive(chunk) {
      const bytes = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      held = Buffer.alloc(0);
      let rest = prefix === undefined ? bytes : readMarks(bytes, prefix);
      const tail = rest.indexOf(0, Math.max(0, rest.length - longestMark));
      if (prefix !== undefined && tail !== -1) {
        held = Buffer.from(rest.subarray(tail));
        rest = rest.subarray(0, tail);
      }
      write(rest);
    },
    open(unit) {
      const log = createOutputLog();
      logs.set(unit, log);
      ends.set(unit, Promise.withResolvers());
      return log;
    },
    ended: (unit) => ends.get(unit)?.promise,
    takeStrays() {
      const lines = strays.lines();
      if (lines.length > 0) strays = createOutputLog();
      return lines;
    },
  };
}
