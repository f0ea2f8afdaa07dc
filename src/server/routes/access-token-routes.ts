import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import type { AccessToken } from "../../catalogue/people-store.ts";
import { CressetError } from "../../errors.ts";
import { type Actor, isAtLeast } from "../access/actor.ts";
import { hashSecret, newToken } from "../access/secrets.ts";
import { type Api, createApi, jsonBody, jsonContent, problems } from "../http/api.ts";
import { pageOf } from "../http/page.ts";
import type { ServerParts } from "../server-parts.ts";
import { type AccessTokenShape, accessTokenShape, scopeShape } from "../shapes/access-shapes.ts";

const tags = ["Access"];

const listTokens = createRoute({
  method: "get",
  path: "/access-tokens",
  tags,
  operationId: "listAccessTokens",
  summary: "Access tokens: yours, or everybody's",
  request: {
    query: z.object({ of: z.enum(["me", "everybody"]).default("me").describe("everybody: for admins.") }),
  },
  responses: { 200: jsonContent(pageOf(accessTokenShape), "Without what is secret of them."), ...problems },
});

const addToken = createRoute({
  method: "post",
  path: "/access-tokens",
  tags,
  operationId: "addAccessToken",
  summary: "Make an access token for a program",
  request: jsonBody(
    z.strictObject({
      name: z.string().trim().min(1).max(200).describe("What it is for."),
      scopes: z.array(scopeShape).min(1),
      expiresAt: z.iso.datetime().optional().describe("Never when left out."),
      accountId: z.string().max(200).optional().describe("Whose it is; yours when left out. Another's takes an admin."),
    }),
  ),
  responses: {
    201: jsonContent(
      accessTokenShape.extend({ token: z.string().describe("Shown this once: only a hash of it is kept.") }),
      "The token.",
    ),
    ...problems,
  },
});

const removeToken = createRoute({
  method: "delete",
  path: "/access-tokens/{id}",
  tags,
  operationId: "removeAccessToken",
  summary: "Take an access token back: one of yours, or, for admins, anybody's",
  request: { params: z.object({ id: z.string().max(200) }) },
  responses: { 204: { description: "It is good for nothing any more." }, ...problems },
});

/** What programs sign in with. */
export function accessTokenRoutes({ people, hub }: ServerParts): Api {
  const changed = () => hub.publish({ type: "access.changed", data: {} });
  return createApi()
    .openapi(listTokens, async (context) => {
      const { actor } = context.var;
      const everybody = context.req.valid("query").of === "everybody";
      if (everybody) refuseUnlessAdmin(actor, "see the access tokens of others");
      // Whoever sits at this machine, where nobody has to sign in, has none.
      const own = everybody ? undefined : (actor?.accountId ?? "");
      const names = new Map((await people.accounts()).map(({ id, name }) => [id, name]));
      const items = (await people.tokens(own)).map((token) => toShape(token, names.get(token.accountId) ?? ""));
      return context.json({ items, nextCursor: null }, 200);
    })
    .openapi(addToken, async (context) => {
      const { actor } = context.var;
      const { name, scopes, expiresAt, accountId = ownAccountId(actor) } = context.req.valid("json");
      if (accountId !== actor?.accountId) refuseUnlessAdmin(actor, "make access tokens for others");
      const account = await people.account(accountId);
      const secret = newToken();
      if (expiresAt !== undefined && Date.parse(expiresAt) <= Date.now())
        throw new CressetError("usage", `Expected a moment to come in expiresAt, got ${expiresAt}.`);
      const token = await people.addToken({
        accountId: account.id,
        name,
        scopes: [...new Set(scopes)],
        expiresAt: expiresAt === undefined ? undefined : new Date(expiresAt),
        hash: hashSecret(secret),
      });
      changed();
      return context.json({ ...toShape(token, account.name), token: secret }, 201);
    })
    .openapi(removeToken, async (context) => {
      const { actor } = context.var;
      const isAdmin = actor !== undefined && isAtLeast(actor.role, "admin");
      await people.removeToken(context.req.valid("param").id, isAdmin ? undefined : ownAccountId(actor));
      changed();
      return context.body(null, 204);
    });
}

function refuseUnlessAdmin(actor: Actor | undefined, what: string): void {
  if (actor !== undefined && isAtLeast(actor.role, "admin")) return;
  throw new CressetError("forbidden", `Only admins ${what}.`);
}

/** Tokens belong to somebody: whoever sits at this machine, where nobody has to sign in, is nobody in particular. */
function ownAccountId(actor: Actor | undefined): string {
  if (actor?.accountId !== undefined) return actor.accountId;
  throw new CressetError("usage", "An access token belongs to an account. Say whose it is (accountId), or sign in.");
}

const toShape = (
  { id, accountId, name, scopes, createdAt, expiresAt, lastUsedAt }: AccessToken,
  accountName: string,
): AccessTokenShape => ({
  id,
  accountId,
  accountName,
  name,
  scopes: [...scopes],
  createdAt: createdAt.toISOString(),
  expiresAt: expiresAt?.toISOString() ?? null,
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
});
