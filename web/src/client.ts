import { Kind, opRank, type RankRequest } from "./abi.gen.js";
import { defaultOrder, eventOf, rankedOf, requestOf, type Page } from "./answers.js";
import type { Catalog } from "./catalog.js";
import { signal } from "./consent.js";
import { need, PrivetError } from "./error.js";
import type * as Experiments from "./experiments/experiments.js";
import type { Keeper } from "./keeper.js";
import { Notifier } from "./notifier.js";
import type * as api from "./privet.js";
import * as profiles from "./profile.js";
import { Ranker } from "./ranker.js";
import { fetchRelease, revive, type Release } from "./release.js";
import type * as Site from "./site/site.js";
import { begin, timed } from "./timing.js";
import type { Tool } from "./tools/tool.js";
import { Visitor } from "./visitor.js";

/** How long writes that nobody waits for leave the page alone after its start, in milliseconds. */
const TIDY_DELAY = 1000;

/** How often a page looks whether something has been kept for long enough, in milliseconds. */
const TIDY_EVERY = 5 * 60 * 1000;

/** Events beyond the engine's log that are left for the next page, or look, to drop: each dropping reads and writes everything. */
const SLACK = 255;

/** Acts of a page view that are held without being kept. */
const MAX_LOOSE = 64;

/** What schema.org's words for a page's content may stand in. */
const MARKUP = "[itemtype],[type*=ld]";

/**
 * Privet in one page: what the visitor allowed and did (Visitor), what ranks
 * for it (Ranker), and what a page may ask. privet.d.ts describes every method.
 */
export class Client implements api.Privet {
  readonly ready: Promise<api.Status>;

