import { type Role, roles } from "../../catalogue/people-store.ts";

/** What a token may be good for. A person who signs in has all that the role allows. */
export const scopes = ["read", "catalogue", "export", "archive", "admin"] as const;

export type Scope = (typeof scopes)[number];

/** Who asks. */
export interface Actor {
  readonly name: string;
  readonly role: Role;
  readonly scopes: readonly string[];
  /** `local`: whoever sits at this machine, where nobody has to sign in. */
  readonly by: "local" | "session" | "token";
  /** Nothing for `local`. */
  readonly accountId: string | undefined;
}

/** Whether a role may what another may. */
export const isAtLeast = (role: Role, needed: Role): boolean => roles.indexOf(role) >= roles.indexOf(needed);
