import { Button, Checkbox, Modal, NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { formatTimecode } from "../../../../src/time/timecode.ts";
import { countOf } from "../../format/amounts.ts";
import { api } from "../../api/client.ts";
import type { PlayerControl } from "./player-control.ts";
import classes from "./player.module.css";
import { markedRange, rememberChoice, type SnapshotChoice, usualChoice, wishOf } from "./snapshot-choice.ts";
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
  const { startFrame, rate, dropFrame, hasLut, subtitles: tracks } = control.viewer;
  const { frame, lut: looksThrough } = control.state;
  const marked = markedRange(control);
  const [choice, setChoice] = useState(() => usualChoice(control.viewer));
  const choose = (changed: Partial<SnapshotChoice>) => setChoice((known) => ({ ...known, ...changed }));
  const [lut, setLut] = useState(looksThrough);
  const presets = useQuery({
    queryKey: ["presets", "names"],
    queryFn: ({ signal }) => api.get<{ items: readonly PresetName[] }>("/presets", { signal }),
  });
  const names = [...new Set([choice.preset, ...(presets.data?.items ?? []).map(({ name }) => name)])];
  const at = (number: number) => formatTimecode(startFrame + number, rate, dropFrame);

  const take = () => {
    onClose();
    rememberChoice(choice);
    void onTake({ ...wishOf(choice, control), ...(hasLut ? { lut } : {}) });
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
          value={marked === undefined ? "frame" : choice.what}
          onChange={(event) => choose({ what: event.currentTarget.value === "marks" ? "marks" : "frame" })}
          data={[
            { value: "frame", label: `This frame, ${at(frame)}` },
            ...(marked === undefined
              ? []
              : [{ value: "marks", label: `Between the marks, ${countOf(marked.last - marked.first + 1, "frame")}` }]),
          ]}
        />
        <NativeSelect
          label="Preset"
          size="xs"
          value={choice.preset}
          onChange={(event) => choose({ preset: event.currentTarget.value })}
          data={names}
        />
        <TextInput
          label="Name"
          value={choice.namePattern}
          onChange={(event) => choose({ namePattern: event.currentTarget.value })}
        />
        <TextInput
          label="Folder"
          value={choice.mediaPath}
          onChange={(event) => choose({ mediaPath: event.currentTarget.value })}
        />
        <div className={classes.checks}>
          <Checkbox
            label="Name and timecode drawn in"
            checked={choice.overlay}
            onChange={(event) => choose({ overlay: event.currentTarget.checked })}
          />
          {tracks.length > 0 ? (
            <Checkbox
              label="Subtitles drawn in"
              checked={choice.subtitles}
              onChange={(event) => choose({ subtitles: event.currentTarget.checked })}
            />
          ) : null}
          {hasLut ? (
            <Checkbox label="Through the LUT" checked={lut} onChange={(event) => setLut(event.currentTarget.checked)} />
          ) : null}
        </div>
        <p className={classes.hint}>Alt with S, or with a click on the picture, takes one like this without asking.</p>
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
