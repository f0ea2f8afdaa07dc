import { formatBytes } from "../../format/amounts.ts";
import classes from "./capacity-gauge.module.css";

export interface CapacityGaugeProps {
  readonly totalBytes: number;
  readonly freeBytes: number;
  /** What would come on top. */
  readonly moreBytes?: number;
  readonly small?: boolean;
}

/** Where room becomes scarce, and where it is nearly gone. */
const bands = [0.65, 0.8] as const;

const words = { good: "", filling: "above 65 %", full: "above 80 %", over: "does not fit" } as const;

/** How full a destination is, and how full it will be, with marks at 65, 80 and 100 %. */
export function CapacityGauge({ totalBytes, freeBytes, moreBytes = 0, small = false }: CapacityGaugeProps) {
  const used = totalBytes - freeBytes;
  const after = used + moreBytes;
  const part = totalBytes === 0 ? 1 : after / totalBytes;
  const level = moreBytes > freeBytes ? "over" : part > bands[1] ? "full" : part > bands[0] ? "filling" : "good";
  const percent = (bytes: number) => Math.min(100, totalBytes === 0 ? 100 : (bytes / totalBytes) * 100);
  const isRound = part > 0 && part < 0.1;
  const now = `${isRound ? (part * 100).toFixed(1) : Math.round(part * 100)} %`;
  const text = `${moreBytes > 0 ? `${now} full afterwards` : `${now} full`}, ${formatBytes(freeBytes)} free of ${formatBytes(totalBytes)}`;
  return (
    <div className={classes.gauge} data-small={small || undefined}>
      <div
        role="meter"
        aria-label="Capacity"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.min(100, Math.round(part * 100))}
        aria-valuetext={[text, words[level]].filter(Boolean).join(", ")}
        className={classes.bar}
        data-level={level}
      >
        <span className={classes.used} style={{ width: `${percent(used)}%` }} />
        {moreBytes > 0 ? (
          <span
            className={classes.more}
            style={{ left: `${percent(used)}%`, width: `${Math.max(0.4, percent(after) - percent(used))}%` }}
          />
        ) : null}
        {bands.map((band) => (
          <span key={band} className={classes.mark} style={{ left: `${band * 100}%` }} />
        ))}
      </div>
      {small ? null : (
        <div className={classes.scale} aria-hidden>
          {[...bands, 1].map((band) => (
            <span key={band} style={{ left: `${band * 100}%` }}>
              {band * 100} %
            </span>
          ))}
        </div>
      )}
      {small ? null : (
        <p className={classes.words} data-level={level}>
          <strong>{moreBytes > 0 ? `${now} afterwards` : `${now} full`}</strong>
          <span className="figures">
            {formatBytes(freeBytes)} free of {formatBytes(totalBytes)}
          </span>
          {words[level] === "" ? null : <span className={classes.level}>{words[level]}</span>}
        </p>
      )}
    </div>
  );
}
