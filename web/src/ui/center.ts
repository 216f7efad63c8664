import { purposes as all } from "../abi.gen.js";
import type { Client } from "../client.js";
import { contextOf } from "../context.js";
import type {
  Code,
  Consent,
  Event,
  Forget,
  Forgotten,
  Preferences,
  Purpose,
  Receipt,
  Shop,
  Trials,
} from "../privet.js";
import { GUEST } from "../visitor.js";
import { activity, midnight } from "./activity.js";
import type { PrivetError } from "../error.js";
import { transfer, type Say } from "./transfer.js";
import { adopt, button, Disclosures, element, keepingInput, save, speaking, toggle } from "./element.js";
import { interestsOf, type Interest } from "./interests.js";
import { ledger } from "./ledger.js";
import { notice } from "./notice.js";
import { purposeSwitch } from "./purposes.js";
import { receiptList } from "./receipts.js";
import { say, sayAttribute, sayDay, sayEvent, sayMoment, sayTime, text } from "./speak.js";
import { centerStyle } from "./style.js";

/** How many events of a list are shown before the visitor asks for all. */
const SHOWN = 50;

/** How many interests can be told before the visitor asks for all. */
const CHIPS = 24;

const DAY = 24 * 60 * 60 * 1000;

/** An event, and what is said of it. */
interface Line {
  event: Event;
  said: string;
}

/** Everything that the centre shows. */
interface Known {
  consent: Consent;
  events: Event[];
  lines: Line[];
  interests: Interest[];
  receipts: Receipt[];
  trials: Trials;
  shop: Shop | undefined;
  damaged: number;
}

/**
 * <privet-center>: what may count, what is known, and every way to take it back
 * or along. It draws itself anew whenever something changes, in whatever tab.
 *
 * @element privet-center
 * @csspart purpose - A purpose.
 * @csspart switch - Its switch.
 * @cssprop --privet-font - The font.
 * @cssprop --privet-accent - The colour of what can be pressed.
 * @cssprop --privet-paper - The background.
 * @cssprop --privet-ink - The colour of texts.
 */
export class PrivetCenter extends HTMLElement {
  /** Set by ui.ts before the first one is made. */
  static client: Client;
  /** What the page's address brought along from another device, sealed. */
  static brought: string | undefined;

  readonly #root = this.attachShadow({ mode: "open" });
  readonly #content = element("div");
  /** Apart from the content, so that a screen reader hears what is put into it. */
  readonly #status = element("p", { role: "status" });
  readonly #disclosures = new Disclosures();
  #stop: (() => void) | undefined;
  /** The lists that the visitor asked to see whole. */
  readonly #whole = new Set<string>();

  constructor() {
    super();
    adopt(this.#root, centerStyle);
    this.#root.append(speaking(this.#content), speaking(this.#status));
  }

  connectedCallback() {
    this.#stop = PrivetCenter.client.on("change", () => void this.#draw());
    void this.#draw();
  }

  disconnectedCallback() {
    this.#stop?.();
  }

  async #draw() {
    const known = await this.#know();
    const words = text.center;
    keepingInput(this.#root, () =>
      this.#content.replaceChildren(
        element("h2", {}, words.title),
        element("p", {}, words.intro),
        ...(PrivetCenter.client.visitor.isGuest ? this.#guest() : this.#sections(known)),
      ),
    );
  }

