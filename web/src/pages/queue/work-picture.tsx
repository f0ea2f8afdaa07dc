import { useState } from "react";
import { apiUrl } from "../../api/client.ts";
import { Icon } from "../../icons/icon.tsx";
import classes from "./queue.module.css";
import type { Work } from "./shown-work.ts";

/** The picture of what is exported, where it lies in the catalogue. */
export function WorkPicture({ work: { entryId, kind } }: { work: Work }) {
  const [failed, setFailed] = useState(false);
  return (
    <span className={classes.thumb}>
      {entryId === null || failed ? (
        <Icon name={kind.startsWith("archive") ? "archives" : "export"} size={16} />
      ) : (
        <img
          src={apiUrl(`/entries/${entryId}/thumbnail`)}
          alt=""
          loading="lazy"
          decoding="async"
          onError={() => setFailed(true)}
        />
      )}
    </span>
  );
}
