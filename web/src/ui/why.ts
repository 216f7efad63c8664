import type { Contribution, Event, Explanation, Forget, Privet, RankOptions } from "../privet.js";
import * as words from "../wording.js";
import { adopt, button, element, keepingFocus } from "./element.js";
import { shares } from "./share.js";
import { whyStyle } from "./style.js";

/** Reasons that are shown one by one; the rest is summed up. */
const SHOWN = 6;

/** Contributions to ask for the place without each: a reason may be two, for two purposes. */
const COUNTERFACTUAL = 2 * SHOWN;

interface Reason {
  text: string;
  amount: number;
  /** What would have to be forgotten for it to go. */
  forget: Forget[];
  /** The item's place without it; undefined where that is not known, or where it stays. */
  without?: number | null | undefined;
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
    const explanation = await privet.explain(id, { ...options, counterfactual: COUNTERFACTUAL });
    const { item, position, score } = explanation;
    const reasons = await reasonsOf(privet, explanation);
    const close = button("×", "close", () => this.#dialog.close(), words.whyWording.close);
    close.className = "close";
    const forget = async (all: readonly Forget[]) => {
      for (const what of all) await privet.forget(what);
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

/** Contributions in words, the largest first, for or against. What counts for several purposes is one reason. */
async function reasonsOf(privet: Privet, { item, position, contributions }: Explanation): Promise<Reason[]> {
  const events = (await privet.events()).filter(({ kind }) => kind !== "show");
  const named = (c: Contribution) => ["item", "anchor", "variety"].includes(c.source);
  const items = await privet.items(contributions.map((c) => (named(c) ? c.key : -1)));
  const reasons = new Map<string, Reason>();
  contributions.forEach((contribution, i) => {
    const own = ownEvents(contribution, item.id, events);
    const text = textOf(contribution, items[i]?.title ?? contribution.key, own);
    const forget =
      contribution.source === "learned" ? [{ purpose: "prediction" } as const] : own.map(({ id }) => ({ event: id }));
    const reason: Reason = reasons.get(text) ?? { text, amount: 0, forget };
    reason.amount += contribution.amount;
    const { without } = contribution;
    if (without !== undefined && (without ?? 0) !== position) reason.without = without;
    reasons.set(text, reason);
  });
  const size = ({ amount }: Reason) => (amount ? Math.abs(amount) : Number.MAX_VALUE); // what decides without an amount is largest
  return [...reasons.values()].sort((a, b) => size(b) - size(a) || b.amount - a.amount);
}

/** The visitor's events that a reason stands for. */
function ownEvents({ source, purpose, key }: Contribution, id: string, events: readonly Event[]): Event[] {
  if (source === "hidden") return events.filter((e) => e.kind === "dismiss" && e.key === id);
  const declared = source === "token" && purpose === "interests";
  if (source !== "item" && !declared) return [];
  return events.filter((e) => e.key === key && (e.kind === "declare") === declared);
}

function textOf(contribution: Contribution, title: string, events: readonly Event[]): string {
  const { source, purpose, key } = contribution;
  if (source === "item") {
    const kind = words.strongestKinds.find((kind) => events.some((e) => e.kind === kind)) ?? "view";
    return words.kindWording[kind](title);
  }
  if (source !== "token") return words.reasonWording(contribution, title);
  return purpose === "interests" ? words.kindWording.declare(words.attributeWording(key)) : words.contextWording(key);
}

function list(reasons: readonly Reason[], forget: (all: readonly Forget[]) => void): HTMLElement {
  const shown = reasons.length > SHOWN + 1 ? reasons.slice(0, SHOWN) : [...reasons];
  const rest = reasons.slice(shown.length);
  if (rest.length)
    shown.push({
      text: words.whyWording.rest(rest.length),
      amount: rest.reduce((sum, r) => sum + r.amount, 0),
      forget: [],
    });
  const percent = shares(shown.map(({ amount }) => amount));
  const largest = Math.max(1, ...shown.map(({ amount }) => Math.abs(amount)));
  return element("ul", {}, ...shown.map((reason, i) => row(reason, percent[i]!, largest, forget)));
}

function row(reason: Reason, percent: number, largest: number, forget: (all: readonly Forget[]) => void): HTMLElement {
  const { text, amount, without } = reason;
  const fill = element("i", { class: amount < 0 ? "minus" : undefined });
  fill.style.inlineSize = `${(Math.abs(amount) / largest) * 100}%`;
  const share = amount ? words.whyWording.share(percent, amount > 0) : words.whyWording.decides;
  return element(
    "li",
    { "data-amount": String(amount), "data-percent": String(percent) },
    element("div", { class: "line" }, element("span", {}, text), element("span", { title: points(amount) }, share)),
    ...(amount ? [element("div", { class: "bar", "aria-hidden": "true" }, fill)] : []),
    ...(without === undefined ? [] : [element("p", { class: "quiet" }, words.whyWording.without(without))]),
    ...(reason.forget.length ? [forgetButton(reason, forget)] : []),
  );
}

function forgetButton({ text, forget: all }: Reason, forget: (all: readonly Forget[]) => void): HTMLElement {
  const { forget: short, forgetLearned, forgetLong } = words.whyWording;
  const learned = all.some((what) => what !== "all" && "purpose" in what);
  const made = learned
    ? button(forgetLearned, `forget ${text}`, () => forget(all))
    : button(short, `forget ${text}`, () => forget(all), forgetLong(text));
  made.className = "forget";
  return made;
}

function total(score: number): HTMLElement {
  const { total } = words.whyWording;
  return element("p", { class: "line total", "data-score": String(score) }, element("span", {}, total), points(score));
}

function points(amount: number): string {
  return words.whyWording.points(amount.toLocaleString([]));
}
