import { createRoute } from "@hono/zod-openapi";
import type { Context } from "hono";
import * as z from "zod";
import { hashPassword } from "../access/password.ts";
import { type Api, type ApiEnv, createApi, jsonBody, jsonContent, problems } from "../http/api.ts";
import { pageOf } from "../http/page.ts";
import type { ServerParts } from "../server-parts.ts";
import { accountShape, roleShape } from "../shapes/access-shapes.ts";
import { toAccountShape } from "../shapes/to-account-shape.ts";

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
  summary: "Give an account another role or password, disable it or enable it again",
  request: {
    params,
    ...jsonBody(
      z.strictObject({
        role: roleShape.optional(),
        password: password.optional(),
        disabled: z
          .boolean()
          .optional()
          .describe(
            "true: its sessions and event streams end at once, and its access tokens are refused until it is enabled.",
          ),
      }),
    ),
  },
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
      const account = await people.addAccount({ name, role, passwordHash: await hashPassword(given) }, byOf(context));
      changed();
      return context.json(toAccountShape(account), 201);
    })
    .openapi(changeAccount, async (context) => {
      const { role, password: given, disabled } = context.req.valid("json");
      const passwordHash = given === undefined ? undefined : await hashPassword(given);
      const { id } = context.req.valid("param");
      const account = await people.changeAccount(id, { role, passwordHash, disabled }, byOf(context));
      changed();
      return context.json(toAccountShape(account), 200);
    })
    .openapi(removeAccount, async (context) => {
      await people.removeAccount(context.req.valid("param").id, byOf(context));
      changed();
      return context.body(null, 204);
    });
}

/** Whom the audit log names. */
const byOf = (context: Context<ApiEnv>) => ({ by: context.var.actor?.name });
