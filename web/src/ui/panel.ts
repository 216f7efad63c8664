import { contextOf } from "../context.js";
import type { Consent, Event, Privet, Purpose } from "../privet.js";
import * as words from "../wording.js";
import { adopt, button, element, keepingFocus } from "./element.js";
import { panelStyle } from "./style.js";

const text = words.panelWording;

/** How many events are shown before the visitor asks for all. */
const SHOWN = 50;

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
  #all = false;

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
    const [{ damaged }, interests] = await Promise.all([
      privet.export(),
      privet.shop().then(
        (s) => s.interests,
        () => [],
      ),
    ]);
    const titles = await privet.items(events.map(({ key }) => key));
    const sentences = events.map((event, i) => sentence(event, titles[i]?.title));
    keepingFocus(this.#root, () =>
      this.#content.replaceChildren(
        element("h2", {}, text.title),
        element("p", {}, text.intro),
        element("h3", {}, text.choices),
        ...(Object.keys(words.purposeWording) as Purpose[]).map((p) => this.#purpose(p, consent, events)),
        ...(consent.granted.includes("interests") && interests.length ? this.#interests(interests, events) : []),
        element("h3", {}, text.events),
        moment(consent),
        ...(events.length ? [] : [element("p", {}, text.noEvents)]),
        ...(damaged.length ? [element("p", {}, text.damaged(damaged.length))] : []),
        this.#events(events, sentences),
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

  #events(events: readonly Event[], sentences: readonly string[]): HTMLElement {
    const from = this.#all ? 0 : Math.max(0, events.length - SHOWN);
    const rows = events.slice(from).map(({ id, at }, i) => {
      const said = sentences[from + i]!;
      return element(
        "li",
        { class: "event" },
        element("span", {}, said, element("time", { class: "quiet" }, words.timeWording(at))),
        button(text.forget, `event ${id}`, () => this.#forget({ event: id }), text.forgetLong(said)),
      );
    });
    const more = button(text.more(from), "more", () => {
      this.#all = true;
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
