import { Kind, kindCount, purposes as names, type Event } from "./abi.gen.js";
import * as consents from "./consent.js";
import { need } from "./error.js";
import type { Consent, Forget, Preferences, Purpose } from "./privet.js";
import { manifests } from "./purposes.gen.js";
import type { Change, Stored } from "./store.js";

/**
 * Everything that is kept about a visitor, and the only ways in which it
 * changes other than by growing. Each change returns a new profile.
 */
export interface Profile {
  /** What is allowed now: what the record says at the time when it was last looked at. */
  consent: Consent;
  /** Undefined where it cannot be read. */
  record: consents.ConsentRecord | undefined;
  /** By rising id. */
  events: Event[];
  /** What is stored and unreadable: the consent record under id 0, events under their own. */
  damaged: { id: number; row: unknown; why: string }[];
}

const DONE = consents.bits(["session", "history", "prediction"]);
const DECLARED = consents.bits(["interests"]);
const SHOWN = consents.bits(["prediction"]);

/** A visit ends after half an hour without an event, in milliseconds: the gap that catalogs are built with. */
const VISIT_GAP = 30 * 60 * 1000;

/** The profile of a visitor of whom nothing is known. */
export const unknownVisitor = (): Profile => ({
  consent: consents.defaultConsent,
  record: consents.noRecord,
  events: [],
  damaged: [],
});

/** The profile of a visitor whose choices cannot be read, or must not be. It fails closed. */
export const allowingNothing = (): Profile => ({ ...unknownVisitor(), consent: consents.noConsent, record: undefined });

/** Reads what is stored, as it counts at that time. What is unreadable is set aside. */
export function readProfile(
  { consent, ids, rows }: Pick<Stored, "consent" | "ids" | "rows">,
  moment: consents.Moment,
): Profile {
  const profile = unknownVisitor();
  const record = consents.upgraded(consent);
  if (consents.isConsent(record)) profile.record = record;
  else if (consent !== undefined) {
    profile.record = undefined;
    profile.damaged.push({ id: 0, row: consent, why: "consent: not a record of this version, so nothing is allowed" });
  }
  rows.forEach((row, i) => {
    const wrong = damage((row ?? {}) as Record<string, unknown>);
    if (wrong) profile.damaged.push({ id: ids[i]!, row, why: `event ${ids[i]}: ${wrong} is wrong` });
    else profile.events.push({ ...unplaced, ...(row as Event) });
  });
  return tidied(profile, moment);
}

/** How to change what is stored so that it is this profile. */
export function changeOf({ consent, ids, rows }: Stored, after: Profile): Change {
  const places = new Map(ids.map((id, i) => [id, i]));
  const left = new Set([...after.events, ...after.damaged].map(({ id }) => id));
  const same = (event: Event) => (rows[places.get(event.id) ?? -1] as Event | undefined)?.purposes === event.purposes;
  return {
    consent: after.record === consent ? undefined : after.record,
    put: after.events.filter((event) => !same(event)),
    remove: ids.filter((id) => !left.has(id)),
    keeps: keeps(after),
    empty: isEmpty(after),
  };
}

/** What an event says of its place in a list: nothing, unless it is a show. Stored rows of other kinds may lack it. */
export const unplaced = { position: 0, propensity: 0, parts: 0 };

/** The first member of a row that cannot be right. */
export function damage({ id, at, kind, purposes, key, ...place }: Record<string, unknown>): string | undefined {
  const whole = (v: unknown, below: number) => Number.isInteger(v) && (v as number) > 0 && (v as number) < below;
  if (!whole(id, 2 ** 32)) return "id";
  if (!whole(at, 2 ** 53)) return "at";
  if (!whole(kind, kindCount)) return "kind";
  if (!whole(purposes, 2 ** 16)) return "purposes";
  if (!isKey(key)) return "key";
  const { position, propensity, parts } = { ...unplaced, ...place };
  const fits = (v: unknown, below: number) => v === 0 || whole(v, below);
  if (!fits(position, 2 ** 16)) return "position";
  if (!fits(propensity, 2 ** 16)) return "propensity";
  return fits(parts, 2 ** 32) ? undefined : "parts";
}

/** Whether the engine takes this as an item's id or an attribute: 1 to 256 bytes. */
export function isKey(key: unknown): key is string {
  return typeof key === "string" && key !== "" && new TextEncoder().encode(key).length <= 256;
}

/** The purposes for which an event of this kind may be kept. */
export function purposesFor(kind: Kind, { granted }: Pick<Consent, "granted">): number {
  return consents.bits(granted) & (kind === Kind.declare ? DECLARED : kind === Kind.show ? SHOWN : DONE);
}

/** Whether nothing in it needs to be stored. */
export function isEmpty({ record, events, damaged }: Profile): boolean {
  return !!record && !record.chosen && !Object.keys(record.preferences).length && !events.length && !damaged.length;
}

/** Whether anything is allowed that keeps something. */
export function keeps({ consent }: Profile): boolean {
  return consent.granted.some((purpose) => manifests[purpose].retention);
}

/** How many rows it has. */
export function size(p: Profile): number {
  return p.events.length + p.damaged.length;
}

/** After a choice for these purposes. */
export function granted(p: Profile, { now }: consents.Moment, purposes: readonly Purpose[]): Profile {
  return { ...p, record: consents.granting(p.record ?? consents.lostRecord, purposes, now) };
}

/** After a choice against them. */
export function revoked(p: Profile, { now }: consents.Moment, purposes: readonly Purpose[]): Profile {
  return keepingNothing({ ...p, record: consents.revoking(p.record ?? consents.lostRecord, purposes, now) }, purposes);
}

