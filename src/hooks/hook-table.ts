/**
 * Every hook there is, once: names, kind, who gives what, who may write what. Types, run-time checks, docs and the Python
 * bridge derive from this table. Source: the Flame hook contract (docs/hooks.md).
 */
export type InfoType = "string" | "boolean" | "integer" | "number" | "stringList" | "segmentMap";

interface KeyDeclaration {
  readonly type: InfoType;
  /** The hook may change it. */
  readonly writable?: true;
  /** The key may be missing. */
  readonly optional?: true;
  /** Cresset's own, which the contract does not know: Python hooks are not told. */
  readonly only?: "typescript";
  readonly doc: string;
}

const destination = {
  destinationHost: { type: "string", doc: "Host that the files are written to." },
  destinationPath: { type: "string", doc: "Root folder of the export." },
} as const satisfies Record<string, KeyDeclaration>;

const abort = {
  abort: { type: "boolean", writable: true, doc: "Set to true to stop this scope; set abortMessage too." },
  abortMessage: {
    type: "string",
    writable: true,
    doc: "What the artist reads. An empty message aborts without telling anything.",
  },
} as const satisfies Record<string, KeyDeclaration>;

const exportKeys = {
  ...destination,
  presetPath: { type: "string", doc: "Preset file of the export." },
} as const satisfies Record<string, KeyDeclaration>;

const sequenceKeys = {
  ...destination,
  sequenceName: { type: "string", doc: "Name of the sequence." },
  shotNames: { type: "stringList", doc: "Shot names in it, in order; several segments may share one." },
  thumbnailFrameNb: { type: "integer", doc: "Frame index of its thumbnail." },
} as const satisfies Record<string, KeyDeclaration>;

const assetKeys = {
  ...destination,
  namePattern: { type: "string", doc: "The preset's name pattern, its tokens unresolved." },
  assetName: { type: "string", doc: "Name of the asset." },
  sequenceName: { type: "string", doc: "Name of its sequence." },
  shotName: { type: "string", doc: "Name of its shot." },
  assetType: {
    type: "string",
    doc: "video (file sequence), movie, audio, batch, openClip, batchOpenClip, distributionPackage or subtitles.",
  },
  width: { type: "integer", doc: "Pixels." },
  height: { type: "integer", doc: "Pixels." },
  aspectRatio: { type: "number", doc: "Aspect ratio of the frame." },
  depth: { type: "string", doc: "8-bit, 10-bit, 12-bit, 16-bit, 16-bit fp …; of sound the bits of a sample." },
  scanFormat: { type: "string", doc: "FIELD_1, FIELD_2 or PROGRESSIVE." },
  colourSpace: { type: "string", doc: "Colour space of the asset." },
  fps: { type: "number", doc: "Rate of the asset." },
  sequenceFps: { type: "number", doc: "Rate of its sequence." },
  sourceIn: { type: "integer", doc: "First source frame, handles included, frames at fps." },
  sourceOut: { type: "integer", doc: "Past the last source frame, handles included, frames at fps." },
  recordIn: { type: "integer", doc: "First record frame, frames at sequenceFps." },
  recordOut: { type: "integer", doc: "Past the last record frame, frames at sequenceFps." },
  handleIn: { type: "integer", doc: "Head handle, frames at fps." },
  handleOut: { type: "integer", doc: "Tail handle, frames at fps." },
  startFrame: { type: "integer", doc: "Where the source is a file sequence: the number of its first frame." },
  track: { type: "string", doc: "Id of its track." },
  trackName: { type: "string", doc: "Name of its track." },
  subtitlesName: { type: "string", doc: "Name of the subtitles track, or its position." },
  segmentIndex: { type: "integer", doc: "Index in the track, from 1." },
  versionName: { type: "string", doc: "Empty when unversioned." },
  versionNumber: { type: "integer", doc: "0 when unversioned." },
  isSnapshot: { type: "boolean", doc: "The export was started by Export Snapshot in the Player." },
  isBackground: { type: "boolean", doc: "The export runs in the background." },
  channelsEncoding: { type: "string", doc: "Float or Integer." },
  pixelLayout: { type: "string", doc: "RGB or RGBA; empty where there is no picture." },
  nbChannels: { type: "integer", doc: "Channels of a pixel; of sound its channels." },
  drop: { type: "boolean", doc: "The asset's timecode is drop frame." },
  sequenceDrop: { type: "boolean", doc: "The sequence's timecode is drop frame." },
} as const satisfies Record<string, KeyDeclaration>;

