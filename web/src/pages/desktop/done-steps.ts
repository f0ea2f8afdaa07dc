/** Something that this page did, and what undoes it. */
export interface DoneStep {
  /** Such as `Moved 3 clips`. */
  readonly what: string;
  /** @throws what went wrong */
  readonly undo: () => Promise<unknown>;
}

/** So many steps are remembered. */
const most = 100;

/** By project, for as long as the tab is open: whoever looks at the Player meanwhile may still want to undo. */
const done = new Map<string, DoneStep[]>();

const stepsOf = (projectId: string): DoneStep[] => {
  const steps = done.get(projectId) ?? [];
  done.set(projectId, steps);
  return steps;
};

export function remember(projectId: string, step: DoneStep): void {
  const steps = stepsOf(projectId);
  steps.push(step);
  if (steps.length > most) steps.shift();
}

/** The last step that was not undone yet, which then counts as undone; or a certain one. */
export function takeBack(projectId: string, certain?: DoneStep): DoneStep | undefined {
  const steps = stepsOf(projectId);
  const index = certain === undefined ? steps.length - 1 : steps.indexOf(certain);
  return index < 0 ? undefined : steps.splice(index, 1)[0];
}
