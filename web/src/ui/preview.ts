import { Kind, opRank } from "../abi.gen.js";
import type { Client } from "../client.js";
import type { Event, Item, Purpose } from "../privet.js";
import * as profiles from "../profile.js";

/** Somebody whose list one can look at. */
export interface Person {
  /** The category that they looked at; undefined for the visitor themselves. */
  category?: string;
  acts: readonly Pick<Event, "kind" | "key">[];
}

/** How many things a list of the preview has. */
const SHOWN = 5;

/** Sample visitors, and how much each has looked at. */
const [SAMPLES, LOOKED] = [2, 3];

/** People to try choices on: made-up ones, each with a taste for one category, and the visitor after this page. */
export async function people(client: Client): Promise<Person[]> {
  const { categories } = await client.shop();
  const items = await client.items();
  const samples = categories.slice(0, SAMPLES).map((category) => ({
    category,
    acts: items
      .filter((item) => item.category === category)
      .slice(0, LOOKED)
      .map(({ id }) => ({ kind: "view" as const, key: id })),
  }));
  return [{ acts: client.loose }, ...samples];
}

/** The list that these purposes would give a person: in memory only. */
export function listFor(client: Client, { acts }: Person, granted: readonly Purpose[]): Item[] {
  const { ranker } = client;
  const catalog = ranker.catalog!;
  const now = Date.now();
  const consent = { granted: [...granted], preferences: {} };
  const events = acts.flatMap(({ kind, key }, i) => {
    const purposes = profiles.purposesFor(Kind[kind], consent);
    return purposes ? { ...profiles.unplaced, id: i + 1, at: now, kind: Kind[kind], key, purposes } : [];
  });
  return supposing(client, { ...profiles.unknownVisitor(), consent, events }, () => {
    const request = client.request(catalog, { top: SHOWN, now, seed: 0 }, consent);
    return ranker.call(opRank, request).items.map(({ item }) => catalog.items[item]!);
  });
}

/**
 * What the engine answers of another visitor: it is told of them, asked, and told
 * of the real one again, all in one go, so that nothing can come between.
 */
export function supposing<T>({ ranker, visitor }: Client, profile: profiles.Profile, ask: () => T): T {
  try {
    ranker.fold(profile);
    return ask();
  } finally {
    ranker.fold(visitor.profile);
  }
}
