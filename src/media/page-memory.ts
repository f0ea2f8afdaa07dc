// Node's types leave WebAssembly out; this is the part of it that is needed.
declare const WebAssembly: {
  readonly Memory: new (limits: { initial: number; maximum: number; shared: boolean }) => {
    readonly buffer: ArrayBuffer | SharedArrayBuffer;
  };
};

const pageBytes = 65_536;

/**
 * Memory that threads share and that begins at a page: reading and writing past the page cache need that, and WebAssembly's
 * is the one kind that JavaScript can have.
 * @param bytes rounded up to 64 kB.
 */
export function pageMemory(bytes: number): SharedArrayBuffer {
  const buffer = memoryOf(bytes, true);
  if (!(buffer instanceof SharedArrayBuffer)) throw new Error("This JavaScript has no shared memory.");
  return buffer;
}

/** The same for one thread: what is copied into memory that none other sees is copied faster. */
export function ownPageMemory(bytes: number): ArrayBuffer {
  const buffer = memoryOf(bytes, false);
  if (!(buffer instanceof ArrayBuffer)) throw new Error("This JavaScript has no memory of its own.");
  return buffer;
}

function memoryOf(bytes: number, shared: boolean): ArrayBuffer | SharedArrayBuffer {
  const pages = Math.ceil(bytes / pageBytes);
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared }).buffer;
}
