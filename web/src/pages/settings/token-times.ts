import type { AccessTokenShape } from "../../../../src/server/shapes/access-shapes.ts";
import { formatMoment } from "../../format/amounts.ts";

/** How long a new token is good for, in days; the last has no end. */
export const lifetimes = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "a year" },
  { value: "", label: "no end" },
] as const;

export const isExpired = ({ expiresAt }: AccessTokenShape, now = new Date()): boolean =>
  expiresAt !== null && new Date(expiresAt) <= now;

export function expiryText(token: AccessTokenShape): string {
  if (token.expiresAt === null) return "no end";
  return `${isExpired(token) ? "expired" : "until"} ${formatMoment(token.expiresAt)}`;
}

/** It is noted once a minute at most. */
export const lastUseText = ({ lastUsedAt }: AccessTokenShape): string =>
  lastUsedAt === null ? "never used" : `last used ${formatMoment(lastUsedAt)}`;
