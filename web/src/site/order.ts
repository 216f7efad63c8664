import { maxTop } from "../abi.gen.js";
import type { Client } from "../client.js";
import type { Item, RankOptions } from "../privet.js";
import { explains, optionsOf } from "../slot.js";
import { finderOf, type Finder } from "./finder.js";
import { arrange, isPainted, isSeen } from "./places.js";

/**
 * <privet-order> stands around a list that is in the page already, and puts its
 * cards into the visitor's order:
 *
 *     <privet-order keep="2">
 *       <ul data-items>
 *         <li data-id="A12">…</li>
 *         <li><a href="/items/a13">…</a></li>
 *       </ul>
 *     </privet-order>
 *
 * The cards are its children, or those of the element inside with `data-items`;
 * each says by `data-id` which item it is, or by a link that leads there. The
 * very same elements are moved. A card that the catalog does not know keeps its
 * place, and so do the first ones, as many as `keep` says.
 *
 * Nothing moves that can be seen: what is on the screen when the order is known
 * stays, what is above it, and a card that has the keyboard; places below change. All of them do with the
 * attribute `now`, and where the browser has not painted the page yet.
 *
 * Which order it is, is said as in a slot, by `strategy`, `about`, `variety`,
 * `name` and `category`; with `within` or `exclude`, what is not ranked comes after
 * all that is. As in a slot, items explain themselves (`data-why`, `why`), are
 * noted once really seen, the element gets `ranked`, and tells by "privet-draw".
 * As long as it has the attribute `hold` it waits: for a framework, perhaps, that
 * has yet to look at the list as the server made it.
 *
 * @element privet-order
 * @attr {number} keep - How many of the first cards keep their place.
 * @attr {boolean} now - Also what can be seen may move.
 * @attr {boolean} hold - Nothing happens as long as it is there.
 * @attr {Strategy} strategy - What the order is for; "for-you" by default.
 * @attr {string} about - Ids that a "similar" or "together" order is about, with spaces between.
 * @attr {string} exclude - Ids that come last, with spaces between.
 * @attr {string} within - An attribute, "category=Lanterns": what does not have it comes last.
 * @attr {number} variety - How little neighbours resemble each other, 0 to 100.
 * @attr {string} name - The place's name, for the owner's rules.
 * @attr {string} category - Of the place, a context value.
 * @attr {string} why - Name of the button that explains; "Why this?" in the page's language by default.
 * @attr {boolean} ranked - Set once the cards are in the visitor's order.
 * @fires privet-draw - The order was made, or made anew.
 */
export function order(client: Client, element: HTMLElement): void {
  let known = orders.get(element);
  if (!known) orders.set(element, (known = new Order(client, element)));
  known.connect();
}

/** An element that is moved in the page is connected a second time. */
const orders = new WeakMap<HTMLElement, Order>();

/** Attributes that say something of the order. */
const ATTRIBUTES = ["keep", "now", "hold", "strategy", "about", "exclude", "within", "variety", "name", "category"];

class Order {
  #stop: (() => void) | undefined;
  /** Rises with each drawing: only the last one counts. */
  #turn = 0;
  /** Every card, in the order in which the site brought it. */
  readonly #usual = new Set<Element>();
  readonly #changes = new MutationObserver(() => void this.#draw());

  constructor(
    private readonly client: Client,
    private readonly element: HTMLElement,
  ) {}

  connect() {
    if (this.#stop) return;
    this.#stop = this.client.on("change", () => void this.#draw());
    void this.#draw();
  }

  async #draw() {
    const { client, element } = this;
    const turn = ++this.#turn;
    await client.ready; // until then the parser may not have reached the content
    if (!element.isConnected) return this.#leave();
    const list = listOf(element);
    this.#changes.observe(element, { attributeFilter: ATTRIBUTES, childList: true });
    if (list !== element) this.#changes.observe(list, { childList: true });
    for (const card of list.children) this.#usual.add(card);
    for (const card of this.#usual) if (card.parentElement !== list) this.#usual.delete(card);
    const items = itemsOf(client, list);
    if (!items.size || element.hasAttribute("hold")) return;
    const options = orderOptions(element, items);
    const ranking = await client.rank(options);
    if (turn !== this.#turn || !ranking.ranked) return;
    if (this.#changes.takeRecords().length) return void this.#draw(); // the list is another one by now

    const shown = new Map(ranking.items.map((one) => [one.item, one]));
    const rank = (card: Element) => shown.get(items.get(card)!)?.position ?? Infinity;
    const usual = [...this.#usual];
    const open = [...items.keys()].filter(this.#opener(list));
    // Sorting is stable: what is not ranked comes last, as the site has it.
    const wanted = usual.filter((card) => open.includes(card)).sort((a, b) => rank(a) - rank(b) || 0);
    const done = arrange(list, open, wanted, element.hasAttribute("now"));
    const cards = [...list.children];
    for (const [card, item] of items) {
      explains(element, card as HTMLElement, item, client, options);
      const ranked = shown.get(item);
      // A card that keeps its place is there for certain.
      const propensity = open.includes(card) ? ranked?.propensity : 1;
      if (ranked) client.watch(card, { ...ranked, position: cards.indexOf(card) + 1, propensity: propensity! });
    }
    element.toggleAttribute("ranked", done);
    this.#changes.takeRecords(); // its own
    element.dispatchEvent(new CustomEvent("privet-draw", { bubbles: true }));
  }

  /** Tells which cards may move. */
  #opener(list: Element): (card: Element) => boolean {
    const kept = [...list.children].slice(0, Number(this.element.getAttribute("keep")));
    const all = this.element.hasAttribute("now") || !isPainted();
    // Where the keyboard is, it stays: a browser may scroll to an element that has it and is moved.
    return (card) => !kept.includes(card) && !card.matches(":focus-within") && (all || !isSeen(card, list));
  }

  #leave() {
    this.#stop?.();
    this.#stop = undefined;
    this.#changes.disconnect();
  }
}

/** The element whose children are the list. */
export function listOf(element: HTMLElement): HTMLElement {
  return element.querySelector<HTMLElement>("[data-items]") ?? element;
}

/** The cards of a list that the catalog knows, in their present order, and the item of each. */
export function itemsOf(client: Client, list: Element): Map<Element, Item> {
  const finder = finderOf(client);
  const items = new Map<Element, Item>();
  for (const card of list.children as HTMLCollectionOf<HTMLElement>) {
    const { id } = card.dataset;
    const item = id === undefined ? linked(finder, card) : finder.find([id], []);
    if (item && items.size < maxTop) items.set(card, item);
  }
  return items;
}

/** What is asked for to order these items. */
export function orderOptions(element: Element, items: ReadonlyMap<Element, Item>): RankOptions {
  const candidates = [...new Set([...items.values()].map(({ id }) => id))];
  return { ...optionsOf(element, 0), top: candidates.length, candidates };
}

/** The item that the first of a card's links that leads to one leads to. */
function linked(finder: Finder, card: Element): Item | undefined {
  for (const link of [card, ...card.querySelectorAll("a[href]")]) {
    const item = link instanceof HTMLAnchorElement ? finder.at(link.href) : undefined;
    if (item) return item;
  }
  return undefined;
}
