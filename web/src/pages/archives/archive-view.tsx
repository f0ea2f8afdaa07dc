import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { ArchiveDetail } from "../../../../src/server/shapes/archive-shapes.ts";
import { useServerEvent } from "../../api/events.ts";
import { countOf, formatBytes, formatMoment } from "../../format/amounts.ts";
import { Failed } from "../../shell/failed.tsx";
import { Loading } from "../../shell/loading.tsx";
import { archiveQuery } from "./archive-queries.ts";
import classes from "./archives.module.css";
import { CapacityGauge } from "./capacity-gauge.tsx";
import { Contents } from "./contents.tsx";
import { RestoreDialog, type RestoreParts } from "./restore-dialog.tsx";
import { type Checking, faultsOf, lookedAt, sessionCells, writingCells } from "./session-cells.ts";
import { SegmentLegend, SegmentMap } from "./segment-map.tsx";
import { VerifyDialog } from "./verify-dialog.tsx";
import { WorkStrip } from "./work-strip.tsx";
import { useMay } from "../../shell/use-may.ts";

export type ArchiveTask = "verify" | "restore" | undefined;

export interface ArchiveViewProps {
  readonly id: string;
  readonly task: ArchiveTask;
  readonly onTask: (task: ArchiveTask) => void;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onResume: (session: number) => void;
}

/** One archive: how full it is, its sessions segment by segment, and what lies in it. */
export function ArchiveView({ id, task, onTask, text, onText, onResume }: ArchiveViewProps) {
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery(archiveQuery(id));
  const [chosen, setChosen] = useState<RestoreParts>();
  useServerEvent("queue.changed", () => void queries.invalidateQueries({ queryKey: ["archives", "one"] }));
  useServerEvent("run.progress", ({ itemId, progress }) => {
    // Many times a second: it goes straight into what is shown.
    queries.setQueryData(archiveQuery(id).queryKey, (known) =>
      known === undefined || !known.work.some(({ item }) => item.id === itemId)
        ? known
        : {
            ...known,
            work: known.work.map((work) =>
              work.item.id === itemId ? { ...work, item: { ...work.item, progress } } : work,
            ),
          },
    );
  });
  if (data === undefined) return error === null ? <Loading /> : <Failed error={error} retry={() => void refetch()} />;
  return (
    <div className={classes.view}>
      <Head archive={data} />
      {data.work.map(({ item }) => (
        <WorkStrip key={item.id} item={item} />
      ))}
      <Sessions archive={data} onResume={onResume} />
      <Contents
        archive={data}
        text={text}
        onText={onText}
        onRestore={(parts) => {
          setChosen(parts);
          onTask("restore");
        }}
      />
      {task === "verify" ? <VerifyDialog archive={data} onClose={() => onTask(undefined)} /> : null}
      {task === "restore" ? (
        <RestoreDialog
          archive={data}
          parts={chosen}
          onClose={() => {
            setChosen(undefined);
            onTask(undefined);
          }}
        />
      ) : null}
    </div>
  );
}

function Head({ archive }: { archive: ArchiveDetail }) {
  const { name, place, here, comment, room, sessions, clips, files, bytes, segmentBytes } = archive;
  return (
    <header className={classes.head}>
      <div className={classes.headText}>
        <h1>
          {name} {here ? null : <span className={classes.away}>not here</span>}
        </h1>
        <p className={classes.place}>{place}</p>
        {comment === "" ? null : <p>{comment}</p>}
        <p className="quiet figures">
          {[
            countOf(sessions, "session"),
            countOf(clips, "clip"),
            countOf(files, "file"),
            formatBytes(bytes),
            segmentBytes === null ? "" : `segments of ${formatBytes(segmentBytes)}`,
          ]
            .filter(Boolean)
            .join("  ·  ")}
        </p>
        {archive.damage.map((message) => (
          <p key={message} className={classes.bad} role="alert">
            {message}
          </p>
        ))}
      </div>
      <div className={classes.headGauge}>
        {room === null ? (
          <p className="quiet">How much room there is can be said when it is here.</p>
        ) : (
          <CapacityGauge {...room} />
        )}
      </div>
    </header>
  );
}

