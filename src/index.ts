// What programs and hook files import as "cresset".
export { withArchiveHistory } from "./app/archive-history.ts";
export { type Cresset, type CressetOptions, type ExportHandlers, type ExportWish, openCresset } from "./app/cresset.ts";
export type {
  AddOutcome,
  AddWish,
  ArchiveEvent,
  ArchiveHandlers,
  Archives,
  FormatWish,
  ListedArchive,
  RestoreArchiveWish,
  RestoreOutcome,
  SelectionEstimate,
} from "./app/archives.ts";
export type { ImportOutcome, ImportWish } from "./app/import-clips.ts";
export { projectToRead, projectToWrite, type ProjectChoice } from "./app/current-project.ts";
export type {
  Catalogue,
  ClipDraft,
  ClipFacts,
  Deletion,
  Entry,
  EntryKind,
  EntryTree,
  Project,
} from "./catalogue/catalogue.ts";
export type { SnapshotFrames, SnapshotSettings, SnapshotWish } from "./app/snapshot-wish.ts";
export type { FrameFacts, SourceFacts, ViewedSequence, ViewedSubtitles } from "./app/viewed-sequence.ts";
export type {
  FramePicture,
  ShownFrame,
  SnapshotOutcome,
  ViewedClip,
  Viewer,
  ViewerLook,
  ViewerPlayOrder,
} from "./app/viewer.ts";
export type { ArchiveHistory, AuditEntry, FoundArchived, FoundClip, FoundFile } from "./catalogue/archive-history.ts";
export { type ArchivedDay, type DailyReport, dailyReport } from "./catalogue/archive-report.ts";
export { CressetError, type ErrorCode } from "./errors.ts";
export type { AssetOutcome, ExportEvent, ExportOutcome, SequenceOutcome } from "./export/export-outcome.ts";
export type { ExportRequest } from "./export/export-request.ts";
export { defineHooks } from "./hooks/define-hooks.ts";
export type {
  FileRecord,
  HookApi,
  ImportedClip,
  ImportOptions,
  ImportResult,
  MailMessage,
  ProbedMedia,
  TranscodeRequest,
  TranscodeResult,
} from "./hooks/hook-api.ts";
export type { Hooks, InfoOf } from "./hooks/hook-info.ts";
export type { HookCallTrace, HookOutcome } from "./hooks/hook-runner.ts";
export type { HookName } from "./hooks/hook-table.ts";
