import { createRoute } from "@hono/zod-openapi";
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import * as z from "zod";
import { CressetError } from "../../errors.ts";
import { countAttempts } from "../access/attempts.ts";
import { clientAddress } from "../access/client-address.ts";
import { sessionCookie } from "../access/identify.ts";
import { hashPassword, isPassword } from "../access/password.ts";
import { hashSecret, newSessionSecret } from "../access/secrets.ts";
import { type Api, type ApiEnv, createApi, jsonBody, jsonContent, problems, tooMany } from "../http/api.ts";
import type { ServerParts } from "../server-parts.ts";
import { accountShape, actorShape } from "../shapes/access-shapes.ts";
import { toAccountShape } from "../shapes/to-account-shape.ts";

const tags = ["Access"];
const sessionDays = 7;
const minute = 60_000;

const readMe = createRoute({
  method: "get",
  path: "/me",
  tags,
  operationId: "readMe",
  summary: "Who asks",
  responses: { 200: jsonContent(actorShape, "The account, or whoever sits at this machine."), ...problems },
});

const signIn = createRoute({
  method: "post",
  path: "/session",
  tags,
  operationId: "signIn",
  summary: "Sign in with a password; the answer sets a cookie",
  request: jsonBody(z.strictObject({ name: z.string().max(200), password: z.string().max(1000) })),
  responses: { 200: jsonContent(accountShape, "The account."), ...tooMany, ...problems },
});

const signOut = createRoute({
  method: "delete",
  path: "/session",
  tags,
  operationId: "signOut",
  summary: "Sign out",
  responses: { 204: { description: "Signed out." }, ...problems },
});

const changePassword = createRoute({
  method: "post",
  path: "/me/password",
  tags,
  operationId: "changeMyPassword",
  summary: "Give yourself another password; all your other sessions end",
  request: jsonBody(
    z.strictObject({
      current: z.string().max(1000).describe("The password as it is."),
      password: z.string().max(1000).describe("The new one. 8 characters at least."),
    }),
  ),
  responses: { 204: { description: "It holds from now on. The answer sets a new cookie." }, ...tooMany, ...problems },
});

/** Signing in and out, and one's own password. */
export function sessionRoutes({ people, isSecure, hub, startedWith }: ServerParts): Api {
  // Who guesses keeps nobody else out: a name is refused at the address that it was guessed from. A guesser with many
  // addresses meets the count by name, which leaves room for the one whose name it is.
  const byNameHere = countAttempts(5, minute);
  const byName = countAttempts(100, minute);
  const byAddress = countAttempts(30, minute);
  const behindProxy = startedWith.address !== undefined;
  const cookie = { path: "/", httpOnly: true, sameSite: "Strict", secure: isSecure } as const;
  const beginSession = async (context: Context<ApiEnv>, accountId: string) => {
    const secret = newSessionSecret();
    const expires = new Date(Date.now() + sessionDays * 24 * 60 * minute);
    await people.addSession(accountId, hashSecret(secret), expires);
    setCookie(context, sessionCookie, secret, { ...cookie, expires });
  };
  return createApi()
    .openapi(readMe, (context) => {
      const { actor } = context.var;
      if (actor === undefined) throw new CressetError("login-needed", "Sign in first, or send an access token.");
      const { name, role, scopes, by, accountId } = actor;
      return context.json({ name, role, scopes: [...scopes], by, accountId: accountId ?? null }, 200);
    })
    .openapi(signIn, async (context) => {
      const { name, password } = context.req.valid("json");
      const address = clientAddress(context, behindProxy);
      const key = name.trim().toLowerCase();
      const counts = [
        [byNameHere, `${address} ${key}`],
        [byName, key],
        [byAddress, address],
      ] as const;
      for (const [attempts, of] of counts) attempts.refuseIfTooMany(of);
      // Counted before it is known, so that many at once are not all let through.
      for (const [attempts, of] of counts) attempts.failed(of);
      const found = await people.passwordOf(name);
      if (!(await isPassword(password, found?.passwordHash)) || found === undefined)
        throw new CressetError("login-needed", "The name or the password is wrong.");
      for (const [attempts, of] of counts) attempts.succeeded(of);
      // Only who knows the password is told.
      if (found.account.disabledAt !== undefined)
        throw new CressetError(
          "forbidden",
          `The account ${found.account.name} is disabled. An admin can enable it again.`,
        );
      await beginSession(context, found.account.id);
      return context.json(toAccountShape(found.account), 200);
    })
    .openapi(signOut, async (context) => {
      const secret = getCookie(context, sessionCookie);
      if (secret !== undefined) await people.endSession(hashSecret(secret));
      deleteCookie(context, sessionCookie, cookie);
      return context.body(null, 204);
    })
    .openapi(changePassword, async (context) => {
      const { actor } = context.var;
      // A token that was stolen must not become the account.
      if (actor?.by !== "session" || actor.accountId === undefined)
        throw new CressetError("forbidden", "Only who is signed in with a password can change it.");
      const { current, password } = context.req.valid("json");
      const key = `${clientAddress(context, behindProxy)} ${actor.name.toLowerCase()}`;
      byNameHere.refuseIfTooMany(key);
      byNameHere.failed(key);
      const found = await people.passwordOf(actor.name);
      if (!(await isPassword(current, found?.passwordHash)))
        throw new CressetError("forbidden", "The present password is wrong.");
      byNameHere.succeeded(key);
      await people.changeAccount(actor.accountId, { passwordHash: await hashPassword(password) }, { by: actor.name });
      await beginSession(context, actor.accountId);
      hub.publish({ type: "access.changed", data: {} });
      return context.body(null, 204);
    });
}
