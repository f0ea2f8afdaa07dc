import { useQuery } from "@tanstack/react-query";
import { useDeferredValue } from "react";
import type { ArchiveShape, FoundArchivedShape } from "../../../../src/server/shapes/archive-shapes.ts";
import { countOf, formatBytes, formatMoment } from "../../format/amounts.ts";
import { Empty } from "../../shell/empty.tsx";
import { Failed } from "../../shell/failed.tsx";
import { Loading } from "../../shell/loading.tsx";
import { foundQuery } from "./archive-queries.ts";
import { Picture } from "./clip-grid.tsx";
import classes from "./found-list.module.css";

export interface FoundListProps {
  readonly text: string;
  readonly archives: readonly ArchiveShape[];
  /** Opens an archive at what was found in it. */
  readonly onOpen: (archive: string, text: string) => void;
}

/** Clips and files of every archive that was ever made, on whichever shelf it is. */
export function FoundList({ text, archives, onOpen }: FoundListProps) {
  const wanted = useDeferredValue(text.trim());
  const { data, error, refetch } = useQuery(foundQuery(wanted));
  if (data === undefined) return error === null ? <Loading /> : <Failed error={error} retry={() => void refetch()} />;
  const { clips, files, hasMore } = data;
  if (clips.length + files.length === 0)
    return (
      <Empty title={`Nothing that was archived is called “${wanted}”`} icon="archives">
        <p>Archives that were made elsewhere are searched once they have been opened here.</p>
      </Empty>
    );
  const isHere = (id: string) => archives.find((archive) => archive.id === id)?.here === true;
  return (
    <div className={classes.found}>
      <p className="visually-hidden" role="status">
        {countOf(clips.length, "clip")}, {countOf(files.length, "file")} found
      </p>
      {clips.length === 0 ? null : (
        <section aria-labelledby="found-clips">
          <h2 id="found-clips">
            Clips <small>{clips.length}</small>
          </h2>
          <ul>
            {clips.map((clip) => (
              <li key={`${clip.archiveId} ${clip.session} ${clip.id}`}>
                <button type="button" onClick={() => onOpen(clip.archiveId, clip.name)}>
                  <span className={classes.picture}>
                    <Picture address={isHere(clip.archiveId) ? clip.thumbnail : undefined} />
                  </span>
                  <span className={classes.path}>{clip.path}</span>
                  <Where found={clip} here={isHere(clip.archiveId)} />
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      {files.length === 0 ? null : (
        <section aria-labelledby="found-files">
          <h2 id="found-files">
            Files <small>{files.length}</small>
          </h2>
          <ul>
            {files.map((file) => (
              <li key={`${file.archiveId} ${file.session} ${file.path}`}>
                <button type="button" onClick={() => onOpen(file.archiveId, nameOf(file.path))}>
                  <span className={classes.path}>{file.path}</span>
                  <span className={classes.bytes}>{formatBytes(file.bytes)}</span>
                  <Where found={file} here={isHere(file.archiveId)} />
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      {hasMore ? <p className={classes.more}>There is more; further words narrow it down.</p> : null}
    </div>
  );
}

function Where({ found, here }: { found: FoundArchivedShape["files" | "clips"][number]; here: boolean }) {
  return (
    <span className={classes.where}>
      <strong>{found.archiveName}</strong>
      <span>session {found.session}</span>
      {"segment" in found && found.segment > 0 ? <span>segment {found.segment}</span> : null}
      <span>{formatMoment(found.archivedAt)}</span>
      {here ? null : <span className={classes.away}>not here</span>}
    </span>
  );
}

const nameOf = (path: string) => path.slice(path.lastIndexOf("/") + 1);
