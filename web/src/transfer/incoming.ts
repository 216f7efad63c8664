import { purposes as all, type Event as Row } from "../abi.gen.js";
import { eventOf, rowOf } from "../answers.js";
import { arePreferences } from "../consent.js";
import { need } from "../error.js";
import type { Event, Export, Preferences, Purpose } from "../privet.js";
import { damage, purposesFor, unplaced } from "../profile.js";

// What comes from another device is data from outside: it is checked as stored rows are, and refused where it is wrong.

/** The one version of exports that is sealed. */
const VERSION = 2;

/** The most events that are taken in. The engine keeps fewer. */
const MAX_EVENTS = 10_000;

/** How far another device's clock may be ahead, in milliseconds. */
const MAX_AHEAD = 24 * 60 * 60 * 1000;

/** What another device says, unchecked, with events in the engine's terms. */
export interface Incoming {
  granted: readonly Purpose[];
  preferences: Preferences;
  rows: readonly Row[];
}

/** Takes in an export. */
export function acceptExport(profile: unknown): Export {
  const { format, version, consent, events } = (profile ?? {}) as Record<string, unknown>;
  need(format === "privet-profile" && Number.isInteger(version), "damaged", "what was sealed is no export");
  need(
    (version as number) <= VERSION,
    "newer-version",
    `an export of version ${version}; this script reads ${VERSION}`,
  );
  need(version === VERSION && Array.isArray(events), "damaged", "version or events is wrong");
  const rows = events.map((event, i) => {
    need(Array.isArray(event?.purposes), "damaged", `event ${i}: purposes is wrong`);
    return rowOf(event);
  });
  const { granted, preferences } = (consent ?? {}) as Incoming;
  return accept({ granted, preferences, rows });
}

/** What of preferences travels: those of taste. That it is paused, or a shared computer, is about one browser. */
export function tasteOf({ variety, muted }: Preferences): Preferences {
  return { ...(variety !== undefined && { variety }), ...(muted !== undefined && { muted }) };
}

/**
 * Takes in what another device says, as an export. Receipts, experiments and
 * damaged rows stay behind: they are about that browser. What was granted there grants
 * nothing here: whoever brings it must choose anew.
 */
export function accept({ granted, preferences, rows }: Incoming): Export {
  need(Array.isArray(granted), "damaged", "granted is wrong");
  const taste = tasteOf(preferences ?? {});
  need(arePreferences(taste), "damaged", "preferences is wrong");
  need(rows.length <= MAX_EVENTS, "too-large", `${rows.length} events; at most ${MAX_EVENTS} are taken in`);
  const latest = Date.now() + MAX_AHEAD;
  return {
    format: "privet-profile",
    version: VERSION,
    consent: { granted: all.filter((purpose) => granted.includes(purpose)), preferences: taste },
    events: rows.flatMap((row, i) => acceptEvent(row, i, latest)),
    receipts: [],
    experiments: {},
    damaged: [],
  };
}

/** The event in a row, for the purposes that are known here and may keep it; nothing without any. */
function acceptEvent(row: Row, i: number, latest: number): Event[] {
  const purposes = row.purposes & purposesFor(row.kind, { granted: [...all] });
  if (!purposes) return [];
  const wrong = damage({ ...row, purposes }) ?? (row.at > latest && "at");
  need(!wrong, "damaged", `event ${i}: ${wrong} is wrong`);
  return [eventOf({ ...unplaced, ...row, purposes })];
}
