/** Each may what those before it may, and more. */
export const roles = ["viewer", "artist", "lead", "admin"] as const;

export type Role = (typeof roles)[number];

/** Somebody who may use the server. */
export interface Account {
  readonly id: string;
  /** Unique, whatever its case. */
  readonly name: string;
  readonly role: Role;
  readonly createdAt: Date;
  /** Since when nobody gets in with it; undefined while people do. */
  readonly disabledAt: Date | undefined;
}

/** Who makes, changes or removes an account, for the audit log; whoever runs this process when nobody is named. */
export interface AccountChangeOptions {
  readonly by?: string | undefined;
}

/** What becomes of an account. */
export interface AccountChanges {
  readonly role?: Role | undefined;
  /** Ends its sessions. */
  readonly passwordHash?: string | undefined;
  /** true ends its sessions, and its tokens are refused until it is enabled again. */
  readonly disabled?: boolean | undefined;
}

/** What a program signs in with in place of a person. */
export interface AccessToken {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly createdAt: Date;
  readonly expiresAt: Date | undefined;
  readonly lastUsedAt: Date | undefined;
}

/**
 * Accounts with their sessions and tokens. It keeps hashes and compares nothing: whoever asks brings the hash. What becomes of
 * accounts is in the audit log, in the same transaction.
 */
export interface PeopleStore {
  accounts(): Promise<readonly Account[]>;
  hasAccounts(): Promise<boolean>;
  /** By name or id. @throws CressetError `not-found` that lists what there is. */
  account(nameOrId: string): Promise<Account>;
  /** @throws CressetError `usage` when there is one of that name. */
  addAccount(
    account: Pick<Account, "name" | "role"> & { readonly passwordHash: string },
    options?: AccountChangeOptions,
  ): Promise<Account>;
  /** With its sessions and tokens; a name or an id. @throws CressetError `not-found`; `conflict` for the last admin. */
  removeAccount(nameOrId: string, options?: AccountChangeOptions): Promise<Account>;
  /** @throws CressetError `not-found`; `conflict` when no admin would be left who gets in. */
  changeAccount(nameOrId: string, changes: AccountChanges, options?: AccountChangeOptions): Promise<Account>;
  /** For signing in; of one that is disabled, too. */
  passwordOf(name: string): Promise<{ readonly account: Account; readonly passwordHash: string } | undefined>;

  addSession(accountId: string, hash: string, expiresAt: Date): Promise<void>;
  /** Whose it is; nothing when it has expired, or the account is disabled. */
  accountOfSession(hash: string): Promise<Account | undefined>;
  endSession(hash: string): Promise<void>;

  /** Of one account, or all. */
  tokens(accountId?: string): Promise<readonly AccessToken[]>;
  addToken(
    token: Pick<AccessToken, "accountId" | "name" | "scopes" | "expiresAt"> & { readonly hash: string },
  ): Promise<AccessToken>;
  /** @throws CressetError `not-found`; also for one of another account when `accountId` is given. */
  removeToken(id: string, accountId?: string): Promise<void>;
  /** Nothing when it has expired, or the account is disabled. */
  token(hash: string): Promise<{ readonly token: AccessToken; readonly account: Account } | undefined>;
  close(): Promise<void>;
}
