import { hookNames, pythonNames } from "./hook-names.ts";
import { hookTable } from "./hook-table.ts";

/** python/hook_table.json: what the Python side needs of the table of hooks. */
export function pythonHookTable(): string {
  const hooks = hookNames.map((hook) => {
    const { kind, onError, info } = hookTable[hook];
    const keys = Object.entries<{ type: string; writable?: true; only?: string }>(info)
      .filter(([, { only }]) => only === undefined)
      .map(([name, { type, writable = false }]) => [name, { type, writable }]);
    return [hook, { names: pythonNames(hook), kind, onError, info: Object.fromEntries(keys) }];
  });
  return `${JSON.stringify(Object.fromEntries(hooks), null, 1)}\n`;
}
