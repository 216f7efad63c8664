import type { Client } from "../client.js";
import type { Contribution, Event, Explanation, Forget, RankOptions } from "../privet.js";
import { adopt, button, closer, element, keepingInput, speaking } from "./element.js";
import { shares } from "./share.js";
import { say, sayAttribute, sayEvent, sayMoment, sayReason, strongest, text } from "./speak.js";
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
  /** Set by ui.ts before the first one is made. */
  static client: Client;

  readonly #root = this.attachShadow({ mode: "open" });
  readonly #dialog = element("dialog", { "aria-labelledby": "title" });
  readonly #content = element("div");
  readonly #status = element("p", { role: "status" });

  constructor() {
    super();
    adopt(this.#root, whyStyle);
    this.#dialog.append(this.#content, this.#status);
    this.#root.append(speaking(this.#dialog));
    this.#dialog.addEventListener("close", () => this.remove());
    this.#dialog.addEventListener("click", (e) => e.target === this.#dialog && this.#dialog.close()); // beside the box
  }

  /** Opens beside `anchor`, which gets the keyboard back in the end. */
  async show(id: string, anchor: Element, options: RankOptions = {}): Promise<void> {
    await this.#draw(id, options);
    document.body.append(this);
    this.#dialog.showModal();
    const { width, height } = this.#dialog.getBoundingClientRect();
    const { left, bottom } = anchor.getBoundingClientRect();
    const within = (at: number, size: number, room: number) => `${Math.max(8, Math.min(at, room - size - 8))}px`;
    this.#dialog.style.left = within(left, width, innerWidth);
    this.#dialog.style.top = within(bottom + 8, height, innerHeight);
  }

  async #draw(id: string, options: RankOptions): Promise<void> {
    const { client } = PrivetWhy;
    const explanation = await client.explain(id, { ...options, counterfactual: COUNTERFACTUAL });
    const { item, position, score } = explanation;
    const reasons = await reasonsOf(client, explanation);
    const words = text.why;
    const forget = async (all: readonly Forget[]) => {
      for (const what of all) await client.forget(what);
      await this.#draw(id, options);
    };
    const center = button(words.center, "center", () => {
      this.#dialog.close();
      void client.center();
    });
    const less = button(words.less, "less", () => this.#less(id, options));
    keepingInput(this.#root, () =>
      this.#content.replaceChildren(
        closer(words.close, this.#dialog),
        element("h2", { id: "title" }, say(words.title, { what: item.title ?? item.id })),
        element("p", { class: "quiet" }, position ? say(words.place, { n: position }) : words.noPlace),
        list(reasons, forget),
        total(score),
        element("div", { class: "acts" }, ...(position ? [less] : []), center),
      ),
    );
  }

  /** Notes in one tap that the visitor wants less of the kind, which can be taken back. */
  async #less(id: string, options: RankOptions) {
    const { client } = PrivetWhy;
    const words = text.why;
    const noted = await client.observe("dismiss", id);
    const undo = button(words.undo, "undo", async () => {
      await client.forget({ event: noted!.id });
      this.#status.textContent = "";
      await this.#draw(id, options);
    });
    this.#status.replaceChildren(
      ...(noted ? [words.lessDone, " ", undo] : [say(words.lessOff, { what: text.purposes.history.name })]),
    );
    await this.#draw(id, options);
  }
}

/** Contributions in words, the largest first, for or against. What counts for several purposes is one reason. */
async function reasonsOf(privet: Client, { item, position, contributions }: Explanation): Promise<Reason[]> {
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
    const kind = strongest.find((kind) => events.some((e) => e.kind === kind)) ?? "view";
    return sayEvent({ kind, key }, title);
  }
  if (source !== "token") return sayReason(contribution, title);
  return purpose === "interests" ? say(text.acts.declare, { what: sayAttribute(key) }) : sayMoment(key);
}

function list(reasons: readonly Reason[], forget: (all: readonly Forget[]) => void): HTMLElement {
  const shown = reasons.length > SHOWN + 1 ? reasons.slice(0, SHOWN) : [...reasons];
  const rest = reasons.slice(shown.length);
  if (rest.length)
    shown.push({
      text: say(text.why.rest, { n: rest.length }),
      amount: rest.reduce((sum, r) => sum + r.amount, 0),
      forget: [],
    });
  const percent = shares(shown.map(({ amount }) => amount));
  const largest = Math.max(1, ...shown.map(({ amount }) => Math.abs(amount)));
  return element("ul", {}, ...shown.map((reason, i) => row(reason, percent[i]!, largest, forget)));
}

function row(reason: Reason, percent: number, largest: number, forget: (all: readonly Forget[]) => void): HTMLElement {
  const { text: said, amount, without } = reason;
  const words = text.why;
  const fill = element("i", { class: amount < 0 ? "minus" : undefined });
  fill.style.inlineSize = `${(Math.abs(amount) / largest) * 100}%`;
  const share = !amount ? words.decides : amount > 0 && !percent ? words.shareSmall : say(words.share, { n: percent });
  const place = without ? say(words.without, { n: without }) : words.withoutNone;
  return element(
    "li",
    { "data-amount": String(amount), "data-percent": String(percent) },
    element("div", { class: "line" }, element("span", {}, said), element("span", { title: points(amount) }, share)),
    ...(amount ? [element("div", { class: "bar", "aria-hidden": "true" }, fill)] : []),
    ...(without === undefined ? [] : [element("p", { class: "quiet" }, place)]),
    ...(reason.forget.length ? [forgetButton(reason, forget)] : []),
  );
}

function forgetButton({ text: said, forget: all }: Reason, forget: (all: readonly Forget[]) => void): HTMLElement {
  const words = text.why;
  const learned = all.some((what) => what !== "all" && "purpose" in what);
  const made = learned
    ? button(words.forgetLearned, `forget ${said}`, () => forget(all))
    : button(words.forget, `forget ${said}`, () => forget(all), said);
  made.className = "forget";
  return made;
}

function total(score: number): HTMLElement {
  return element(
    "p",
    { class: "line total", "data-score": String(score) },
    element("span", {}, text.why.total),
    element("span", {}, points(score)),
  );
}

function points(amount: number): string {
  return say(text.why.points, { n: amount });
}
