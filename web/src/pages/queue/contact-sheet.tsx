import { useState } from "react";
import { Loading } from "../../shell/loading.tsx";
import { ScrollRegion } from "../../shell/scroll-region.tsx";
import classes from "./queue.module.css";
import type { Picture } from "./queue-queries.ts";

export interface ContactSheetProps {
  readonly pictures: readonly Picture[];
  readonly reading: boolean;
}

/** What was written, to be looked at at once. */
export function ContactSheet({ pictures, reading }: ContactSheetProps) {
  if (reading) return <Loading what="Reading what was written" />;
  if (pictures.length === 0) return <p className={classes.nothing}>Nothing was written that can be looked at.</p>;
  return (
    <ScrollRegion className={classes.sheetScroll} label="Contact sheet">
      <ul className={classes.contact}>
        {pictures.map((picture) => (
          <OnePicture key={picture.assetId} picture={picture} />
        ))}
      </ul>
    </ScrollRegion>
  );
}

function OnePicture({ picture: { url, name, path } }: { picture: Picture }) {
  const [failed, setFailed] = useState(false);
  return (
    <li>
      {failed ? (
        <span className={classes.noPicture}>not there any more</span>
      ) : (
        <img src={url} alt="" loading="lazy" decoding="async" onError={() => setFailed(true)} />
      )}
      <span title={path}>{name}</span>
    </li>
  );
}
