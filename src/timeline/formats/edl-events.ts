import type { SequenceWarning } from "../sequence.ts";
import type { EdlEventLine } from "./edl-event-line.ts";
import { type EdlMarkerLine, type EdlNoteKey, type EdlSpeedLine, parseEdlLine } from "./edl-line.ts";
import { edlError, type EdlPlace, placeName } from "./edl-place.ts";

/** What the notes say about one side of an event. */
export interface EdlSideNotes {
  readonly name?: string;
  /** `FROM CLIP`, `FROM FILE` and their `TO`s. */
  readonly file?: string;
  readonly sourceFile?: string;
}

/** Notes that stand under an event; the lines of one transition share them. */
interface EdlNotes {
  readonly from: EdlSideNotes;
  readonly to: EdlSideNotes;
  readonly shotName: string;
  readonly comments: readonly string[];
  /** Long tape names by their short ones in capitals, as this event's lines give them. */
  readonly longTapes: ReadonlyMap<string, string>;
}

/** An event with everything that the lines around it say about it. */
export interface EdlEvent {
  readonly line: EdlEventLine;
  readonly place: EdlPlace;
  /** Track ids, those of `AUD` lines too. */
  readonly channels: readonly string[];
  /** The frame code mode in force, where a line before it set one. */
  readonly dropFrame: boolean | undefined;
  readonly speed: EdlSpeedLine | undefined;
  readonly notes: EdlNotes;
  /** The zero-length line before a transition that says what is left. */
  readonly isOutgoingSide: boolean;
}

export interface EdlEvents {
  readonly title: string;
  /** The frame code mode that the file begins with; later ones are those of sources. */
  readonly recordDropFrame: boolean | undefined;
  /** In the file's order. */
  readonly events: readonly EdlEvent[];
  readonly markers: readonly { readonly marker: EdlMarkerLine; readonly place: EdlPlace }[];
  /** The same of the whole file. */
  readonly longTapes: ReadonlyMap<string, string>;
  readonly warnings: readonly SequenceWarning[];
}

interface OpenEvent {
  line: EdlEventLine;
  place: EdlPlace;
  channels: Set<string>;
  dropFrame: boolean | undefined;
  speed: EdlSpeedLine | undefined;
  notes: OpenNotes;
  isOutgoingSide: boolean;
}

interface OpenNotes {
  number: string;
  from: { name?: string; file?: string; sourceFile?: string };
  to: { name?: string; file?: string; sourceFile?: string };
  /** The side that was named last, which a `SOURCE FILE` without a side belongs to. */
  side: "from" | "to";
  shotName: string;
  comments: string[];
  longTapes: Map<string, string>;
  hasRemarks: boolean;
}

/**
 * Reads the lines of an EDL into events: each with its speed, its notes, its audio channels and the frame code mode in
 * force. Nothing is computed yet: timecodes stay as written, because the rate is not in the file.
 * @throws CressetError `bad-input` naming the line.
 */
export function gatherEdlEvents(text: string, fileName: string): EdlEvents {
  const gathering = new Gathering();
  for (const [index, lineText] of text.split(/\r\n|\n|\r/).entries())
    gathering.take({ fileName, line: index + 1, text: lineText });
  return gathering.finish();
}

/** Edit systems put what belongs to an event on the lines after it, so reading one keeps the last events open. */
class Gathering {
  #title = "";
  #recordDropFrame: boolean | undefined;
  #dropFrame: boolean | undefined;
  readonly #events: OpenEvent[] = [];
  /** Zero-length cuts whose transition has not come yet. */
  #outgoing: OpenEvent[] = [];
  readonly #markers: { marker: EdlMarkerLine; place: EdlPlace }[] = [];
  readonly #longTapes = new Map<string, string>();
  readonly #warnings: SequenceWarning[] = [];
  readonly #graded: EdlPlace[] = [];

