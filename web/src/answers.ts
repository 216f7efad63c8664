import { Kind, maxTop, Scope, Strategy, type Ranked, type RankRequest } from "./abi.gen.js";
import type * as abi from "./abi.gen.js";
import type { Catalog } from "./catalog.js";
import { bits, isPurpose, namesOf } from "./consent.js";
import { contextOf } from "./context.js";
import { need } from "./error.js";
import type { Consent, Event, Item, RankedItem, RankOptions } from "./privet.js";
import { unplaced } from "./profile.js";

// Between the page's terms and the engine's: ids and names here, positions and numbers there.

const KINDS = Object.keys(Kind) as (keyof typeof Kind)[];

/** A propensity of 1. */
const CERTAIN = 65535;

/** What of a request is the same for the whole page. */
export interface Page {
  category: string | undefined;
  /** Of exploration. One for a page view, so that drawing again shuffles nothing. */
  seed: number;
}

/** The engine's request for a page's options. */
export function requestOf(
  catalog: Catalog,
  { granted, preferences }: Consent,
  options: RankOptions,
  page: Page,
): RankRequest {
  const {
    top = 10,
    candidates,
    within,
    exclude = [],
    context,
    now = Date.now(),
    strategy: name = "for-you",
    about = [],
    slot = "",
    variety = preferences.variety,
    seed = granted.includes("prediction") ? page.seed : 0,
  } = options;
  const key = name === "for-you" ? "forYou" : name;
  const strategy = Strategy[key];
  need(strategy >= 0, "bad-value", `no strategy ${name}`);
  const whole = (what: string, v: number, least: number, most: number) =>
    need(Number.isInteger(v) && v >= least && v <= most, "bad-value", `${what} must be ${least} to ${most}, not ${v}`);
  whole("top", top, 1, maxTop);
  whole("variety", variety ?? 0, 0, 100);
  whole("now", now, 0, 2 ** 53 - 1);
  const found = (ids: readonly string[]) => ids.flatMap((id) => catalog.find(id) ?? []);
  const positions = (items: readonly Item[]) => items.map(({ index }) => index);
  const anchors = positions(found(about));
  const named = strategy === Strategy.similar || strategy === Strategy.together;
  const wanted = Object.entries(within ?? {}).map(([key, value]) => having(`${key}=${value}`));
  const given = candidates || within || (named && !anchors.length); // what goes with nothing is nothing
  const ranked = candidates ? found(candidates) : within ? catalog.items : [];
  return {
    now,
    top,
    scope: given ? Scope.given : Scope.all,
    candidates: named && !anchors.length ? [] : positions(ranked.filter((item) => wanted.every((has) => has(item)))),
    exclude: positions(found(exclude)),
    context: contextOf(granted, new Date(now), { category: page.category, ...context }),
    strategy,
    anchors,
    slot,
    variety: variety === undefined ? 0 : 1 + variety,
    seed,
  };
}

/** Tells items that have an attribute, "category=Lanterns". As in catalogs, a column is one, and so is the tag "material=glass". */
export function having(attribute: string): (item: Item | undefined) => boolean {
  const [key, value] = attribute.split(/=(.*)/s) as [string, string];
  return (item) => !!item && (item[key] == value || [item.tags].flat().includes(key === "tag" ? value : attribute));
}

/** The default order under a request: what a page shows without an engine. Strategies have none. */
export function defaultOrder({ items }: Catalog, request: RankRequest): RankedItem[] {
  const { scope, candidates, exclude, top, strategy } = request;
  return (strategy ? [] : scope ? candidates.map((i) => items[i]!) : items)
    .filter(({ index }) => !exclude.includes(index))
    .slice(0, top)
    .map((item, i) => rankedOf(item, { score: 0, propensity: CERTAIN, parts: 0 }, i));
}

/** The item at place i, from 0. */
export function rankedOf(item: Item, { score, propensity, parts }: Omit<Ranked, "item">, i: number): RankedItem {
  return { item, score, position: i + 1, propensity: propensity / CERTAIN, parts };
}

/** An event in the page's terms. Only a show has a place. */
export function eventOf({ kind, purposes, position, propensity, parts, ...rest }: abi.Event): Event {
  return {
    ...rest,
    kind: KINDS[kind - 1]!,
    purposes: namesOf(purposes),
    ...(kind === Kind.show && { position, propensity: propensity / CERTAIN, parts }),
  };
}

/** An event in the engine's terms. Purposes that are not known here are left out; `damage` tells what else is wrong with one from outside. */
export function rowOf({ id, at, kind, purposes, key, position, propensity, parts }: Event): abi.Event {
  const place = kind === "show" && {
    position: position!,
    propensity: Math.round(propensity! * CERTAIN),
    parts: parts!,
  };
  return { id, at, kind: Kind[kind], purposes: bits(purposes.filter(isPurpose)), key, ...unplaced, ...place };
}
