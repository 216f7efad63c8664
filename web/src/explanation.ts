import { noPosition, opExplain, Source, type Explained, type RankRequest } from "./abi.gen.js";
import type * as abi from "./abi.gen.js";
import type { Catalog } from "./catalog.js";
import { namesOf } from "./consent.js";
import type { Client } from "./client.js";
import { need } from "./error.js";
import type { Contribution, Explanation, ExplainOptions, Purpose } from "./privet.js";

const SOURCES = Object.keys(Source) as (keyof typeof Source)[];

/** Takes an item's score apart. */
export async function explain(client: Client, id: string, options: ExplainOptions): Promise<Explanation> {
  const catalog = await client.catalog();
  const item = catalog.find(id);
  need(item, "unknown-item", `the catalog has no item ${id}`);
  return explainAll(client, catalog, client.request(catalog, options), [item.index], options.counterfactual)[0]!;
}

/** Takes the scores of items, by index, apart under one request. */
export function explainAll(
  { ranker }: Client,
  catalog: Catalog,
  request: RankRequest,
  items: number[],
  counterfactual = 0,
): Explanation[] {
  const explained = ranker.call(opExplain, { request, items, counterfactual }).items;
  return explained.map((one) => explanationOf(catalog, one));
}

/** The engine's explanation in the page's terms, the largest amount first. */
function explanationOf({ items }: Catalog, { item, contributions, ...rest }: Explained): Explanation {
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
