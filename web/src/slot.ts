import type { Item, Privet, RankOptions, Strategy } from "./privet.js";
import { begin } from "./timing.js";

/** Addresses that an item may bring along; anything else, above all javascript:, is left out. */
const LINK = /^https?:/;
const IMAGE = /^(https?:|data:image\/)/;

/** "Why this?" in the languages of Privet's own texts, which are not loaded yet. */
const WHY: Record<string, string> = {
  ar: "لماذا؟",
  de: "Warum?",
  es: "¿Por qué?",
  fr: "Pourquoi\u00a0?",
  pt: "Porquê?",
};

/** Over a corner of its item the "why this?" button takes no room. What turns the direction of a text turns no other. */
const STYLE =
  "privet-slot[hidden]{display:none}privet-slot [data-text]{unicode-bidi:isolate}:has(>.privet-why){position:relative}.privet-why{position:absolute;top:.5rem;right:.5rem;width:1.75rem;height:1.75rem;" +
  "padding:0;border:1px solid #0003;border-radius:50%;background:#fffd;color:#222;font:600 .875rem system-ui;cursor:pointer}";

/**
 * Defines <privet-slot>, a list that is filled with ranked items. The site
 * writes the list's default content, and a template for one item:
 *
 *     <privet-slot top="8">
 *       <template>
 *         <a data-href="url"><img data-src="image" data-alt="title" width="200" height="200">
 *           <b data-text="title"></b> <i data-text="price" data-if="price"></i></a>
 *       </template>
 *       …default items…
 *     </privet-slot>
 *
 * Ranked items take the place of the default ones, in the element itself or in
 * the one inside it that has `data-items`. Without a ranking, or where it finds
 * nothing, the default stays; a slot that has none is `hidden` then. `top` is by
 * default the number of default items: as many boxes of the same size, so that
 * nothing moves. The attributes say what to rank, as RankOptions do: `strategy`,
 * `about` and `exclude` (ids that have no space, with spaces between), `within`
 * ("category=Lanterns"), `variety`, `name` (the slot's, for the owner's rules)
 * and `category` (of the place, a context value). `from` leaves out so many of
 * the best: a second page goes on from the first.
 *
 * A button that has `data-why` in the template explains the item; without one,
 * a small one is added; the attribute `why` is its name, "Why this?" in the page's
 * language by default. Once drawn, the element has the attribute `ranked` and
 * tells by the event "privet-draw". Items that are really seen are noted, if
 * the visitor allowed that: see Privet.watch.
 *
 * @element privet-slot
 * @attr {number} top - How many items; by default as many as there are default ones.
 * @attr {number} from - How many of the best are left out.
 * @attr {Strategy} strategy - What the list is for; "for-you" by default.
 * @attr {string} about - Ids that a "similar" or "together" list is about, with spaces between.
 * @attr {string} exclude - Ids that are left out, with spaces between.
 * @attr {string} within - An attribute that all items have, "category=Lanterns".
 * @attr {number} variety - How little the items resemble each other, 0 to 100.
 * @attr {string} name - The slot's name, for the owner's rules.
 * @attr {string} category - Of the place, a context value.
 * @attr {string} why - Name of the button that explains; "Why this?" in the page's language by default.
 * @attr {boolean} ranked - Set once it is filled with ranked items.
 * @fires privet-draw - It was drawn, or drawn anew.
 */
