import { AV_LOG_ERROR } from "node-av/constants";
import { Log } from "node-av/lib";

/** Lets FFmpeg print faults only, which end in the detail of a failed asset. */
export function quietFfmpeg(): void {
  Log.setLevel(AV_LOG_ERROR);
}
