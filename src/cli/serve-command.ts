import { spawn } from "node:child_process";
import { userInfo } from "node:os";
import { openCresset } from "../app/cresset.ts";
import { startServer } from "../server/server.ts";
import { onInterrupt } from "./interrupt.ts";

export interface ServeOptions {
  readonly host: string;
  readonly port: number;
  readonly root?: readonly string[];
  readonly login?: boolean;
  readonly address?: string;
  readonly project?: string;
  readonly open?: boolean;
  readonly config?: string;
}

/** `cresset serve`: until Ctrl-C or SIGTERM, which end it cleanly. */
export async function serveCommand(options: ServeOptions): Promise<void> {
  const { host, port, root, login = false, address, project, config } = options;
  const cresset = openCresset({
    ...(project === undefined ? {} : { project }),
    ...(config === undefined ? {} : { configFile: config }),
  });
  const { storageRoots, media, user } = cresset.config;
  const given = root ?? [];
  // Somebody who has said nothing means the folder that they stand in.
  const roots = given.length + storageRoots.length + media.length === 0 ? [process.cwd()] : given;
  const server = await startServer({
    cresset,
    host,
    port,
    roots,
    login,
    person: user.name ?? userInfo().username,
    ...(address === undefined ? {} : { address }),
  });
  const { signal, end } = onInterrupt();
  try {
    console.log(`Cresset is at ${address ?? server.url}`);
    console.log(`Storage roots: ${server.parts.roots.folders.join(", ")}`);
    console.log("Ctrl-C ends it.");
    if (options.open === true) openInBrowser(address ?? server.url);
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
    await server.close();
  } finally {
    end();
  }
}

function openInBrowser(url: string): void {
  const [command = "", ...words] =
    process.platform === "darwin" ? ["open"] : process.platform === "win32" ? ["cmd", "/c", "start", ""] : ["xdg-open"];
  const child = spawn(command, [...words, url], { stdio: "ignore", detached: true });
  child.on("error", () => console.error(`No browser could be opened. Open ${url} yourself.`));
  child.unref();
}