  take(place: EdlPlace): void {
    const line = parseEdlLine(place);
    const notes = this.#events.at(-1)?.notes;
    if (notes !== undefined && line.kind !== "blank" && line.kind !== "event" && line.kind !== "frame-code-mode")
      notes.hasRemarks = true;
    switch (line.kind) {
      case "blank":
        return;
      case "title":
        this.#title = line.title;
        return;
      case "frame-code-mode":
        if (this.#events.length === 0) this.#recordDropFrame ??= line.dropFrame;
        this.#dropFrame = line.dropFrame;
        return;
      case "event":
        this.#takeEvent(line.event, place);
        return;
      case "speed":
        this.#takeSpeed(line.speed, place);
        return;
      case "note":
        if (notes !== undefined) takeNote(notes, line.key, line.value);
        return;
      case "long-tape":
        for (const tapes of [this.#longTapes, notes?.longTapes]) tapes?.set(line.short.toUpperCase(), line.long);
        return;
      case "audio-channels":
        for (const channel of line.channels) this.#lastEvent(place).channels.add(channel);
        return;
      case "split":
        this.#warn(
          "split-edit",
          "A split edit's delay is not applied: the times of its events are taken as they are.",
          place,
        );
        return;
      case "marker":
        this.#markers.push({ marker: line.marker, place });
        return;
      case "colour":
        this.#graded.push(place);
        notes?.comments.push(line.text);
        return;
      case "comment":
        notes?.comments.push(line.text);
        return;
      case "unknown":
        notes?.comments.push(line.text);
        this.#warn("unknown-line", `Nothing is known of the line "${line.text}"; it is kept as a comment.`, place);
    }
  }

  finish(): EdlEvents {
    this.#dropStrayCuts();
    const [first] = this.#graded;
    if (first !== undefined)
      this.#warn(
        "cdl-not-applied",
        `The colour decisions (ASC CDL) of this cut are kept as comments but not applied: ${this.#graded.length} lines.`,
        first,
      );
    return {
      title: this.#title,
      recordDropFrame: this.#recordDropFrame,
      events: this.#events.map((event) => ({ ...event, channels: [...event.channels] })),
      markers: this.#markers,
      longTapes: this.#longTapes,
      warnings: this.#warnings,
    };
  }

  #takeEvent(line: EdlEventLine, place: EdlPlace): void {
    const last = this.#events.at(-1);
    const isTransition = line.edit.kind === "dissolve" || line.edit.kind === "wipe";
    const continues =
      last !== undefined && last.line.number === line.number && (!last.notes.hasRemarks || this.#outgoing.length > 0);
    const event: OpenEvent = {
      line,
      place,
      channels: new Set(line.channels),
      dropFrame: this.#dropFrame,
      speed: undefined,
      notes: continues ? last.notes : emptyNotes(line.number),
      isOutgoingSide: false,
    };
    if (isTransition) this.#matchOutgoing(event);
    else if (line.edit.kind === "cut" && line.recordIn === line.recordOut) this.#outgoing.push(event);
    else this.#dropStrayCuts();
    this.#events.push(event);
  }

  #matchOutgoing(transition: OpenEvent): void {
    for (const outgoing of this.#outgoing) {
      if (outgoing.line.number !== transition.line.number) {
        throw edlError(
          transition.place,
          `Expected the transition of event ${outgoing.line.number}, whose outgoing side stands on line ${outgoing.place.line}, got event ${transition.line.number}: give both lines one number.`,
        );
      }
      if (outgoing.line.recordIn !== transition.line.recordIn) {
        throw edlError(
          transition.place,
          `Expected the transition to begin at ${outgoing.line.recordIn}, where its outgoing side on line ${outgoing.place.line} stands, got ${transition.line.recordIn}.`,
        );
      }
      outgoing.isOutgoingSide = true;
    }
    this.#outgoing = [];
  }

  #dropStrayCuts(): void {
    for (const { place, line } of this.#outgoing)
      this.#warn(
        "empty-event",
        `Event ${line.number} has no length and no transition follows it: it is left out.`,
        place,
      );
    this.#outgoing = [];
  }

  #takeSpeed(speed: EdlSpeedLine, place: EdlPlace): void {
    const last = this.#lastEvent(place);
    const block = this.#events.slice(this.#events.findLastIndex(({ notes }) => notes !== last.notes) + 1);
    const open = block.filter((event) => event.speed === undefined);
    const named = open.filter((event) => sameTape(event.line.tapeName, speed.tapeName));
    const started = named.filter((event) => sameTimecode(event.line.sourceIn, speed.timecode));
    const isTransition = block.some((event) => event.isOutgoingSide);
    if (named.length > 0 && !isTransition) {
      for (const event of named) event.speed = speed;
      return;
    }
    const target = started[0] ?? named.at(-1) ?? open.at(-1);
    if (target === undefined)
      throw edlError(place, `Expected one speed for each side of event ${last.line.number}, got one more: remove it.`);
    if (named.length === 0 && speed.tapeName !== "")
      this.#warn(
        "speed-of-other-tape",
        `The speed names the tape "${speed.tapeName}", but event ${target.line.number} plays "${target.line.tapeName}"; it is applied to that event.`,
        place,
      );
    target.speed = speed;
  }

  #lastEvent(place: EdlPlace): OpenEvent {
    const last = this.#events.at(-1);
    if (last === undefined) throw edlError(place, "Expected an event before this line, which belongs to one.");
    return last;
  }

  #warn(code: string, message: string, place: EdlPlace): void {
    this.#warnings.push({ code, message, place: placeName(place) });
  }
}

function takeNote(notes: OpenNotes, key: EdlNoteKey, value: string): void {
  switch (key) {
    case "from-name":
    case "from-file":
      notes.side = "from";
      if (key === "from-name") notes.from.name ??= value;
      else notes.from.file ??= value;
      return;
    case "to-name":
    case "to-file":
      notes.side = "to";
      if (key === "to-name") notes.to.name ??= value;
      else notes.to.file ??= value;
      return;
    case "source-file":
      if (notes[notes.side].sourceFile !== undefined) notes.side = "to";
      notes[notes.side].sourceFile ??= value;
      return;
    case "shot":
      notes.shotName = value;
  }
}

const emptyNotes = (number: string): OpenNotes => ({
  number,
  from: {},
  to: {},
  side: "from",
  shotName: "",
  comments: [],
  longTapes: new Map(),
  hasRemarks: false,
});

/** M2 lines have room for eight characters of a tape name, so a longer one is cut there. */
function sameTape(tape: string, written: string): boolean {
  const [a, b] = [tape.trim().toUpperCase(), written.trim().toUpperCase()];
  return a === b || (b.length >= 8 && a.startsWith(b)) || (a.length >= 8 && b.startsWith(a));
}

const sameTimecode = (a: string, b: string): boolean => a.replaceAll(/\D/g, "") === b.replaceAll(/\D/g, "");