export function defineSlot(privet: Privet): void {
  class PrivetSlot extends HTMLElement {
    #stop: (() => void) | undefined;
    /** Rises with each drawing: only the last one counts. */
    #turn = 0;
    /** What is drawn: ids, in order. */
    #drawn: string[] = [];
    /** What the site has put in. */
    #default: Element[] | undefined;

    connectedCallback() {
      this.#stop = privet.on("change", () => void this.#draw());
      void this.#draw();
      textOf(0, "EUR"); // makes the browser load what it needs for any money now, while it waits for the catalog
    }

    disconnectedCallback() {
      this.#stop?.();
    }

    async #draw() {
      const turn = ++this.#turn;
      await privet.ready; // until then the parser may not have reached the content
      const template = this.querySelector("template");
      const pattern = template?.content.firstElementChild;
      if (!pattern) return;
      const list = this.querySelector("[data-items]") ?? this;
      const cards = () => [...list.children].filter((child) => child !== template);
      const usual = (this.#default ??= cards());
      const options = optionsOf(this, usual.length || 10);
      const ranking = await privet.rank(options);
      if (turn !== this.#turn) return;
      const items = ranking.ranked ? ranking.items.slice(Number(this.getAttribute("from"))) : [];
      if (!usual.length) this.hidden = !items.length && (ranking.ranked || !this.#drawn.length);
      if (!ranking.ranked) return;
      const end = begin("draw");
      const { currency } = await privet.shop();
      const present = cards();
      const focused = present.findIndex((card) => card.contains(document.activeElement));
      // An item that stays in its place keeps its element. One that moves gets a new one: to move an element is a layout shift.
      const wanted = items.length
        ? items.map(({ item }, i) =>
            this.#drawn[i] === item.id
              ? present[i]!
              : explains(this, render(pattern, item, currency), item, privet, options),
          )
        : usual;
      wanted.forEach((card, i) => {
        if (items[i]) privet.watch(card, items[i]);
        if (card === present[i]) return;
        if (present[i]) present[i].replaceWith(card);
        else list.append(card);
        if (i === focused) card.querySelector<HTMLElement>("a,button")?.focus();
      });
      for (const card of present.slice(wanted.length)) card.remove();
      this.#drawn = items.map(({ item }) => item.id);
      this.toggleAttribute("ranked", !!items.length);
      end();
      this.dispatchEvent(new CustomEvent("privet-draw", { bubbles: true }));
    }
  }

  if (document.adoptedStyleSheets) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    document.adoptedStyleSheets.push(sheet);
  }
  customElements.define("privet-slot", PrivetSlot);
}

/** What a slot's attributes ask for. */
export function optionsOf(slot: Element, usual: number): RankOptions {
  const of = (name: string) => slot.getAttribute(name) ?? "";
  const [category, within, variety] = [of("category"), of("within"), of("variety")];
  const [key, value] = within.split(/=(.*)/s);
  return {
    top: (Number(of("top")) || usual) + Number(of("from")),
    strategy: (of("strategy") || "for-you") as Strategy,
    about: of("about").split(" "),
    exclude: of("exclude").split(" "),
    slot: of("name"),
    ...(within && { within: { [key!]: value! } }),
    ...(variety && { variety: Number(variety) }),
    ...(category && { context: { category } }),
  };
}

/** One item by the site's template. Whatever an item says becomes text or a checked address, never markup. */
function render(pattern: Element, item: Item, currency: string): HTMLElement {
  const root = pattern.cloneNode(true) as HTMLElement;
  const value = (field: string) => textOf(item[field], field === "price" ? currency : undefined);
  for (const node of [root, ...root.querySelectorAll<HTMLElement>("*")]) {
    const { text, alt, href, src, if: needed } = node.dataset;
    if (text) node.textContent = value(text);
    if (alt) node.setAttribute("alt", value(alt));
    if (href) setAddress(node, "href", value(href), LINK);
    if (src) setAddress(node, "src", value(src), IMAGE);
    if (needed) node.hidden = !value(needed);
  }
  return root;
}

/** A card of a list, whose button, its own or a small one that is added, explains the item. */
export function explains(
  list: Element,
  card: HTMLElement,
  item: Item,
  privet: Privet,
  options: RankOptions,
): HTMLElement {
  let why = card.querySelector<HTMLElement>("[data-why],.privet-why");
  if (!why) {
    why = document.createElement("button");
    why.className = "privet-why";
    why.textContent = "?";
    card.append(why);
  }
  const label = list.getAttribute("why") ?? WHY[document.documentElement.lang.slice(0, 2)] ?? "Why this?";
  why.setAttribute("aria-label", `${label} ${item.title ?? item.id}`);
  why.onclick = (e) => {
    e.preventDefault(); // the button may stand in the item's link, or in a form
    e.stopPropagation();
    privet.why(item.id, why, options).catch(() => {}); // it has told "problem"
  };
  return card;
}

function textOf(value: unknown, currency: string | undefined): string {
  if (!currency || typeof value !== "number") return String(value ?? "");
  return (money[currency] ??= moneyIn(currency)).format(value);
}

/** In the page's language, or the browser's where the page names none that there can be ("en_US"). */
function moneyIn(
  currency: string,
  language: string | string[] = document.documentElement.lang || [],
): Intl.NumberFormat {
  try {
    return new Intl.NumberFormat(language, { style: "currency", currency });
  } catch {
    return moneyIn(currency, []);
  }
}

/** By currency: to make one takes a millisecond. */
const money: Record<string, Intl.NumberFormat> = {};

/** Sets an address, resolved as the browser resolves it (tabs and newlines are ignored), if it is an allowed one. */
function setAddress(node: HTMLElement, attribute: string, value: string, allowed: RegExp) {
  const { href } = Object.assign(document.createElement("a"), { href: value });
  if (value && allowed.test(href)) node.setAttribute(attribute, href);
  else node.removeAttribute(attribute);
}