  async #know(): Promise<Known> {
    const { client } = PrivetCenter;
    const [consent, events, receipts, trials] = await Promise.all([
      client.consent(),
      client.events(),
      client.receipts(),
      client.experiments(),
    ]);
    const [shop, items] = await Promise.all([
      client.shop().catch(() => undefined),
      client.items(events.map(({ key }) => key)),
    ]);
    const interests = interestsOf(events, items, consent.preferences.muted);
    const lines = events.map((event, i): Line => ({ event, said: sayEvent(event, items[i]?.title) }));
    const damaged = client.visitor.profile.damaged.length;
    return { consent, events, lines, interests, receipts, trials, shop, damaged };
  }

  #sections(known: Known): HTMLElement[] {
    const { client } = PrivetCenter;
    const { consent, lines, shop } = known;
    const words = text.center;
    const done = lines.filter(({ event }) => event.kind !== "show");
    const shown = lines.filter(({ event }) => event.kind === "show");
    const limits = shop?.variety;
    return [
      ...this.#choices(known),
      ...this.#modes(consent),
      ...this.#interests(known),
      ...(consent.granted.includes("interests") && shop?.interests.length ? this.#tell(shop, known) : []),
      ...(limits && limits.most > limits.least ? this.#variety(limits, consent) : []),
      ...this.#trials(known),
      element("h3", {}, words.moment),
      moment(consent),
      element("h3", {}, words.events),
      ...(client.visitor.storage === "memory" ? [element("p", {}, words.memory)] : []),
      ...(known.damaged ? [element("p", {}, say(words.damaged, { n: known.damaged }))] : []),
      ...(lines.length ? [activity(known.events)] : [element("p", {}, words.noEvents)]),
      this.#lines("events", done),
      ...(shown.length
        ? [this.#disclosures.of("shows", say(words.shows, { n: shown.length }), this.#lines("shows", shown))]
        : []),
      ...(known.receipts.length ? [receiptList(this.#disclosures, known.receipts)] : []),
      ledger(this.#disclosures, client.manifest, client.home),
      ...this.#copies(),
    ];
  }

  /** A switch for each purpose, with what is kept for it. */
  #choices({ consent, events }: Known): HTMLElement[] {
    const { client } = PrivetCenter;
    const words = text.center;
    const turn = (purpose: Purpose) => (on: boolean) =>
      on && client.config.tool
        ? this.#elsewhere()
        : this.#do(
            async () => {
              const about = await notice();
              return client.change((keeper) => keeper[on ? "grant" : "revoke"]([purpose], about));
            },
            () => words.chosen,
          );
    const rows = all.map((purpose) => {
      const kept = events.filter(({ purposes }) => purposes.includes(purpose)).length;
      const { name } = text.purposes[purpose];
      const forget = button(words.forgetPurpose, `forget ${purpose}`, () => this.#forget({ purpose }), name);
      return purposeSwitch(
        purpose,
        consent.granted.includes(purpose),
        this.#disclosures,
        turn(purpose),
        ...(kept ? [element("p", {}, say(words.kept, { n: kept }), " ", forget)] : []),
      );
    });
    const { chosen } = consent;
    return [
      element("h3", {}, words.choices),
      ...(consent.signal ? [element("p", {}, words.signal)] : []),
      ...(client.config.tool ? [element("p", {}, words.elsewhere, " ", this.#openTool())] : []),
      ...rows,
      ...(chosen
        ? [element("p", { class: "quiet" }, say(words.holds, { date: sayDay(chosen.at), until: sayDay(chosen.until) }))]
        : []),
    ];
  }

  #openTool(): HTMLElement {
    return button(text.center.openElsewhere, "tool", () => this.#elsewhere());
  }

  #elsewhere() {
    PrivetCenter.client.tool?.open?.();
    return this.#draw(); // the switch goes back: only the other tool turns it on
  }

  /** What holds for a while: pause, this visit only, somebody else. */
  #modes({ preferences }: Consent): HTMLElement[] {
    const words = text.center;
    const mode = (name: "paused" | "visit", label: string, what: string) => {
      const on = !!preferences[name];
      return row(
        toggle(label, name, on, () => this.#prefer({ [name]: on ? undefined : true })),
        what,
      );
    };
    const guest = toggle(words.guest, "guest", false, () => {
      sessionStorage.setItem(GUEST, "1");
      location.reload();
    });
    return [
      element("h3", {}, words.modes),
      element(
        "ul",
        {},
        mode("paused", words.pause, words.pauseWhat),
        mode("visit", words.visitOnly, words.visitOnlyWhat),
        row(guest, words.guestWhat),
      ),
    ];
  }

  #guest(): HTMLElement[] {
    const words = text.center;
    const leave = toggle(words.guest, "guest", true, () => {
      sessionStorage.removeItem(GUEST);
      location.reload();
    });
    return [element("p", {}, words.guestNow), leave];
  }

  /** What the visitor seems to like, with what it was worked out from. */
  #interests({ interests, consent, lines }: Known): HTMLElement[] {
    const { client } = PrivetCenter;
    const words = text.center;
    const muted = consent.preferences.muted ?? [];
    const said = new Map(lines.map(({ event, said }) => [event.id, said]));
    const rows = interests.map(({ attribute, weight, events, muted: isMuted, told }) => {
      const what = sayAttribute(attribute);
      const bar = element("i");
      bar.style.inlineSize = `${weight * 100}%`;
      const pin = toggle(
        words.pin,
        `pin ${attribute}`,
        !!told,
        () =>
          told
            ? this.#forget({ event: told.id })
            : this.#do(async () => void (await client.observe("declare", attribute))),
        what,
      );
      const others = muted.filter((other) => other !== attribute);
      const mute = toggle(
        words.mute,
        `mute ${attribute}`,
        isMuted,
        () => this.#prefer({ muted: isMuted ? (others.length ? others : undefined) : [...others, attribute] }),
        what,
      );
      return element(
        "li",
        { class: isMuted ? "interest muted" : "interest" },
        element(
          "div",
          { class: "line" },
          element("strong", {}, what),
          ...(consent.granted.includes("interests") ? [pin] : []),
          mute,
        ),
        element("div", { class: "bar", "aria-hidden": "true" }, bar),
        ...(events.length
          ? [
              this.#disclosures.of(
                `behind ${attribute}`,
                say(words.behind, { n: events.length }),
                element("ul", {}, ...events.map(({ id }) => element("li", {}, said.get(id) ?? ""))),
              ),
            ]
          : []),
      );
    });
    return [
      element("h3", {}, words.interests),
      element("p", { class: "quiet" }, rows.length ? words.interestsIntro : words.noInterests),
      element("ul", {}, ...rows),
    ];
  }

  /** Interests to tell. */
  #tell({ interests }: Shop, { events }: Known): HTMLElement[] {
    const { client } = PrivetCenter;
    const told = (attribute: string) => events.some(({ kind, key }) => kind === "declare" && key === attribute);
    const shown = this.#whole.has("tell")
      ? interests
      : interests.filter((attribute, i) => i < CHIPS || told(attribute));
    const chips = shown.map((attribute) => {
      const said = events.filter(({ kind, key }) => kind === "declare" && key === attribute);
      return toggle(sayAttribute(attribute), `interest ${attribute}`, said.length > 0, () =>
        this.#do(async () => {
          for (const { id } of said) await client.forget({ event: id });
          if (!said.length) await client.observe("declare", attribute);
        }),
      );
    });
    const hidden = interests.length - shown.length;
    return [
      element("h3", {}, text.center.tell),
      element("div", { class: "chips" }, ...chips, ...(hidden ? [this.#more("tell", hidden)] : [])),
    ];
  }

  /** How mixed lists are, within what the owner allows. */
  #variety({ least, usual, most }: NonNullable<Shop["variety"]>, { preferences }: Consent): HTMLElement[] {
    const words = text.center;
    const slider = element("input", {
      type: "range",
      id: "variety",
      "data-key": "variety",
      min: String(least),
      max: String(most),
      value: String(preferences.variety ?? usual),
    });
    const percent = () => slider.setAttribute("aria-valuetext", say(words.varietyOf, { n: slider.valueAsNumber }));
    percent();
    slider.addEventListener("input", percent);
    slider.addEventListener("change", () => this.#prefer({ variety: slider.valueAsNumber }));
    return [
      element("h3", {}, element("label", { for: "variety" }, words.variety)),
      element("div", { class: "variety" }, slider, element("span", {}, words.alike), element("span", {}, words.mixed)),
      ...(preferences.variety === undefined
        ? []
        : [button(words.usual, "usual variety", () => this.#prefer({ variety: undefined }))]),
    ];
  }

  /** What the site tries out, and what this browser is in; as long as it does, or the visitor wants no part of it. */
  #trials({ trials, consent: { preferences } }: Known): HTMLElement[] {
    const words = text.center;
    const rows = Object.entries(trials).map(([name, { arm, since, acts }]) => {
      const done = Object.entries(acts).reduce((n, [kind, times]) => (kind === "show" ? n : n + times), 0);
      return element(
        "li",
        { class: "trial" },
        element("strong", {}, name),
        ` · ${arm === "holdout" ? words.triedHoldout : arm}`,
        ...(since === undefined
          ? []
          : [element("p", { class: "quiet" }, say(words.triedActs, { n: done, date: sayDay(since) }))]),
      );
    });
    if (!rows.length && !preferences.usual) return [];
    const leave = toggle(words.triedLeave, "usual", !!preferences.usual, () =>
      this.#prefer({ usual: preferences.usual ? undefined : true }),
    );
    return [
      element("h3", {}, words.tried),
      element("p", { class: "quiet" }, words.triedWhat),
      element("ul", {}, ...rows, row(leave, words.triedLeaveWhat)),
    ];
  }

  /** Events in words by day, the newest first. */
  #lines(name: string, lines: readonly Line[]): HTMLElement {
    const words = text.center;
    const from = this.#whole.has(name) ? 0 : Math.max(0, lines.length - SHOWN);
    const days = new Map<number, Line[]>();
    for (const line of lines.slice(from).reverse()) {
      const day = midnight(line.event.at);
      days.set(day, [...(days.get(day) ?? []), line]);
    }
    const row = ({ event: { id, at }, said }: Line) =>
      element(
        "li",
        { class: "event" },
        element("span", {}, said, element("time", { class: "quiet" }, sayTime(at))),
        button(words.forget, `event ${id}`, () => this.#forget({ event: id }), said),
      );
    const section = ([day, rows]: [number, Line[]]) => {
      const date = sayDay(day);
      const until = midnight(day + 1.5 * DAY); // a day may have 23 or 25 hours
      const all = button(words.forgetDay, `day ${name} ${day}`, () => this.#forget({ from: day, until }), date);
      return element(
        "li",
        {},
        element("div", { class: "line" }, element("h4", {}, date), all),
        element("ul", {}, ...rows.map(row)),
      );
    };
    return element("div", {}, element("ul", {}, ...[...days].map(section)), ...(from ? [this.#more(name, from)] : []));
  }

  /** Shows all of a list that is shown in part. */
  #more(name: string, n: number): HTMLElement {
    return button(say(text.center.more, { n }), `more ${name}`, () => {
      this.#whole.add(name);
      return this.#draw();
    });
  }

  /** Ways to take everything along, and away. */
  #copies(): HTMLElement[] {
    const { client, brought } = PrivetCenter;
    const words = text.center;
    const say: Say = (...rest) => this.#do(...rest);
    const everything = button(words.forgetAll, "all", () => this.#forget("all"));
    everything.className = "danger";
    const copy = button(words.export, "export", () =>
      this.#do(async () => save("privet-profile.json", await client.export())),
    );
    return [
      element("h3", {}, words.copy),
      copy,
      ...transfer(client, this.#disclosures, brought, say),
      element("div", { class: "acts" }, everything),
    ];
  }

  #prefer(changed: Preferences): Promise<void> {
    return this.#do(
      () => PrivetCenter.client.prefer(changed),
      () => text.center.chosen,
    );
  }

  #forget(what: Forget): Promise<void> {
    const words = text.center;
    return this.#do(
      () => PrivetCenter.client.forget(what),
      ({ deleted }) => say(words.forgotten, { n: deleted }),
      ({ undo, receipt }: Forgotten) => [
        ...(undo ? [button(words.undo, "undo", () => this.#do(undo, () => words.undone))] : []),
        ...(receipt ? [button(words.forgetAllSave, "deletion", () => save("privet-deletion.json", receipt))] : []),
      ],
    );
  }

  /** Does something and says what came of it; `then` are buttons that go with it, `failed` says why not, by code. */
  async #do<T>(
    work: () => Promise<T>,
    said: (result: T) => string = () => "",
    then: (result: T) => HTMLElement[] = () => [],
    failed: Partial<Record<Code, string>> = {},
  ): Promise<void> {
    try {
      const result = await work();
      this.#status.replaceChildren(said(result), " ", ...then(result));
    } catch (e) {
      this.#status.textContent = failed[(e as PrivetError).code] ?? text.center.failed;
    }
    await this.#draw();
  }
}

function row(button: HTMLElement, what: string): HTMLElement {
  return element("li", { class: "mode" }, button, element("span", { class: "quiet" }, what));
}

/** What counts of what the page knows about this moment anyway. */
function moment({ granted }: Consent): HTMLElement {
  const tokens = contextOf(granted, new Date(), {});
  return element(
    "p",
    { class: "quiet" },
    tokens.length ? `${tokens.map(sayMoment).join(". ")}.` : text.center.noMoment,
  );
}
