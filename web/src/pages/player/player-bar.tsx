import { ActionIcon, Button, Menu } from "@mantine/core";
import { useSyncExternalStore } from "react";
import { Icon } from "../../icons/icon.tsx";
import { PageBar } from "../../shell/page-bar.tsx";
import { fit, type Zoom } from "./picture.tsx";
import type { PlayerControl } from "./player-control.ts";
import classes from "./player.module.css";

interface PlayerBarProps {
  readonly control: PlayerControl;
  readonly zoom: Zoom;
  readonly onZoom: (zoom: Zoom) => void;
}

/** What is shown, and how. */
export function PlayerBar({ control, zoom, onZoom }: PlayerBarProps) {
  const { lut, sound, subtitles } = useSyncExternalStore(control.watch, () => control.state);
  const { name, width, height, hasLut, hasSound, subtitles: tracks } = control.viewer;
  const scale = zoom.scale === "fit" ? "Fit" : `${Math.round(zoom.scale * 100)} %`;
  return (
    <PageBar>
      <div className={classes.bar}>
        <h1 className={classes.name} title={name}>
          {name}
        </h1>
        <span className="figures quiet">
          {width} × {height}
        </span>
        <div className={classes.tools}>
          {hasLut ? (
            <Button
              aria-pressed={lut}
              variant={lut ? "filled" : "default"}
              title="LUT (U)"
              onClick={() => control.setLut(!lut)}
            >
              LUT
            </Button>
          ) : null}
          {tracks.length > 0 ? (
            <Menu>
              <Menu.Target>
                <Button
                  aria-label={subtitles === undefined ? "Subtitles: none" : `Subtitles: ${tracks[subtitles]?.name}`}
                  variant={subtitles === undefined ? "default" : "filled"}
                  title="Subtitles (T)"
                  leftSection={<Icon name="subtitles" />}
                >
                  {subtitles === undefined ? "Subtitles" : tracks[subtitles]?.name}
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item onClick={() => control.setSubtitles(undefined)}>None</Menu.Item>
                {tracks.map((track, index) => (
                  <Menu.Item key={`${index} ${track.name}`} onClick={() => control.setSubtitles(index)}>
                    {track.name}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          ) : null}
          {hasSound ? (
            <ActionIcon
              aria-label={sound ? "Sound is on" : "Sound is off"}
              aria-pressed={sound}
              title="Sound (M)"
              onClick={() => control.setSound(!sound)}
            >
              <Icon name={sound ? "loud" : "muted"} size={16} />
            </ActionIcon>
          ) : null}
          <Menu>
            <Menu.Target>
              <Button aria-label={`Zoom: ${scale}`} title="Zoom: F for all of it, 1 for 100 %, or the wheel">
                {scale}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => onZoom(fit)}>Fit</Menu.Item>
              {[0.5, 1, 2, 4].map((each) => (
                <Menu.Item key={each} onClick={() => onZoom({ scale: each, x: 0, y: 0 })}>
                  {each * 100} %
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        </div>
      </div>
    </PageBar>
  );
}
