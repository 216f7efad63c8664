/**
 * Privet in Vue 3. On a server, and until a page is hydrated, lists are in the
 * site's own order; then they are refined. Privet itself is not bundled: it is
 * `window.privet` of the script tag, or the module is loaded from the site.
 */
import type { DefineComponent, MaybeRefOrGetter, ShallowRef, VNode } from "vue";
import type { Config, Item, Privet, Ranking, RankOptions } from "./privet.js";

/** How to start Privet where no script tag has. */
export interface Start extends Config {
  /** Address of privet.mjs. Default "/privet/privet.mjs". */
  module?: string;
}

/** Privet, once the page has it: undefined on a server, and until then. The first call's `start` counts. */
export declare function usePrivet(start?: Start): Readonly<ShallowRef<Privet | undefined>>;

/** A ranking, made anew when something or the options change: undefined on a server, and until there is one. */
export declare function useRanking(options?: MaybeRefOrGetter<RankOptions>): Readonly<ShallowRef<Ranking | undefined>>;

/**
 * A list of ranked items: `items` are those of the site's own order, `options` say what to
 * rank, `as` is the element around them ("div"). The default slot draws one item as one
 * element, of `item` and `why`: `<button @click="why">`. An item that moves gets a new element.
 */
export declare const PrivetSlot: DefineComponent<
  { items: readonly (Partial<Item> & { id: string })[]; options?: RankOptions; as?: string },
  object,
  object
> & {
  new (): { $slots: { default(props: { item: Partial<Item> & { id: string }; why(event: Event): void }): VNode[] } };
};

/** <privet-order>, which waits until the page is hydrated. Its attributes are the element's. */
export declare const PrivetOrder: DefineComponent<object, object, object>;