function Sessions({ archive, onResume }: { archive: ArchiveDetail; onResume: (session: number) => void }) {
  const mayWork = useMay("artist");
  const { sessionList, lastCheck, work, unfinished, segmentBytes, here } = archive;
  const verifying = work.find(({ item }) => item.kind === "archive.verify" && item.state === "running");
  const checking: Checking | undefined =
    verifying?.item.progress?.phase === "verifying" && verifying.percent === 100
      ? { sessions: verifying.sessions, bytes: verifying.item.progress.done }
      : undefined;
  const adding = work.find(({ item }) => item.kind === "archive.add" && item.state === "running");
  let before = 0;
  return (
    <section className={classes.sessions} aria-labelledby="sessions-title">
      <div className={classes.sectionHead}>
        <h2 id="sessions-title">Sessions</h2>
        <SegmentLegend />
      </div>
      {lastCheck === null ? null : (
        <p className={lastCheck.faultCount > 0 ? classes.bad : "quiet"}>
          Verified {formatMoment(lastCheck.at)}
          {lastCheck.sessions.length === 0 ? "" : `, session ${lastCheck.sessions.join(", ")}`}
          {lastCheck.percent === 100 ? "" : `, ${lastCheck.percent} % of the files`}:{" "}
          {lastCheck.faultCount === 0
            ? `${countOf(lastCheck.files, "file")}, ${formatBytes(lastCheck.bytes)} read, no fault.`
            : `${countOf(lastCheck.faultCount, "fault")}.`}
        </p>
      )}
      {sessionList.length === 0 && adding === undefined ? (
        <p className="quiet">It is empty.{mayWork ? " Press A to archive something to it." : ""}</p>
      ) : null}
      {sessionList.map((session) => {
        const start = before;
        if (lookedAt(checking?.sessions ?? [], session.session))
          before += session.segments.reduce((sum, { bytes }) => sum + bytes, 0);
        const cells = sessionCells(session, start, { check: lastCheck, checking });
        const faults = faultsOf(session.session, lastCheck);
        return (
          <article key={session.session} className={classes.session}>
            <h3>
              Session {session.session}
              <span className="figures">{formatMoment(session.endedAt)}</span>
              {session.project === "" ? null : <span>{session.project}</span>}
              <span className="figures">
                {countOf(session.clips, "clip")}, {countOf(session.files, "file")}, {formatBytes(session.bytes)}
              </span>
              <span>
                {session.user}@{session.host}
              </span>
              {session.comment === "" ? null : <q>{session.comment}</q>}
              {session.problems === 0 ? null : (
                <span className={classes.warn}>{countOf(session.problems, "file")} not as they are</span>
              )}
            </h3>
            {cells.length > 0 ? (
              <SegmentMap label={`Segments of session ${session.session}`} cells={cells} />
            ) : (
              <p className="quiet">
                {countOf(session.segmentCount, "segment")}; {here ? "they cannot be read" : "shown when it is here"}.
              </p>
            )}
            <Faults faults={faults.filter((fault) => !cells.some(({ words }) => words.endsWith(fault)))} />
          </article>
        );
      })}
      {adding === undefined ? null : (
        <article className={classes.session} aria-live="off">
          <h3>
            {unfinished === null ? "New session" : `Session ${unfinished}`}
            <span>being written</span>
          </h3>
          <SegmentMap label="Segments that are being written" cells={writingCells(adding, segmentBytes ?? 0, true)} />
        </article>
      )}
      {mayWork && unfinished !== null && !work.some(({ item }) => item.kind === "archive.add") ? (
        <p className={classes.warn}>
          Session {unfinished} was not finished.{" "}
          <button type="button" className={classes.link} onClick={() => onResume(unfinished)}>
            Go on with it
          </button>
        </p>
      ) : null}
    </section>
  );
}

/** What is wrong with files, rather than with a whole segment. */
function Faults({ faults }: { faults: readonly string[] }) {
  if (faults.length === 0) return null;
  return (
    <ul className={classes.faults}>
      {faults.slice(0, 20).map((fault) => (
        <li key={fault}>{fault}</li>
      ))}
      {faults.length > 20 ? <li>and {faults.length - 20} more</li> : null}
    </ul>
  );
}
