import type { Client } from "../client.js";
import { adopt, button, element, keepingInput } from "../ui/element.js";
import { arms } from "./arms.js";
import { figures } from "./figures.js";
import { lists, reasons } from "./lists.js";
import { moments } from "./moment.js";
import { listsOf, nameOf, privetOf, type List } from "./page.js";
import { past } from "./past.js";
import { inspectorStyle } from "./style.js";
import { Switches } from "./switches.js";
import { asItIs, isOtherwise, make, sums, type WhatIf } from "./whatif.js";

const TITLE = "Privet inspector";

/** A button in a corner, and the panel that it opens: what the page's lists are made of, and what would be if. */
export class Inspector {
  readonly #host = element("div");
  readonly #root = this.#host.attachShadow({ mode: "open" });
  readonly #opener = button("Privet", "opener", () => this.#turn());
  readonly #panel = element("section", { id: "panel", "aria-label": TITLE, hidden: "" });
  /** What is drawn anew with each change. What is beside it keeps its place then. */
  readonly #shown = element("div", { class: "shown", tabindex: "0", role: "group", "aria-label": "Lists" });
  readonly #figures = element("div");
  readonly #switches = new Switches((granted) => this.#suppose({ granted }));
  #client: Client | undefined;
  #whatIf = asItIs;
  /** The list and the item that are looked at. */
  #list: HTMLElement | undefined;
  #item: string | undefined;

  constructor() {
    adopt(this.#root, inspectorStyle);
    this.#host.lang = "en";
    this.#host.dir = "ltr";
    this.#opener.setAttribute("aria-expanded", "false");
    this.#opener.setAttribute("aria-controls", "panel");
    this.#opener.setAttribute("aria-keyshortcuts", "Alt+Shift+P");
    this.#opener.title = `${TITLE} (Alt+Shift+P)`;
    this.#root.append(this.#panel, this.#opener);
    document.addEventListener("keydown", ({ altKey, shiftKey, code }) => {
      if (altKey && shiftKey && code === "KeyP") this.#turn(); // by its place: with Alt, some keyboards give another letter
    });
    this.#panel.addEventListener("keydown", ({ key }) => {
      if (key === "Escape") this.#turn();
    });
    document.body.append(this.#host);
  }

  #turn() {
    const open = this.#panel.toggleAttribute("hidden");
    this.#opener.setAttribute("aria-expanded", String(!open));
    if (open) this.#opener.focus();
    else void this.#open();
  }

  async #open() {
    if (!this.#client) {
      this.#panel.replaceChildren(element("p", {}, "Waiting for Privet in this page…"));
      const client = await privetOf(window);
      if (this.#client) return; // opened twice meanwhile
      if (!client) {
        this.#panel.textContent =
          "Privet is in a bundle of this page's own: set window.privet to what init() returned.";
        return;
      }
      await client.ready;
      this.#client = client;
      this.#furnish(client);
    }
    this.#draw();
    this.#shown.focus();
  }

  /** Puts into the panel what stays, and follows the page. */
  #furnish(client: Client) {
    const context = element("div");
    void moments(client.ranker.catalog?.items ?? [], (key, value) => this.#context(key, value)).then((all) =>
      context.append(...all),
    );
    this.#panel.replaceChildren(
      element("h2", {}, TITLE),
      this.#shown,
      element(
        "div",
        { class: "controls" },
        group("Purposes", ...this.#switches.elements),
        group("Context", context),
        ...arms(client).map((choices) => group("Experiments", choices)),
        group("History", ...past(client, this.#root, (past) => this.#suppose(past))),
        group("Time and size", this.#figures),
      ),
    );
    client.on("change", () => this.#draw());
    document.addEventListener("privet-draw", () => this.#draw());
  }

  #suppose(change: Partial<WhatIf>) {
    this.#whatIf = { ...this.#whatIf, ...change };
    this.#draw();
  }

  #context(key: string, value: string | undefined) {
    const { [key]: _, ...context } = this.#whatIf.context;
    this.#suppose({ context: value === undefined ? context : { ...context, [key]: value } });
  }

  #draw() {
    const client = this.#client!;
    if (this.#panel.hidden) return;
    const { catalog, reason } = client.ranker;
    const all = listsOf(client);
    const list = all.find(({ element }) => element === this.#list) ?? all[0];
    const empty = reason ? `Nothing is ranked: ${reason.message}` : list ? "" : "This page has no list of Privet's.";
    if (empty || !catalog || !list) return this.#shown.replaceChildren(element("p", {}, empty));
    const is = make(client, list, asItIs, this.#item);
    const wouldBe = isOtherwise(this.#whatIf) ? make(client, list, this.#whatIf, this.#item) : undefined;
    const choose = (id: string) => {
      this.#item = id === this.#item ? undefined : id;
      this.#draw();
    };
    keepingInput(this.#root, () =>
      this.#shown.replaceChildren(
        this.#chooser(all, list),
        lists(is, wouldBe, this.#item, choose),
        reasons((id) => catalog.find(id)?.title ?? id, is, wouldBe),
      ),
    );
    const granted = this.#whatIf.granted ?? client.visitor.profile.consent.granted;
    this.#switches.show(granted, sums((wouldBe ?? is).items));
    this.#figures.replaceChildren(...figures(client, is, wouldBe));
  }

  /** Chooses one of the page's lists. */
  #chooser(all: readonly List[], list: List): HTMLElement {
    const select = element("select", { "data-key": "list" });
    select.append(...all.map((one) => new Option(nameOf(one), "", false, one === list)));
    select.addEventListener("change", () => {
      this.#list = all[select.selectedIndex]!.element;
      this.#item = undefined;
      this.#draw();
    });
    return element("label", {}, element("span", {}, "List"), select);
  }
}

function group(name: string, ...children: HTMLElement[]): HTMLElement {
  return element("details", {}, element("summary", {}, name), ...children);
}
