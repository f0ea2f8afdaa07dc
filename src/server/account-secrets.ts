// What the command line needs to make accounts.
export { scopes } from "./access/actor.ts";
export { hashPassword } from "./access/password.ts";
export { hashSecret, newToken } from "./access/secrets.ts";
