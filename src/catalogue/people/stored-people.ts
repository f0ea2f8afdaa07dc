import { randomUUID } from "node:crypto";
import { CressetError } from "../../errors.ts";
import type { AccessToken, Account, AccountChangeOptions, AccountChanges, PeopleStore, Role } from "../people-store.ts";
import type { Store, StoreTransaction } from "../store/store.ts";
import { auditAccount, changesInWords } from "./audit-account.ts";
import { accountOf, tokenOf } from "./people-rows.ts";

const accountColumns = [
  "accounts.id",
  "accounts.name",
  "accounts.role",
  "accounts.created_at",
  "accounts.disabled_at",
] as const;

/** How often it is noted that a token is used, in milliseconds: reading would write each time otherwise. */
const noteEvery = 60_000;

/** The accounts in a store; see `PeopleStore` for what each call does. */
export class StoredPeople implements PeopleStore {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  async accounts(): Promise<readonly Account[]> {
    const rows = await this.#store.db.selectFrom("accounts").select(accountColumns).orderBy("key").execute();
    return rows.map(accountOf);
  }

  async hasAccounts(): Promise<boolean> {
    return (await this.#store.db.selectFrom("accounts").select("id").limit(1).executeTakeFirst()) !== undefined;
  }

  account(nameOrId: string): Promise<Account> {
    return findAccount(this.#store.db, nameOrId);
  }

  addAccount(
    asked: { readonly name: string; readonly role: Role; readonly passwordHash: string },
    { by }: AccountChangeOptions = {},
  ): Promise<Account> {
    const name = checkedName(asked.name);
    return this.#store.write("now", async (transaction) => {
      const row = await transaction
        .insertInto("accounts")
        .values({
          id: randomUUID(),
          name,
          key: keyOf(name),
          role: asked.role,
          password_hash: asked.passwordHash,
          created_at: new Date().toISOString(),
          disabled_at: null,
        })
        .onConflict((conflict) => conflict.column("key").doNothing())
        .returning(accountColumns)
        .executeTakeFirst();
      if (row === undefined) throw new CressetError("conflict", `There is an account "${name}" already.`);
      await auditAccount(transaction, name, `Made, with the role ${asked.role}.`, by);
      return accountOf(row);
    });
  }

