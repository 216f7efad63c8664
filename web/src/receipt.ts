import canonicalize from "canonicalize";
import { purposes } from "./abi.gen.js";
import { bits } from "./consent.js";
import type { About, Purpose, Receipt } from "./privet.js";
import type { Profile } from "./profile.js";
import { manifests } from "./purposes.gen.js";

// Receipts have the fields of ISO/IEC TS 27560:2023 in the words of the W3C Data
// Privacy Vocabulary, version 2, as its guide "Consent Records and Receipts"
// arranges them: https://w3id.org/dpv/guides/consent-27560

/** What a receipt is of. */
export interface Choice {
  before: Profile;
  after: Profile;
  at: number;
  /** For how long it holds, in milliseconds. */
  renew: number;
  about: About;
  /** What the page's Privet is made of: the text of its manifest, if it has one. */
  manifest: string | undefined;
  signal: { signal?: "gpc" };
}

/** The algorithm of signatures. */
const ECDSA = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;

/** Fresh keys to sign with; undefined where the page is no secure context. The private one cannot be read out. */
export async function newSigner(): Promise<CryptoKeyPair | undefined> {
  return globalThis.crypto?.subtle?.generateKey(ECDSA, false, ["sign", "verify"]) as Promise<CryptoKeyPair> | undefined;
}

/** The receipt of a choice, signed if there are keys. */
export async function receiptOf(choice: Choice, signer: CryptoKeyPair | undefined): Promise<Receipt> {
  const receipt = unsigned(choice);
  if (!signer) return receipt;
  const { kty, crv, x, y } = (await crypto.subtle.exportKey("jwk", signer.publicKey)) as Required<JsonWebKey>;
  const proof = { publicKey: { kty, crv, x, y } };
  const signed = new TextEncoder().encode(canonicalize({ ...receipt, "privet:proof": proof }));
  const signature = base64url(await crypto.subtle.sign(ECDSA, signer.privateKey, signed));
  return { ...receipt, "privet:proof": { ...proof, signature } };
}

function unsigned({ before, after, at, renew, about, manifest, signal }: Choice): Receipt {
  const time = new Date(at).toISOString();
  const { name, engine } = JSON.parse(manifest ?? "{}");
  const { via = "site", language, sha256, titles } = about;
  const [had, has] = [before.record?.granted ?? {}, after.record?.granted ?? {}];
  const deleted = { before: counts(before), after: counts(after) };
  return {
    "@context": {
      dct: "http://purl.org/dc/terms/",
      dpv: "https://w3id.org/dpv#",
      pd: "https://w3id.org/dpv/pd#",
      privet: "urn:privet:terms#",
    },
    "@type": "dpv:ConsentReceipt",
    "dct:identifier": `urn:uuid:${uuid()}`,
    "dct:conformsTo": "https://w3id.org/dpv/schema/dpv-27560#receipt",
    "dct:created": time,
    "dpv:hasRecordOfActivity": {
      "@type": "dpv:ConsentRecord",
      "dct:conformsTo": "https://w3id.org/dpv/schema/dpv-27560#record",
      "dpv:hasDataSubject": "dpv:User",
      "dpv:hasDataController": { "@id": location.origin, ...(name && { "dct:title": name }) },
      ...(sha256 && {
        "dpv:hasNotice": { "@type": "dpv:ConsentNotice", "dct:language": language!, "privet:sha256": sha256 },
      }),
      "dpv:isIndicatedAtTime": time,
      "dpv:isIndicatedBy": "dpv:DataSubject",
      "privet:via": via,
      ...(after.record?.chosen && { "dct:valid": new Date(at + renew).toISOString() }),
      "dpv:hasProcess": purposes.map((purpose) => {
        const { version, aim, uses, kept, retention } = manifests[purpose];
        return {
          "@type": "dpv:Process",
          "dct:identifier": purpose,
          "dct:hasVersion": version,
          ...(titles && { "dct:title": titles[purpose] }),
          "dpv:hasPurpose": aim,
          "dpv:hasPersonalData": [...new Set(Object.values(uses))],
          "dpv:hasLegalBasis": "dpv:Consent",
          "dpv:hasConsentStatus": has[purpose]
            ? "dpv:ConsentGiven"
            : had[purpose]
              ? "dpv:ConsentWithdrawn"
              : "dpv:ConsentRefused",
          ...(kept === "browser" && {
            "dpv:hasStorageCondition": {
              "@type": "dpv:StorageCondition",
              "dpv:hasLocation": "dpv:WithinDevice",
              "dpv:hasDuration": duration(retention),
            },
          }),
          "dpv:hasRecipient": "dpv:DataSubject",
        };
      }),
    },
    ...(engine && { "privet:engine": hex(engine.sha256) }),
    ...(signal.signal && { "privet:signal": signal.signal }),
    ...(deleted.before.events !== deleted.after.events || purposes.some((p) => had[p] && !has[p])
      ? { "privet:deleted": deleted }
      : {}),
  };
}

/** How many events there are, in all and for each purpose that has any. */
function counts({ events }: Profile): Record<string, number> {
  const kept = (purpose: Purpose) => events.filter((event) => event.purposes & bits([purpose])).length;
  const each = purposes.filter((purpose) => manifests[purpose].retention).map((purpose) => [purpose, kept(purpose)]);
  return { events: events.length, ...Object.fromEntries(each) };
}

/** Seconds as an ISO 8601 duration, in the largest unit that fits. */
function duration(seconds: number): string {
  return seconds % 86400 ? `PT${seconds / 60}M` : `P${seconds / 86400}D`;
}

/** A random UUID, version 4; crypto.randomUUID is missing where the page is no secure context. */
function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return hexOf(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** A digest as the manifest has it, base64, in hexadecimal. */
function hex(base64: string): string {
  return hexOf(Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)));
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
}

function base64url(bytes: ArrayBuffer): string {
  const text = btoa(String.fromCharCode(...new Uint8Array(bytes)));
  return text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
