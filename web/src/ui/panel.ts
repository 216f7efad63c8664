import { contextOf } from "../context.js";
import type { Consent, Event, Privet, Purpose, Shop } from "../privet.js";
import * as words from "../wording.js";
import { adopt, button, element, keepingFocus } from "./element.js";
import { panelStyle } from "./style.js";

const text = words.panelWording;

/** How many events of a list are shown before the visitor asks for all. */
const SHOWN = 50;

/** An event, and what is said of it. */
interface Line {
  event: Event;
  said: string;
}

/**
 * <privet-panel>: what may count, what is known, and every way to take it back.
 * It draws itself anew whenever something changes, in whatever tab.
 */
export class PrivetPanel extends HTMLElement {
  /** Set by ui.ts before the first panel is made. */
  static privet: Privet;

  readonly #root = this.attachShadow({ mode: "open" });
  readonly #content = element("div");
  /** Apart from the content, so that a screen reader hears what is put into it. */
  readonly #status = element("p", { role: "status" });
  #stop: (() => void) | undefined;
  /** The lists of events that the visitor asked to see whole. */
  readonly #whole = new Set<string>();

  constructor() {
    super();
    adopt(this.#root, panelStyle);
    this.#root.append(this.#content, this.#status);
  }

  connectedCallback() {
    this.#stop = PrivetPanel.privet.on("change", () => void this.#draw());
    void this.#draw();
  }

  disconnectedCallback() {
    this.#stop?.();
  }

  async #draw() {
    const { privet } = PrivetPanel;
    const [consent, events] = await Promise.all([privet.consent(), privet.events()]);
    const [{ damaged }, shop] = await Promise.all([privet.export(), privet.shop().catch(() => undefined)]);
    const titles = await privet.items(events.map(({ key }) => key));
    const lines = events.map((event, i): Line => ({ event, said: sentence(event, titles[i]?.title) }));
    const done = lines.filter(({ event }) => event.kind !== "show");
    const shown = lines.filter(({ event }) => event.kind === "show");
    const opened = !!this.#content.querySelector<HTMLDetailsElement>("details.shows")?.open;
    keepingFocus(this.#root, () =>
      this.#content.replaceChildren(
        element("h2", {}, text.title),
        element("p", {}, text.intro),
        element("h3", {}, text.choices),
        ...(Object.keys(words.purposeWording) as Purpose[]).map((p) => this.#purpose(p, consent, events)),
        ...(consent.granted.includes("interests") && shop?.interests.length
          ? this.#interests(shop.interests, events)
          : []),
        ...(shop?.variety && shop.variety.most > shop.variety.least ? this.#variety(shop.variety, consent) : []),
        element("h3", {}, text.events),
        moment(consent),
        ...(events.length ? [] : [element("p", {}, text.noEvents)]),
        ...(damaged.length ? [element("p", {}, text.damaged(damaged.length))] : []),
        this.#lines("events", done),
        ...(shown.length ? [this.#shows(shown, opened)] : []),
        ...(consent.chosen ? [receipts(consent)] : []),
        this.#acts(),
      ),
    );
  }

  #purpose(purpose: Purpose, { granted }: Consent, events: readonly Event[]): HTMLElement {
    const { privet } = PrivetPanel;
    const { name, what } = words.purposeWording[purpose];
    const input = element("input", {
      type: "checkbox",
      id: purpose,
      "data-key": purpose,
      "aria-describedby": `${purpose}-what`,
    });
    input.checked = granted.includes(purpose);
    input.addEventListener("change", () =>
      this.#do(
        () => (input.checked ? privet.grant(purpose) : privet.revoke(purpose)),
        () => text.chosen,
      ),
    );
    const kept = events.filter(({ purposes }) => purposes.includes(purpose)).length;
    const forget = button(
      text.forgetPurpose,
      `forget ${purpose}`,
      () => this.#forget({ purpose }),
      text.forgetLong(name),
    );
    return element(
      "div",
      { class: "purpose" },
      input,
      element("label", { for: purpose }, name),
      element("p", { class: "quiet", id: `${purpose}-what` }, what),
      ...(kept ? [element("p", {}, `${text.kept(kept)} `, forget)] : []),
    );
  }

  #interests(interests: readonly string[], events: readonly Event[]): HTMLElement[] {
    const { privet } = PrivetPanel;
    const chips = interests.map((attribute) => {
      const said = events.filter(({ kind, key }) => kind === "declare" && key === attribute);
      const chip = button(words.attributeWording(attribute), `interest ${attribute}`, () =>
        this.#do(async () => {
          for (const { id } of said) await privet.forget({ event: id });
          if (!said.length) await privet.observe("declare", attribute);
        }),
      );
      chip.setAttribute("aria-pressed", String(said.length > 0));
      return chip;
    });
    return [element("h3", {}, text.interests), element("div", { class: "chips" }, ...chips)];
  }

  /** How mixed lists are, within what the owner allows. */
  #variety({ least, usual, most }: NonNullable<Shop["variety"]>, { variety }: Consent): HTMLElement[] {
    const { privet } = PrivetPanel;
    const prefer = (percent: number | undefined) =>
      this.#do(
        () => privet.prefer({ variety: percent }),
        () => text.chosen,
      );
    const slider = element("input", {
      type: "range",
      id: "variety",
      "data-key": "variety",
      min: String(least),
      max: String(most),
      value: String(variety ?? usual),
    });
    const percent = () => slider.setAttribute("aria-valuetext", text.varietyOf(slider.valueAsNumber));
    percent();
    slider.addEventListener("input", percent);
    slider.addEventListener("change", () => prefer(slider.valueAsNumber));
    return [
      element("h3", {}, element("label", { for: "variety" }, text.variety)),
      element("div", { class: "variety" }, slider, element("span", {}, text.alike), element("span", {}, text.mixed)),
      ...(variety === undefined ? [] : [button(text.usual, "usual variety", () => prefer(undefined))]),
    ];
  }

  /** What the visitor was shown: too much to stand beside what they did. */
  #shows(lines: readonly Line[], open: boolean): HTMLElement {
    const summary = element("summary", { "data-key": "shows" }, text.shows(lines.length));
    return element("details", { class: "shows", open: open ? "" : undefined }, summary, this.#lines("shows", lines));
  }

  /** Events in words, the newest first. */
  #lines(name: string, lines: readonly Line[]): HTMLElement {
    const from = this.#whole.has(name) ? 0 : Math.max(0, lines.length - SHOWN);
    const rows = lines.slice(from).map(({ event: { id, at }, said }) =>
      element(
        "li",
        { class: "event" },
        element("span", {}, said, element("time", { class: "quiet" }, words.timeWording(at))),
        button(text.forget, `event ${id}`, () => this.#forget({ event: id }), text.forgetLong(said)),
      ),
    );
    const more = button(text.more(from), `more ${name}`, () => {
      this.#whole.add(name);
      return this.#draw();
    });
    return element("ul", {}, ...rows.reverse(), ...(from ? [more] : []));
  }

  #acts(): HTMLElement {
    const all = button(text.forgetAll, "all", () => this.#forget("all"));
    all.className = "danger";
    return element(
      "div",
      { class: "acts" },
      button(text.export, "export", () => this.#do(save)),
      all,
    );
  }

  #forget(what: Parameters<Privet["forget"]>[0]): Promise<void> {
    return this.#do(
      () => PrivetPanel.privet.forget(what),
      ({ deleted }) => text.forgotten(deleted),
    );
  }

  /** Does something and says what came of it. */
  async #do<T>(work: () => Promise<T>, said: (result: T) => string = () => "") {
    try {
      this.#status.textContent = said(await work());
    } catch {
      this.#status.textContent = text.failed;
    }
    await this.#draw();
  }
}

function sentence({ kind, key }: Event, title: string | undefined): string {
  return words.kindWording[kind](kind === "declare" ? words.attributeWording(key) : (title ?? key));
}

/** What counts of what the page knows about this moment anyway, in words. */
function moment({ granted }: Consent): HTMLElement {
  const tokens = contextOf(granted, new Date(), {});
  if (!tokens.length) return element("p");
  return element("p", { class: "quiet" }, `${text.moment}: ${tokens.map(words.contextWording).join(". ")}.`);
}

function receipts({ receipts }: Consent): HTMLElement {
  const lines = receipts.map(({ at, granted }) => {
    const names = granted.map((purpose) => words.purposeWording[purpose]?.name ?? purpose);
    return element("li", {}, `${words.timeWording(at)} — ${text.receipt(names)}`);
  });
  return element(
    "details",
    {},
    element("summary", { "data-key": "receipts" }, text.receipts),
    element("ul", {}, ...lines),
  );
}

/** Hands the visitor a file with everything that is kept. */
async function save(): Promise<void> {
  const profile = JSON.stringify(await PrivetPanel.privet.export(), null, 2);
  const href = URL.createObjectURL(new Blob([profile], { type: "application/json" }));
  element("a", { href, download: "privet-profile.json" }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
