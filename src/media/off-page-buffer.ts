/** Large blocks begin shortly behind the beginning of a page of memory (4 KiB); so much later they lie well inside. */
const offset = 512;

/**
 * Memory for reading and writing files in large blocks. The copy between it and the system's cache takes two to three
 * times as long on some processors (AMD Zen 3 and later) where both begin at nearly the same place in a page.
 */
export const offPageBuffer = (bytes: number): Buffer<ArrayBuffer> =>
  Buffer.from(new ArrayBuffer(bytes + offset), offset, bytes);
