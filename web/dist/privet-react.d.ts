/**
 * Privet in React 18 and 19. On a server, and until a page is hydrated, lists are
 * in the site's own order; then they are refined. Privet itself is not bundled: it is
 * `window.privet` of the script tag, or the module is loaded from the site.
 */
import type { ComponentType, Key, MouseEvent, ReactElement, ReactNode } from "react";
import type { Config, Item, Privet, Ranking, RankOptions } from "./privet.js";

/** How to start Privet where no script tag has. */
export interface Start extends Config {
  /** Address of privet.mjs. Default "/privet/privet.mjs". */
  module?: string;
}

/** Privet, once the page has it: undefined on a server, and until then. The first call's `start` counts. */
export declare function usePrivet(start?: Start): Privet | undefined;

/** A ranking, made anew when something changes: undefined on a server, and until there is one. */
export declare function useRanking(options?: RankOptions): Ranking | undefined;

export interface PrivetSlotProps extends RankOptions {
  /** The items of the site's own order, as many as the list has places. */
  items: readonly Item[] | readonly (Partial<Item> & { id: string })[];
  /** Draws one item as one element. `why` explains it: `<button onClick={why}>`. */
  children: (item: Partial<Item> & { id: string }, why: (event: MouseEvent) => void) => ReactElement;
  /** The element around the items. Default "div". */
  as?: string;
  className?: string;
  id?: string;
}

/** A list of ranked items. An item that moves gets a new element, so that nothing shifts. */
export declare const PrivetSlot: ComponentType<PrivetSlotProps>;

export interface PrivetOrderProps {
  /** The list: elements with `data-id`, or with links to items. */
  children?: ReactNode;
  key?: Key;
  className?: string;
  id?: string;
  keep?: number;
  now?: boolean;
  strategy?: RankOptions["strategy"];
  /** As the element's attributes have them: ids with spaces between, "category=Lanterns". */
  about?: string;
  exclude?: string;
  within?: string;
  variety?: number;
  name?: string;
  category?: string;
  why?: string;
}

/** <privet-order>, which waits until the page is hydrated. */
export declare const PrivetOrder: ComponentType<PrivetOrderProps>;
