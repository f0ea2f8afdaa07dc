/** Days such as `2026-11-21`, both of which are in it. */
export interface ReportRange {
  readonly since: string;
  readonly until: string;
}

/** The day of a moment, where the reader is. */
export function dayOf(moment: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

/** The last so many days, today included. */
export function lastDays(days: number, today = new Date()): ReportRange {
  const since = new Date(today);
  since.setDate(since.getDate() - (days - 1));
  return { since: dayOf(since), until: dayOf(today) };
}

/** More are no picture any more. */
const mostDays = 800;

/** Every day of a range, quiet ones included. */
export function daysIn({ since, until }: ReportRange): readonly string[] {
  const days: string[] = [];
  // At noon, so that a change to summer time does not skip a day.
  const at = new Date(`${since}T12:00:00`);
  while (days.length < mostDays && dayOf(at) <= until) {
    days.push(dayOf(at));
    at.setDate(at.getDate() + 1);
  }
  return days;
}
