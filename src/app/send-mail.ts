import { readFileSync } from "node:fs";
import { createTransport } from "nodemailer";
import { CressetError } from "../errors.ts";
import type { MailMessage } from "../hooks/hook-api.ts";

/** Where mail goes out, and who it is from. */
export interface MailSettings {
  /** `smtps://user:password@host:465`, or `smtp://…:587`, which goes over to TLS before anything is said. */
  readonly server: string;
  readonly from: string;
  /** PEM of a certificate authority of the house, where the server's certificate is none that everybody knows. */
  readonly authority?: string;
}

/** @throws CressetError `usage` when the environment names no server. */
export function mailSettings(environment: Readonly<Record<string, string | undefined>>): MailSettings {
  const server = environment["CRESSET_SMTP_URL"] ?? "";
  if (!/^smtps?:\/\/[^/]/.test(server))
    throw new CressetError(
      "usage",
      "No mail can be sent: set CRESSET_SMTP_URL to the mail server, such as smtps://user:password@mail.house.example:465.",
    );
  const file = environment["CRESSET_SMTP_CA"] ?? "";
  return {
    server,
    from: environment["CRESSET_MAIL_FROM"] ?? "",
    ...(file === "" ? {} : { authority: readFileSync(file, "utf8") }),
  };
}

/**
 * Sends a mail. A password never goes over the line in the clear: with one, a server without TLS is refused.
 * @throws CressetError `usage` without a sender, `internal` when the server does not take it.
 */
export async function sendMail(message: MailMessage, { server, from, authority }: MailSettings): Promise<void> {
  const url = new URL(server);
  const secure = url.protocol === "smtps:";
  const user = decodeURIComponent(url.username);
  const sender = message.from ?? from;
  if (sender === "")
    throw new CressetError("usage", "No mail can be sent: set CRESSET_MAIL_FROM to the address that it is from.");
  const transport = createTransport({
    host: url.hostname,
    port: url.port === "" ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTLS: !secure && user !== "",
    ...(user === "" ? {} : { auth: { user, pass: decodeURIComponent(url.password) } }),
    ...(authority === undefined ? {} : { tls: { ca: authority } }),
    connectionTimeout: 20_000,
    greetingTimeout: 20_000,
    socketTimeout: 30_000,
  });
  try {
    await transport.sendMail({
      from: sender,
      to: [...recipients(message.to)],
      subject: message.subject,
      text: message.text,
    });
  } catch (cause) {
    // The address of the server without what is secret in it.
    throw new CressetError(
      "internal",
      `The mail "${message.subject}" was not sent through ${url.hostname}: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    );
  } finally {
    transport.close();
  }
}

const recipients = (to: string | readonly string[]) => (typeof to === "string" ? [to] : to);
