/** Amounts of a day by project. */
export interface DayAmount {
  readonly day: string;
  readonly project: string;
  readonly amount: number;
}

export interface StackedDays {
  readonly days: readonly string[];
  /** The largest first; what is beyond the colours is one. */
  readonly series: readonly StackedSeries[];
}

export interface StackedSeries {
  readonly name: string;
  /** Of each day. */
  readonly amounts: readonly number[];
  /** Each with those of the series before: the upper edge of its bar. */
  readonly tops: readonly number[];
}

/** Series of their own; further projects share one. */
const mostSeries = 7;

/** Amounts of days as bars upon each other, one series for each project. */
export function stackDays(amounts: readonly DayAmount[], days: readonly string[]): StackedDays {
  const sums = new Map<string, number>();
  for (const { project, amount } of amounts) sums.set(project, (sums.get(project) ?? 0) + amount);
  const ordered = [...sums].toSorted((a, b) => b[1] - a[1]).map(([project]) => project);
  const own = ordered.length > mostSeries ? ordered.slice(0, mostSeries - 1) : ordered;
  const others = ordered.slice(own.length);
  const groups = [...own.map((project) => [project]), ...(others.length > 0 ? [others] : [])];
  const below = days.map(() => 0);
  const series = groups.map((projects): StackedSeries => {
    const ofDays = days.map((day) =>
      amounts.reduce((sum, each) => (each.day === day && projects.includes(each.project) ? sum + each.amount : sum), 0),
    );
    for (const [index, amount] of ofDays.entries()) below[index] = (below[index] ?? 0) + amount;
    const [first = ""] = projects;
    const name = projects.length > 1 ? `${projects.length} others` : first === "" ? "no project" : first;
    return { name, amounts: ofDays, tops: [...below] };
  });
  return { days, series };
}
