import type { Role } from "../../catalogue/people-store.ts";
import { CressetError } from "../../errors.ts";
import { type Actor, isAtLeast, type Scope } from "./actor.ts";

interface Permission {
  readonly role: Role;
  readonly scope: Scope;
}

const anybody = "anybody";

/**
 * Who may what, in one table: the first row whose method and path fit decides. What no row names is for admins, so that a
 * new route is never open by oversight. `*` in a path is one part, `**` the rest.
 */
const table: readonly (readonly [method: "GET" | "*", path: string, permission: Permission | typeof anybody])[] = [
  ["*", "/session", anybody],
  ["*", "/me/password", { role: "viewer", scope: "admin" }],
  ["*", "/accounts/**", { role: "admin", scope: "admin" }],
  ["*", "/webhooks/**", { role: "admin", scope: "admin" }],
  ["*", "/access-tokens/**", { role: "viewer", scope: "admin" }],
  ["GET", "/audit-log/**", { role: "lead", scope: "read" }],
  ["GET", "/**", { role: "viewer", scope: "read" }],
  // Looking at something takes a POST where what is looked at is long to say.
  ["*", "/viewers/*/snapshot", { role: "artist", scope: "export" }],
  ["*", "/viewers/**", { role: "viewer", scope: "read" }],
  ["*", "/presets/check", { role: "viewer", scope: "read" }],
  ["*", "/names/preview", { role: "viewer", scope: "read" }],
  ["*", "/archives/estimate", { role: "viewer", scope: "read" }],
  ["*", "/archives/find", { role: "viewer", scope: "read" }],
  ["*", "/projects", { role: "lead", scope: "catalogue" }],
  ["*", "/projects/**", { role: "artist", scope: "catalogue" }],
  ["*", "/entries/**", { role: "artist", scope: "catalogue" }],
  ["*", "/imports/**", { role: "artist", scope: "catalogue" }],
  ["*", "/relinks/**", { role: "artist", scope: "catalogue" }],
  ["*", "/exports/**", { role: "artist", scope: "export" }],
  ["*", "/snapshots/**", { role: "artist", scope: "export" }],
  ["*", "/queue/**", { role: "artist", scope: "export" }],
  ["*", "/runs/**", { role: "artist", scope: "export" }],
  ["*", "/questions/**", { role: "artist", scope: "export" }],
  ["*", "/presets/**", { role: "lead", scope: "export" }],
  // A hook that is called alone believes whatever it is told.
  ["*", "/hooks/run", { role: "admin", scope: "admin" }],
  ["*", "/hooks/**", { role: "artist", scope: "export" }],
  ["*", "/archives/**", { role: "artist", scope: "archive" }],
  ["*", "/reports/**", { role: "lead", scope: "archive" }],
  ["*", "/**", { role: "admin", scope: "admin" }],
];

const rows = table.map(([method, path, permission]) => ({ method, pattern: patternOf(path), permission }));

function patternOf(path: string): RegExp {
  const parts = path
    .slice(1)
    .split("/")
    .map((part) => (part === "**" ? "(?:/.*)?" : part === "*" ? "/[^/]+" : `/${part}`));
  return new RegExp(`^${parts.join("")}$`);
}

/**
 * @param path below the API's own.
 * @throws CressetError `login-needed` without an actor, `forbidden` when the role or the token's scopes do not reach.
 */
export function refuseUnlessPermitted(actor: Actor | undefined, method: string, path: string): void {
  const asked = method === "HEAD" ? "GET" : method;
  const permission = rows.find((row) => (row.method === "*" || row.method === asked) && row.pattern.test(path));
  if (permission?.permission === anybody) return;
  if (actor === undefined) throw new CressetError("login-needed", "Sign in first, or send an access token.");
  const { role, scope } = permission?.permission ?? { role: "admin", scope: "admin" };
  if (!isAtLeast(actor.role, role))
    throw new CressetError("forbidden", `This takes the role ${role}, and ${actor.name} has the role ${actor.role}.`);
  if (!actor.scopes.includes(scope))
    throw new CressetError("forbidden", `This takes an access token with the scope "${scope}".`);
}
