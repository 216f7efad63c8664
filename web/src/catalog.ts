import { need, PrivetError } from "./error.js";
import { readManifest } from "./manifest.js";
import type { Item, Shop } from "./privet.js";
import type { Release } from "./release.js";

/** What is shown and ranked: the items' texts here, the model's bytes for the engine. */
export class Catalog {
  readonly bytes: Uint8Array;
  readonly shop: Shop;
  readonly items: Item[] = [];
  readonly #byId = new Map<string, Item>();

  /** Throws a PrivetError where the release's parts do not fit together. */
  constructor(readonly release: Release) {
    const { name, currency, items, categories, interests, texts } = readManifest(release.manifest);
    this.shop = { name, currency, items, categories, interests };
    this.bytes = new Uint8Array(release.catalog);
    texts.forEach(({ file, from, count }, i) => {
      try {
        this.#add(JSON.parse(release.texts[i]!).items);
      } catch (e) {
        throw PrivetError.from(e, "bad-texts", file);
      }
      need(this.items.length === from + count, "bad-texts", `${file}: not ${count} items from ${from} on`);
    });
    need(this.items.length === items, "bad-texts", `${this.items.length} items, not ${items}`);
  }

  #add(items: Item[]) {
    for (const item of items) {
      for (const name in item) if (!isPlain(name, item[name])) throw `${name} of item ${this.items.length}`;
      if (typeof item.id !== "string") throw `id of item ${this.items.length}`;
      item.index = this.items.length;
      this.items.push(item);
      this.#byId.set(item.id, item);
    }
  }

  /** The item of this id or at this position, or undefined. */
  find(key: string | number): Item | undefined {
    return typeof key === "number" ? this.items[key] : this.#byId.get(key);
  }
}

/** Whether a member can be shown, whatever it is: an object may not even become text. */
function isPlain(name: string, value: unknown): boolean {
  if (name === "tags") return Array.isArray(value) && value.every((tag) => typeof tag === "string");
  return typeof value !== "object";
}
