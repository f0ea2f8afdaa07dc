const unreachable = ["EHOSTUNREACH", "ENETUNREACH", "ETIMEDOUT", "UND_ERR_CONNECT_TIMEOUT"];

/** Why nobody took what was posted, in a sentence. `error`: what `fetch` threw; `patience`: milliseconds that it was given. */
export function postFault(error: unknown, url: string, patience: number): string {
  const { host, hostname } = new URL(url);
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const said = cause instanceof Error ? cause.message : String(cause);
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  if (cause instanceof Error && cause.name === "TimeoutError")
    return `${host} did not answer within ${Math.round(patience / 1000)} seconds.`;
  if (code === "ECONNREFUSED") return `Nothing listens at ${host}.`;
  if (code === "ENOTFOUND") return `There is no machine called ${hostname}.`;
  if (code === "EAI_AGAIN") return `The name ${hostname} could not be looked up.`;
  if (code === "ECONNRESET" || code === "UND_ERR_SOCKET") return `${host} broke the connection before it answered.`;
  if (unreachable.includes(code)) return `${host} cannot be reached from this server.`;
  if (/CERT|_ISSUER|_SIGNATURE|TLS/.test(code)) return `The certificate of ${host} is not trusted: ${said}.`;
  return `${host} was not reached: ${said}.`;
}
