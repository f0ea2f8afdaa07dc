import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import type { Context, MiddlewareHandler } from "hono";
import type { ApiEnv } from "./api.ts";
import { contentSecurityPolicy, newNonce, scriptPolicy } from "./security-headers.ts";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".wasm": "application/wasm",
  ".txt": "text/plain; charset=utf-8",
};

/** What the build writes beside a file, in the order in which it is liked. */
const encodings = [
  { name: "br", ending: ".br" },
  { name: "gzip", ending: ".gz" },
] as const;

/** In index.html, where the nonce of the answer goes: `<meta name="csp-nonce" content="__CRESSET_NONCE__">`. */
const noncePlace = "__CRESSET_NONCE__";

/** The pages: the files of a folder, and index.html for every address that a page shows. */
export function staticFiles(folder: string): MiddlewareHandler<ApiEnv> {
  return async (context, next) => {
    if (context.req.method !== "GET" && context.req.method !== "HEAD") return next();
    const asked = decodedPath(context.req.path);
    if (asked === undefined) return next();
    const file = path.join(folder, asked);
    // The path of a URL has no `..` any more, but an encoded one may.
    if (file !== folder && !file.startsWith(folder + path.sep)) return next();
    if (path.extname(asked) === "" || asked.endsWith(".html")) return (await page(context, folder)) ?? next();
    return (await asset(context, file)) ?? next();
  };
}

function decodedPath(written: string): string | undefined {
  try {
    const decoded = decodeURIComponent(written);
    return decoded.includes("\0") ? undefined : decoded;
  } catch {
    return undefined;
  }
}

async function page(context: Context<ApiEnv>, folder: string): Promise<Response | undefined> {
  const text = await readFile(path.join(folder, "index.html"), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const nonce = newNonce();
  return context.body(text.replaceAll(noncePlace, nonce), 200, {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-cache",
    "content-security-policy": contentSecurityPolicy(nonce),
  });
}

async function asset(context: Context<ApiEnv>, file: string): Promise<Response | undefined> {
  const type = types[path.extname(file)];
  if (type === undefined) return undefined;
  const accepted = context.req.header("accept-encoding") ?? "";
  const wanted = encodings.filter(({ name }) => new RegExp(`\\b${name}\\b`).test(accepted));
  for (const { name, ending } of [...wanted, { name: undefined, ending: "" }]) {
    const facts = await stat(file + ending).catch(() => undefined);
    if (facts?.isFile() !== true) continue;
    // Vite puts a hash of the content into the names of what it writes into assets/.
    const isHashed = /[\\/]assets[\\/][^\\/]+-[\w-]{8,}\.\w+$/.test(file);
    const headers: Record<string, string> = {
      "content-type": type,
      "content-length": String(facts.size),
      "cache-control": isHashed ? "public, max-age=31536000, immutable" : "no-cache",
      vary: "accept-encoding",
      // For scripts that run as workers, which take no policy from the page.
      ...(type.startsWith("text/javascript") ? { "content-security-policy": scriptPolicy } : {}),
      ...(name === undefined ? {} : { "content-encoding": name }),
    };
    if (context.req.method === "HEAD") return context.body(null, 200, headers);
    return context.body(await readFile(file + ending), 200, headers);
  }
  return undefined;
}