/** After a complete choice: for these purposes, and against all others. */
export function chosen(p: Profile, { now }: consents.Moment, purposes: readonly Purpose[]): Profile {
  const record = consents.choosingAll(p.record ?? consents.lostRecord, purposes, now);
  const refused = names.filter((purpose) => !purposes.includes(purpose));
  return keepingNothing({ ...p, record }, refused);
}

/** Without what was kept for these purposes. Nobody knows for what a damaged row was kept, so those go too. */
function keepingNothing(p: Profile, purposes: readonly Purpose[]): Profile {
  const stored = purposes.some((purpose) => manifests[purpose].retention);
  return { ...p, events: without(p.events, consents.bits(purposes)), damaged: stored ? [] : p.damaged };
}

/** After a choice of preferences. */
export function preferred(p: Profile, _: consents.Moment, changed: Preferences): Profile {
  return { ...p, record: consents.prefer(p.record ?? consents.lostRecord, changed) };
}

/** What is left after forgetting. Throws where there is nothing of the kind. */
export function forgotten(p: Profile, _: consents.Moment, what: Exclude<Forget, "all">): Profile {
  if ("purpose" in what) return { ...p, events: without(p.events, consents.bits([what.purpose])) };
  if ("from" in what) return { ...p, events: p.events.filter(({ at }) => at < what.from || at >= what.until) };
  const left = withoutRows(p, [what.event]);
  need(size(left) < size(p), "unknown-event", `there is no event ${what.event}`);
  return left;
}

/** With events that were forgotten just before, as far as what is allowed now may keep them. */
export function restored(p: Profile, moment: consents.Moment, events: readonly Event[]): Profile {
  const allowed = { granted: consents.allowedOf(p.record ?? consents.lostRecord, moment) };
  const back = events.flatMap((event) => {
    const purposes = event.purposes & purposesFor(event.kind, allowed);
    return purposes ? { ...event, purposes } : [];
  });
  const ids = back.map(({ id }) => id);
  return { ...p, events: [...withoutRows(p, ids).events, ...back].sort((a, b) => a.id - b.id) };
}

/**
 * With events of another device, as far as what is allowed here may keep them.
 * What is known already is not doubled. All get new ids, as ids rise with time.
 */
export function brought(p: Profile, moment: consents.Moment, events: readonly Event[]): Profile {
  const allowed = { granted: consents.allowedOf(p.record ?? consents.lostRecord, moment) };
  const nameOf = ({ at, kind, key }: Event) => `${at} ${kind} ${key}`;
  const all = new Map(p.events.map((event) => [nameOf(event), event]));
  for (const event of events) {
    const known = all.get(nameOf(event));
    const purposes = (known?.purposes ?? 0) | (event.purposes & purposesFor(event.kind, allowed));
    if (purposes) all.set(nameOf(event), { ...event, ...known, purposes });
  }
  const last = p.events.at(-1)?.id ?? 0;
  const sorted = [...all.values()].sort((a, b) => a.at - b.at);
  return { ...p, events: sorted.map((event, i) => ({ ...event, id: last + 1 + i })) };
}

/** Without the events that are too many. */
export function trimmed(p: Profile, _: consents.Moment, overflow: readonly number[]): Profile {
  return withoutRows(p, overflow);
}

/**
 * The profile as it is at that time: what has been kept for long enough is gone,
 * a visit that is over is no longer this visit's, and what is allowed is what
 * the record allows then.
 */
export function tidied(p: Profile, moment: consents.Moment): Profile {
  const { record } = p;
  if (!record) return { ...p, consent: consents.noConsent };
  const last = Math.max(record.chosen?.at ?? 0, p.events.at(-1)?.at ?? 0);
  if (record.preferences.visit && moment.now - last > VISIT_GAP) return unknownVisitor();
  const consent = consents.consentOf(record, moment);
  const start = startOfVisit(p.events, moment.now);
  const masks = names.map((name, bit) => [1 << bit, oldest(record, name, moment, start)] as const);
  const kept = ({ at, purposes }: Event) =>
    masks.reduce((left, [bit, since]) => (purposes & bit && at < since ? left & ~bit : left), purposes);
  const events = p.events.flatMap((event) => {
    const purposes = kept(event);
    return purposes === event.purposes ? event : purposes ? { ...event, purposes } : [];
  });
  return { ...p, consent, events };
}

/** The time before which nothing is kept for a purpose. The older the consent is, the less it keeps. */
function oldest(
  record: consents.ConsentRecord,
  purpose: Purpose,
  { now, renew }: consents.Moment,
  visit: number,
): number {
  const grant = record.granted[purpose];
  const left = grant ? 1 - Math.max(0, now - grant.at) / renew : 0;
  if (left <= 0) return Infinity;
  if (purpose === "session") return visit;
  return now - manifests[purpose].retention * 1000 * Math.min(1, 2 * left);
}

/** When the visit began that goes on now. */
function startOfVisit(events: readonly Event[], now: number): number {
  let start = now;
  // By time, not by id: a clock that was put right must not end the visit that goes on.
  for (const at of events.map(({ at }) => at).sort((a, b) => b - a)) {
    if (start - at > VISIT_GAP) break;
    start = Math.min(start, at);
  }
  return start;
}

/** Takes purposes from events; the ones left with none are gone. */
function without(events: Event[], purposes: number): Event[] {
  const take = (e: Event) => (e.purposes & purposes ? { ...e, purposes: e.purposes & ~purposes } : e);
  return events.map(take).filter((e) => e.purposes);
}

function withoutRows(p: Profile, ids: readonly number[]): Profile {
  const gone = new Set(ids);
  const stays = ({ id }: { id: number }) => !gone.has(id);
  return { ...p, events: p.events.filter(stays), damaged: p.damaged.filter(stays) };
}
