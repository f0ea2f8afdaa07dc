/** A way to start a Python. */
export interface PythonCommand {
  readonly command: string;
  readonly args: readonly string[];
  /** Who named it: `CRESSET_PYTHON`, `the config file`; nothing where it is one of those that are tried. */
  readonly namedBy: string | undefined;
}

export interface PythonChoice {
  /** `python:` of the config file: a path, or a name on PATH. */
  readonly configured?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform?: NodeJS.Platform;
}

/** The Pythons to try, in order: the one that is named, else those that PATH may have. */
export function pythonCommands({
  configured,
  env,
  platform = process.platform,
}: PythonChoice): readonly PythonCommand[] {
  const named = [
    { command: env["CRESSET_PYTHON"], namedBy: "CRESSET_PYTHON" },
    { command: configured, namedBy: "the config file" },
  ];
  for (const { command, namedBy } of named)
    if (command !== undefined && command !== "") return [{ command, args: [], namedBy }];
  const plain = ["python3", "python"].map((command) => ({ command, args: [], namedBy: undefined }));
  return platform === "win32" ? [{ command: "py", args: ["-3"], namedBy: undefined }, ...plain.toReversed()] : plain;
}

/** Why a Python did not start. */
export type StartFailure =
  | { readonly kind: "missing" }
  | { readonly kind: "old"; readonly version: string }
  | { readonly kind: "broken"; readonly reason: string };

/** One sentence that says what was tried and what to do. */
export function noPythonSentence(
  tried: readonly { readonly python: PythonCommand; readonly failure: StartFailure }[],
  isScript: boolean,
): string {
  const named = tried.find(({ python }) => python.namedBy !== undefined)?.python.namedBy;
  const found = tried
    .filter(({ failure }) => named !== undefined || failure.kind !== "missing")
    .map(({ python, failure }) => `${python.command} ${failureText(failure)}`);
  const what =
    found.length === 0
      ? `${tried.map(({ python }) => python.command).join(" and ")} are not on PATH`
      : found.join("; ");
  const where = named === undefined ? "" : ` (it is named by ${named})`;
  const subject = isScript ? "The script was not run: it needs" : "Python hook files are not loaded: they need";
  return `${subject} Python 3.9 or newer, and ${what}${where}. Install one, or name one with "python" in the config file or with CRESSET_PYTHON.`;
}

function failureText(failure: StartFailure): string {
  if (failure.kind === "missing") return "was not found";
  if (failure.kind === "old") return `is Python ${failure.version}`;
  return `did not start: ${failure.reason}`;
}
