import { consentVersion, purposes } from "./abi.gen.js";
import { need } from "./error.js";
import type { Purpose, Receipt } from "./privet.js";

/** The consent record, as it is stored. Purposes are stored by name, so that a person can read it. */
export interface ConsentRecord {
  version: number;
  granted: Purpose[];
  receipts: Receipt[];
  /** How much variety the visitor chose, in percent; undefined: what the site's owner chose. */
  variety?: number;
}

const MAX_RECEIPTS = 100;

/** What is allowed where the visitor has not chosen: what needs no storage, and nothing else. */
export const defaultConsent: ConsentRecord = { version: consentVersion, granted: ["context"], receipts: [] };

/** What is allowed where the visitor's choice cannot be read. */
export const noConsent: ConsentRecord = { ...defaultConsent, granted: [] };

/** Whether a record says nothing that the default does not: then it need not be stored. */
export function isDefault({ granted, variety }: ConsentRecord): boolean {
  return bits(granted) === bits(defaultConsent.granted) && variety === undefined;
}

/** Whether this is a record of this version. */
export function isConsent(stored: unknown): stored is ConsentRecord {
  const { version, granted, receipts, variety } = (stored ?? {}) as Partial<ConsentRecord>;
  const known = version === consentVersion && (variety === undefined || isPercent(variety));
  return known && Array.isArray(granted) && granted.every(isPurpose) && Array.isArray(receipts);
}

/** The record after a choice, with its receipt. */
export function choose(record: ConsentRecord, chosen: readonly Purpose[], at: number): ConsentRecord {
  const granted = namesOf(bits(chosen));
  return { ...record, granted, receipts: [...record.receipts, { at, granted, ...signal() }].slice(-MAX_RECEIPTS) };
}

/** What the browser says for its visitor: Global Privacy Control, where it is on. */
export function signal(): { signal?: "gpc" } {
  return (globalThis.navigator as { globalPrivacyControl?: boolean } | undefined)?.globalPrivacyControl
    ? { signal: "gpc" }
    : {};
}

/** The record after a choice of variety, which allows nothing and so has no receipt. */
export function vary({ variety: _, ...record }: ConsentRecord, percent: number | undefined): ConsentRecord {
  return percent === undefined ? record : { ...record, variety: percent };
}

export function isPercent(v: unknown): v is number {
  return Number.isInteger(v) && (v as number) >= 0 && (v as number) <= 100;
}

export function isPurpose(name: unknown): name is Purpose {
  return purposes.includes(name as Purpose);
}

/** Purposes as the engine's set: bit p is set where purposes[p] is in it. */
export function bits(names: readonly Purpose[]): number {
  return names.reduce((set, name) => set | (1 << purposes.indexOf(name)), 0);
}

/** The purposes of an engine's set. */
export function namesOf(set: number): Purpose[] {
  return purposes.filter((_, p) => (set >> p) & 1);
}

/** Throws `bad-value` for what is no purpose. */
export function checkPurposes(names: readonly unknown[]): asserts names is Purpose[] {
  for (const name of names) need(isPurpose(name), "bad-value", `${name} is no purpose`);
}
