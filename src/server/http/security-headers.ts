import { randomBytes } from "node:crypto";

/** Of every answer. */
export const safeHeaders: Readonly<Record<string, string>> = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "x-frame-options": "DENY",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
};

export const newNonce = (): string => randomBytes(16).toString("base64");

/** What a script of ours may do where it runs as a worker. */
export const scriptPolicy = "default-src 'none'; script-src 'self'; connect-src 'self'";

/**
 * What a page may load: what this server serves, and styles that carry the nonce. Nothing is loaded from elsewhere, and no
 * script that stands in the page itself runs.
 */
export const contentSecurityPolicy = (nonce: string): string =>
  [
    "default-src 'self'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
