import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";

/** A mail server that wants TLS and a login, and keeps what it gets. */
export interface TestMailServer extends AsyncDisposable {
  readonly port: number;
  /** File of the authority that its certificate is from. */
  readonly authority: string;
  readonly mails: readonly { readonly user: string; readonly to: readonly string[]; readonly text: string }[];
}

/** @param mode `tls` from the first byte, or `starttls` */
export async function startMailServer(folder: string, mode: "tls" | "starttls"): Promise<TestMailServer> {
  const [key, authority] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  const made = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  execFileSync("openssl", ["req", "-x509", ...made, "-keyout", key, "-out", authority, ...subject], { stdio: "pipe" });
  const mails: { user: string; to: string[]; text: string }[] = [];
  const server = new SMTPServer({
    secure: mode === "tls",
    key: readFileSync(key),
    cert: readFileSync(authority),
    authMethods: ["PLAIN", "LOGIN"],
    allowInsecureAuth: false,
    disableReverseLookup: true,
    onAuth({ username = "", password }, _session, answer) {
      if (username === "cresset" && password === "s3cret/@") answer(null, { user: username });
      else answer(new Error("wrong password"));
    },
    onData(stream, { user, envelope }, done) {
      const keep = async () => {
        mails.push({ user: String(user), to: envelope.rcptTo.map(({ address }) => address), text: await text(stream) });
        done();
      };
      void keep();
    },
  });
  server.on("error", () => {});
  const { promise: listening, resolve } = Promise.withResolvers<void>();
  server.listen(0, "localhost", resolve);
  await listening;
  const address = server.server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    authority,
    mails,
    [Symbol.asyncDispose]: () => new Promise<void>((closed) => server.close(() => closed())),
  };
}
