import * as z from "zod";
import { roles } from "../../catalogue/people-store.ts";
import { scopes } from "../access/actor.ts";

export const roleShape = z.enum(roles);

export const actorShape = z
  .object({
    name: z.string(),
    role: roleShape,
    scopes: z.array(z.string()),
    accountId: z.string().nullable().describe("null for whoever sits at this machine."),
    by: z.enum(["local", "session", "token"]).describe("local: whoever sits at this machine."),
  })
  .meta({ id: "Actor" });

export const accountShape = z
  .object({
    id: z.string(),
    name: z.string(),
    role: roleShape,
    createdAt: z.iso.datetime(),
    disabledAt: z.iso.datetime().nullable().describe("Since when nobody gets in with it; null while people do."),
  })
  .meta({ id: "Account" });

export const scopeShape = z.enum(scopes);

export const accessTokenShape = z
  .object({
    id: z.string(),
    accountId: z.string(),
    accountName: z.string().describe("Whose it is: it may what this account may, at most."),
    name: z.string().describe("What it is for."),
    scopes: z.array(z.string()),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().nullable(),
    lastUsedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "AccessToken" });

export type ActorShape = z.infer<typeof actorShape>;
export type AccountShape = z.infer<typeof accountShape>;
export type AccessTokenShape = z.infer<typeof accessTokenShape>;
