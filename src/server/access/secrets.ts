import { createHash, randomBytes } from "node:crypto";

/** Beginning of every access token: people and scanners of secrets know it by it. */
const tokenPrefix = "crst_";

export const newSessionSecret = (): string => randomBytes(32).toString("base64url");

export const newToken = (): string => tokenPrefix + randomBytes(32).toString("base64url");

/** What is kept of a secret. 256 random bits need no salt and no slow hash. */
export const hashSecret = (secret: string): string => createHash("sha256").update(secret).digest("hex");