interface HookDeclaration {
  readonly python: string;
  /** Further names that Python files use. */
  readonly legacy: readonly string[];
  /**
   * `info`: called with info and userData. `value`: the first answer wins. `archive`: info only. `profiles`: info is a
   * map that the hook fills in, name → any userData.
   */
  readonly kind: "info" | "value" | "archive" | "profiles";
  /** When a hook throws or runs out of time: `closed` aborts its scope, `open` is reported. */
  readonly onError: "closed" | "open";
  readonly scope: "listing" | "export" | "sequence" | "asset" | "archive";
  readonly info: Readonly<Record<string, KeyDeclaration>>;
  readonly doc: string;
}

export const hookTable = {
  getCustomExportProfiles: {
    python: "get_custom_export_profiles",
    legacy: [],
    kind: "profiles",
    onError: "open",
    scope: "listing",
    info: {},
    doc: "Fills in `profiles`: profile name → the userData that an export with this profile starts with.",
  },
  preCustomExport: {
    python: "pre_custom_export",
    legacy: [],
    kind: "info",
    onError: "closed",
    scope: "export",
    info: {
      destinationHost: { ...destination.destinationHost, writable: true },
      destinationPath: { ...destination.destinationPath, writable: true },
      presetPath: { type: "string", writable: true, doc: "Preset file to export with; the hook must set it." },
      useTopVideoTrack: { type: "boolean", writable: true, doc: "Export only the top video track." },
      exportBetweenMarks: {
        type: "boolean",
        writable: true,
        doc: "Export between the in and out marks, the marked frames excluded.",
      },
      isBackground: { type: "boolean", writable: true, doc: "In the background; ignored in the foreground." },
      includeSubtitles: { type: "boolean", writable: true, doc: "Export the subtitles too." },
      exportSubtitlesAsFiles: { type: "boolean", writable: true, doc: "As files; false = burned into the picture." },
      exportAllSubtitles: {
        type: "boolean",
        writable: true,
        doc: "Every subtitle track rather than the current one.",
      },
      ...abort,
    },
    doc: "Runs only for an export started from a custom profile, before everything else.",
  },
  preExport: {
    python: "pre_export",
    legacy: [],
    kind: "info",
    onError: "closed",
    scope: "export",
    info: { ...exportKeys, ...abort },
    doc: "Runs once per export.",
  },
  preExportSequence: {
    python: "pre_export_sequence",
    legacy: [],
    kind: "info",
    onError: "closed",
    scope: "sequence",
    info: { ...sequenceKeys, ...abort },
    doc: "Runs once per sequence.",
  },
  preExportAsset: {
    python: "pre_export_asset",
    legacy: [],
    kind: "info",
    onError: "closed",
    scope: "asset",
    info: {
      ...assetKeys,
      tapeName: { type: "string", doc: "Reel or tape of the source." },
      resolvedPath: {
        type: "string",
        writable: true,
        doc: "The file (or file pattern) relative to destinationPath, tokens resolved. What is left here is where it goes.",
      },
      useBackburner: { type: "boolean", writable: true, doc: "postExportAsset will run as a background job." },
      ...abort,
    },
    doc: "Runs once per file (or file sequence), before anything is rendered.",
  },
  postExportAsset: {
    python: "post_export_asset",
    legacy: [],
    kind: "info",
    onError: "open",
    scope: "asset",
    info: {
      ...assetKeys,
      resolvedPath: { type: "string", doc: "The file (or file pattern) relative to destinationPath." },
      backburnerManager: { type: "string", doc: "Empty in the foreground." },
      backgroundJobId: { type: "string", doc: "Empty in the foreground." },
    },
    doc: "Runs as soon as that file is finished.",
  },
  postExportSequence: {
    python: "post_export_sequence",
    legacy: [],
    kind: "info",
    onError: "open",
    scope: "sequence",
    info: sequenceKeys,
    doc: "Runs when all assets of the sequence are done.",
  },
  postExport: {
    python: "post_export",
    legacy: [],
    kind: "info",
    onError: "open",
    scope: "export",
    info: exportKeys,
    doc: "Runs once, when everything is finished.",
  },
  postCustomExport: {
    python: "post_custom_export",
    legacy: [],
    kind: "info",
    onError: "open",
    scope: "export",
    info: exportKeys,
    doc: "Runs after postExport, only for a custom profile.",
  },
  useBackburnerPostExportAsset: {
    python: "use_backburner_post_export_asset",
    legacy: [],
    kind: "value",
    onError: "closed",
    scope: "export",
    info: {},
    doc: "Once per export: true runs postExportAsset as a background job of its own. No effect in the foreground.",
  },
  exportOverwriteFile: {
    python: "export_overwrite_file",
    legacy: [],
    kind: "value",
    onError: "closed",
    scope: "asset",
    info: { path: { type: "string", doc: "The file that exists." } },
    doc: 'When a file to be written exists: "ask", "overwrite", "overwrite_all", "skip", or nothing (= ask).',
  },
  archiveSelectionUpdated: {
    python: "archive_selection_updated",
    legacy: ["archiveSelectionUpdated"],
    kind: "archive",
    onError: "open",
    scope: "archive",
    info: {
      segmentInfo: {
        type: "segmentMap",
        doc: "Archive segment id → file path, or device type for a non-file archive.",
      },
      numFrames: { type: "integer", doc: "Frames selected." },
      numClips: { type: "integer", doc: "Clips selected." },
      dataSize: { type: "number", doc: "MB (10^6 bytes) of media." },
      metadataSize: { type: "number", doc: "MB (10^6 bytes) of metadata." },
      destinationFree: { type: "number", only: "typescript", doc: "MB free there; -1 = not known. Not in Python." },
    },
    doc: "At every change of what is to be archived.",
  },
  archiveSegmentCompleted: {
    python: "archive_segment_completed",
    legacy: ["archiveSegmentComplete"],
    kind: "archive",
    onError: "open",
    scope: "archive",
    info: {
      segmentPath: { type: "string", doc: "Empty for a non-file archive." },
      archiveName: { type: "string", doc: "Name of the archive." },
      archivePath: { type: "string", doc: "Where it lies." },
      status: { type: "integer", doc: "0 = success." },
      statusMessage: { type: "string", doc: "Empty when status is 0." },
      archiveComplete: { type: "boolean", doc: "True when all segments are done." },
    },
    doc: "As soon as each segment is closed and read back.",
  },
  archiveCompleted: {
    python: "archive_completed",
    legacy: ["archiveComplete"],
    kind: "archive",
    onError: "open",
    scope: "archive",
    info: { archiveName: { type: "string", doc: "Name of the archive." } },
    doc: "When the archive is complete.",
  },
  archiveRestored: {
    python: "archive_restored",
    legacy: [],
    kind: "archive",
    onError: "open",
    scope: "archive",
    info: {
      archiveName: { type: "string", doc: "Name of the archive." },
      archivePath: { type: "string", only: "typescript", doc: "Where it lies. Not in Python." },
      restoredPath: { type: "string", only: "typescript", doc: "Folder that files were restored to. Not in Python." },
      restored: {
        type: "stringList",
        only: "typescript",
        doc: "What was asked for; empty for everything. Not in Python.",
      },
    },
    doc: "When something was restored.",
  },
} as const satisfies Record<string, HookDeclaration>;

/** The TypeScript (and legacy Python) name of a hook. */
export type HookName = keyof typeof hookTable;
