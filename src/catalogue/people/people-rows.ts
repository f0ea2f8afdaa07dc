import * as z from "zod";
import { type AccessToken, type Account, roles } from "../people-store.ts";
import type { AccessTokenRow, AccountRow } from "../store/people-tables.ts";

const roleSchema = z.enum(roles);

export const accountOf = ({
  id,
  name,
  role,
  created_at,
  disabled_at,
}: Omit<AccountRow, "key" | "password_hash">): Account => ({
  id,
  name,
  role: roleSchema.parse(role),
  createdAt: new Date(created_at),
  disabledAt: disabled_at === null ? undefined : new Date(disabled_at),
});

export const tokenOf = (row: Omit<AccessTokenRow, "hash">): AccessToken => ({
  id: row.id,
  accountId: row.account_id,
  name: row.name,
  scopes: row.scopes.split(" "),
  createdAt: new Date(row.created_at),
  expiresAt: row.expires_at === null ? undefined : new Date(row.expires_at),
  lastUsedAt: row.last_used_at === null ? undefined : new Date(row.last_used_at),
});
