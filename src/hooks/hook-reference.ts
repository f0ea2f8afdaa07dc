import { type ExplainedKey, describeHook } from "./explain-hook.ts";
import { hookNames } from "./hook-names.ts";

/** docs/hooks-reference.md, written from the table of hooks. */
export function hookReference(): string {
  return `${[head, overview(), ...hookNames.map(section)].join("\n\n")}\n`;
}

const head = `# Hooks: reference

Written from \`src/hooks/hook-table.ts\` by \`scripts/generate-hook-reference.ts\`; do not edit. \`cresset hooks explain NAME\`
prints the same for one hook. How hook files are found, ordered and run: [hooks.md](hooks.md).

Keys of \`info\` are camelCase in both languages. A hook may change the keys marked ✎; other writes are reported and not
kept. \`abort_message\` is taken for \`abortMessage\`.`;

function overview(): string {
  const rows = hookNames.map((hook) => {
    const { python, runs } = describeHook(hook);
    return `| [${hook}](#${hook.toLowerCase()}) | \`${python[0] ?? ""}\` | ${runs} |`;
  });
  return ["| TypeScript | Python | runs |", "|---|---|---|", ...rows].join("\n");
}

function section(hook: (typeof hookNames)[number]): string {
  const { python, runs, onError, typescript, pythonCall, keys } = describeHook(hook);
  const others = python.slice(1).filter((name) => name !== hook);
  const parts = [
    `## ${hook}`,
    `${runs} ${onError}`,
    ["```ts", typescript, "```"].join("\n"),
    ["```python", `def ${pythonCall}:`, "```"].join("\n"),
  ];
  const legacy = [hook, ...others].map((name) => `\`${name}\``).join(" or ");
  parts.push(`A Python file may also call it ${legacy}.`);
  if (keys.length > 0) parts.push(keyTable(keys));
  return parts.join("\n\n");
}

function keyTable(keys: readonly ExplainedKey[]): string {
  const rows = keys.map(
    ({ name, type, writable, doc }) => `| ${name} | ${type} | ${writable ? "✎" : ""} | ${doc.replaceAll("|", "\\|")} |`,
  );
  return ["| key | type | | meaning |", "|---|---|---|---|", ...rows].join("\n");
}
