import canonicalize from "canonicalize";
import { uint8ArrayToHex } from "uint8array-extras";
import { purposes as all } from "../abi.gen.js";
import type { About, Purpose } from "../privet.js";
import { language, text } from "./speak.js";

/** What a receipt says of the texts that a choice was made by: their language and digest, and what the purposes were called. */
export async function notice(): Promise<About> {
  const { purposes, consent, lasts, glossary } = text;
  const titles = Object.fromEntries(all.map((purpose) => [purpose, purposes[purpose].name])) as Record<Purpose, string>;
  const shown = new TextEncoder().encode(canonicalize({ purposes, consent, lasts, glossary }));
  const digest = await crypto.subtle?.digest("SHA-256", shown); // missing where the page is no secure context
  const sha256 = digest && uint8ArrayToHex(new Uint8Array(digest));
  return { via: "privet", language, titles, ...(sha256 && { sha256 }) };
}
