import { Kind, type Event } from "./abi.gen.js";
import { defaultOrder, eventOf, rankedOf, requestOf, type Page } from "./answers.js";
import type { Catalog } from "./catalog.js";
import { checkPurposes, isPercent, signal } from "./consent.js";
import { need, PrivetError } from "./error.js";
import { Notifier } from "./notifier.js";
import type * as api from "./privet.js";
import * as profiles from "./profile.js";
import { Ranker } from "./ranker.js";
import { fetchRelease, revive } from "./release.js";
import { begin, timed } from "./timing.js";
import { Visitor } from "./visitor.js";

/** How long writes that nobody waits for leave the page alone after its start, in milliseconds. */
const TIDY_DELAY = 1000;

/**
 * Privet in one page: what the visitor allowed and did (Visitor), what ranks
 * for it (Ranker), and what a page may ask. privet.d.ts describes every method.
 */
export class Client implements api.Privet {
  readonly ready: Promise<api.Status>;

  readonly #manifest: URL;
  readonly #page: Page;
  readonly #notifier = new Notifier();
  readonly #problem = (problem: PrivetError) => this.#notifier.problem(problem);
  readonly #ranker = new Ranker(this.#problem);
  readonly #visitor: Visitor;

  constructor(config: api.Config) {
    this.#manifest = new URL(config.manifest ?? "/privet/manifest.json", document.baseURI);
    this.#page = { category: config.category, seed: crypto.getRandomValues(new Uint32Array(1))[0] || 1 };
    this.#visitor = new Visitor(() => this.#import("privet-store.js"), {
      replaced: (news) => this.#replaced(news),
      grew: (events) => this.#grew(events),
      problem: this.#problem,
    });
    this.ready = this.#start();
  }

  async #start(): Promise<api.Status> {
    const taken = this.#takeRelease(); // meanwhile the storage opens: neither needs the other
    await timed("storage", this.#visitor.opened);
    const reason = await taken;
    if (reason) await this.#useKept(reason);
    this.#ranker.fold(this.#visitor.profile);
    setTimeout(() => void this.#tidy(), TIDY_DELAY);
    return this.#status();
  }

  /** Takes the site's release into use, or returns why that cannot be. */
  async #takeRelease(): Promise<PrivetError | undefined> {
    try {
      await this.#ranker.use(await timed("fetch", fetchRelease(this.#manifest, this.#problem)));
      return undefined;
    } catch (e) {
      return PrivetError.from(e, "bad-catalog", "start");
    }
  }

  /** A release that worked before is better than none. */
  async #useKept(reason: PrivetError) {
    this.#ranker.reason = reason;
    this.#problem(reason);
    try {
      const kept = this.#visitor.isUnknown ? undefined : await (await this.#visitor.keeper()).kept();
      if (kept) await this.#ranker.use(revive(kept, this.#manifest));
    } catch (e) {
      this.#problem(PrivetError.from(e, "bad-catalog", "kept"));
    }
  }

  async rank(options: api.RankOptions = {}): Promise<api.Ranking> {
    await this.ready;
    const { catalog } = this.#ranker;
    if (!catalog) return { items: [], ranked: false, ...this.#reason() };
    const request = this.#request(catalog, options);
    const end = begin("rank");
    try {
      const { items } = this.#ranker.call("rank", request);
      return { items: items.map((ranked, i) => rankedOf(catalog.items[ranked.item]!, ranked, i)), ranked: true };
    } catch (e) {
      // An impossible request is the caller's fault; anything else must not cost the page its row.
      const { code } = e as PrivetError;
      if (/^(bad|too)-/.test(code)) throw e;
      return { items: defaultOrder(catalog, request), ranked: false, reason: code };
    } finally {
      end();
    }
  }

  async explain(id: string, options: api.ExplainOptions = {}): Promise<api.Explanation> {
    const catalog = await this.#catalog();
    const item = catalog.find(id);
    need(item, "unknown-item", `the catalog has no item ${id}`);
    const request = this.#request(catalog, options);
    const { counterfactual = 0 } = options;
    const { items } = this.#ranker.call("explain", { request, items: [item.index], counterfactual });
    const { explanationOf } = await this.#import("privet-ui.js");
    return explanationOf(catalog, items[0]!);
  }

  async observe(kind: api.Act, key: string): Promise<api.Event | undefined> {
    const at = Date.now();
    need(Object.hasOwn(Kind, kind) && Kind[kind] < Kind.show, "bad-value", `no visitor can ${kind}`);
    need(profiles.isKey(key), "bad-value", "the key must be a string of 1 to 256 bytes");
    await this.ready;
    if (this.#ranker.reason?.code === "no-webassembly") return undefined; // what can never be used is not kept
    try {
      if (!profiles.purposesFor(Kind[kind], this.#visitor.profile.consent)) return undefined;
      const [event] = await (await this.#visitor.keeper()).add([{ at, kind: Kind[kind], key }]);
      if (event) this.#notifier.tell("change");
      return event && eventOf(event);
    } catch (e) {
      this.#problem(e as PrivetError);
      return undefined;
    }
  }

  watch(element: Element, shown: api.RankedItem): void {
    if (!this.#visitor.profile.consent.granted.includes("prediction")) return;
    this.#visitor.keeper().then((keeper) => keeper.watch(element, shown), this.#problem);
  }

  async grant(...purposes: api.Purpose[]): Promise<api.Consent> {
    const consent = await this.#choose("granted", purposes);
    void this.#tidy();
    return consent;
  }

  async revoke(...purposes: api.Purpose[]): Promise<api.Consent> {
    return this.#choose("revoked", purposes);
  }

  async prefer({ variety }: api.Preferences): Promise<api.Consent> {
    need(variety === undefined || isPercent(variety), "bad-value", `variety must be 0 to 100, and is ${variety}`);
    await this.ready;
    const { isUnknown } = this.#visitor;
    if (!isUnknown || variety !== undefined) await (await this.#visitor.keeper()).change("preferred", variety);
    return this.consent();
  }

  async forget(what: api.Forget): Promise<{ deleted: number }> {
    await this.ready;
    const visitor = this.#visitor;
    if (what !== "all" && "purpose" in what) checkPurposes([what.purpose]);
    if (visitor.isUnknown && (what === "all" || "purpose" in what)) return { deleted: 0 };
    const before = profiles.size(visitor.profile);
    const keeper = await visitor.keeper();
    await (what === "all" ? keeper.erase() : keeper.change("forgotten", what));
    return { deleted: before - profiles.size(visitor.profile) };
  }

  async consent(): Promise<api.Consent> {
    await this.ready;
    const { version: _, ...consent } = this.#visitor.profile.consent;
    const chosen = !!consent.receipts.length;
    return structuredClone({ ...consent, chosen, ...(!chosen && signal()) });
  }

  async events(): Promise<api.Event[]> {
    await this.ready;
    return this.#visitor.profile.events.map(eventOf);
  }

  async export(): Promise<api.Export> {
    const [consent, events] = [await this.consent(), await this.events()];
    const damaged = this.#visitor.profile.damaged.map(({ id, row }) => ({ id, row }));
    return { format: "privet-profile", version: 1, consent, events, damaged };
  }

  async items(): Promise<api.Item[]>;
  async items(keys: readonly (string | number)[]): Promise<(api.Item | undefined)[]>;
  async items(keys?: readonly (string | number)[]): Promise<(api.Item | undefined)[]> {
    await this.ready;
    const { catalog } = this.#ranker;
    return keys ? keys.map((key) => catalog?.find(key)) : [...(catalog?.items ?? [])];
  }

  async shop(): Promise<api.Shop> {
    return (await this.#catalog()).shop;
  }

  async refresh(): Promise<void> {
    await this.ready;
    await this.#ranker.use(await fetchRelease(this.#manifest, this.#problem));
    this.#notifier.tell("change");
    void this.#tidy();
  }

  async problems(): Promise<PrivetError[]> {
    await this.ready;
    return [...this.#notifier.problems];
  }

  on<N extends keyof api.Notices>(notice: N, listen: (detail: api.Notices[N]) => void): () => void {
    return this.#notifier.on(notice, listen);
  }

  async panel(): Promise<void> {
    (await this.ui()).showPanel();
  }

  async why(id: string, anchor: Element, options?: api.RankOptions): Promise<void> {
    await (await this.ui()).showWhy(this, id, anchor, options);
  }

  #request(catalog: Catalog, options: api.RankOptions) {
    return requestOf(catalog, this.#visitor.profile.consent, options, this.#page);
  }

  async #choose(edit: "granted" | "revoked", purposes: api.Purpose[]): Promise<api.Consent> {
    checkPurposes(purposes);
    await this.ready;
    const { isUnknown, profile } = this.#visitor;
    // Who allowed nothing and refuses it leaves no trace, and loads nothing that could leave one.
    if (edit === "granted" || !isUnknown || purposes.some((purpose) => profile.consent.granted.includes(purpose)))
      await (await this.#visitor.keeper()).change(edit, purposes, Date.now());
    return this.consent();
  }

  #replaced(news: boolean) {
    this.#ranker.fold(this.#visitor.profile);
    if (news) this.#notifier.tell("change");
  }

  #grew(events: Event[]) {
    this.#ranker.add(events);
    if (this.#ranker.overflow.length) void this.#tidy();
  }

  async #catalog() {
    await this.ready;
    if (!this.#ranker.catalog) throw this.#ranker.reason;
    return this.#ranker.catalog;
  }

  #reason(): { reason?: api.Code } {
    const { reason } = this.#ranker;
    return reason ? { reason: reason.code } : {};
  }

  #status(): api.Status {
    const { catalog, reason } = this.#ranker;
    return { ranking: !reason, ...this.#reason(), items: catalog?.items.length ?? 0, storage: this.#visitor.storage };
  }

  /** Drops what is over and what is too much, and keeps the release: all that can wait. */
  async #tidy() {
    if (this.#visitor.isUnknown) return;
    const { overflow, catalog } = this.#ranker;
    try {
      const keeper = await this.#visitor.keeper();
      await keeper.tidy(overflow);
      if (catalog) await keeper.keep(catalog.release);
    } catch (e) {
      this.#problem(e as PrivetError);
    }
  }

  /** Loads what a visitor sees of Privet itself, and brings the elements of it in the page to life. */
  async ui(): Promise<typeof import("./ui/ui.js")> {
    try {
      const ui = await this.#import("privet-ui.js");
      ui.define(this);
      return ui;
    } catch (e) {
      this.#problem(e as PrivetError);
      throw e;
    }
  }

  /** Loads a script of this release that not every page needs. */
  async #import(name: string) {
    try {
      return await import(new URL(name, this.#manifest).href);
    } catch (e) {
      throw new PrivetError("fetch-failed", name, e);
    }
  }
}
