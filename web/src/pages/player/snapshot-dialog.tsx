import { Button, Checkbox, Modal, NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { formatTimecode } from "../../../../src/time/timecode.ts";
import { api } from "../../api/client.ts";
import type { PlayerControl } from "./player-control.ts";
import classes from "./player.module.css";
import type { SnapshotWish } from "./use-snapshot.ts";

interface SnapshotDialogProps {
  readonly control: PlayerControl;
  readonly onTake: (wish: SnapshotWish) => Promise<void>;
  readonly onClose: () => void;
}

interface PresetName {
  readonly name: string;
}

/** What a snapshot is of, how it looks, and where it goes. Enter takes it. */
export function SnapshotDialog({ control, onTake, onClose }: SnapshotDialogProps) {
  const { snapshot: usual, startFrame, rate, dropFrame, frames, hasLut, subtitles: tracks } = control.viewer;
  const { frame, inMark, outMark, lut: looksThrough } = control.state;
  const marked = {
    first: inMark === undefined ? 0 : inMark + 1,
    last: outMark === undefined ? frames - 1 : outMark - 1,
  };
  const hasMarks = (inMark !== undefined || outMark !== undefined) && marked.first <= marked.last;
  const [what, setWhat] = useState<"frame" | "marks">("frame");
  const [preset, setPreset] = useState(usual.preset);
  const [namePattern, setNamePattern] = useState(usual.namePattern);
  const [mediaPath, setMediaPath] = useState(usual.mediaPath);
  const [overlay, setOverlay] = useState(usual.overlay);
  const [subtitles, setSubtitles] = useState(usual.subtitles);
  const [lut, setLut] = useState(looksThrough);
  const presets = useQuery({
    queryKey: ["presets", "names"],
    queryFn: ({ signal }) => api.get<{ items: readonly PresetName[] }>("/presets", { signal }),
  });
  const names = [...new Set([usual.preset, ...(presets.data?.items ?? []).map(({ name }) => name)])];
  const at = (number: number) => formatTimecode(startFrame + number, rate, dropFrame);

  const take = () => {
    onClose();
    void onTake({
      ...(what === "marks" ? { range: marked } : {}),
      preset,
      overlay,
      subtitles,
      ...(hasLut ? { lut } : {}),
      ...(namePattern === usual.namePattern || namePattern === "" ? {} : { namePattern }),
      ...(mediaPath === usual.mediaPath || mediaPath === "" ? {} : { mediaPath }),
    });
  };
  return (
    <Modal opened onClose={onClose} title="Export Snapshot" size="md">
      <form
        className={classes.fields}
        onSubmit={(event) => {
          event.preventDefault();
          take();
        }}
      >
        <NativeSelect
          label="What"
          size="xs"
          value={what}
          onChange={(event) => setWhat(event.currentTarget.value === "marks" ? "marks" : "frame")}
          data={[
            { value: "frame", label: `This frame, ${at(frame)}` },
            ...(hasMarks
              ? [{ value: "marks", label: `Between the marks, ${marked.last - marked.first + 1} frames` }]
              : []),
          ]}
        />
        <NativeSelect
          label="Preset"
          size="xs"
          value={preset}
          onChange={(event) => setPreset(event.currentTarget.value)}
          data={names}
        />
        <TextInput label="Name" value={namePattern} onChange={(event) => setNamePattern(event.currentTarget.value)} />
        <TextInput label="Folder" value={mediaPath} onChange={(event) => setMediaPath(event.currentTarget.value)} />
        <div className={classes.checks}>
          <Checkbox
            label="Name and timecode drawn in"
            checked={overlay}
            onChange={(event) => setOverlay(event.currentTarget.checked)}
          />
          {tracks.length > 0 ? (
            <Checkbox
              label="Subtitles drawn in"
              checked={subtitles}
              onChange={(event) => setSubtitles(event.currentTarget.checked)}
            />
          ) : null}
          {hasLut ? (
            <Checkbox label="Through the LUT" checked={lut} onChange={(event) => setLut(event.currentTarget.checked)} />
          ) : null}
        </div>
        <p className={classes.hint}>Alt with S, or with a click on the picture, takes one without asking.</p>
        <div className={classes.foot}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" data-autofocus>
            Take the snapshot
          </Button>
        </div>
      </form>
    </Modal>
  );
}
