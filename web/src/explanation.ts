import { noPosition, Source, type Explained } from "./abi.gen.js";
import type * as abi from "./abi.gen.js";
import type { Catalog } from "./catalog.js";
import { namesOf } from "./consent.js";
import type { Contribution, Explanation, Purpose } from "./privet.js";

const SOURCES = Object.keys(Source) as (keyof typeof Source)[];

/** The engine's explanation in the page's terms, the largest amount first. */
export function explanationOf({ items }: Catalog, { item, contributions, ...rest }: Explained): Explanation {
  return {
    ...rest,
    item: items[item]!,
    contributions: contributions.map(contributionOf).sort((a, b) => b.amount - a.amount),
  };
}

function contributionOf(c: abi.Contribution): Contribution {
  const purpose = purposeOf(c);
  return {
    source: SOURCES[c.source]!,
    ...(purpose && { purpose }),
    key: c.key,
    amount: c.amount,
    ...(c.without && { without: c.without === noPosition ? null : c.without }),
  };
}

/** The purpose under which a reason counts; none for what counts for everybody. */
function purposeOf({ source, purpose }: abi.Contribution): Purpose | undefined {
  if (source === Source.learned || source === Source.explored) return "prediction";
  return source === Source.item || source === Source.token ? namesOf(1 << purpose)[0] : undefined;
}
