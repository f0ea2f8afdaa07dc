/** The name of one file of a file sequence whose pattern has `%0Nd` (or `%d`) where the number stands. */
export function imageName(pattern: string, number: number): string {
  return pattern.replace(/%(?:0(\d+))?d/, (_, padding: string | undefined) => padNumber(number, Number(padding ?? 0)));
}

/** A frame number in a file name. Negative numbers keep their sign in front of the padding. */
function padNumber(number: number, padding: number): string {
  const digits = String(Math.abs(number)).padStart(padding, "0");
  return number < 0 ? `-${digits}` : digits;
}
