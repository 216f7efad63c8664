import type { Client } from "../client.js";
import type { init } from "../module.js";
import type { RankOptions } from "../privet.js";
import { itemsOf, listOf, orderOptions } from "../site/order.js";
import { optionsOf } from "../slot.js";

/** A list of the page. */
export interface List {
  element: HTMLElement;
  /** What it asks for, and how many of the best it leaves out. */
  options: RankOptions;
  from: number;
}

/**
 * The page's Privet. A script tag has put it into `window`. Who uses the module has
 * not; but init() returns what its first call did, and has been called once the
 * elements are defined. Undefined where it is in a bundle of the site's own.
 */
export async function privetOf(page: Window): Promise<Client | undefined> {
  await customElements.whenDefined("privet-slot");
  if (page.privet) return page.privet as Client;
  const loaded = performance.getEntriesByType("resource").find(({ name }) => /\/privet\.mjs$/.test(name));
  return loaded && (((await import(loaded.name)) as { init: typeof init }).init() as Client);
}

/** The lists of the page, in its order. */
export function listsOf(client: Client): List[] {
  return [...document.querySelectorAll<HTMLElement>("privet-slot,privet-order")].map((element) => {
    const list = listOf(element);
    if (element.localName === "privet-order")
      return { element, options: orderOptions(element, itemsOf(client, list)), from: 0 };
    const cards = [...list.children].filter((child) => child.localName !== "template");
    return { element, options: optionsOf(element, cards.length || 10), from: Number(element.getAttribute("from")) };
  });
}

/** What a list is called: by its name, and what it is for. */
export function nameOf({ element, options }: List): string {
  const { slot, strategy, within } = options;
  const values = Object.entries(within ?? {}).map(([key, value]) => `${key}=${value}`);
  return [element.localName, slot && `“${slot}”`, strategy, ...values].filter(Boolean).join(" ");
}
