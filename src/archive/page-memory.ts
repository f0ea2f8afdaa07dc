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
  const pages = Math.ceil(bytes / pageBytes);
  const { buffer } = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  if (!(buffer instanceof SharedArrayBuffer)) throw new Error("This JavaScript has no shared memory.");
  return buffer;
}
