import type { CommandHelp } from "../../scripts/cli-reference.ts";

/** Targets of relative links, without their anchors. */
export function linksIn(markdown: string): readonly string[] {
  return [...withoutCode(markdown).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = ""]) => target.replace(/#.*$/, ""))
    .filter((target) => target !== "" && !/^[a-z]+:/.test(target));
}

const withoutCode = (markdown: string) => markdown.replaceAll(/^```.*?^```/gms, "").replaceAll(/`[^`\n]*`/g, "");

/** Pieces of code within sentences. */
export function codeIn(markdown: string): readonly string[] {
  return [...markdown.replaceAll(/^```.*?^```/gms, "").matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code);
}

/** What follows `cresset` in lines of code blocks and in code within sentences; comments behind them left out. */
export function commandLinesIn(markdown: string): readonly string[] {
  const blocks = [...markdown.matchAll(/^```(?:sh)?\n(.*?)^```/gms)].flatMap(([, block = ""]) => block.split("\n"));
  return [...blocks, ...codeIn(markdown)].flatMap((line) => {
    const [, words] = /^(?:\$ )?(?:npx cresset|npm run (?:-s )?cresset --|cresset) ([a-z-].*)$/.exec(line.trim()) ?? [];
    return words === undefined ? [] : [words.replace(/ +#.*$/, "").trim()];
  });
}

/** What in a command line no command knows: one sentence each. */
export function findWrongWords(line: string, helps: CommandHelp): readonly string[] {
  const words = [...line.matchAll(/"[^"]*"|'[^']*'|\S+/g)].map(([word]) => word);
  const path: string[] = [];
  let rest = words;
  while (rest[0] !== undefined && helps.has([...path, rest[0]].join(" "))) {
    path.push(rest[0]);
    rest = rest.slice(1);
  }
  const help = helps.get(path.join(" ")) ?? "";
  const [next] = rest;
  if (help.includes("\nCommands:") && next !== undefined && !next.startsWith("-") && !isManyNames(next))
    return [`cresset ${line}: ${next} is no command`];
  return rest
    .filter((word) => /^--?[a-z]/i.test(word))
    .map((word) => word.replace(/=.*$/, ""))
    .filter((option) => !new RegExp(`^ {2}(-\\w, )?${option}\\b(?!-)`, "m").test(help) && !isShort(option, help))
    .map((option) => `cresset ${line}: ${option} is no option of ${["cresset", ...path].join(" ")}`);
}

/** `list | explain | new`: a sentence about commands rather than a command line. */
const isManyNames = (word: string) => word.includes("|") || word === "…";
const isShort = (option: string, help: string) => /^-\w$/.test(option) && help.includes(`\n  ${option}, --`);
