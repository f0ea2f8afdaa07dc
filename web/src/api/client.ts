import { ApiProblem, problemOf } from "./api-problem.ts";
import { randomId } from "./random-id.ts";

const prefix = "/api/v1";

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export interface CallOptions {
  readonly query?: Query;
  readonly signal?: AbortSignal;
}

/** The address of something in the API: for pictures, sound and downloads, which the browser fetches itself. */
export function apiUrl(path: string, query: Query = {}): string {
  const words = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] satisfies [string, string]],
  );
  return words.length === 0 ? prefix + path : `${prefix}${path}?${new URLSearchParams(words)}`;
}

/** The response itself, for what is not JSON. @throws ApiProblem for every "no". */
export async function request(
  method: string,
  path: string,
  body?: unknown,
  options: CallOptions = {},
): Promise<Response> {
  const headers: Record<string, string> = { accept: "application/json" };
  if (body !== undefined) headers["content-type"] = "application/json";
  // A click that is sent again by the network happens once.
  if (method === "POST") headers["idempotency-key"] = randomId();
  const response = await fetch(apiUrl(path, options.query), {
    method,
    headers,
    credentials: "same-origin",
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiProblem("The server cannot be reached. Is cresset serve still running?", 0);
  });
  if (!response.ok) throw await problemOf(response);
  return response;
}

async function call<T>(method: string, path: string, body?: unknown, options?: CallOptions): Promise<T> {
  const response = await request(method, path, body, options);
  // The types are those that the server shapes its answers by; where there is nothing, nothing is said of it.
  return JSON.parse((await response.text()) || "null");
}

/** The HTTP API; `T` is what the server's shapes say of the answer. Everything throws ApiProblem. */
export const api = {
  get: <T>(path: string, options?: CallOptions) => call<T>("GET", path, undefined, options),
  post: <T>(path: string, body: unknown = {}, options?: CallOptions) => call<T>("POST", path, body, options),
  put: <T>(path: string, body: unknown, options?: CallOptions) => call<T>("PUT", path, body, options),
  patch: <T>(path: string, body: unknown, options?: CallOptions) => call<T>("PATCH", path, body, options),
  delete: <T>(path: string, options?: CallOptions) => call<T>("DELETE", path, undefined, options),
};
