import type { AccountShape } from "../../../../src/server/shapes/access-shapes.ts";

export type Role = AccountShape["role"];

/** From the one that may least. */
export const roles = ["viewer", "artist", "lead", "admin"] as const satisfies readonly Role[];

/** What each may, beside what those before it may. */
export const roleWords: Readonly<Record<Role, string>> = {
  viewer: "look at everything, and play it",
  artist: "work on the Desktop, import, take snapshots, export, archive and restore",
  lead: "also make projects, write presets and read the audit log",
  admin: "do everything, accounts and webhooks included",
};
