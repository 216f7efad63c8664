// Several tabs of one visitor in one page: each with a Visitor and a Keeper of
// its own over the page's real IndexedDB, Web Locks and BroadcastChannel, and a
// clock and versions of purposes that the test moves.
import type { Purpose } from "../../src/abi.gen.js";
import { Keeper } from "../../src/keeper.js";
import type { Preferences } from "../../src/privet.js";
import { versions } from "../../src/purposes.gen.js";
import { Visitor } from "../../src/visitor.js";

const { now: real } = Date;
let moved = 0;
const tabs: Visitor[] = [];
const problems: string[] = [];

/** Opens so many tabs on an empty storage. */
export async function open(count: number, renew: number): Promise<void> {
  Date.now = () => real() + moved;
  for (let i = 0; i < count; i++) {
    const watcher = {
      replaced() {},
      grew() {},
      problem: (e: Error) => void problems.push(String(e)),
      manifest: () => undefined,
    };
    tabs.push(new Visitor(async () => ({ Keeper }), watcher, renew));
  }
  await Promise.all(tabs.map(({ opened }) => opened));
}

/** One step of a visitor's, in one tab. */
export type Step =
  | { do: "grant" | "revoke" | "choose"; tab: number; purposes: Purpose[] }
  | { do: "prefer"; tab: number; preferences: Preferences }
  | { do: "observe"; tab: number; kind: number; key: string }
  | { do: "forget"; tab: number; purpose: Purpose }
  | { do: "erase"; tab: number }
  | { do: "wait"; by: number }
  | { do: "version"; purpose: number };

/** What every tab and the storage say after a step. */
export interface Seen {
  at: number;
  tabs: { granted: string[]; ask: string | undefined; events: [at: number, kind: number, purposes: number][] }[];
  rows: number;
  problems: string[];
}

export async function step(s: Step): Promise<Seen> {
  const at = Date.now();
  const keeper = "tab" in s ? await tabs[s.tab]!.keeper() : undefined;
  if (s.do === "grant" || s.do === "revoke" || s.do === "choose") await keeper![s.do](s.purposes, {});
  if (s.do === "prefer") await keeper!.prefer(s.preferences);
  if (s.do === "observe") await keeper!.add([{ at, kind: s.kind as 1, key: s.key }]);
  if (s.do === "forget") await keeper!.forget({ purpose: s.purpose });
  if (s.do === "erase") await keeper!.forget("all");
  if (s.do === "wait") moved += s.by;
  if (s.do === "version") (versions as unknown as number[])[s.purpose]!++;
  for (const tab of tabs) {
    const keeper = await tab.keeper();
    await keeper.follow(() => {});
    await keeper.tidy([]);
  }
  for (const tab of tabs) await (await tab.keeper()).follow(() => {});
  return {
    at: Date.now(),
    tabs: tabs.map(({ profile: { consent, events } }) => ({
      granted: consent.granted,
      ask: consent.ask,
      events: events.map(({ at, kind, purposes }) => [at, kind, purposes]),
    })),
    rows: await rows(),
    problems: problems.splice(0),
  };
}

/** Forgets everything, and turns clock and versions back. */
export async function reset(): Promise<void> {
  await (await tabs[0]!.keeper()).forget("all");
  moved = 0;
  (versions as unknown as number[]).fill(1);
  for (const tab of tabs) await (await tab.keeper()).follow(() => {});
}

/** How many events lie in the database. */
async function rows(): Promise<number> {
  // WebKit lists what never came to be, with version 0; to open that would make it.
  if (!(await indexedDB.databases()).some(({ name, version }) => name === "privet" && version)) return 0;
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("privet");
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const db = request.result;
      if (!db.objectStoreNames.contains("events")) return (db.close(), resolve(0));
      const count = db.transaction("events").objectStore("events").count();
      count.onsuccess = () => (db.close(), resolve(count.result));
    };
  });
}
