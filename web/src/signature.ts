import { need } from "./error.js";

/** How a signed manifest begins: host/edge/publish puts the signature at the front. What was signed is the rest, after a brace. */
const SIGNED = /^{"signature":"([^"]*)",/;

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));

/**
 * Throws `bad-signature` unless a manifest's text was signed with a key (base64
 * of 32 bytes, Ed25519, RFC 8032), also where this browser cannot tell: without
 * a secure context, or older than Chromium 137, Firefox 129 and Safari 17.
 */
export async function verify(manifest: string, key: string): Promise<void> {
  const [head, signature] = SIGNED.exec(manifest) ?? [];
  const signed = async () =>
    crypto.subtle.verify(
      "Ed25519",
      await crypto.subtle.importKey("raw", bytesOf(key), "Ed25519", false, ["verify"]),
      bytesOf(signature!),
      new TextEncoder().encode("{" + manifest.slice(head!.length)),
    );
  need(head && (await signed().catch(() => false)), "bad-signature", "manifest.json: not by this key");
}
