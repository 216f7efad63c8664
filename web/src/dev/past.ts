import type { Client } from "../client.js";
import type { Item } from "../privet.js";
import { button, element, keepingInput } from "../ui/element.js";
import type { WhatIf } from "./whatif.js";

/** What was looked at. */
export type Past = Pick<WhatIf, "looked" | "times" | "ago">;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What the slider goes through: a visit ends after half an hour, the rest grows. */
const AGES: readonly (readonly [string, number])[] = [
  ["just now", 0],
  ["10 minutes ago", 10 * MINUTE],
  ["1 hour ago", HOUR],
  ["6 hours ago", 6 * HOUR],
  ["1 day ago", DAY],
  ["3 days ago", 3 * DAY],
  ["1 week ago", 7 * DAY],
  ["1 month ago", 30 * DAY],
  ["3 months ago", 90 * DAY],
  ["6 months ago", 179 * DAY],
];

/** The most times that an item was looked at, and the most items that a search finds. */
const [MOST, FOUND] = [20, 6];

/** Items to have looked at, found by search, how often and how long ago. `set` is told of each change. */
export function past({ ranker }: Client, root: ShadowRoot, set: (past: Past) => void): HTMLElement[] {
  const looked: string[] = [];
  const search = element("input", { type: "search", placeholder: "title or id" });
  const found = element("div", { class: "chips" });
  const chosen = element("div", { class: "chips" });
  const times = slider("How many times", 1, MOST, (n) => `${n}`, tell);
  const ago = slider("How long ago", 0, AGES.length - 1, (n) => AGES[n]![0], tell);
  function tell() {
    set({ looked: [...looked], times: times.value(), ago: AGES[ago.value()]![1] });
  }
  const nameOf = ({ id, title }: Item) => title ?? id;
  const draw = () => {
    const find = (id: string) => ranker.catalog!.find(id)!;
    const words = search.value.trim().toLowerCase();
    const isFound = (item: Item) =>
      !looked.includes(item.id) && (item.id.toLowerCase() === words || nameOf(item).toLowerCase().includes(words));
    const matches = words ? ranker.catalog!.items.filter(isFound).slice(0, FOUND) : [];
    const change = (work: () => void) => () => {
      work();
      draw();
      tell();
    };
    keepingInput(root, () => {
      found.replaceChildren(
        ...matches.map((item) =>
          button(
            `+ ${nameOf(item)}`,
            `add ${item.id}`,
            change(() => looked.push(item.id)),
          ),
        ),
      );
      chosen.replaceChildren(
        ...looked.map(find).map((item, i) =>
          button(
            `× ${nameOf(item)}`,
            `drop ${item.id}`,
            change(() => looked.splice(i, 1)),
          ),
        ),
      );
    });
  };
  search.addEventListener("input", draw);
  return [element("label", {}, element("span", {}, "Looked at"), search), found, chosen, times.element, ago.element];
}

function slider(name: string, min: number, max: number, say: (n: number) => string, changed: () => void) {
  const input = element("input", { type: "range", min: String(min), max: String(max), value: String(min) });
  const said = element("output");
  const show = () => {
    said.textContent = say(input.valueAsNumber);
    input.setAttribute("aria-valuetext", say(input.valueAsNumber));
  };
  input.addEventListener("input", () => {
    show();
    changed();
  });
  show();
  return { element: element("label", {}, element("span", {}, name), input, said), value: () => input.valueAsNumber };
}
