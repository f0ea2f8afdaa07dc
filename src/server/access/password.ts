import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { CressetError } from "../../errors.ts";

/** Cost of a guess: 32 MB and about 0.1 s. It is written beside each hash, so that it may grow. */
const cost = { N: 2 ** 15, r: 8, p: 1 };
const length = 32;

/** A password as it is kept: `scrypt$N$r$p$salt$hash`. @throws CressetError `usage` for one that is too short or too long. */
export async function hashPassword(password: string): Promise<string> {
  if (password.length < 8) throw new CressetError("usage", "A password needs 8 characters at least.");
  if (password.length > 1000) throw new CressetError("usage", "A password has 1,000 characters at most.");
  const salt = randomBytes(16);
  const hash = await derive(password, salt, cost);
  return ["scrypt", cost.N, cost.r, cost.p, salt.toString("base64url"), hash.toString("base64url")].join("$");
}

/** Compares in the same time whatever it is given; without a hash it takes as long and says no. */
export async function isPassword(password: string, kept: string | undefined): Promise<boolean> {
  const [, n, r, p, salt = "", hash = ""] = (kept ?? nobody).split("$");
  const wanted = Buffer.from(hash, "base64url");
  const given = await derive(password, Buffer.from(salt, "base64url"), { N: Number(n), r: Number(r), p: Number(p) });
  return wanted.length === given.length && timingSafeEqual(wanted, given) && kept !== undefined;
}

/** What a name without an account is compared with: the time of an answer tells nobody which names there are. */
const nobody = ["scrypt", cost.N, cost.r, cost.p, "AAAAAAAAAAAAAAAAAAAAAA", "A".repeat(43)].join("$");

function derive(password: string, salt: Buffer, { N, r, p }: typeof cost): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize("NFKC"), salt, length, { N, r, p, maxmem: 256 * N * r }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}
