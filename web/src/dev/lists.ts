import type { Explanation } from "../privet.js";
import { element, toggle } from "../ui/element.js";
import type { Made } from "./whatif.js";

/** A list as it is and, where something is otherwise, as it would be beside it. `choose` is told which item is asked about. */
export function lists(is: Made, wouldBe: Made | undefined, id: string | undefined, choose: (id: string) => void) {
  const columns = wouldBe
    ? [column("As it is", is.items, id, choose), column("What if", wouldBe.items, id, choose, is.items)]
    : [column("As it is", is.items, id, choose)];
  return element("div", { class: "beside" }, ...columns);
}

function column(
  title: string,
  items: readonly Explanation[],
  id: string | undefined,
  choose: (id: string) => void,
  before?: readonly Explanation[],
): HTMLElement {
  const lines = items.map(({ item, score }, i) => {
    const was = before?.findIndex((other) => other.item.id === item.id);
    const pick = toggle(item.title ?? item.id, `${title} ${item.id}`, item.id === id, () => choose(item.id));
    const line = element("li", { "data-id": item.id }, pick, element("span", { class: "score" }, String(score)));
    if (was !== undefined && was !== i) {
      line.classList.add("moved");
      line.append(element("em", {}, was < 0 ? "new" : was > i ? `up ${was - i}` : `down ${i - was}`));
    }
    return line;
  });
  const none = element("p", {}, "Nothing: the page keeps its default.");
  return element("div", {}, element("h3", {}, title), lines.length ? element("ol", {}, ...lines) : none);
}

/** An item's score taken apart, as it is and as it would be. */
export function reasons(title: (key: string) => string, is: Made, wouldBe: Made | undefined): HTMLElement {
  const both = [is.chosen, wouldBe?.chosen].flatMap((explanation) => explanation ?? []);
  if (!both.length) return element("p", {}, "Choose an item to see why it is where it is.");
  const largest = Math.max(1, ...both.flatMap(({ contributions }) => contributions.map((c) => Math.abs(c.amount))));
  return element("div", { class: "beside" }, ...both.map((explanation) => why(title, explanation, largest)));
}

function why(title: (key: string) => string, explanation: Explanation, largest: number): HTMLElement {
  const { item, position, score, contributions } = explanation;
  const lines = contributions.map(({ source, purpose, key, amount, without }) => {
    const bar = element("i", { class: amount < 0 ? "minus" : undefined });
    bar.style.inlineSize = `${(100 * Math.abs(amount)) / largest}%`;
    const named = source === "item" || source === "anchor" || source === "variety" ? title(key) : key;
    const place = without === undefined ? "" : without === null ? "without: not in the list" : `without: ${without}`;
    return element(
      "li",
      { "data-amount": String(amount) },
      element("span", {}, [source, named].filter(Boolean).join(" · ")),
      element("span", { class: "score" }, String(amount)),
      element("span", { class: "bar", "aria-hidden": "true" }, bar),
      element("small", {}, [purpose && `purpose: ${purpose}`, place].filter(Boolean).join(", ")),
    );
  });
  return element(
    "div",
    { class: "why" },
    element("h3", {}, item.title ?? item.id),
    element("p", {}, position ? `Place ${position}, score ${score}` : `Not ranked, score ${score}`),
    element("ul", {}, ...lines),
  );
}
