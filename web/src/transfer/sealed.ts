import canonicalize from "canonicalize";
import { need, PrivetError } from "../error.js";
import type { Export } from "../privet.js";
import {
  bytesOf,
  decrypt,
  encrypt,
  ITERATIONS,
  IV,
  MAX_BYTES,
  pack,
  random,
  SALT,
  textOf,
  unpack,
  utf8,
} from "./passphrase.js";
import { acceptExport } from "./incoming.js";

/** What a file says of itself that everybody may read. */
interface Header {
  format: "privet-sealed";
  version: 1;
  kdf: "PBKDF2-SHA-256";
  iterations: number;
  /** 16 bytes, base64url like all bytes in it. */
  salt: string;
  /** 12 bytes. */
  iv: string;
}

/** An export under a passphrase, as it is downloaded. */
export interface Sealed extends Header {
  /** AES-256-GCM of the export's JSON, compressed with DEFLATE. The other members are its additional data, as canonical JSON (RFC 8785). */
  data: string;
}

const VERSION = 1;

/** The most iterations that a file can ask for: some ten seconds' work. */
const MAX_ITERATIONS = 10_000_000;

/** Encrypts an export with a passphrase. Rejects with `bad-value` for a passphrase shorter than 8 characters. */
export async function seal(profile: Export, passphrase: string): Promise<Sealed> {
  const [salt, iv] = [random(SALT), random(IV)];
  const header: Header = {
    format: "privet-sealed",
    version: VERSION,
    kdf: "PBKDF2-SHA-256",
    iterations: ITERATIONS,
    salt: textOf(salt),
    iv: textOf(iv),
  };
  const parameters = { salt, iv, iterations: ITERATIONS, header: bytesOfHeader(header) };
  return { ...header, data: textOf(await encrypt(await pack(profile), passphrase, parameters)) };
}

/**
 * Decrypts. Rejects with `bad-value` where the passphrase is wrong or the file
 * damaged, which cannot be told apart; with `newer-version`, `too-large`, or
 * with `damaged` where what was sealed is no export.
 */
export async function unseal(sealed: unknown, passphrase: string): Promise<Export> {
  const { data, ...header } = (sealed ?? {}) as Partial<Sealed>;
  const { format, version, kdf, iterations } = header;
  need(format === "privet-sealed" && Number.isInteger(version), "bad-value", "this is no sealed export");
  need(version! <= VERSION, "newer-version", `a sealed export of version ${version}; this script reads ${VERSION}`);
  need(version === VERSION && kdf === "PBKDF2-SHA-256", "bad-value", "version or kdf is wrong");
  const bounded = Number.isInteger(iterations) && iterations! >= ITERATIONS && iterations! <= MAX_ITERATIONS;
  need(bounded, "bad-value", `iterations must be ${ITERATIONS} to ${MAX_ITERATIONS}`);
  const [salt, iv] = [bytesOf(header.salt, "salt"), bytesOf(header.iv, "iv")];
  need(salt.length === SALT && iv.length === IV, "bad-value", "salt or iv has a wrong length");
  need(typeof data === "string", "bad-value", "data is missing");
  need(data.length * 3 <= MAX_BYTES * 4, "too-large", `data has more than ${MAX_BYTES} bytes`);
  const parameters = { salt, iv, iterations: iterations!, header: bytesOfHeader(header) };
  return acceptExport(await unpack(await decrypt(bytesOf(data, "data"), passphrase, parameters)));
}

/** Nobody can add, take away or change a member without the passphrase. */
function bytesOfHeader(header: object) {
  try {
    return utf8.encode(canonicalize(header));
  } catch (e) {
    throw PrivetError.from(e, "bad-value", "a member that is none of a sealed export");
  }
}