  /** What the visitor did on this page while nothing allowed to keep it: for trying what a choice would do, and gone with the page. */
  readonly loose: Pick<api.Event, "kind" | "key">[] = [];
  /** The site's own consent tool, which asks instead; once it is loaded. */
  tool: Tool | undefined;
  /** What this browser has drawn; once experiments are read. */
  drawn: () => api.Trials | Promise<api.Trials> = () => ({});
  /** Whether this act was told in another way already; once the site's tags are read. */
  told: ((kind: api.Act, key: string, by?: string) => boolean) | undefined;
  readonly manifest: URL;
  /** Where this script came from, and others of it come from too: what runs in the page is never the catalog's server's to say. */
  readonly home = import.meta.url;
  readonly page: Page;
  readonly #notifier = new Notifier();
  readonly #problem = this.#notifier.problem;
  readonly ranker = new Ranker(this.#problem);
  readonly visitor: Visitor;
  #tags: Promise<unknown> | undefined;

  constructor(readonly config: api.Config) {
    this.manifest = new URL(config.manifest ?? "/privet/manifest.json", document.baseURI);
    this.page = { category: config.category, seed: Math.floor(1 + Math.random() * 0xffffffff) };
    this.visitor = new Visitor(
      () => this.#import("privet-store.js"),
      {
        replaced: (news) => {
          this.ranker.fold(this.visitor.profile);
          if (news) this.#notifier.tell("change");
        },
        grew: (events) => {
          this.ranker.add(events);
          if (this.ranker.overflow[SLACK]) void this.#tidy();
        },
        problem: this.#problem,
        manifest: () => this.ranker.catalog?.release.manifest,
      },
      config.renew,
    );
    this.ready = this.#start();
    if (config.tool)
      this.use("privet-tools.js", ({ follow }: typeof import("./tools/follow.js")) => follow(this, this.#problem));
  }

  async #start(): Promise<api.Status> {
    const taken = this.#takeRelease(); // meanwhile the storage opens: neither needs the other
    await timed("storage", this.visitor.opened);
    const problem = await taken;
    if (problem) await this.#useKept(problem);
    this.ranker.fold(this.visitor.profile);
    setTimeout(this.#tidy, TIDY_DELAY);
    setInterval(this.#tidy, TIDY_EVERY);
    const { catalog, reason } = this.ranker;
    if (/"experiments"/.test(catalog?.release.manifest!))
      await this.use("privet-experiments.js", ({ take }: typeof Experiments) => take(this));
    return {
      ranking: !reason,
      ...(reason && { reason: reason.code }),
      items: catalog?.items.length ?? 0,
      storage: this.visitor.storage,
    };
  }

  /** Takes the site's release into use, or returns why that cannot be. */
  async #takeRelease(): Promise<PrivetError | undefined> {
    try {
      await this.ranker.use(await timed("fetch", this.#fetch()));
      return undefined;
    } catch (e) {
      return PrivetError.from(e, "bad-catalog", "start");
    }
  }

  /** Fetches the site's release; of a catalog that was split, with the shards that this page has a use for. */
  async #fetch(): Promise<Release> {
    this.#read();
    const release = await fetchRelease(this.manifest, this.config.key, this.#problem);
    await this.#read(); // by now the parser has come further
    if (!release.shards) return release;
    return this.#import("privet-shards.js").then(
      ({ joined }) => joined(release, this, this.#problem),
      (e) => (this.#problem(e), release), // the head ranks on its own
    );
  }

  /** Reads what the site's tags say, where it has any: also what the page is about, before anything is ranked. */
  #read() {
    if (this.config.read !== "none" && (window.dataLayer || document.querySelector(MARKUP)))
      this.#tags ??= this.use("privet-site.js", ({ read }: typeof Site) => read(this));
    return this.#tags;
  }

  /** A release that worked before is better than none. */
  async #useKept(reason: PrivetError) {
    this.ranker.reason = reason;
    this.#problem(reason);
    try {
      const kept = this.visitor.isUnknown ? undefined : await (await this.visitor.keeper()).kept();
      if (kept) await this.ranker.use(await revive(kept, this.manifest, this.config.key));
    } catch (e) {
      this.#problem(PrivetError.from(e, "bad-catalog", "kept"));
    }
  }

  async rank(options: api.RankOptions = {}): Promise<api.Ranking> {
    await this.ready;
    const { catalog, reason } = this.ranker;
    if (!catalog) return { items: [], ranked: false, ...(reason && { reason: reason.code }) };
    const request = this.request(catalog, options);
    const end = begin("rank");
    try {
      const { items } = this.ranker.call(opRank, request);
      return { items: items.map((ranked, i) => rankedOf(catalog.items[ranked.item]!, ranked, i)), ranked: true };
    } catch (e) {
      // An impossible request is the caller's fault; anything else, a bad catalog too, must not cost the page its row.
      const { code } = e as PrivetError;
      if (!reason && /^(bad|too)-/.test(code)) throw e;
      return { items: defaultOrder(catalog, request), ranked: false, reason: code };
    } finally {
      end();
    }
  }

  async explain(id: string, options: api.ExplainOptions = {}): Promise<api.Explanation> {
    return (await this.#import("privet-ui.js")).explain(this, id, options);
  }

  async observe(kind: api.Act, key: string, by?: string): Promise<api.Event | undefined> {
    const at = Date.now();
    need(Kind[kind] < Kind.show, "bad-value", `no act ${kind}`);
    need(profiles.isKey(key), "bad-value", "key: 1 to 256 bytes");
    await this.ready;
    if (this.told?.(kind, key, by)) return undefined;
    if (this.ranker.reason?.code === "no-webassembly") return undefined; // what can never be used is not kept
    try {
      if (!profiles.purposesFor(Kind[kind], this.visitor.profile.consent)) {
        if (this.loose.length < MAX_LOOSE) this.loose.push({ kind, key });
        return undefined;
      }
      const [event] = await (await this.visitor.keeper()).add([{ at, kind: Kind[kind], key }]);
      if (event) this.#notifier.tell("change");
      return event && eventOf(event);
    } catch (e) {
      this.#problem(e as PrivetError);
      return undefined;
    }
  }

  watch(element: Element, shown: api.RankedItem): void {
    if (!this.visitor.profile.consent.granted.includes("prediction")) return;
    this.visitor.keeper().then((keeper) => keeper.watch(element, shown), this.#problem);
  }

  grant(...purposes: api.Purpose[]): Promise<api.Consent> {
    return this.change((keeper) => keeper.grant(purposes, {}));
  }

  async revoke(...purposes: api.Purpose[]): Promise<api.Consent> {
    await this.ready; // what is granted is known from then on
    const { granted } = this.visitor.profile.consent;
    return this.change(
      (keeper) => keeper.revoke(purposes, {}),
      purposes.some((purpose) => granted.includes(purpose)),
    );
  }

  choose(purposes: readonly api.Purpose[], about: api.About = {}): Promise<api.Consent> {
    return this.change((keeper) => keeper.choose(purposes, about));
  }

  async prefer(preferences: api.Preferences): Promise<api.Consent> {
    const some = Object.values(preferences).some((value) => value !== undefined);
    return this.change((keeper) => keeper.prefer(preferences), some);
  }

  async forget(what: api.Forget): Promise<api.Forgotten> {
    await this.ready;
    const { isUnknown } = this.visitor;
    return isUnknown && !("event" in Object(what)) ? { deleted: 0 } : (await this.visitor.keeper()).forget(what);
  }

  async receipts(): Promise<api.Receipt[]> {
    await this.ready;
    return this.visitor.isUnknown ? [] : (await this.visitor.keeper()).receipts();
  }

  async consent(): Promise<api.Consent> {
    await this.ready;
    const { ask, ...consent } = this.visitor.profile.consent;
    const no = consent.chosen ? {} : signal();
    const asks = ask && !no.signal && !this.config.tool && { ask };
    return structuredClone({ ...consent, ...no, ...asks });
  }

  async experiments(): Promise<api.Trials> {
    await this.ready;
    return this.drawn();
  }

  async events(): Promise<api.Event[]> {
    await this.ready;
    return this.visitor.profile.events.map(eventOf);
  }

  async export(): Promise<api.Export> {
    return (await this.#import("privet-ui.js")).exported(this);
  }

  async items(): Promise<api.Item[]>;
  async items(keys: readonly (string | number)[]): Promise<(api.Item | undefined)[]>;
  async items(keys?: readonly (string | number)[]): Promise<(api.Item | undefined)[]> {
    await this.ready;
    const { catalog } = this.ranker;
    return keys ? keys.map((key) => catalog?.find(key)) : [...(catalog?.items ?? [])];
  }

  async shop(): Promise<api.Shop> {
    return (await this.catalog()).shop;
  }

  async refresh(): Promise<void> {
    await this.ready;
    await this.ranker.use(await this.#fetch());
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

  async center(): Promise<void> {
    (await this.ui()).showCenter();
  }

  async ask(): Promise<void> {
    await (await this.ui()).ask();
  }

  async why(id: string, anchor: Element, options?: api.RankOptions): Promise<void> {
    await (await this.ui()).showWhy(id, anchor, options);
  }

  /** The engine's request for a page's options, by what is allowed. */
  request(catalog: Catalog, options: api.RankOptions, consent = this.visitor.profile.consent): RankRequest {
    return requestOf(catalog, consent, options, this.page);
  }

  /**
   * Changes what is kept. A change that is `real` only where something is kept
   * already leaves no trace elsewhere, and loads nothing that could leave one.
   */
  async change(work: (keeper: Keeper) => Promise<void>, real = true): Promise<api.Consent> {
    await this.ready;
    if (real || !this.visitor.isUnknown) await work(await this.visitor.keeper());
    void this.#tidy();
    return this.consent();
  }

  /** The catalog, or the reason why there is none. */
  async catalog(): Promise<Catalog> {
    await this.ready;
    if (!this.ranker.catalog) throw this.ranker.reason;
    return this.ranker.catalog;
  }

  /** Drops what is over and what is too much, and keeps the release: all that can wait. */
  readonly #tidy = async () => {
    if (this.visitor.isUnknown) return;
    try {
      const keeper = await this.visitor.keeper();
      await keeper.tidy(this.ranker.overflow.splice(0));
      const { catalog } = this.ranker;
      if (catalog) await keeper.keep(catalog);
    } catch (e) {
      this.#problem(e as PrivetError);
    }
  };

  /** Loads what a visitor sees of Privet itself, and brings the elements of it in the page to life. */
  async ui(): Promise<typeof import("./ui/ui.js")> {
    try {
      const ui = await this.#import("privet-ui.js");
      await ui.define(this);
      return ui;
    } catch (e) {
      this.#problem(e as PrivetError);
      throw e;
    }
  }

  /** Has something done by a script of this release; what fails is told as a problem. */
  use<S>(name: string, work: (script: S) => unknown): Promise<unknown> {
    return this.#import(name).then(work).catch(this.#problem);
  }

  /** Loads a script of this release that not every page needs. */
  #import(name: string) {
    return import(new URL(name, this.home).href).catch((e) => {
      throw new PrivetError("fetch-failed", name, e);
    });
  }
}
