import { Kind, purposes as all } from "../abi.gen.js";
import type { Client } from "../client.js";
import { namesOf, renewal } from "../consent.js";
import type { Consent, Item, Purpose } from "../privet.js";
import { defaults } from "../purposes.gen.js";
import type { Texts } from "../texts/texts.js";
import { adopt, button, closer, Disclosures, element, keepingInput, speaking, toggle } from "./element.js";
import { notice } from "./notice.js";
import { listFor, people, type Person } from "./preview.js";
import { purposeSwitch } from "./purposes.js";
import { say, sayDay, text } from "./speak.js";
import { consentStyle } from "./style.js";

/**
 * <privet-consent>: asks in two steps, where there is something to ask: a short
 * banner, and a dialog with a switch for each purpose, where one can try what
 * a choice would do. Yes and no look and weigh the same; silence is a no.
 * Until there is an answer nothing is kept but in this page's memory.
 *
 * It tells "privet-choice" when it has an answer. A site styles it by the
 * custom properties of style.ts and by ::part(banner), (title), (choice),
 * (dialog), (purpose) and (switch).
 *
 * @element privet-consent
 * @csspart banner - The question.
 * @csspart title - Its heading, and the dialog's.
 * @csspart choice - A button of the answer.
 * @csspart dialog - The second step.
 * @csspart purpose - A purpose in it.
 * @csspart switch - Its switch.
 * @cssprop --privet-font - The font.
 * @cssprop --privet-accent - The colour of what can be pressed.
 * @cssprop --privet-paper - The background.
 * @cssprop --privet-ink - The colour of texts.
 * @fires privet-choice - There is an answer.
 */
export class PrivetConsent extends HTMLElement {
  /** Set by ui.ts before the first one is made. */
  static client: Client;

  readonly #root = this.attachShadow({ mode: "open" });
  readonly #banner = element("section", { part: "banner", "aria-labelledby": "title", hidden: "" });
  readonly #dialog = element("dialog", { part: "dialog", "aria-labelledby": "details" });
  readonly #disclosures = new Disclosures();
  /** What the switches say. */
  #wanted: Purpose[] = [];
  #people: Person[] = [];
  #person = 0;
  /** The last answer being kept. */
  #answered: Promise<void> = Promise.resolve();
  #stop: (() => void) | undefined;