  removeAccount(nameOrId: string, { by }: AccountChangeOptions = {}): Promise<Account> {
    return this.#store.write("now", async (transaction) => {
      const account = await findAccount(transaction, nameOrId);
      await transaction.deleteFrom("accounts").where("id", "=", account.id).execute();
      // The last of all may go: the server then is as it was before there were accounts.
      if (account.role === "admin") await refuseWithoutAdmin(transaction);
      await auditAccount(transaction, account.name, "Removed.", by);
      return account;
    });
  }

  changeAccount(
    nameOrId: string,
    { role, passwordHash, disabled }: AccountChanges,
    { by }: AccountChangeOptions = {},
  ): Promise<Account> {
    return this.#store.write("now", async (transaction) => {
      const before = await findAccount(transaction, nameOrId);
      const { id } = before;
      if (role !== undefined) await transaction.updateTable("accounts").set({ role }).where("id", "=", id).execute();
      if (passwordHash !== undefined)
        await transaction.updateTable("accounts").set({ password_hash: passwordHash }).where("id", "=", id).execute();
      if (disabled !== undefined && disabled !== (before.disabledAt !== undefined))
        await transaction
          .updateTable("accounts")
          .set({ disabled_at: disabled ? new Date().toISOString() : null })
          .where("id", "=", id)
          .execute();
      // Enabled, too: a session that began in the very moment of disabling does not come to life later.
      if (passwordHash !== undefined || disabled !== undefined)
        await transaction.deleteFrom("sessions").where("account_id", "=", id).execute();
      await refuseWithoutAdmin(transaction);
      const after = await findAccount(transaction, id);
      const said = changesInWords(before, after, passwordHash !== undefined);
      if (said !== "") await auditAccount(transaction, after.name, said, by);
      return after;
    });
  }

  async passwordOf(name: string): Promise<{ readonly account: Account; readonly passwordHash: string } | undefined> {
    const row = await this.#store.db
      .selectFrom("accounts")
      .select([...accountColumns, "password_hash"])
      .where("key", "=", keyOf(name))
      .executeTakeFirst();
    return row === undefined ? undefined : { account: accountOf(row), passwordHash: row.password_hash };
  }

  addSession(accountId: string, hash: string, expiresAt: Date): Promise<void> {
    return this.#store.write("now", async (transaction) => {
      const now = new Date().toISOString();
      await transaction.deleteFrom("sessions").where("expires_at", "<", now).execute();
      await transaction
        .insertInto("sessions")
        .values({ hash, account_id: accountId, created_at: now, expires_at: expiresAt.toISOString() })
        .execute();
    });
  }

  async accountOfSession(hash: string): Promise<Account | undefined> {
    const row = await this.#store.db
      .selectFrom("sessions")
      .innerJoin("accounts", "accounts.id", "sessions.account_id")
      .select(accountColumns)
      .where("hash", "=", hash)
      .where("expires_at", ">", new Date().toISOString())
      .where("disabled_at", "is", null)
      .executeTakeFirst();
    return row === undefined ? undefined : accountOf(row);
  }

  async endSession(hash: string): Promise<void> {
    await this.#store.write("now", (transaction) =>
      transaction.deleteFrom("sessions").where("hash", "=", hash).execute(),
    );
  }

  async tokens(accountId?: string): Promise<readonly AccessToken[]> {
    let query = this.#store.db.selectFrom("access_tokens").selectAll().orderBy("created_at").orderBy("id");
    if (accountId !== undefined) query = query.where("account_id", "=", accountId);
    return (await query.execute()).map(tokenOf);
  }

  addToken({
    accountId,
    name,
    scopes,
    expiresAt,
    hash,
  }: Pick<AccessToken, "accountId" | "name" | "scopes" | "expiresAt"> & {
    readonly hash: string;
  }): Promise<AccessToken> {
    return this.#store.write("now", async (transaction) => {
      const row = await transaction
        .insertInto("access_tokens")
        .values({
          id: randomUUID(),
          account_id: accountId,
          name,
          hash,
          scopes: scopes.join(" "),
          created_at: new Date().toISOString(),
          expires_at: expiresAt?.toISOString() ?? null,
          last_used_at: null,
        })
        .returningAll()
        .executeTakeFirstOrThrow();
      return tokenOf(row);
    });
  }

  async removeToken(id: string, accountId?: string): Promise<void> {
    const { numDeletedRows } = await this.#store.write("now", (transaction) => {
      const all = transaction.deleteFrom("access_tokens").where("id", "=", id);
      return (accountId === undefined ? all : all.where("account_id", "=", accountId)).executeTakeFirst();
    });
    if (numDeletedRows === 0n) throw new CressetError("not-found", `There is no access token ${id}.`);
  }

  async token(hash: string): Promise<{ readonly token: AccessToken; readonly account: Account } | undefined> {
    const { db } = this.#store;
    const row = await db.selectFrom("access_tokens").selectAll().where("hash", "=", hash).executeTakeFirst();
    if (row === undefined) return undefined;
    const token = tokenOf(row);
    const now = new Date();
    if (token.expiresAt !== undefined && token.expiresAt <= now) return undefined;
    const account = await db
      .selectFrom("accounts")
      .select(accountColumns)
      .where("id", "=", token.accountId)
      .where("disabled_at", "is", null)
      .executeTakeFirst();
    if (account === undefined) return undefined;
    if (now.getTime() - (token.lastUsedAt?.getTime() ?? 0) > noteEvery)
      await this.#store.write("soon", (transaction) =>
        transaction
          .updateTable("access_tokens")
          .set({ last_used_at: now.toISOString() })
          .where("id", "=", token.id)
          .execute(),
      );
    return { token, account: accountOf(account) };
  }

  close(): Promise<void> {
    return this.#store.close();
  }
}

const keyOf = (name: string): string => name.trim().normalize("NFC").toLowerCase();

function checkedName(name: string): string {
  const checked = name.trim().normalize("NFC");
  if (/^[\p{L}\p{N}][\p{L}\p{N}._@ -]{0,63}$/u.test(checked)) return checked;
  throw new CressetError(
    "usage",
    `"${name}" cannot be the name of an account. Expected 1 to 64 letters, digits and . _ @ - or spaces.`,
  );
}

async function findAccount(db: Store["db"], nameOrId: string): Promise<Account> {
  const rows = await db
    .selectFrom("accounts")
    .select([...accountColumns, "key"])
    .orderBy("key")
    .execute();
  const row = rows.find(({ id, key }) => id === nameOrId || key === keyOf(nameOrId));
  if (row !== undefined) return accountOf(row);
  const names = rows.map(({ name }) => `"${name}"`).join(", ");
  throw new CressetError(
    "not-found",
    `There is no account "${nameOrId}". ${names === "" ? "There are none." : `There are: ${names}.`}`,
  );
}

async function refuseWithoutAdmin(transaction: StoreTransaction): Promise<void> {
  const left = await transaction.selectFrom("accounts").select(["role", "disabled_at"]).execute();
  if (left.length === 0 || left.some(({ role, disabled_at }) => role === "admin" && disabled_at === null)) return;
  throw new CressetError(
    "conflict",
    "Then no admin would be left who gets in. Make another account an admin first, or enable one.",
  );
}
