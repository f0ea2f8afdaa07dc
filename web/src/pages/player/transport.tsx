import { ActionIcon } from "@mantine/core";
import { type ReactNode, useSyncExternalStore } from "react";
import { formatRate } from "../../../../src/time/rate.ts";
import { formatTimecode } from "../../../../src/time/timecode.ts";
import { Icon, type IconName } from "../../icons/icon.tsx";
import type { PlayerControl } from "./player-control.ts";
import { TimecodeField } from "./timecode-field.tsx";
import classes from "./transport.module.css";

interface TransportProps {
  readonly control: PlayerControl;
  /** Whether whoever looks may set marks and take snapshots. */
  readonly mayWork: boolean;
  readonly onMark: (side: "in" | "out") => void;
  readonly onSnapshot: (quick: boolean) => void;
}

/** Timecodes, the buttons that move, and how well it plays. */
export function Transport({ control, mayWork, onMark, onSnapshot }: TransportProps) {
  const state = useSyncExternalStore(control.watch, () => control.state);
  const { frames, rate, startFrame, dropFrame } = control.viewer;
  const { frame, drawn, speed, dropped, shown, inMark, outMark } = state;
  const at = (number: number) => formatTimecode(startFrame + number, rate, dropFrame);
  const { source } = drawn;
  return (
    <div className={classes.transport}>
      <div className={classes.places}>
        <Fact name="Record">
          <TimecodeField timecode={at(frame)} onType={(typed) => control.goToTimecode(typed)} />
        </Fact>
        <Fact name="Source">
          <span className="figures" data-testid="source-timecode">
            {source === undefined ? "–" : (source.timecode ?? `Frame ${source.frame}`)}
          </span>
        </Fact>
        {source === undefined ? null : (
          <span className={classes.clip} title={source.path}>
            {source.segment}
            {source.tapeName === "" ? null : <span className="quiet"> {source.tapeName}</span>}
          </span>
        )}
      </div>
      <div className={classes.buttons}>
        <Move icon="toStart" name="First frame (Home)" run={() => control.goTo(0)} />
        <Move icon="stepBack" name="Back a frame (←)" run={() => control.step(-1)} />
        <Move icon="playBack" name="Play backwards (J)" run={() => control.shuttle(-1)} />
        <Move
          icon={speed === 0 ? "player" : "pause"}
          name={speed === 0 ? "Play (Space)" : "Pause (Space)"}
          run={() => control.toggle()}
        />
        <Move icon="stepOn" name="On a frame (→)" run={() => control.step(1)} />
        <Move icon="toEnd" name="Last frame (End)" run={() => control.goTo(frames - 1)} />
        {mayWork ? (
          <>
            <span className={classes.gap} />
            <Move icon="markIn" name="In mark (I)" run={() => onMark("in")} />
            <Move icon="markOut" name="Out mark (O)" run={() => onMark("out")} />
            <span className={classes.gap} />
            <ActionIcon
              aria-label="Export Snapshot (S)"
              title="Export Snapshot (S); with Alt like the last one, without asking"
              onClick={(event) => onSnapshot(event.altKey)}
            >
              <Icon name="snapshot" size={16} />
            </ActionIcon>
          </>
        ) : null}
      </div>
      <div className={classes.facts}>
        {speed === 0 && shown === 0 ? null : (
          <Fact name={speed === 0 ? "Played" : speedName(speed)}>
            <span className="figures" data-warn={dropped > 0} role="status">
              {dropped === 0 ? "every frame shown" : `${dropped} of ${dropped + shown} frames dropped`}
            </span>
          </Fact>
        )}
        {inMark === undefined ? null : <Fact name="In">{at(inMark)}</Fact>}
        {outMark === undefined ? null : <Fact name="Out">{at(outMark)}</Fact>}
        <Fact name="Frame">
          {frame} <span className="quiet">of {frames}</span>
        </Fact>
        <Fact name="Rate">{formatRate(rate)}</Fact>
      </div>
    </div>
  );
}

const speedName = (speed: number): string =>
  speed === 1 ? "Playing" : speed < 0 ? `Backwards ${-speed}×` : `Playing ${speed}×`;

function Move({ icon, name, run }: { icon: IconName; name: string; run: () => void }) {
  return (
    <ActionIcon aria-label={name} title={name} onClick={run}>
      <Icon name={icon} size={16} />
    </ActionIcon>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <span className={classes.fact}>
      <span className="quiet">{name}</span>
      <span className="figures">{children}</span>
    </span>
  );
}
