import { Kind, kindCount, type Event } from "./abi.gen.js";
import * as consents from "./consent.js";
import { need } from "./error.js";
import type { Forget, Purpose } from "./privet.js";
import type { Change, Stored } from "./store.js";

/**
 * Everything that is kept about a visitor, and the only ways in which it
 * changes other than by growing. Each change returns a new profile.
 */
export interface Profile {
  consent: consents.ConsentRecord;
  /** By rising id. */
  events: Event[];
  /** What is stored and unreadable: the consent record under id 0, events under their own. */
  damaged: { id: number; row: unknown; why: string }[];
}

const SESSION = consents.bits(["session"]);
const DONE = consents.bits(["session", "history", "prediction"]);
const DECLARED = consents.bits(["interests"]);
const SHOWN = consents.bits(["prediction"]);

/** A visit ends after half an hour without an event, in milliseconds: the gap that catalogs are built with. */
const VISIT_GAP = 30 * 60 * 1000;

/** The profile of a visitor of whom nothing is known. */
export const unknownVisitor = (): Profile => ({ consent: consents.defaultConsent, events: [], damaged: [] });

/** The profile of a visitor whose choices cannot be read. It fails closed. */
export const allowingNothing = (): Profile => ({ ...unknownVisitor(), consent: consents.noConsent });

/** Reads what is stored. What is unreadable is set aside. */
export function readProfile({ consent, ids = [], rows = [] }: Partial<Stored>): Profile {
  const profile = unknownVisitor();
  if (consents.isConsent(consent)) profile.consent = consent;
  else if (consent !== undefined) {
    profile.consent = consents.noConsent;
    profile.damaged.push({ id: 0, row: consent, why: "consent: not a record of this version, so nothing is allowed" });
  }
  rows.forEach((row, i) => {
    const wrong = damage((row ?? {}) as Record<string, unknown>);
    if (wrong) profile.damaged.push({ id: ids[i]!, row, why: `event ${ids[i]}: ${wrong} is wrong` });
    else profile.events.push({ ...unplaced, ...(row as Event) });
  });
  return profile;
}

/** How to change what is stored so that it is the profile after `edit`. */
export function changeOf(stored: Stored, edit: (profile: Profile) => Profile): Change {
  const before = readProfile(stored);
  const after = edit(before);
  const left = new Set([...after.events, ...after.damaged].map(({ id }) => id));
  const same = new Set(before.events);
  return {
    consent: after.consent === before.consent ? undefined : after.consent,
    put: after.events.filter((event) => !same.has(event)),
    remove: stored.ids.filter((id) => !left.has(id)),
    empty: isEmpty(after),
  };
}

/** What an event says of its place in a list: nothing, unless it is a show. Stored rows of other kinds may lack it. */
export const unplaced = { position: 0, propensity: 0, parts: 0 };

/** The first member of a row that cannot be right. */
function damage({ id, at, kind, purposes, key, ...place }: Record<string, unknown>): string | undefined {
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
export function purposesFor(kind: Kind, { granted }: consents.ConsentRecord): number {
  return consents.bits(granted) & (kind === Kind.declare ? DECLARED : kind === Kind.show ? SHOWN : DONE);
}

/** Whether nothing in it needs to be stored. */
export function isEmpty(p: Profile): boolean {
  return consents.isDefault(p.consent) && !size(p);
}

/** How many rows it has. */
export function size(p: Profile): number {
  return p.events.length + p.damaged.length;
}

/** After a choice for these purposes. */
export function granted(p: Profile, purposes: readonly Purpose[], at: number): Profile {
  return { ...p, consent: consents.choose(p.consent, [...p.consent.granted, ...purposes], at) };
}

/** After a choice against them. Nobody knows for what a damaged row was kept, so those go too. */
export function revoked(p: Profile, purposes: readonly Purpose[], at: number): Profile {
  const left = p.consent.granted.filter((purpose) => !purposes.includes(purpose));
  return {
    consent: consents.choose(p.consent, left, at),
    events: without(p.events, consents.bits(purposes)),
    damaged: [],
  };
}

/** After a choice of how much variety lists have, in percent; undefined: as the site's owner wants it. */
export function preferred(p: Profile, variety: number | undefined): Profile {
  return { ...p, consent: consents.vary(p.consent, variety) };
}

/** What is left after forgetting. Throws where there is nothing of the kind. */
export function forgotten(p: Profile, what: Exclude<Forget, "all">): Profile {
  if ("purpose" in what) {
    consents.checkPurposes([what.purpose]);
    return { ...p, events: without(p.events, consents.bits([what.purpose])) };
  }
  const left = withoutRows(p, [what.event]);
  need(size(left) < size(p), "unknown-event", `there is no event ${what.event}`);
  return left;
}

/**
 * Takes the purpose session from what happened in visits that are over, and
 * drops the events that are too many. Returns the profile itself where there is
 * nothing to do.
 */
export function tidied(p: Profile, now: number, overflow: readonly number[]): Profile {
  let start = now;
  for (let i = p.events.length; i-- && start - p.events[i]!.at <= VISIT_GAP; ) start = p.events[i]!.at;
  const over = ({ at, purposes }: Event) => at < start && !!(purposes & SESSION);
  if (!overflow.length && !p.events.some(over)) return p;
  return withoutRows({ ...p, events: without(p.events, SESSION, over) }, overflow);
}

/** Takes purposes from those events; the ones left with none are gone. */
function without(events: Event[], purposes: number, from: (e: Event) => boolean = () => true): Event[] {
  const take = (e: Event) => (e.purposes & purposes && from(e) ? { ...e, purposes: e.purposes & ~purposes } : e);
  return events.map(take).filter((e) => e.purposes);
}

function withoutRows(p: Profile, ids: readonly number[]): Profile {
  const stays = ({ id }: { id: number }) => !ids.includes(id);
  return { ...p, events: p.events.filter(stays), damaged: p.damaged.filter(stays) };
}
