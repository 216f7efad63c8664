import type { Event, Item } from "../privet.js";

/** Something that the visitor seems to like, worked out from what they did. */
export interface Interest {
  /** "category=Lanterns". */
  attribute: string;
  /** What it was worked out from, newest first. */
  events: Event[];
  /** Relative weight, 1 for the strongest. */
  weight: number;
  muted: boolean;
  /** The event that declares it, if the visitor told it. */
  told: Event | undefined;
}

/** How much an act says for an interest. */
const WEIGHTS: Record<Event["kind"], number> = { view: 1, add: 3, buy: 4, like: 4, declare: 8, dismiss: -4, show: 0 };

/** Half of what an act says is gone after so many milliseconds: a month. */
const HALF_LIFE = 30 * 24 * 60 * 60 * 1000;

/** At most so many are listed. */
const LISTED = 12;

/**
 * What the visitor seems to like, the strongest first: items[i] is that of
 * events[i], where the catalog has it. The engine knows no such
 * list: it weighs items directly. This is a reading of the same events for people.
 */
export function interestsOf(
  events: readonly Event[],
  items: readonly (Item | undefined)[],
  muted: readonly string[] = [],
  now = Date.now(),
): Interest[] {
  const found = new Map<string, Interest>();
  const interest = (attribute: string) => {
    const known = found.get(attribute);
    if (known) return known;
    const made = { attribute, events: [], weight: 0, muted: muted.includes(attribute), told: undefined };
    found.set(attribute, made);
    return made as Interest;
  };
  events.forEach((event, i) => {
    const attribute = event.kind === "declare" ? event.key : categoryOf(items[i]);
    if (!attribute || event.kind === "show") return;
    const line = interest(attribute);
    line.events.unshift(event);
    line.weight += WEIGHTS[event.kind] * 0.5 ** ((now - event.at) / HALF_LIFE);
    if (event.kind === "declare") line.told = event;
  });
  for (const attribute of muted) interest(attribute);
  const liked = [...found.values()].filter(({ weight, muted }) => weight > 0 || muted);
  liked.sort((a, b) => b.weight - a.weight);
  const most = Math.max(...liked.map(({ weight }) => weight), Number.MIN_VALUE);
  return liked.slice(0, LISTED).map((line) => ({ ...line, weight: Math.max(0, line.weight) / most }));
}

function categoryOf(item: Item | undefined): string | undefined {
  return item?.category && `category=${item.category}`;
}
