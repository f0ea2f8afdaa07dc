/**
 * Every failure a person can meet, with the exit code of the command line and the status of an HTTP answer. One table, so
 * that a code means one thing everywhere.
 */
const codes = {
  /** The command or its options make no sense. */
  usage: { exit: 2, http: 400 },
  /** A file that was given cannot be read or says something wrong. */
  "bad-input": { exit: 3, http: 422 },
  /** Media of the cut was not found. */
  "unlinked-media": { exit: 4, http: 422 },
  /** A preset file is wrong. */
  "bad-preset": { exit: 5, http: 422 },
  /** A hook file cannot be loaded or a hook failed before the file was written. */
  "hook-failed": { exit: 6, http: 422 },
  /** A hook said no. */
  "hook-aborted": { exit: 7, http: 409 },
  /** A file that exists would be overwritten, and nobody said it may. */
  "would-overwrite": { exit: 8, http: 409 },
  /** Two assets would be written to one path, or a path leaves the destination. */
  "bad-destination": { exit: 9, http: 422 },
  /** Rendering or writing failed. */
  "render-failed": { exit: 10, http: 500 },
  /** The disk is full or will be. */
  "disk-full": { exit: 11, http: 507 },
  /** Something the cut asks for cannot be rendered, and `--strict` was given. */
  unsupported: { exit: 12, http: 422 },
  /** Something that was asked for does not exist: a run, a preset, a hook. */
  "not-found": { exit: 13, http: 404 },
  /** The server wants to know who asks. */
  "login-needed": { exit: 14, http: 401 },
  /** Whoever asks may not do that, or it lies outside of the storage roots. */
  forbidden: { exit: 15, http: 403 },
  /** More was sent than the server takes. */
  "too-large": { exit: 16, http: 413 },
  /** Asked too often in too short a time. */
  "too-many": { exit: 17, http: 429 },
  /** It makes sense, but not as things are now: it has ended already, or the name is taken. */
  conflict: { exit: 18, http: 409 },
  /** Stopped by the user. */
  cancelled: { exit: 130, http: 409 },
  /** A fault of Cresset itself. */
  internal: { exit: 70, http: 500 },
} as const;

export type ErrorCode = keyof typeof codes;

/** Whether a word from elsewhere (another thread or process) is a code. */
export const isErrorCode = (word: string): word is ErrorCode => Object.hasOwn(codes, word);

/** A failure with a sentence for the artist, a detail for whoever mends it, and what caused it. */
export class CressetError extends Error {
  override readonly name = "CressetError";
  readonly code: ErrorCode;
  /** More than one line where needed: tracebacks, lists. */
  readonly detail: string | undefined;

  constructor(code: ErrorCode, message: string, options: { detail?: string; cause?: unknown } = {}) {
    super(message, "cause" in options ? { cause: options.cause } : {});
    this.code = code;
    this.detail = options.detail === "" ? undefined : options.detail;
  }
}

/** Why work is stopped that goes on later by itself: what it has finished stays on the disk for then. */
export class GoesOnLater extends CressetError {
  constructor(message: string) {
    super("cancelled", message);
  }
}

/** The exit code that the command line ends with for a failure. */
export const exitCodeOf = (code: ErrorCode): number => codes[code].exit;

/** The status that an HTTP answer has for a failure. */
export const httpStatusOf = (code: ErrorCode) => codes[code].http;
