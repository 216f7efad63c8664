import type { Item } from "../privet.js";

/** The path and the query of an address; of a whole one, or one that begins with a slash, without taking it apart by URL, which is slow. */
const PARTS = /^(?:https?:\/\/[^/?#]*)?(\/[^?#]*)(\?[^#]*)?/i;

/** An address as addresses are compared: its path, without a slash at the end, and its query. Undefined for a site's root, and for what is no address of a page. */
export function placeOf(address: unknown): { path: string; query: string } | undefined {
  if (typeof address !== "string") return undefined;
  try {
    const [, path = "", query = ""] = PARTS.exec(address) ?? PARTS.exec(new URL(address, document.baseURI).href) ?? [];
    const plain = decodeURI(path).replace(/\/+$/, "");
    return plain ? { path: plain, query } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Items by the addresses of their pages. A query counts where an item has just
 * this one; otherwise it may be a campaign's, and the path must be of one item alone.
 */
export class Addresses {
  readonly #exact = new Map<string, Item>();
  /** Null where several items share a path. */
  readonly #paths = new Map<string, Item | null>();

  constructor(items: readonly Item[]) {
    for (const item of items) {
      const place = placeOf(item.url);
      if (!place) continue;
      this.#exact.set(place.path + place.query, item);
      this.#paths.set(place.path, this.#paths.has(place.path) ? null : item);
    }
  }

  find(address: unknown): Item | undefined {
    const place = placeOf(address);
    return place && (this.#exact.get(place.path + place.query) ?? this.#paths.get(place.path) ?? undefined);
  }
}
