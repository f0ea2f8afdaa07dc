import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import type { Context } from "hono";
import { type Api, type ApiEnv, createApi } from "./api.ts";
import { contentSecurityPolicy, newNonce } from "./security-headers.ts";

const files: Readonly<Record<string, string>> = {
  "swagger-ui.css": "text/css; charset=utf-8",
  "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
};

const start = `window.onload = () => {
  window.SwaggerUIBundle({ url: "/api/openapi.json", dom_id: "#reference", deepLinking: true, validatorUrl: null });
};
`;

/** The API's reference as a page. Everything that it loads comes from this server. */
export function referencePage(): Api {
  const folder = path.dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));
  const api = createApi();
  api.get("/api/reference", (context) => {
    const nonce = newNonce();
    return context.html(page, 200, { "content-security-policy": contentSecurityPolicy(nonce) });
  });
  api.get("/api/reference/start.js", (context) => text(context, start, "text/javascript; charset=utf-8"));
  for (const [name, type] of Object.entries(files))
    api.get(`/api/reference/${name}`, async (context) => text(context, await readFile(path.join(folder, name)), type));
  return api;
}

const text = (context: Context<ApiEnv>, body: string | Buffer, type: string) =>
  context.body(typeof body === "string" ? body : new Uint8Array(body), 200, {
    "content-type": type,
    "cache-control": "public, max-age=3600",
  });

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Cresset API</title>
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <link rel="stylesheet" href="/api/reference/swagger-ui.css" />
    <script src="/api/reference/swagger-ui-bundle.js"></script>
    <script src="/api/reference/start.js"></script>
  </head>
  <body><div id="reference"></div></body>
</html>
`;
