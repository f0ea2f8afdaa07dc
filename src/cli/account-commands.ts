import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { text as readAll } from "node:stream/consumers";
import { openCresset } from "../app/cresset.ts";
import { openPeopleStore } from "../catalogue/open-people-store.ts";
import { type PeopleStore, type Role, roles } from "../catalogue/people-store.ts";
import { CressetError } from "../errors.ts";
import { hashPassword, hashSecret, newToken, scopes } from "../server/account-secrets.ts";
import { printJson } from "./print-json.ts";
import { table } from "./table.ts";

/** `cresset accounts add`. */
export async function addCommand(name: string, options: { role: string; passwordFile?: string }): Promise<void> {
  const role = roleOf(options.role);
  const passwordHash = await hashPassword(await passwordFrom(options.passwordFile));
  const account = await withPeople((people) => people.addAccount({ name, role, passwordHash }));
  console.log(`${account.name} may sign in as ${account.role}.`);
}

/** `cresset accounts list`. */
export async function listCommand({ json }: { readonly json?: boolean }): Promise<void> {
  const accounts = await withPeople((people) => people.accounts());
  if (json === true) printJson(accounts);
  else if (accounts.length === 0)
    console.log("There are no accounts. Make one: cresset accounts add NAME --role admin");
  else
    console.log(
      table(
        accounts.map(({ name, role, createdAt, disabledAt }) => [
          name,
          role,
          createdAt.toLocaleDateString(),
          disabledAt === undefined ? "" : `disabled since ${disabledAt.toLocaleDateString()}`,
        ]),
      ),
    );
}

/** `cresset accounts change`. */
export async function changeCommand(
  name: string,
  options: { readonly role?: string; readonly password?: boolean; readonly passwordFile?: string },
): Promise<void> {
  const wantsPassword = options.password === true || options.passwordFile !== undefined;
  if (options.role === undefined && !wantsPassword)
    throw new CressetError("usage", "Nothing is to be changed. Give --role or --password.");
  const role = options.role === undefined ? undefined : roleOf(options.role);
  const passwordHash = wantsPassword ? await hashPassword(await passwordFrom(options.passwordFile)) : undefined;
  const account = await withPeople((people) => people.changeAccount(name, { role, passwordHash }));
  console.log(`${account.name} is ${account.role}${wantsPassword ? ", with a new password" : ""}.`);
}

/** `cresset accounts disable`. */
export async function disableCommand(name: string): Promise<void> {
  const account = await withPeople((people) => people.changeAccount(name, { disabled: true }));
  console.log(
    `${account.name} does not get in any more: sessions have ended, access tokens are refused. cresset accounts enable lets in again.`,
  );
}

/** `cresset accounts enable`. */
export async function enableCommand(name: string): Promise<void> {
  const account = await withPeople((people) => people.changeAccount(name, { disabled: false }));
  console.log(`${account.name} may sign in as ${account.role} again.`);
}

/** `cresset accounts remove`. */
export async function removeCommand(name: string): Promise<void> {
  const account = await withPeople((people) => people.removeAccount(name));
  console.log(`${account.name} may not sign in any more.`);
}

/** `cresset accounts token`. The token alone goes to standard output. */
export async function tokenCommand(
  name: string,
  {
    for: purpose,
    scope = ["read"],
    days,
  }: { readonly for: string; readonly scope?: readonly string[]; readonly days?: number },
): Promise<void> {
  const unknown = scope.find((each) => !scopes.some((known) => known === each));
  if (unknown !== undefined)
    throw new CressetError("usage", `There is no scope "${unknown}". There are: ${scopes.join(", ")}.`);
  if (days !== undefined && !(days > 0)) throw new CressetError("usage", "Expected --days to be a positive number.");
  const secret = newToken();
  const expiresAt = days === undefined ? undefined : new Date(Date.now() + days * 86_400_000);
  await withPeople(async (people) => {
    const { id: accountId } = await people.account(name);
    await people.addToken({
      accountId,
      name: purpose,
      scopes: [...new Set(scope)],
      expiresAt,
      hash: hashSecret(secret),
    });
  });
  console.error("Keep it well: it is not shown again.");
  console.log(secret);
}

async function withPeople<T>(work: (people: PeopleStore) => Promise<T>): Promise<T> {
  const people = await openPeopleStore(openCresset().storeFile);
  try {
    return await work(people);
  } finally {
    await people.close();
  }
}

function roleOf(written: string): Role {
  const role = roles.find((each) => each === written);
  if (role === undefined) throw new CressetError("usage", `Expected one of the roles ${roles.join(", ")}.`);
  return role;
}

/** From a file, standard input or a person; never an option, which other people of the machine could read. */
async function passwordFrom(file: string | undefined): Promise<string> {
  if (file !== undefined) {
    const text = await (file === "-" ? readAll(process.stdin) : readFile(file, "utf8")).catch((cause: unknown) => {
      throw new CressetError("bad-input", `The password file ${file} cannot be read.`, { cause });
    });
    return text.split(/\r?\n/, 1)[0] ?? "";
  }
  if (!process.stdin.isTTY)
    throw new CressetError("usage", "Nobody can be asked for a password here. Give --password-file <file>.");
  const [first, second] = [await askHidden("Password: "), await askHidden("Again: ")];
  if (first !== second) throw new CressetError("usage", "The two are not the same.");
  return first;
}

/** Shows nothing of what is typed. */
async function askHidden(question: string): Promise<string> {
  process.stderr.write(question);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return await lines.question("");
  } finally {
    lines.close();
    process.stderr.write("\n");
  }
}
