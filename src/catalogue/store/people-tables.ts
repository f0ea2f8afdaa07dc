/** Who may use the server, as Kysely sees it. Times are ISO 8601 in UTC; of secrets only hashes are kept. */
export interface PeopleTables {
  readonly accounts: AccountRow;
  readonly sessions: SessionRow;
  readonly access_tokens: AccessTokenRow;
}

export interface AccountRow {
  id: string;
  name: string;
  /** The name in lower case: unique. */
  key: string;
  role: string;
  /** As `passwordHash` of the server spells it. */
  password_hash: string;
  created_at: string;
  /** Since when it may not be used; null while it may. */
  disabled_at: string | null;
}

interface SessionRow {
  /** SHA-256 of what the cookie holds. */
  hash: string;
  account_id: string;
  created_at: string;
  expires_at: string;
}

export interface AccessTokenRow {
  id: string;
  account_id: string;
  /** What it is for, in its maker's words. */
  name: string;
  /** SHA-256 of the token. */
  hash: string;
  /** Words with spaces between. */
  scopes: string;
  created_at: string;
  expires_at: string | null;
  last_used_at: string | null;
}
