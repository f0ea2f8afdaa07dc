import type { TestSound } from "./test-footage-shape.ts";

/**
 * One sample of the generated sound, -1 to 1: a quiet low tone, and a full-scale click wherever `clickEverySeconds` says.
 * @param stream which stream, counted from 0; each is an octave above the one before
 */
export function testSound(sound: TestSound, stream: number, sample: number): number {
  const { clickEverySeconds, sampleRate } = sound;
  if (clickEverySeconds !== undefined) {
    const step = Math.round(clickEverySeconds * sampleRate);
    if (sample % step === 0) return 1;
  }
  return 0.05 * Math.sin((2 * Math.PI * 110 * 2 ** stream * sample) / sampleRate);
}
