import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import type { AccessToken, Account } from "../../catalogue/people-store.ts";
import { CressetError } from "../../errors.ts";
import { hashPassword } from "../access/password.ts";
import { hashSecret, newToken } from "../access/secrets.ts";
import { type Api, createApi, jsonBody, jsonContent, problems } from "../http/api.ts";
import { pageOf } from "../http/page.ts";
import type { ServerParts } from "../server-parts.ts";
import {
  type AccessTokenShape,
  accessTokenShape,
  type AccountShape,
  accountShape,
  roleShape,
  scopeShape,
} from "../shapes/access-shapes.ts";

const tags = ["Access"];
const params = z.object({ id: z.string().max(200) });
const password = z.string().max(1000).describe("8 characters at least.");

const listAccounts = createRoute({
  method: "get",
  path: "/accounts",
  tags,
  operationId: "listAccounts",
  summary: "Every account",
  responses: { 200: jsonContent(pageOf(accountShape), "The accounts, by name."), ...problems },
});

const addAccount = createRoute({
  method: "post",
  path: "/accounts",
  tags,
  operationId: "addAccount",
  summary: "Make an account",
  request: jsonBody(z.strictObject({ name: z.string().max(200), role: roleShape, password })),
  responses: { 201: jsonContent(accountShape, "The account."), ...problems },
});

const changeAccount = createRoute({
  method: "patch",
  path: "/accounts/{id}",
  tags,
  operationId: "changeAccount",
  summary: "Give an account another role or password",
  request: { params, ...jsonBody(z.strictObject({ role: roleShape.optional(), password: password.optional() })) },
  responses: { 200: jsonContent(accountShape, "The account as it is now."), ...problems },
});

const removeAccount = createRoute({
  method: "delete",
  path: "/accounts/{id}",
  tags,
  operationId: "removeAccount",
  summary: "Remove an account, with its sessions and access tokens",
  request: { params },
  responses: { 204: { description: "Removed." }, ...problems },
});

const listTokens = createRoute({
  method: "get",
  path: "/access-tokens",
  tags,
  operationId: "listAccessTokens",
  summary: "Your access tokens",
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
  summary: "Take an access token back",
  request: { params },
  responses: { 204: { description: "It is good for nothing any more." }, ...problems },
});

/** Accounts and what programs sign in with. */
export function accountRoutes({ people }: ServerParts): Api {
  return createApi()
    .openapi(listAccounts, async (context) =>
      context.json({ items: (await people.accounts()).map(toAccountShape), nextCursor: null }, 200),
    )
    .openapi(addAccount, async (context) => {
      const { name, role, password: given } = context.req.valid("json");
      const account = await people.addAccount({ name, role, passwordHash: await hashPassword(given) });
      return context.json(toAccountShape(account), 201);
    })
    .openapi(changeAccount, async (context) => {
      const { role, password: given } = context.req.valid("json");
      const passwordHash = given === undefined ? undefined : await hashPassword(given);
      const account = await people.changeAccount(context.req.valid("param").id, { role, passwordHash });
      return context.json(toAccountShape(account), 200);
    })
    .openapi(removeAccount, async (context) => {
      await people.removeAccount(context.req.valid("param").id);
      return context.body(null, 204);
    })
    .openapi(listTokens, async (context) => {
      const tokens = await people.tokens(accountOf(context.var.actor));
      return context.json({ items: tokens.map(toTokenShape), nextCursor: null }, 200);
    })
    .openapi(addToken, async (context) => {
      const { name, scopes, expiresAt } = context.req.valid("json");
      const secret = newToken();
      const token = await people.addToken({
        accountId: accountOf(context.var.actor),
        name,
        scopes: [...new Set(scopes)],
        expiresAt: expiresAt === undefined ? undefined : new Date(expiresAt),
        hash: hashSecret(secret),
      });
      return context.json({ ...toTokenShape(token), token: secret }, 201);
    })
    .openapi(removeToken, async (context) => {
      await people.removeToken(context.req.valid("param").id, accountOf(context.var.actor));
      return context.body(null, 204);
    });
}

/** Tokens belong to somebody: whoever sits at this machine has none of their own and needs none. */
function accountOf(actor: { readonly accountId: string | undefined } | undefined): string {
  if (actor?.accountId !== undefined) return actor.accountId;
  throw new CressetError("usage", "Access tokens belong to an account. Sign in, or use: cresset accounts token NAME");
}

const toAccountShape = ({ createdAt, ...account }: Account): AccountShape => ({
  ...account,
  createdAt: createdAt.toISOString(),
});

const toTokenShape = ({ id, name, scopes, createdAt, expiresAt, lastUsedAt }: AccessToken): AccessTokenShape => ({
  id,
  name,
  scopes: [...scopes],
  createdAt: createdAt.toISOString(),
  expiresAt: expiresAt?.toISOString() ?? null,
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
});
