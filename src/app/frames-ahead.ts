/** Frames that are made ahead in the direction of a step; and against it, once nobody asks for anything. */
const onward = 6;
const back = 3;
/** A step of more frames is a jump: there may be one either way next. */
const longestStep = 12;

/**
 * The frames that somebody may ask for next, the likeliest first.
 * @param step from the frame asked before; 0 where there is none
 * @param frames how many there are
 */
export function framesAhead(
  frame: number,
  step: number,
  frames: number,
): readonly { readonly frame: number; readonly whenResting: boolean }[] {
  const isStep = step !== 0 && Math.abs(step) <= longestStep;
  const stride = isStep ? step : 1;
  const list = (count: number, by: number, whenResting: boolean) =>
    Array.from({ length: count }, (_, index) => ({ frame: frame + (index + 1) * by, whenResting }));
  return [...list(onward, stride, !isStep), ...list(back, -stride, true)].filter(
    (each) => each.frame >= 0 && each.frame < frames,
  );
}
