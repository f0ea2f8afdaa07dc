import classes from "./queue.module.css";

export interface ProgressProps {
  readonly label: string;
  readonly progress: { readonly done: number; readonly total: number };
  readonly kind?: string;
}

/** How far something is; of what has no total yet only that it is at it. */
export function Progress({ label, progress: { done, total }, kind = "live" }: ProgressProps) {
  const percent = total > 0 ? Math.min(100, (done / total) * 100) : 0;
  return (
    <div
      className={classes.bar}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(total > 0 ? { "aria-valuenow": Math.round(percent) } : {})}
      data-kind={kind}
      data-unknown={total === 0 || undefined}
    >
      <span style={{ width: `${percent}%` }} />
    </div>
  );
}
