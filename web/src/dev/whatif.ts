import { Kind, opRank } from "../abi.gen.js";
import type { Client } from "../client.js";
import * as consents from "../consent.js";
import { explainAll } from "../explanation.js";
import type { Consent, Explanation, Purpose } from "../privet.js";
import * as profiles from "../profile.js";
import { supposing } from "../ui/preview.js";
import type { List } from "./page.js";

/** What would be otherwise. It is never kept, and what is kept stays as it is. */
export interface WhatIf {
  /** Instead of what is granted. */
  granted?: readonly Purpose[];
  /** Context values by key; "" for none. */
  context: Readonly<Record<string, string>>;
  /** Ids of items that were looked at too, each so many times, so long ago in milliseconds. */
  looked: readonly string[];
  times: number;
  ago: number;
}

/** Nothing is otherwise. */
export const asItIs: WhatIf = { context: {}, looked: [], times: 1, ago: 0 };

/** Whether anything is otherwise. */
export function isOtherwise({ granted, context, looked }: WhatIf): boolean {
  return !!granted || !!looked.length || !!Object.keys(context).length;
}

/** A list as the engine made it. */
export interface Made {
  /** Its items, best first, with their scores taken apart. */
  items: Explanation[];
  /** The item that was asked about, with its place without each reason. It need not be in the list. */
  chosen: Explanation | undefined;
  /** What it took, in milliseconds: to tell the engine everything, where that was done, and to rank. */
  fold?: number;
  rank: number;
}

/** As many reasons of an item as the engine tells the place without. */
const COUNTERFACTUAL = 16;

/** A list as it would be; `id` is an item to take apart. */
export function make(client: Client, list: List, whatIf: WhatIf, id?: string): Made {
  const now = Date.now();
  if (!isOtherwise(whatIf)) return ask(client, list, whatIf, client.visitor.profile.consent, now, id);
  const profile = profileOf(client, whatIf, now);
  const start = performance.now();
  return supposing(client, profile, () => {
    const fold = performance.now() - start;
    return { ...ask(client, list, whatIf, profile.consent, now, id), fold };
  });
}

function ask(client: Client, list: List, { context }: WhatIf, consent: Consent, now: number, id?: string): Made {
  const { ranker } = client;
  const catalog = ranker.catalog!;
  const request = client.request(catalog, { now, ...list.options }, consent);
  const values = new Map(request.context.map((token) => token.split(/=(.*)/s) as [string, string]));
  for (const [key, value] of Object.entries(context)) values.set(key, value);
  request.context = [...values].flatMap(([key, value]) => (value ? `${key}=${value}` : []));
  const start = performance.now();
  const { items } = ranker.call(opRank, request);
  const rank = performance.now() - start;
  const shown = items.slice(list.from).map(({ item }) => item);
  const item = id === undefined ? undefined : catalog.find(id);
  return {
    items: explainAll(client, catalog, request, shown),
    chosen: item && explainAll(client, catalog, request, [item.index], COUNTERFACTUAL)[0],
    rank,
  };
}

/** The visitor as they would be. What was done on this page counts for what a yes would allow now, as the dialog that asks says. */
function profileOf(client: Client, whatIf: WhatIf, now: number): profiles.Profile {
  const { profile } = client.visitor;
  const was = profile.consent.granted;
  const granted = whatIf.granted ?? was;
  const fresh = granted.filter((purpose) => !was.includes(purpose));
  const act = (at: number, kind: Kind, key: string, allowed: readonly Purpose[]) => {
    const purposes = profiles.purposesFor(kind, { granted: [...allowed] });
    return purposes ? [{ ...profiles.unplaced, id: 0, at, kind, key, purposes }] : [];
  };
  const looks = Array.from({ length: whatIf.times }, () => whatIf.looked).flat();
  const events = [
    ...profile.events,
    ...looks.flatMap((key) => act(now - whatIf.ago, Kind.view, key, granted)),
    ...client.loose.flatMap(({ kind, key }) => act(now, Kind[kind], key, fresh)),
  ]
    .sort((a, b) => a.at - b.at)
    .map((event, i) => ({ ...event, id: i + 1 })); // they rise with time
  const record = consents.choosingAll(profile.record ?? consents.noRecord, granted, now);
  return profiles.tidied({ ...profile, record, events }, { now, renew: consents.renewal(client.config.renew) });
}

/** What each purpose brings to a list: the sum of its part of all scores. */
export function sums(items: readonly Explanation[]): Map<Purpose, number> {
  const all = new Map<Purpose, number>();
  for (const { purpose, amount } of items.flatMap(({ contributions }) => contributions))
    if (purpose) all.set(purpose, (all.get(purpose) ?? 0) + amount);
  return all;
}
