const longestRun = 127;

/**
 * OpenEXR's run-length coding: a count byte n ≥ 0 repeats the next byte n + 1 times, n < 0 copies −n bytes.
 * Returns the coded bytes, a part of `output`, or nothing when they would not be fewer than the input's.
 *
 * @param output Room to work in, at least as long as `input`.
 */
export function runLengthEncode(input: Uint8Array, output: Uint8Array): Uint8Array | undefined {
  const size = input.length;
  let written = 0;
  let start = 0;
  while (start < size) {
    const value = input[start];
    let end = start + 1;
    while (end < size && input[end] === value && end - start <= longestRun) end += 1;
    if (end - start >= 3) {
      if (written + 2 >= size) return undefined;
      output[written] = end - start - 1;
      output[written + 1] = value ?? 0;
      written += 2;
    } else {
      // Literal bytes, up to where three equal ones follow each other.
      while (
        end < size &&
        end - start < longestRun &&
        !(input[end] === input[end + 1] && input[end] === input[end + 2])
      )
        end += 1;
      if (written + 1 + end - start >= size) return undefined;
      output[written] = start - end;
      output.set(input.subarray(start, end), written + 1);
      written += 1 + end - start;
    }
    start = end;
  }
  return output.subarray(0, written);
}
