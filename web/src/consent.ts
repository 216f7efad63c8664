import { purposes } from "./abi.gen.js";
import { need } from "./error.js";
import type { Consent, Preferences, Purpose } from "./privet.js";
import { defaults, versions } from "./purposes.gen.js";

/** The version of the records that this script writes. */
const VERSION = 2;

/** What the visitor chose, as it is stored. Purposes are stored by name, so that a person can read it. */
export interface ConsentRecord {
  version: number;
  granted: Partial<Record<Purpose, Grant>>;
  /** The last choice: when, and the version of each purpose that was asked for then. Missing where only preferences are kept. */
  chosen?: { at: number; versions: readonly number[] };
  preferences: Preferences;
}

/** That a purpose was allowed, when, and in which version. */
interface Grant {
  at: number;
  version: number;
}

/** What is kept of a visitor who has chosen nothing: nothing. */
export const noRecord: ConsentRecord = { version: VERSION, granted: {}, preferences: {} };

/** What stands for a record that cannot be read: it may have held a refusal of anything. */
export const lostRecord: ConsentRecord = {
  version: VERSION,
  granted: {},
  chosen: { at: 0, versions: [] },
  preferences: {},
};

/** What is allowed where the visitor has not chosen: what needs no consent, and nothing else. */
export const defaultConsent: Consent = { granted: namesOf(defaults), ask: "new", preferences: {} };

/** What is allowed where the visitor's choice cannot be read. */
export const noConsent: Consent = { granted: [], preferences: {} };

/** Whether this is a record of this version. */
export function isConsent(stored: unknown): stored is ConsentRecord {
  const { version, granted, chosen, preferences } = (stored ?? {}) as Partial<ConsentRecord>;
  if (version !== VERSION || !isObject(granted) || !isObject(preferences)) return false;
  const grants = Object.entries(granted).every(
    ([name, grant]) => isPurpose(name) && isTime(grant?.at) && grant.version > 0,
  );
  const choice =
    !chosen || (isTime(chosen.at) && Array.isArray(chosen.versions) && chosen.versions.every(Number.isInteger));
  return grants && choice && arePreferences(preferences);
}

/** Consent records of version 1, which knew neither age nor version of a grant. */
export function upgraded(stored: unknown): unknown {
  const { version, granted, receipts, variety } = (stored ?? {}) as Record<string, unknown>;
  if (version !== 1 || !Array.isArray(granted) || !granted.every(isPurpose) || !Array.isArray(receipts)) return stored;
  const at = receipts.at(-1)?.at;
  const chosen = isTime(at) ? { chosen: { at, versions: versions.map(() => 1) } } : {};
  const grants = granted.map((purpose) => [purpose, { at: at ?? 0, version: 1 }]);
  return {
    version: VERSION,
    granted: chosen.chosen ? Object.fromEntries(grants) : {},
    ...chosen,
    preferences: variety === undefined ? {} : { variety },
  };
}

const DAY = 24 * 60 * 60 * 1000;

/** For how long consent lasts, in milliseconds; a site says it in days. */
export function renewal(days: number | undefined): number {
  return DAY * Math.max(1, Math.min(Number(days) || 180, 400));
}

/** A time, and for how long consent lasts, both in milliseconds. */
export interface Moment {
  now: number;
  renew: number;
}

/**
 * What a record allows at a time. Consent counts until it is so old that it must
 * be renewed, and for the version of a purpose that it was given to. What is on
 * by default needs none.
 */
export function consentOf({ granted, chosen, preferences }: ConsentRecord, { now, renew }: Moment): Consent {
  const until = chosen && chosen.at + renew;
  const counts = (purpose: Purpose, p: number) => {
    const grant = granted[purpose];
    if ((defaults >> p) & 1) return !!grant || !chosen;
    return !!grant && grant.version === versions[p] && now < grant.at + renew;
  };
  const ask = !chosen
    ? "new"
    : now >= until!
      ? "expired"
      : versions.some((version, p) => version !== chosen.versions[p])
        ? "changed"
        : undefined;
  return {
    granted: preferences.paused ? [] : purposes.filter(counts),
    ...(until && now < until && { chosen: { at: chosen.at, until } }),
    ...(ask && { ask }),
    preferences,
  };
}

/** What of a record was allowed at a time, paused or not. */
export function allowedOf(record: ConsentRecord, moment: Moment): Purpose[] {
  return consentOf({ ...record, preferences: {} }, moment).granted;
}

/** The record after a choice for these purposes: what was allowed before stays as it was. */
export function granting(record: ConsentRecord, purposes: readonly Purpose[], now: number): ConsentRecord {
  return choosing(record, { ...grantsOf(record, now), ...grants(purposes, now) }, purposes, now);
}

/** The record after a choice against these purposes. */
export function revoking(record: ConsentRecord, purposes: readonly Purpose[], now: number): ConsentRecord {
  const left = Object.entries(grantsOf(record, now)).filter(([purpose]) => !purposes.includes(purpose as Purpose));
  return choosing(record, Object.fromEntries(left), purposes, now);
}

/** The record after a complete choice: these purposes and no others. */
export function choosingAll(record: ConsentRecord, chosen: readonly Purpose[], now: number): ConsentRecord {
  return choosing(record, grants(chosen, now), purposes, now);
}

function choosing(
  { chosen, preferences: { paused: _, ...preferences } }: ConsentRecord,
  granted: ConsentRecord["granted"],
  asked: readonly Purpose[],
  at: number,
): ConsentRecord {
  const asOf = (version: number, p: number) =>
    !chosen || asked.includes(purposes[p]!) ? version : (chosen.versions[p] ?? 0);
  return { version: VERSION, granted, chosen: { at, versions: versions.map(asOf) }, preferences };
}

/** What a record grants; before the first choice that is what is on by default. */
function grantsOf({ chosen, granted }: ConsentRecord, now: number): ConsentRecord["granted"] {
  return chosen ? granted : grants(namesOf(defaults), now);
}

function grants(names: readonly Purpose[], at: number): ConsentRecord["granted"] {
  return Object.fromEntries(
    namesOf(bits(names)).map((name) => [name, { at, version: versions[purposes.indexOf(name)]! }]),
  );
}

/** The record after a choice of preferences, which allows nothing. A member that is undefined is as if it had never been chosen. */
export function prefer(record: ConsentRecord, changed: Preferences): ConsentRecord {
  const preferences = Object.entries({ ...record.preferences, ...changed }).filter(([, value]) => value !== undefined);
  return { ...record, preferences: Object.fromEntries(preferences) };
}

/** Whether these are preferences, some of them perhaps undefined. */
export function arePreferences({ variety, muted, paused, visit, usual, ...rest }: Preferences): boolean {
  return (
    !Object.keys(rest).length &&
    (variety === undefined || (Number.isInteger(variety) && variety >= 0 && variety <= 100)) &&
    (muted === undefined ||
      (Array.isArray(muted) && muted.length <= 64 && muted.every((m) => typeof m === "string"))) &&
    [paused, visit, usual].every((on) => on === undefined || on === true)
  );
}

/** What the browser says for its visitor: Global Privacy Control, where it is on. */
export function signal(): { signal?: "gpc" } {
  return (globalThis.navigator as { globalPrivacyControl?: boolean } | undefined)?.globalPrivacyControl
    ? { signal: "gpc" }
    : {};
}

function isObject(v: unknown): v is object {
  return typeof v === "object" && v !== null;
}

function isTime(v: unknown): v is number {
  return Number.isInteger(v) && (v as number) >= 0;
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
