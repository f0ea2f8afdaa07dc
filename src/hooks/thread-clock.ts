/**
 * Two numbers in shared memory that tell the program what its hook thread is at, even while that thread is in an endless
 * loop: which file or handler (counted from 0 within the call), and since when (milliseconds since the epoch).
 */
export interface ThreadClock {
  readonly memory: SharedArrayBuffer;
  begin(index: number): void;
  index(): number;
  since(): number;
}

export function threadClock(memory = new SharedArrayBuffer(2 * Float64Array.BYTES_PER_ELEMENT)): ThreadClock {
  const numbers = new Float64Array(memory);
  return {
    memory,
    begin(index) {
      numbers[1] = Date.now();
      numbers[0] = index;
    },
    index: () => numbers[0] ?? 0,
    since: () => numbers[1] ?? 0,
  };
}
