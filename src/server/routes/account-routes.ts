import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import type { Account } from "../../catalogue/people-store.ts";
import { hashPassword } from "../access/password.ts";
import { type Api, createApi, jsonBody, jsonContent, problems } from "../http/api.ts";
import { pageOf } from "../http/page.ts";
import type { ServerParts } from "../server-parts.ts";
import { type AccountShape, accountShape, roleShape } from "../shapes/access-shapes.ts";

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

/** Accounts. */
export function accountRoutes({ people, hub }: ServerParts): Api {
  const changed = () => hub.publish({ type: "access.changed", data: {} });
  return createApi()
    .openapi(listAccounts, async (context) =>
      context.json({ items: (await people.accounts()).map(toAccountShape), nextCursor: null }, 200),
    )
    .openapi(addAccount, async (context) => {
      const { name, role, password: given } = context.req.valid("json");
      const account = await people.addAccount({ name, role, passwordHash: await hashPassword(given) });
      changed();
      return context.json(toAccountShape(account), 201);
    })
    .openapi(changeAccount, async (context) => {
      const { role, password: given } = context.req.valid("json");
      const passwordHash = given === undefined ? undefined : await hashPassword(given);
      const account = await people.changeAccount(context.req.valid("param").id, { role, passwordHash });
      changed();
      return context.json(toAccountShape(account), 200);
    })
    .openapi(removeAccount, async (context) => {
      await people.removeAccount(context.req.valid("param").id);
      changed();
      return context.body(null, 204);
    });
}

const toAccountShape = ({ createdAt, ...account }: Account): AccountShape => ({
  ...account,
  createdAt: createdAt.toISOString(),
});
