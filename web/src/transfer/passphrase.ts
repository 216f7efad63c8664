import { base64ToUint8Array, uint8ArrayToBase64 } from "uint8array-extras";
import { need, PrivetError } from "../error.js";

// What a sealed file and a code have in common: a key from a passphrase, and compressed JSON under it.

type Bytes = Uint8Array<ArrayBuffer>;

/** Iterations of PBKDF2 with SHA-256: what OWASP's Password Storage Cheat Sheet asks for at least. */
export const ITERATIONS = 600_000;

/** Bytes of a salt, and of AES-GCM's initialization vector and tag. */
export const [SALT, IV, TAG] = [16, 12, 16];

/** The most bytes of compressed JSON, and of what it unpacks to. */
export const MAX_BYTES = 64 * 2 ** 20;

/** The fewest characters of a passphrase, counted as code points. */
const MIN_PASSPHRASE = 8;

/** What besides the passphrase makes a key, and `header`: what is not secret and must not change either. */
export interface CipherParameters {
  salt: Bytes;
  iv: Bytes;
  iterations: number;
  header: Bytes;
}

export const utf8 = /* @__PURE__ */ new TextEncoder();

export const random = (bytes: number): Bytes => crypto.getRandomValues(new Uint8Array(bytes));

/** Seals bytes with a passphrase. */
export async function encrypt(plain: Bytes, passphrase: string, parameters: CipherParameters): Promise<Bytes> {
  const { iv, header } = parameters;
  const key = await keyOf(passphrase, parameters);
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: header }, key, plain);
  return new Uint8Array(sealed);
}

/** Opens what `encrypt` has sealed. Rejects with `bad-value` where anything differs. */
export async function decrypt(sealed: Bytes, passphrase: string, parameters: CipherParameters): Promise<Bytes> {
  const { iv, header } = parameters;
  const key = await keyOf(passphrase, parameters);
  try {
    return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: header }, key, sealed));
  } catch (e) {
    throw new PrivetError("bad-value", "the passphrase does not fit, or the data are damaged", e);
  }
}

/** Two keyboards may put the same letter in different code points: NFKC makes them one. */
async function keyOf(passphrase: string, { salt, iterations }: CipherParameters): Promise<CryptoKey> {
  const { subtle } = crypto;
  need(subtle, "no-crypto", "this page is no secure context; browsers encrypt under https alone");
  const normal = passphrase.normalize("NFKC");
  need([...normal].length >= MIN_PASSPHRASE, "bad-value", `a passphrase has at least ${MIN_PASSPHRASE} characters`);
  const secret = await subtle.importKey("raw", utf8.encode(normal), "PBKDF2", false, ["deriveKey"]);
  const derivation = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return subtle.deriveKey(derivation, secret, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/** A value as compressed JSON. */
export async function pack(value: unknown): Promise<Bytes> {
  const json = utf8.encode(JSON.stringify(value));
  need(json.length <= MAX_BYTES, "too-large", `${json.length} bytes; ${MAX_BYTES} can be sealed`);
  return through(json, new CompressionStream("deflate-raw"));
}

/** The value of compressed JSON. */
export async function unpack(packed: Bytes): Promise<unknown> {
  try {
    const json = await through(packed, new DecompressionStream("deflate-raw"));
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(json));
  } catch (e) {
    throw PrivetError.from(e, "damaged", "what was sealed is no compressed JSON");
  }
}

/** What comes out of a stream when bytes go in. It is stopped where that gets too much. */
async function through(bytes: Bytes, stream: GenericTransformStream): Promise<Bytes> {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const chunks: Bytes[] = [];
  for (let length = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) return new Uint8Array(await new Blob(chunks).arrayBuffer());
    chunks.push(value);
    length += value.length;
    if (length <= MAX_BYTES) continue;
    await reader.cancel();
    throw new PrivetError("too-large", `more than ${MAX_BYTES} bytes`);
  }
}

/** Base64url without padding, RFC 4648. */
export const textOf = (bytes: Bytes): string => uint8ArrayToBase64(bytes, { urlSafe: true });

/** The bytes of base64url. `what` names them where they are none. */
export function bytesOf(text: unknown, what: string): Bytes {
  const is = typeof text === "string" && !/[^\w-]/.test(text) && text.length % 4 !== 1;
  need(is, "bad-value", `${what} is no base64url`);
  return base64ToUint8Array(text) as Bytes;
}
