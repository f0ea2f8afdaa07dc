import type { HookApi } from "./hook-api.ts";
import type { HookName, InfoType, hookTable } from "./hook-table.ts";

/** The TypeScript type of each type that the table knows. */
interface InfoValues {
  string: string;
  boolean: boolean;
  integer: number;
  number: number;
  stringList: readonly string[];
  segmentMap: Readonly<Record<string, string>>;
}

type Table = typeof hookTable;
type WritableKeys<Keys> = {
  [Key in keyof Keys]: Keys[Key] extends { readonly writable: true } ? Key : never;
}[keyof Keys];
type ValueOf<Key> = Key extends { readonly type: infer Type extends InfoType } ? InfoValues[Type] : never;
type Flat<Type> = { [Key in keyof Type]: Type[Key] };
/** The spelling that Flame's own examples use beside `abortMessage`. */
type PythonAbort<Keys> = "abortMessage" extends keyof Keys ? { abort_message?: string } : unknown;

/**
 * The info of a hook as its handler sees it: what this hook may write is writable, everything else is `readonly`.
 * `InfoOf<"preExportAsset">["resolvedPath"]` may be assigned, `["width"]` may not.
 */
export type InfoOf<Hook extends HookName> = Flat<
  {
    readonly [Key in Exclude<keyof Table[Hook]["info"], WritableKeys<Table[Hook]["info"]>>]: ValueOf<
      Table[Hook]["info"][Key]
    >;
  } & { -readonly [Key in WritableKeys<Table[Hook]["info"]>]: ValueOf<Table[Hook]["info"][Key]> } & PythonAbort<
      Table[Hook]["info"]
    >
>;

/** What `exportOverwriteFile` may answer; nothing means "ask". */
export type OverwriteAnswer = "ask" | "overwrite" | "overwrite_all" | "skip";

type Done = void | Promise<void>;
type Answer<Value> = Value | undefined | null | void | Promise<Value | undefined | null | void>;

interface HandlersByKind<Hook extends HookName, UserData> {
  info: (info: InfoOf<Hook>, userData: UserData, cresset: HookApi) => Done;
  archive: (info: InfoOf<Hook>, cresset: HookApi) => Done;
  /** `profiles` is a map to fill in: name of the profile → the userData that its export starts with. */
  profiles: (profiles: Record<string, UserData>, cresset: HookApi) => Done;
  value: Hook extends "exportOverwriteFile"
    ? (path: string, cresset: HookApi) => Answer<OverwriteAnswer>
    : (cresset: HookApi) => Answer<boolean>;
}

/**
 * The hooks of one file, all optional. The last argument is always the run's API; what stands before it follows the
 * hook contract: `(info, userData, cresset)` for the export hooks, `(info, cresset)` for the archive hooks,
 * `getCustomExportProfiles(profiles, cresset)`, `exportOverwriteFile(path, cresset)`,
 * `useBackburnerPostExportAsset(cresset)`.
 */
export type Hooks<UserData = Record<string, unknown>> = {
  [Hook in HookName]?: HandlersByKind<Hook, UserData>[Table[Hook]["kind"]];
};
