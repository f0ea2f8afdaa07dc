import * as z from "zod";
import { longestTimeLimitSeconds } from "../hooks/time-limit.ts";

/** What somebody asks to be exported, as plain JSON: kept with the run, so that it can be resumed or redone. */
export const exportRequestSchema = z.strictObject({
  /** Cuts (.otio, .edl), media files and image sequences, absolute. */
  sources: z.array(z.string()).min(1),
  /** Only sequences of these names; empty = all. */
  sequenceNames: z.array(z.string()).default([]),
  /** Names or paths of presets; may be empty for a custom profile, whose hook sets presetPath. */
  presets: z.array(z.string()),
  presetFolders: z.array(z.string()).default([]),
  destinationPath: z.string(),
  destinationHost: z.string().default("localhost"),
  mediaFolders: z.array(z.string()).default([]),
  storageRoots: z.array(z.string()).default([]),
  /** Where the media of cuts may lie; everywhere when left out. */
  mediaRoots: z.array(z.string()).optional(),
  /** Folders of hook files, and files that name them, absolute: nothing is written there. */
  codePlaces: z.array(z.string()).default([]),
  hookFolders: z.array(z.string()).default([]),
  /** Further folders of hook files (CRESSET_HOOK_PATH), which may be missing. */
  optionalHookFolders: z.array(z.string()).default([]),
  strictHooks: z.boolean().default(false),
  hookTimeLimitSeconds: z.number().positive().max(longestTimeLimitSeconds).optional(),
  /** Rate of cuts that do not say theirs, and of image sequences: `24000/1001`. */
  rate: z.string().optional(),
  overwrite: z.enum(["ask", "overwrite", "skip", "version-up"]).default("ask"),
  allowMissing: z.boolean().default(false),
  strict: z.boolean().default(false),
  /** Takes the place of the preset's. */
  namePattern: z.string().optional(),
  handles: z.number().int().min(0).optional(),
  useTopVideoTrack: z.boolean().default(false),
  exportBetweenMarks: z.boolean().default(false),
  /** Marked frames, record frames of the sequence counted from its first. */
  markIn: z.string().optional(),
  markOut: z.string().optional(),
  includeSubtitles: z.boolean().default(false),
  /** As files, or drawn into the picture; nothing = as the preset says, and as files where it says nothing. */
  exportSubtitlesAsFiles: z.boolean().optional(),
  /** Every subtitles track, or the first; nothing = as the preset says, and the first where it says nothing. */
  exportAllSubtitles: z.boolean().optional(),
  /** SRT files, absolute; each becomes a subtitles track of every sequence. */
  subtitleFiles: z.array(z.string()).default([]),
  /** Custom export profile that starts this export. */
  profile: z.string().optional(),
  isBackground: z.boolean().default(false),
  isSnapshot: z.boolean().default(false),
  /** How many exports this one was started by, one within the other: a hook may export. */
  depth: z.int().min(0).default(0),
  /** What userData is before the first hook, as plain JSON. */
  userData: z.unknown().optional(),
  /** Only these frames, both included: record timecodes, or frames counted from the sequence's first. */
  frameRange: z.strictObject({ first: z.string(), last: z.string() }).optional(),
  /** A .cube file, absolute, in place of the preset's. */
  lut: z.string().optional(),
  /** Name and timecode are drawn into the picture. */
  overlay: z.boolean().default(false),
  /** ISO 8601. The moment of date tokens, so that a resumed run names its files alike. */
  requestedAt: z.iso.datetime(),
  user: z.strictObject({ name: z.string(), nickname: z.string() }),
  project: z.strictObject({ name: z.string(), nickname: z.string() }),
});

export type ExportRequest = z.infer<typeof exportRequestSchema>;
/** The same before defaults are filled in. */
export type ExportRequestInput = z.input<typeof exportRequestSchema>;
