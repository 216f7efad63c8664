import { Kind, maxTop, Scope, type RankRequest } from "./abi.gen.js";
import type * as abi from "./abi.gen.js";
import type { Catalog } from "./catalog.js";
import { namesOf } from "./consent.js";
import { contextOf } from "./context.js";
import { need } from "./error.js";
import type { Event, Purpose, RankedItem, RankOptions } from "./privet.js";

// Between the page's terms and the engine's: ids and names here, positions and numbers there.

const KINDS = Object.keys(Kind) as (keyof typeof Kind)[];

/** The engine's request for a page's options. */
export function requestOf(
  catalog: Catalog,
  granted: readonly Purpose[],
  options: RankOptions,
  category: string | undefined,
): RankRequest {
  const { top = 10, candidates, exclude = [], context, now = Date.now() } = options;
  need(Number.isInteger(top) && top > 0 && top <= maxTop, "bad-value", `top must be 1 to ${maxTop}, and is ${top}`);
  need(Number.isSafeInteger(now), "bad-value", `now must be whole milliseconds, and is ${now}`);
  const positions = (ids: readonly string[]) => ids.flatMap((id) => catalog.find(id)?.index ?? []);
  return {
    now,
    top,
    scope: candidates ? Scope.given : Scope.all,
    candidates: positions(candidates ?? []),
    exclude: positions(exclude),
    context: contextOf(granted, new Date(now), { category, ...context }),
  };
}

/** The default order under a request: what a page shows without an engine. */
export function defaultOrder({ items }: Catalog, { scope, candidates, exclude, top }: RankRequest): RankedItem[] {
  return (scope ? candidates.map((i) => items[i]!) : items)
    .filter(({ index }) => !exclude.includes(index))
    .slice(0, top)
    .map((item) => ({ item, score: 0 }));
}

export function eventOf({ kind, purposes, ...rest }: abi.Event): Event {
  return { ...rest, kind: KINDS[kind - 1]!, purposes: namesOf(purposes) };
}
