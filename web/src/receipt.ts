import canonicalize from "canonicalize";
import { base64ToUint8Array, uint8ArrayToBase64, uint8ArrayToHex } from "uint8array-extras";
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
  const bytes = new Uint8Array(await crypto.subtle.sign(ECDSA, signer.privateKey, signed));
  const signature = uint8ArrayToBase64(bytes, { urlSafe: true });
  return { ...receipt, "privet:proof": { ...proof, signature } };
}

/** Terms whose values are terms themselves, not texts. */
const TERMS = [
  "ConsentControl",
  "DataSubject",
  "LegalBasis",
  "Location",
  "PersonalData",
  "Purpose",
  "Recipient",
  "Right",
];

const CONTEXT = {
  dcat: "http://www.w3.org/ns/dcat#",
  dct: "http://purl.org/dc/terms/",
  dpv: "https://w3id.org/dpv#",
  "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
  pd: "https://w3id.org/dpv/pd#",
  privet: "urn:privet:terms#",
  rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
  tech: "https://w3id.org/dpv/tech#",
  ...Object.fromEntries(TERMS.map((term) => [`dpv:has${term}`, { "@type": "@id" }])),
};

/** To withdraw, to see, to have deleted, to take along: articles 7(3), 15, 17 and 20 of the GDPR, all in the privacy centre. */
const RIGHTS = ["eu-gdpr:A7-3", "eu-gdpr:A15", "eu-gdpr:A17", "eu-gdpr:A20"];

function unsigned({ before, after, at, renew, about, manifest, signal }: Choice): Receipt {
  const { name, engine } = JSON.parse(manifest ?? "{}");
  const { via = "site", language, sha256, titles } = about;
  const [had, has] = [before.record?.granted ?? {}, after.record?.granted ?? {}];
  const withdrawn =
    purposes.some((purpose) => had[purpose] && !has[purpose]) || before.events.length > after.events.length;
  const process = (purpose: Purpose) => {
    const { version, default: isDefault, aim, uses, retention } = manifests[purpose];
    const grant = has[purpose];
    return {
      "@type": "dpv:Process",
      "dct:identifier": purpose,
      "dcat:version": version,
      ...(titles && { "dct:title": titles[purpose] }),
      "dpv:hasPurpose": aim,
      "dpv:hasPersonalData": [...new Set(Object.values(uses))],
      ...(!isDefault && { "dpv:hasLegalBasis": "dpv:Consent" }),
      "dpv:hasRecipient": "dpv:DataSubject",
      "dpv:hasConsentStatus": {
        "@type": grant ? "dpv:ConsentGiven" : had[purpose] ? "dpv:ConsentWithdrawn" : "dpv:ConsentRefused",
        "dpv:isIndicatedAtTime": time(grant?.at ?? at),
        "dpv:isIndicatedBy": "dpv:DataSubject",
        "dpv:hasIndicationMethod": via,
        ...(grant && {
          "dpv:hasDuration": { "@type": "dpv:UntilTimeDuration", "rdf:value": time(grant.at + renew) },
        }),
      },
      ...(retention && {
        "dpv:hasStorageCondition": [
          { "@type": "dpv:StorageLocation", "dpv:hasLocation": "tech:Device" },
          { "@type": "dpv:StorageDuration", "dpv:hasDuration": duration(retention) },
        ],
      }),
    } as const;
  };
  return {
    "@context": CONTEXT,
    "@type": "dpv:ConsentReceipt",
    "dct:identifier": uuid(),
    "dct:conformsTo": "https://w3id.org/dpv/schema/dpv-27560#receipt",
    "dct:created": time(at),
    "dpv:hasRecordOfActivity": {
      "@type": "dpv:ConsentRecord",
      "dct:identifier": uuid(),
      "dct:conformsTo": "https://w3id.org/dpv/schema/dpv-27560#record",
      "dpv:hasDataSubject": "dpv:User",
      "dpv:hasDataController": { "@id": location.origin, ...(name && { "dct:title": name }) },
      "dpv:hasNotice": {
        "@type": "dpv:ConsentNotice",
        ...(sha256 && { "dct:language": language!, "privet:sha256": sha256 }),
      },
      "dpv:hasConsentControl": "dpv:WithdrawConsent",
      "dpv:hasRight": RIGHTS,
      "dpv:hasProcess": purposes.map(process),
    },
    ...(engine && { "privet:engine": uint8ArrayToHex(base64ToUint8Array(engine.sha256)) }),
    ...(signal.signal && { "privet:signal": signal.signal }),
    ...(withdrawn && { "privet:deleted": { before: counts(before), after: counts(after) } }),
  };
}

function time(at: number): string {
  return new Date(at).toISOString();
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

/** A random identifier, a UUID of version 4; crypto.randomUUID is missing where the page is no secure context. */
function uuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return uint8ArrayToHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, "urn:uuid:$1-$2-$3-$4-");
}
