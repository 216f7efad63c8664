import canonicalize from "canonicalize";
import type { About, Purpose } from "../privet.js";
import { all } from "./purposes.js";
import { language, text } from "./speak.js";

/** What a receipt says of the texts that a choice was made by: their language and digest, and what the purposes were called. */
export async function notice(): Promise<About> {
  const { purposes, consent, lasts, glossary } = text;
  const titles = Object.fromEntries(all.map((purpose) => [purpose, purposes[purpose].name])) as Record<Purpose, string>;
  const shown = new TextEncoder().encode(canonicalize({ purposes, consent, lasts, glossary }));
  const digest = await crypto.subtle?.digest("SHA-256", shown); // missing where the page is no secure context
  const sha256 = digest && Array.from(new Uint8Array(digest), (b) => b.toString(16).padStart(2, "0")).join("");
  return { via: "privet", language, titles, ...(sha256 && { sha256 }) };
}
