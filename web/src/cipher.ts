// Encryption at rest: AES-GCM with a key that no script can read out, kept in
// the same browser. What that protects from and what not: docs in README.md,
// "What is on disk".

/** What lies in the storage instead of a value. */
export interface Sealed {
  iv: Uint8Array<ArrayBuffer>;
  sealed: ArrayBuffer;
}

/** A fresh key; undefined where the page is no secure context, which has no cryptography. */
export async function newKey(): Promise<CryptoKey | undefined> {
  return globalThis.crypto?.subtle?.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/** The value as it is to be stored: sealed if there is a key. */
export async function seal(key: CryptoKey | undefined, value: object): Promise<object> {
  return key ? sealBytes(key, new TextEncoder().encode(JSON.stringify(value))) : value;
}

/** Bytes as they are to be stored. */
export async function sealBytes(key: CryptoKey | undefined, bytes: BufferSource): Promise<Sealed | BufferSource> {
  if (!key) return bytes;
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, sealed: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, bytes) };
}

/** The value of what is stored. What was never sealed is itself; what cannot be opened stays sealed. */
export async function unseal(key: CryptoKey | undefined, stored: unknown): Promise<unknown> {
  const bytes = await unsealBytes(key, stored);
  if (bytes === stored) return stored;
  try {
    return JSON.parse(new TextDecoder().decode(bytes as ArrayBuffer));
  } catch {
    return stored;
  }
}

/** The bytes of what is stored, as unseal does. */
export async function unsealBytes(key: CryptoKey | undefined, stored: unknown): Promise<unknown> {
  const { iv, sealed } = (stored ?? {}) as Partial<Sealed>;
  if (!key || !iv || !sealed) return stored;
  return crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, sealed).catch(() => stored);
}
