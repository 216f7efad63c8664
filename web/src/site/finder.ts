import type { Client } from "../client.js";
import type { Catalog } from "../catalog.js";
import type { Item } from "../privet.js";
import { Addresses } from "./address.js";

/** Finds the items that a site means: by an id, or by the address of their pages. One for a page. */
export class Finder {
  #catalog: Catalog | undefined;
  #addresses: Addresses | undefined;
  /** Other ids of items, such as a variant's: those that stood beside an address that was found. */
  readonly #aliases = new Map<string, string>();

  constructor(private readonly client: Client) {}

  /** The catalog's item of the first id that it knows, else of the first address. */
  find(ids: readonly string[], addresses: readonly unknown[]): Item | undefined {
    const { catalog } = this.client.ranker;
    for (const id of ids) {
      const item = catalog?.find(id) ?? catalog?.find(this.#aliases.get(id) ?? "");
      if (item) return item;
    }
    for (const address of addresses) {
      const item = this.at(address);
      if (!item) continue;
      for (const id of ids) this.#aliases.set(id, item.id);
      return item;
    }
    return undefined;
  }

  /** The item whose page has this address. The index is made where it is needed first, and for another catalog anew. */
  at(address: unknown): Item | undefined {
    const { catalog } = this.client.ranker;
    if (!catalog) return undefined;
    if (this.#catalog !== catalog) this.#addresses = new Addresses(catalog.items);
    this.#catalog = catalog;
    return this.#addresses!.find(address);
  }
}

const finders = new WeakMap<Client, Finder>();

/** The page's finder. */
export function finderOf(client: Client): Finder {
  let finder = finders.get(client);
  if (!finder) finders.set(client, (finder = new Finder(client)));
  return finder;
}
