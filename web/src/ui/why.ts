import type { Contribution, Event, Privet, RankOptions } from "../privet.js";
import * as words from "../wording.js";
import { adopt, button, element, keepingFocus } from "./element.js";
import { shares } from "./share.js";
import { whyStyle } from "./style.js";

/** Reasons that are shown one by one; the rest is summed up. */
const SHOWN = 6;

interface Reason {
  text: string;
  amount: number;
  /** Events that would have to be forgotten for it to go. */
  events: Event[];
}

/** <privet-why>: why one item is shown, as bars that add up to its score. It removes itself when closed. */
export class PrivetWhy extends HTMLElement {
  readonly #root = this.attachShadow({ mode: "open" });
  readonly #dialog = element("dialog", { "aria-labelledby": "title" });

  constructor() {
    super();
    adopt(this.#root, whyStyle);
    this.#root.append(this.#dialog);
    this.#dialog.addEventListener("close", () => this.remove());
    this.#dialog.addEventListener("click", (e) => e.target === this.#dialog && this.#dialog.close()); // beside the box
  }

  /** Opens beside `anchor`, which gets the keyboard back in the end. */
  async show(privet: Privet, id: string, anchor: Element, options: RankOptions = {}): Promise<void> {
    await this.#draw(privet, id, options);
    document.body.append(this);
    this.#dialog.showModal();
    const { width, height } = this.#dialog.getBoundingClientRect();
    const { left, bottom } = anchor.getBoundingClientRect();
    const within = (at: number, size: number, room: number) => `${Math.max(8, Math.min(at, room - size - 8))}px`;
    this.#dialog.style.left = within(left, width, innerWidth);
    this.#dialog.style.top = within(bottom + 8, height, innerHeight);
  }

  async #draw(privet: Privet, id: string, options: RankOptions): Promise<void> {
    const { item, position, score, contributions } = await privet.explain(id, options);
    const reasons = await reasonsOf(privet, contributions);
    const close = button("×", "close", () => this.#dialog.close(), words.whyWording.close);
    close.className = "close";
    const forget = async (events: Event[]) => {
      for (const event of events) await privet.forget({ event: event.id });
      await this.#draw(privet, id, options);
    };
    const choices = button(words.whyWording.panel, "panel", () => {
      this.#dialog.close();
      void privet.panel();
    });
    keepingFocus(this.#root, () =>
      this.#dialog.replaceChildren(
        close,
        element("h2", { id: "title" }, words.whyWording.title(item.title ?? item.id)),
        element("p", { class: "quiet" }, words.whyWording.place(position)),
        list(reasons, forget),
        total(score),
        choices,
      ),
    );
  }
}

/** Contributions in words, the largest first. What counts for several purposes is one reason. */
async function reasonsOf(privet: Privet, contributions: readonly Contribution[]): Promise<Reason[]> {
  const events = await privet.events();
  const items = await privet.items(contributions.map(({ source, key }) => (source === "item" ? key : -1)));
  const reasons = new Map<string, Reason>();
  contributions.forEach((contribution, i) => {
    const { source, purpose, key, amount } = contribution;
    const declared = source === "token" && purpose === "interests";
    const own =
      source === "item" || declared ? events.filter((e) => e.key === key && (e.kind === "declare") === declared) : [];
    const text = textOf(contribution, items[i]?.title ?? key, own);
    const reason = reasons.get(text) ?? { text, amount: 0, events: own };
    reason.amount += amount;
    reasons.set(text, reason);
  });
  return [...reasons.values()].sort((a, b) => b.amount - a.amount);
}

function textOf({ source, purpose, key }: Contribution, title: string, events: readonly Event[]): string {
  if (source === "popularity") return words.whyWording.popularity;
  if (source === "item") {
    const kind = words.strongestKinds.find((kind) => events.some((e) => e.kind === kind)) ?? "view";
    return words.kindWording[kind](title);
  }
  return purpose === "interests" ? words.kindWording.declare(words.attributeWording(key)) : words.contextWording(key);
}

function list(reasons: readonly Reason[], forget: (events: Event[]) => void): HTMLElement {
  const shown = reasons.length > SHOWN + 1 ? reasons.slice(0, SHOWN) : [...reasons];
  const rest = reasons.slice(shown.length);
  if (rest.length)
    shown.push({
      text: words.whyWording.rest(rest.length),
      amount: rest.reduce((sum, r) => sum + r.amount, 0),
      events: [],
    });
  const percent = shares(shown.map(({ amount }) => amount));
  const largest = Math.max(1, ...shown.map(({ amount }) => Math.abs(amount)));
  return element("ul", {}, ...shown.map((reason, i) => row(reason, percent[i]!, largest, forget)));
}

function row({ text, amount, events }: Reason, percent: number, largest: number, forget: (events: Event[]) => void) {
  const fill = element("i", { class: amount < 0 ? "minus" : undefined });
  fill.style.inlineSize = `${(Math.abs(amount) / largest) * 100}%`;
  const label = words.whyWording.forgetLong(text);
  const again = button(words.whyWording.forget, `forget ${text}`, () => forget(events), label);
  again.className = "forget";
  return element(
    "li",
    { "data-amount": String(amount), "data-percent": String(percent) },
    element(
      "div",
      { class: "line" },
      element("span", {}, text),
      element("span", { title: points(amount) }, words.whyWording.share(percent, amount > 0)),
    ),
    element("div", { class: "bar", "aria-hidden": "true" }, fill),
    ...(events.length ? [again] : []),
  );
}

function total(score: number): HTMLElement {
  const { total } = words.whyWording;
  return element("p", { class: "line total", "data-score": String(score) }, element("span", {}, total), points(score));
}

function points(amount: number): string {
  return words.whyWording.points(amount.toLocaleString([]));
}
