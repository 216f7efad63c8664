import { Source, type Explained } from "./abi.gen.js";
import type { Catalog } from "./catalog.js";
import { namesOf } from "./consent.js";
import type { Explanation } from "./privet.js";

const SOURCES = Object.keys(Source) as (keyof typeof Source)[];

/** The engine's explanation in the page's terms, the largest amount first. */
export function explanationOf({ items }: Catalog, { item, contributions, ...rest }: Explained): Explanation {
  return {
    ...rest,
    item: items[item]!,
    contributions: contributions
      .map(({ source, purpose, key, amount }) => ({
        source: SOURCES[source]!,
        ...(source && { purpose: namesOf(1 << purpose)[0]! }),
        key,
        amount,
      }))
      .sort((a, b) => b.amount - a.amount),
  };
}

