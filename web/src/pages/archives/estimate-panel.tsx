import { Loader } from "@mantine/core";
import type { EstimatedShape } from "../../../../src/server/shapes/archive-shapes.ts";
import { sentenceOf } from "../../api/api-problem.ts";
import { formatBytes } from "../../format/amounts.ts";
import classes from "./add-view.module.css";
import { CapacityGauge } from "./capacity-gauge.tsx";

export interface EstimatePanelProps {
  readonly estimate: EstimatedShape | undefined;
  readonly error: unknown;
  readonly working: boolean;
}

/** What the selection comes to, and how full the destination will be. */
export function EstimatePanel({ estimate, error, working }: EstimatePanelProps) {
  return (
    <section className={classes.estimate} aria-label="Estimate" aria-busy={working}>
      <h2>Estimate {working ? <Loader size={11} color="gray" /> : null}</h2>
      {error === null || error === undefined ? null : (
        <p role="alert" className={classes.problem}>
          {sentenceOf(error)}
        </p>
      )}
      {estimate === undefined ? (
        <p className="quiet">{working ? "Working it out …" : "Choose what is to be archived, and where to."}</p>
      ) : (
        <>
          <dl className={classes.figures}>
            <Figure name="Clips" value={estimate.clips.toLocaleString("en")} />
            <Figure name="Frames" value={estimate.frames.toLocaleString("en")} />
            <Figure name="Files" value={estimate.files.toLocaleString("en")} />
            <Figure name="Data" value={formatBytes(estimate.bytes)} />
            <Figure name="In the archive" value={formatBytes(estimate.archiveBytes)} />
            <Figure
              name="Segments"
              value={`${estimate.segments.toLocaleString("en")} of ${formatBytes(estimate.segmentBytes)} at most`}
            />
          </dl>
          {estimate.room === null ? null : <CapacityGauge {...estimate.room} moreBytes={estimate.archiveBytes} />}
          {estimate.fits ? null : (
            <p role="alert" className={classes.problem}>
              It does not fit: {formatBytes(estimate.archiveBytes)} are needed
              {estimate.room === null ? "" : `, ${formatBytes(estimate.room.freeBytes)} are free`}.
            </p>
          )}
          {[...estimate.problems, ...estimate.notes].slice(0, 8).map((text) => (
            <p key={text} className={classes.note}>
              {text}
            </p>
          ))}
        </>
      )}
    </section>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