  constructor() {
    super();
    adopt(this.#root, consentStyle);
    this.#root.append(speaking(this.#banner), speaking(this.#dialog));
    // WebKit lets one Escape close a note and the dialog below it, with all that was chosen there.
    this.#dialog.addEventListener("keydown", (event) => {
      const note = event.key === "Escape" && this.#dialog.querySelector<HTMLElement>(":popover-open");
      if (!note) return;
      event.preventDefault();
      note.hidePopover();
    });
  }

  connectedCallback() {
    this.#stop = PrivetConsent.client.on("change", () => void this.#look());
    void this.#look();
  }

  disconnectedCallback() {
    this.#stop?.();
  }

  /** Asks, whether or not there is a reason to, from the second step on. */
  async ask(): Promise<void> {
    const { client } = PrivetConsent;
    await this.#answered.catch(() => {}); // which ends by closing the dialog
    const { granted } = await client.consent();
    this.#wanted = granted;
    this.#people = await people(client).catch(() => []); // without a catalog there is nothing to try
    this.#person = this.#people[0]?.acts.length ? 0 : 1;
    this.#draw();
    if (!this.#dialog.open) this.#dialog.showModal();
    this.#dialog.scrollTop = 0;
  }

  /** Shows the banner where there is something to ask, and hides it where there is not, in whatever tab it was answered. */
  async #look() {
    const consent = await PrivetConsent.client.consent();
    if (!consent.ask === this.#banner.hidden) return;
    this.#banner.hidden = !consent.ask;
    this.#banner.replaceChildren(...(consent.ask ? this.#question(consent) : []));
  }

  #question({ ask }: Consent): HTMLElement[] {
    const words = text.consent;
    const yes = button(words.yes, "yes", () => this.#answer(all));
    const no = button(words.no, "no", () => this.#answer(namesOf(defaults)));
    const customize = button(words.customize, "customize", () => this.ask());
    for (const choice of [yes, no, customize]) choice.setAttribute("part", "choice");
    return [
      element("h2", { id: "title", part: "title" }, words.title),
      ...(ask === "new" ? [] : [element("p", {}, ask === "changed" ? words.changed : words.expired)]),
      element("p", {}, words.why, " ", words.page),
      element("div", { class: "choices" }, yes, no, customize),
    ];
  }

  #draw() {
    const words = text.consent;
    const set = (wanted: readonly Purpose[]) => {
      this.#wanted = [...wanted];
      this.#draw();
    };
    const turn = (purpose: Purpose) => (on: boolean) =>
      set(all.filter((p) => (p === purpose ? on : this.#wanted.includes(p))));
    const save = button(words.save, "save", () => this.#answer(this.#wanted));
    save.setAttribute("part", "choice");
    keepingInput(this.#root, () =>
      this.#dialog.replaceChildren(
        closer(words.close, this.#dialog),
        element("h2", { id: "details", part: "title" }, words.details),
        element("p", {}, words.detailsIntro, ...tooltip("browser")),
        element(
          "div",
          { class: "choices" },
          button(words.allOn, "all", () => set(all)),
          button(words.allOff, "none", () => set([])),
        ),
        ...all.map((purpose) =>
          purposeSwitch(purpose, this.#wanted.includes(purpose), this.#disclosures, turn(purpose)),
        ),
        ...(this.#people.length ? [this.#preview()] : []),
        this.#glossary(),
        element(
          "p",
          { class: "quiet" },
          say(words.holds, { date: sayDay(Date.now() + renewal(PrivetConsent.client.config.renew)) }),
          ...tooltip("receipt"),
        ),
        element(
          "div",
          { class: "choices end" },
          save,
          button(words.back, "back", () => this.#dialog.close()),
        ),
      ),
    );
  }

  /** Lists for somebody, in the usual order and by the switches, side by side. */
  #preview(): HTMLElement {
    const { client } = PrivetConsent;
    const words = text.consent;
    const person = this.#people[this.#person]!;
    const usual = listFor(client, person, namesOf(defaults)); // what a no gives
    const own = listFor(client, person, this.#wanted);
    const choose = (i: number) => {
      this.#person = i;
      this.#draw();
    };
    const who = ({ category }: Person) => (category ? say(words.sample, { what: category }) : words.you);
    return this.#disclosures.of(
      "try",
      words.try,
      element("p", {}, words.tryIntro, ...tooltip("order")),
      element(
        "div",
        { class: "chips" },
        ...this.#people.map((p, i) => toggle(who(p), `person ${i}`, i === this.#person, () => choose(i))),
      ),
      ...(person.category || person.acts.length ? [] : [element("p", { class: "quiet" }, words.youNothing)]),
      element("div", { class: "beside" }, list(words.usualOrder, usual, []), list(words.ownOrder, own, usual)),
    );
  }

  #glossary(): HTMLElement {
    const words = Object.values(text.glossary);
    const lines = words.flatMap(({ word, means }) => [element("dt", {}, word), element("dd", {}, means)]);
    return this.#disclosures.of("words", text.consent.words, element("dl", {}, ...lines));
  }

  #answer(purposes: readonly Purpose[]) {
    return (this.#answered = this.#keep(purposes));
  }

  /** Keeps an answer. What was done on this page before counts for a yes, as the banner says, and is dropped for a no. */
  async #keep(purposes: readonly Purpose[]) {
    const { client } = PrivetConsent;
    const acts = client.loose.splice(0);
    await client.choose(purposes, await notice());
    // In one step: one write, and one drawing of the page's lists.
    const { visitor } = client;
    const drafts = acts.map(({ kind, key }) => ({ at: Date.now(), kind: Kind[kind], key }));
    if ((await (await visitor.keeper()).add(drafts)).length) visitor.watcher.replaced(true);
    client.loose.length = 0;
    this.#dialog.close();
    this.dispatchEvent(new CustomEvent("privet-choice", { bubbles: true }));
  }
}

/** A button that says what a word of the glossary means, beside where it matters. */
function tooltip(word: keyof Texts["glossary"]): HTMLElement[] {
  const { word: name, means } = text.glossary[word];
  const id = `tip-${word}`;
  const said = element("span", { id, popover: "", role: "note" }, element("strong", {}, name), ": ", means);
  const ask = element(
    "button",
    { type: "button", class: "tip", popovertarget: id, "data-key": id, "aria-label": name },
    "?",
  );
  return [ask, said];
}

/** A list of the preview; what stands elsewhere than in `before` says so. */
function list(title: string, items: readonly Item[], before: readonly Item[]): HTMLElement {
  const lines = items.map((item, i) => {
    const was = before.indexOf(item);
    const note =
      !before.length || was === i
        ? ""
        : was < 0
          ? text.consent.fresh
          : was > i
            ? say(text.consent.moved, { n: was - i })
            : "";
    return element(
      "li",
      {},
      element("span", {}, item.title ?? item.id),
      ...(note ? [element("span", { class: "quiet" }, note)] : []),
    );
  });
  return element("section", {}, element("h3", {}, title), element("ol", {}, ...lines));
}
