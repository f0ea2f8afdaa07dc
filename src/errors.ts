/**
 * Every failure a person can meet, with the exit code of the command line. One table, so that a code means one thing
 * everywhere.
 */
const exitCodes = {
  /** The command or its options make no sense. */
  usage: 2,
  /** A file that was given cannot be read or says something wrong. */
  "bad-input": 3,
  /** Media of the cut was not found. */
  "unlinked-media": 4,
  /** A preset file is wrong. */
  "bad-preset": 5,
  /** A hook file cannot be loaded or a hook failed before the file was written. */
  "hook-failed": 6,
  /** A hook said no. */
  "hook-aborted": 7,
  /** A file that exists would be overwritten, and nobody said it may. */
  "would-overwrite": 8,
  /** Two assets would be written to one path, or a path leaves the destination. */
  "bad-destination": 9,
  /** Rendering or writing failed. */
  "render-failed": 10,
  /** The disk is full or will be. */
  "disk-full": 11,
  /** Something the cut asks for cannot be rendered, and `--strict` was given. */
  unsupported: 12,
  /** Something that was asked for does not exist: a run, a preset, a hook. */
  "not-found": 13,
  /** Stopped by the user. */
  cancelled: 130,
  /** A fault of Cresset itself. */
  internal: 70,
} as const;

export type ErrorCode = keyof typeof exitCodes;

/** Whether a word from elsewhere (another thread or process) is a code. */
export const isErrorCode = (word: string): word is ErrorCode => Object.hasOwn(exitCodes, word);

/** A failure with a sentence for the artist, a detail for whoever mends it, and what caused it. */
export class CressetError extends Error {
  override readonly name = "CressetError";
  readonly code: ErrorCode;
  /** More than one line where needed: tracebacks, lists. */
  readonly detail: string | undefined;

  constructor(code: ErrorCode, message: string, options: { detail?: string; cause?: unknown } = {}) {
    super(message, "cause" in options ? { cause: options.cause } : {});
    this.code = code;
    this.detail = options.detail;
  }
}

/** The exit code that the command line ends with for a failure. */
export const exitCodeOf = (code: ErrorCode): number => exitCodes[code];
