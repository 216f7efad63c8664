import type { Client } from "../client.js";
import { Kind } from "../abi.gen.js";
import { hear } from "../layer.js";
import type { Act, Item } from "../privet.js";
import { toldBy, type Told } from "./events.js";
import { finderOf } from "./finder.js";
import { thingOf } from "./markup.js";

/** For how long a purchase is the same one when its page is loaded again, in milliseconds: a visit's longest gap. */
const SAME = 30 * 60 * 1000;

/**
 * Observes what the site's tags say, from now on and as far as they have said it
 * already. What the page is about counts before anything is ranked; acts wait
 * for the catalog, which knows the items.
 *
 * The same act may be told by markup, by dataLayer and by the site's own calls of
 * observe(): it counts as often as the one that tells it most often.
 */
export function read(client: Client): void {
  const { page, ready } = client;
  const finder = finderOf(client);
  client.told = counting();

  let unknown = false;
  const find = (ids: readonly string[], addresses: readonly unknown[]): Item | undefined => {
    const item = finder.find(ids, addresses);
    if (!item && !unknown && client.ranker.catalog) {
      unknown = true;
      console.debug(
        "privet: the catalog knows nothing by what this page's tags say, and so it is for",
        ...ids,
        ...addresses,
      );
    }
    return item;
  };

  const thing = thingOf(document);
  const isOpen = page.category === undefined; // the site has not said it to Privet
  if (thing) {
    if (isOpen) page.category = thing.category;
    void ready.then(() => {
      const item = find(thing.ids, [...thing.addresses, location.href]);
      if (!item) return;
      if (isOpen) page.category = item.category ?? page.category;
      void client.observe("view", item.id, "markup");
    });
  }

  const said = async ({ act, items }: Told, loading: boolean) => {
    await ready;
    // The page's own item: its id may be a variant's, its page is not.
    const here = loading && act === "view" && items.length === 1 ? [location.href] : [];
    const found = new Set(items.flatMap((ids) => find(ids, here) ?? []));
    if (!act) return listed(found);
    for (const { id } of found) if (act !== "buy" || !isKept(client, act, id)) void client.observe(act, id, "layer");
  };
  /** A list's items of one category say what the page is about. */
  const listed = (items: ReadonlySet<Item>) => {
    const [category, ...others] = new Set([...items].map((item) => item.category));
    if (!others.length) page.category ??= category;
  };

  const { dataLayer } = window;
  if (!Array.isArray(dataLayer)) return;
  let loading = true;
  hear(dataLayer, (entries) => {
    for (const told of entries.map(toldBy)) if (told) void said(told, loading);
  });
  loading = false;
}

/** Tells whether an act was told as often in another way. */
function counting(): NonNullable<Client["told"]> {
  const counts = new Map<string, Record<string, number>>();
  return (kind, key, by = "site") => {
    const count = counts.get(kind + key) ?? {};
    counts.set(kind + key, count);
    const most = Math.max(0, ...Object.values(count));
    count[by] = (count[by] ?? 0) + 1;
    return count[by] <= most;
  };
}

/** Whether it was kept lately: a page that thanks for a purchase may be loaded twice. */
function isKept({ visitor }: Client, act: Act, id: string): boolean {
  const since = Date.now() - SAME;
  return visitor.profile.events.some(({ kind, key, at }) => kind === Kind[act] && key === id && at > since);
}
