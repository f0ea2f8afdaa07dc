import { type Command, InvalidArgumentError, Option } from "commander";
import type { ServeOptions } from "./serve-command.ts";

const collect = (value: string, list: readonly string[] = []) => [...list, value];

/** The commands of the server and of who may use it. */
export function addServer(program: Command): void {
  program
    .command("serve")
    .description("Serve the pages and the HTTP API until it is stopped.")
    .option("--host <address>", "address to listen at; others than this machine's take accounts", "127.0.0.1")
    .option("--port <number>", "port to listen at; 0 for any that is free", portNumber, 4747)
    .option(
      "--root <folder>",
      "storage root: a folder that pages and programs may name files in; may be repeated. The config's storageRoots and media are roots, too; without any, this folder",
      collect,
    )
    .option("--login", "people have to sign in on this machine, too")
    .option("--address <url>", "address that people use where a proxy stands in front, such as https://cresset.house")
    .option("--project <name>", "the project that is shown first")
    .option("--open", "open the page in a browser")
    .option("--config <file>", "config file in place of the one found in this folder or above")
    .action(async (options: ServeOptions) => (await import("./serve-command.ts")).serveCommand(options));
  addAccounts(program);
}

function addAccounts(program: Command): void {
  const accounts = program.command("accounts").description("Who may use the server where people have to sign in.");
  const role = () => new Option("--role <role>", "what it may do").choices(["viewer", "artist", "lead", "admin"]);
  const password = [
    "--password-file <file>",
    "file whose first line is the password, - for standard input; without it you are asked",
  ] as const;
  accounts
    .command("add")
    .description("Make an account.")
    .argument("<name>")
    .addOption(role().makeOptionMandatory())
    .option(...password)
    .action(async (name: string, options: { role: string; passwordFile?: string }) =>
      (await import("./account-commands.ts")).addCommand(name, options),
    );
  accounts
    .command("list", { isDefault: true })
    .description("Every account.")
    .option("--json", "as JSON")
    .action(async (options: { json?: boolean }) => (await import("./account-commands.ts")).listCommand(options));
  accounts
    .command("change")
    .description("Give an account another role or password. A new password signs it out everywhere.")
    .argument("<name>")
    .addOption(role())
    .option("--password", "ask for a new password")
    .option(...password)
    .action(async (name: string, options: { role?: string; password?: boolean; passwordFile?: string }) =>
      (await import("./account-commands.ts")).changeCommand(name, options),
    );
  accounts
    .command("disable")
    .description("Let nobody in with an account until it is enabled again: sessions end, access tokens are refused.")
    .argument("<name>")
    .action(async (name: string) => (await import("./account-commands.ts")).disableCommand(name));
  accounts
    .command("enable")
    .description("Let people in again with an account that was disabled.")
    .argument("<name>")
    .action(async (name: string) => (await import("./account-commands.ts")).enableCommand(name));
  accounts
    .command("remove")
    .description("Remove an account, with its access tokens.")
    .argument("<name>")
    .action(async (name: string) => (await import("./account-commands.ts")).removeCommand(name));
  accounts
    .command("token")
    .description("Make an access token, which a program signs in with; it is shown this once.")
    .argument("<name>", "the account that it belongs to")
    .requiredOption("--for <text>", "what it is for")
    .option("--scope <scope>", "what it is good for: read, catalogue, export, archive, admin; may be repeated", collect)
    .option("--days <count>", "how long it is good; for ever when left out", Number)
    .action(async (name: string, options: { for: string; scope?: readonly string[]; days?: number }) =>
      (await import("./account-commands.ts")).tokenCommand(name, options),
    );
}

function portNumber(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError("Expected a port: 0 to 65535.");
}
