import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The help of one command: `export`, `hooks list`; of the program itself under the empty name. */
export type CommandHelp = ReadonlyMap<string, string>;

const main = fileURLToPath(new URL("../src/cli/main.ts", import.meta.url));

/** Asks the program for the help of itself, of every command and of every command below that. */
export function readCommandHelp(): CommandHelp {
  const helps = new Map<string, string>();
  const visit = (words: readonly string[]): void => {
    const help = helpOf(words);
    helps.set(words.join(" "), help);
    for (const name of commandsIn(help)) visit([...words, name]);
  };
  visit([]);
  return helps;
}

function helpOf(words: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync(process.execPath, [main, ...words, "--help"], { encoding: "utf8" });
  if (status !== 0) throw new Error(`cresset ${words.join(" ")} --help ended with ${status}: ${stderr}`);
  return stdout;
}

/** Names under "Commands:"; further lines of a description stand further right. */
function commandsIn(help: string): readonly string[] {
  const [, list = ""] = /^Commands:\n((?: .*\n)*)/m.exec(help) ?? [];
  return [...list.matchAll(/^ {2}([a-z-]+)/gm)].map(([, name = ""]) => name).filter((name) => name !== "help");
}

/** The text of docs/cli.md: what `--help` says, command by command. */
export function cliReference(helps: CommandHelp): string {
  const sections = [...helps].map(([name, help]) => {
    const command = name === "" ? "cresset" : `cresset ${name}`;
    return `## ${command}\n\n\`\`\`\n${help.trimEnd()}\n\`\`\`\n`;
  });
  return `# Commands

Written from \`--help\` by \`scripts/generate-cli-reference.ts\`; do not edit. What they do in more words:
[export.md](export.md), [hooks.md](hooks.md), [presets.md](presets.md).

${sections.join("\n")}`;
}
