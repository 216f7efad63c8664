import type { Act } from "../privet.js";
import { idsIn, MOST } from "./identity.js";

/**
 * What Google's e-commerce events mean to Privet. Two more are read: a list that
 * is viewed may tell the page's category. An item that is selected in a list is
 * not yet one that was looked at: its own page tells that.
 */
const ACTS: Readonly<Record<string, Act>> = {
  view_item: "view",
  add_to_cart: "add",
  add_to_wishlist: "like",
  purchase: "buy",
};

/** What an entry of dataLayer says. */
export interface Told {
  /** What was done with each item; undefined for a list that is viewed. */
  act: Act | undefined;
  /** The ids of each item. */
  items: string[][];
}

/**
 * Reads an entry of dataLayer, which may be anything: `{event, ecommerce: {items}}`
 * as pages push it, or gtag's arguments, "event", a name and `{items}`.
 */
export function toldBy(entry: unknown): Told | undefined {
  try {
    const { 0: command, 1: name, 2: parameters, event, ecommerce } = Object(entry);
    const [said, { items }] = command === "event" ? [name, Object(parameters)] : [event, Object(ecommerce)];
    const known = said === "view_item_list" || (typeof said === "string" && Object.hasOwn(ACTS, said));
    if (!known || !Array.isArray(items)) return undefined;
    return { act: ACTS[said], items: items.slice(0, MOST).map(idsIn) };
  } catch {
    return undefined; // what throws when it is read says nothing
  }
}
