import type { Hooks } from "./hook-info.ts";

/**
 * What a hook file exports: `export default defineHooks<MyData>({ preExportAsset(info, userData, cresset) { … } })`.
 * Gives the names, info with only this hook's keys writable, and userData as the type you name. It returns what it was
 * given; nothing is registered, so a file can be imported by a test as well.
 */
export function defineHooks<UserData = Record<string, unknown>>(hooks: Hooks<UserData>): Hooks<UserData> {
  return hooks;
}
