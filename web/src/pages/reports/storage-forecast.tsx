import { useQuery } from "@tanstack/react-query";
import type { StorageReport } from "../../../../src/server/shapes/report-shapes.ts";
import { sentenceOf } from "../../api/api-problem.ts";
import { countOf, formatBytes } from "../../format/amounts.ts";
import { CapacityGauge } from "../archives/capacity-gauge.tsx";
import { storageQuery } from "./report-queries.ts";
import classes from "./reports.module.css";

/** How full each volume is, and when it will be full. */
export function StorageForecast() {
  const { data, error } = useQuery(storageQuery);
  return (
    <section className={classes.block} aria-labelledby="storage-title">
      <h2 id="storage-title">Storage</h2>
      {error === null ? null : <p role="alert">{sentenceOf(error)}</p>}
      {data?.volumes.map((volume) => (
        <div key={volume.path} className={classes.volume}>
          <div className={classes.volumeText}>
            <strong>{volume.path}</strong>
            <ul>
              {volume.places.slice(0, 6).map((place) => (
                <li key={place}>{place}</li>
              ))}
              {volume.places.length > 6 ? <li>and {volume.places.length - 6} more</li> : null}
            </ul>
          </div>
          <div className={classes.volumeGauge}>
            <CapacityGauge {...volume} />
          </div>
          <p className={classes.forecast}>{forecastText(volume, data.days)}</p>
        </div>
      ))}
    </section>
  );
}

function forecastText(volume: StorageReport["volumes"][number], days: number): string {
  const { archivedPerDay, exportedPerDay, daysLeft, fullOn } = volume;
  if (daysLeft === null) return `Nothing was written here in the last ${days} days.`;
  const parts = [
    archivedPerDay > 0 ? `${formatBytes(archivedPerDay)} archived` : "",
    exportedPerDay > 0 ? `${formatBytes(exportedPerDay)} exported` : "",
  ].filter(Boolean);
  const rate = `${parts.join(" and ")} a day over the last ${days} days`;
  if (fullOn === null) return `${rate}: at that rate it is not full in a hundred years.`;
  return `${rate}: at that rate it is full on ${fullOn}, in ${spanText(daysLeft)}.`;
}

/** Nobody counts on a day in years. */
const spanText = (days: number) =>
  days < 730 ? countOf(days, "day") : `about ${countOf(Math.round(days / 365.25), "year")}`;
