import type { Contender, Goal, Measure, Scenario } from "./scenario.ts";
import type { Run } from "./run-contender.ts";

/** What became of a contender: its runs, or why there are none. */
export interface ContenderResult {
  readonly name: string;
  readonly runs: readonly Run[];
  readonly absent?: string;
}

/** What became of a goal: reached or not, or why that cannot be said. */
export interface GoalResult extends Pick<Goal, "measure" | "of" | "atMost"> {
  readonly against?: string;
  readonly value: number | undefined;
  readonly reached: boolean | undefined;
}

export interface ScenarioResult {
  readonly name: string;
  readonly why: string;
  /** How it was measured, where that is not the same everywhere. */
  readonly note?: string;
  readonly contenders: readonly ContenderResult[];
  readonly goals: readonly GoalResult[];
}

export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}

/** The median of a measure over a contender's runs; nothing where one run has none. */
function medianOf(contenders: readonly ContenderResult[], name: string, measure: Measure): number | undefined {
  const values = contenders.find((contender) => contender.name === name)?.runs.map((run) => run[measure]) ?? [];
  return values.some((value) => value === undefined)
    ? undefined
    : median(values.filter((value) => value !== undefined));
}

export function judgeGoals(scenario: Scenario, contenders: readonly ContenderResult[]): readonly GoalResult[] {
  return scenario.goals.map((goal) => {
    const ours = medianOf(contenders, goal.of, goal.measure);
    const other = "against" in goal ? medianOf(contenders, goal.against, goal.measure) : 1;
    const per = "per" in goal ? (goal.per ?? 1) : 1;
    const value = ours === undefined || other === undefined ? undefined : ours / other / per;
    return {
      measure: goal.measure,
      of: goal.of,
      atMost: goal.atMost,
      ...("against" in goal && { against: goal.against }),
      value,
      reached: value === undefined ? undefined : value <= goal.atMost,
    };
  });
}

/** One scenario as lines: each contender's medians, then each goal. */
export function scenarioLines(result: ScenarioResult): readonly string[] {
  const contenders = result.contenders.map((contender) => {
    if (contender.absent !== undefined) return `  ${contender.name.padEnd(28)} – ${contender.absent}`;
    const seconds = medianOf([contender], contender.name, "seconds");
    const bytes = medianOf([contender], contender.name, "peakBytes");
    const cpu = medianOf([contender], contender.name, "cpuSeconds");
    return `  ${contender.name.padEnd(28)} ${show(seconds, "seconds").padStart(10)} ${show(bytes, "peakBytes").padStart(10)} ${`${show(cpu, "cpuSeconds")} CPU`.padStart(12)}   ${contender.runs.length} runs`;
  });
  const note = result.note === undefined ? [] : [`  (${result.note})`];
  return [`${result.name}: ${result.why}`, ...note, ...contenders, ...result.goals.map(goalLine)];
}

const subjects = { seconds: "time", peakBytes: "memory", cpuSeconds: "CPU time" } as const;

function goalLine({ measure, of, against, value, atMost, reached }: GoalResult): string {
  const verdict = reached === undefined ? "not measured" : reached ? "reached" : "MISSED";
  const subject = subjects[measure];
  return against === undefined
    ? `    ${verdict}: ${subject} of ${of} ${show(value, measure)}, goal ≤ ${show(atMost, measure)}`
    : `    ${verdict}: ${subject} of ${of} ${value === undefined ? "?" : value.toFixed(value < 0.1 ? 4 : 2)} × ${against}, goal ≤ ${Number(atMost.toFixed(4))} ×`;
}

function show(value: number | undefined, measure: Measure): string {
  if (value === undefined) return "?";
  if (measure === "peakBytes") return `${Math.round(value / 1e6)} MB`;
  return value < 1 ? `${(value * 1000).toFixed(value < 0.01 ? 2 : 0)} ms` : `${value.toFixed(2)} s`;
}

export const absentResult = (contender: Contender, reason: string): ContenderResult => ({
  name: contender.name,
  runs: [],
  absent: reason,
});
