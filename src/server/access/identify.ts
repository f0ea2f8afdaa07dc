import { getCookie } from "hono/cookie";
import type { Context } from "hono";
import type { PeopleStore } from "../../catalogue/people-store.ts";
import { CressetError } from "../../errors.ts";
import type { ApiEnv } from "../http/api.ts";
import { type Actor, scopes } from "./actor.ts";
import { hashSecret } from "./secrets.ts";

export const sessionCookie = "cresset_session";

/**
 * Who asks: by an access token, else by a session, else whoever sits at this machine where that is enough (`local`).
 * @throws CressetError `login-needed` for a token that is wrong or has expired.
 */
export async function identify(
  context: Context<ApiEnv>,
  people: PeopleStore,
  local: Actor | undefined,
): Promise<Actor | undefined> {
  const authorization = context.req.header("authorization");
  if (authorization !== undefined) {
    const [, token] = /^Bearer ([\w-]{1,200})$/i.exec(authorization) ?? [];
    const found = token === undefined ? undefined : await people.token(hashSecret(token));
    if (found === undefined)
      throw new CressetError(
        "login-needed",
        "The access token is wrong, has expired, or is of an account that is disabled.",
      );
    const { name, role, id } = found.account;
    return { name, role, scopes: found.token.scopes, by: "token", accountId: id };
  }
  const session = getCookie(context, sessionCookie);
  const account = session === undefined ? undefined : await people.accountOfSession(hashSecret(session));
  if (account === undefined) return local;
  return { name: account.name, role: account.role, scopes, by: "session", accountId: account.id };
}
