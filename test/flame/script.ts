import { type CommandLine, openCommandLine } from "../faults/command-line.ts";

/** A folder in which Python scripts run under `cresset python`. */
export interface ScriptFolder extends CommandLine {
  /**
   * Runs a script that puts into `told` what the test looks at. What it prints is `printed`.
   * @throws Error with its output when it fails.
   */
  script(code: string): Promise<Told>;
}

export interface Told {
  readonly [name: string]: unknown;
  readonly printed: string;
}

const marker = "\u0001told:";

export async function openScriptFolder(): Promise<ScriptFolder> {
  const cli = await openCommandLine();
  let count = 0;
  return {
    ...cli,
    async script(code) {
      const file = cli.file(
        `script${++count}.py`,
        `import json\nimport flame\ntold = {}\n${dedent(code)}\nprint(${JSON.stringify(marker)} + json.dumps(told))\n`,
      );
      const { code: exit, stdout, stderr } = await cli.run(["python", file]);
      const at = stdout.lastIndexOf(marker);
      if (exit !== 0 || at < 0) throw new Error(`The script ended with ${exit}:\n${stdout}\n${stderr}`);
      const end = stdout.indexOf("\n", at);
      const told = JSON.parse(stdout.slice(at + marker.length, end)) as Record<string, unknown>;
      return { ...told, printed: stdout.slice(0, at) + stdout.slice(end + 1) + stderr };
    },
  };
}

/** Python cares for indentation: that of the first line is taken from all. */
export function dedent(code: string): string {
  const lines = code.replace(/^\s*\n/, "").split("\n");
  const indent = /^ */.exec(lines[0] ?? "")?.[0].length ?? 0;
  return lines.map((line) => line.slice(Math.min(indent, /^ */.exec(line)?.[0].length ?? 0))).join("\n");
}
