/**
 * The public interface of Privet, for a page. Everything here runs in the
 * visitor's browser; nothing about the visitor is sent anywhere.
 *
 * With the script tag, `window.privet` is a {@link Privet}. As a module,
 * `init()` returns one.
 *
 * Four elements do most of it. `<privet-slot>` holds a template for an item and
 * default items, and is filled with ranked ones. Its attributes are the
 * {@link RankOptions}: `strategy`, `about`, `exclude` (ids with spaces between),
 * `within` ("category=Lanterns"), `variety`, `name` (the slot's), `category` (a
 * context value), `top` (default: as many as there are default items) and
 * `from` (leave out so many of the best). Where it finds nothing it keeps its
 * default items, and is `hidden` without any. Filled, it has the attribute
 * `ranked` and tells by the event "privet-draw". `<privet-order>` stands around a
 * list that is in the page already, whose cards say by `data-id` or by a link which
 * item they are, and moves the very cards into the visitor's order: those below
 * what can be seen, or with `now` all, but for the first ones, as many as `keep`
 * says. `custom-elements.json` lists all attributes. `<privet-center>` shows the
 * visitor's choices and what is known. `<privet-consent>` asks, where there is
 * something to ask.
 *
 * A Content-Security-Policy of the page must let it run WebAssembly
 * (`script-src 'wasm-unsafe-eval'`, which allows no `eval`) and reach the
 * manifest's directory (`script-src`, `connect-src`).
 */

/** What a visitor can allow or refuse on its own. */
export type Purpose = "context" | "session" | "history" | "interests" | "region" | "prediction";

/** What a visitor did; for "declare" the key is an attribute, "category=Lanterns". */
export type Act = "view" | "add" | "buy" | "like" | "dismiss" | "declare";

/** What an event is: an act, or that a ranked item was shown. */
export type Kind = Act | "show";

/**
 * What a list is for.
 *
 * - `for-you`: what the visitor may want.
 * - `similar`: what goes with the items that the list is `about`; nothing of the visitor counts.
 * - `together`: what is bought together with them.
 * - `trending`: what is wanted more than usual these days.
 * - `recent`: what the visitor met, newest first; empty where nothing is known.
 * - `continue`: what the visitor met and did not finish with, weightiest first.
 */
export type Strategy = "for-you" | "similar" | "together" | "trending" | "recent" | "continue";

/**
 * Why something did not work. Branch on it, never on a message.
 *
 * - `no-webassembly`: the browser cannot run the engine.
 * - `no-crypto`: the page is no secure context (https), and a browser encrypts for no other.
 * - `offline`, `fetch-failed`: a file could not be fetched, or its bytes are not those the manifest announces.
 * - `bad-manifest`, `bad-catalog`, `bad-texts`: a file does not follow its format.
 * - `bad-signature`: the page pins a key, and the manifest is not signed with it, or this browser cannot tell.
 * - `bad-engine`: the module is not an engine of this version.
 * - `engine-trap`: the engine stopped in this call; it has been started anew and the next call may succeed.
 * - `storage-blocked`: the browser has no usable IndexedDB; what is observed lives as long as the page.
 * - `storage-failed`: IndexedDB refuses a single step, for want of room perhaps; nothing has changed.
 * - `storage-newer`: a newer Privet wrote the storage; it is left alone until `forget("all")`, and choices last as long as the page.
 * - `damaged`: a stored event or consent record is unreadable and was set aside.
 * - `bad-value`: an argument is impossible.
 * - `guest`: this tab is for somebody else, and keeps nothing.
 * - `unknown-item`: no item of this id, or no such position.
 * - the rest are statuses of the engine.
 */
export type Code =
  | "no-webassembly"
  | "no-crypto"
  | "offline"
  | "fetch-failed"
  | "bad-manifest"
  | "bad-catalog"
  | "bad-texts"
  | "bad-engine"
  | "engine-trap"
  | "storage-blocked"
  | "storage-newer"
  | "storage-failed"
  | "damaged"
  | "bad-value"
  | "unknown-item"
  | "unknown-op"
  | "bad-message"
  | "newer-version"
  | "no-catalog"
  | "not-granted"
  | "duplicate-event"
  | "unknown-event"
  | "too-large"
  | "guest"
  | "bad-signature";

/** The only error that Privet rejects with. */
export declare class PrivetError extends Error {
  readonly name: "PrivetError";
  readonly code: Code;
}

/** How to start. The script tag takes the same as data attributes, `data-manifest="…"`. */
export interface Config {
  /**
   * Address of manifest.json. The catalog's other files are fetched from its
   * directory, and scripts from where this one was.
   * Default: manifest.json beside the script; `/privet/manifest.json` for the module.
   */
  manifest?: string;
  /**
   * The operator's public key, as `privet sign` prints it: base64 of 32 bytes,
   * Ed25519. Then nothing is taken that is not signed with it.
   */
  key?: string;
  /**
   * Category of the page, as in the catalog ("Lanterns"): a context value of every
   * ranking of this page. Of a catalog that was split, its items are loaded too.
   */
  category?: string;
  /** For how many days a visitor's consent lasts, 1 to 400. Then it counts no longer and what was kept is gone. Default 180. */
  renew?: number;
  /**
   * The consent tool that the site asks with: "tcf", "gpp", "onetrust", "klaro",
   * "cookieconsent" or "googleconsent". Privet does not ask then, and does what
   * the visitor chooses there.
   */
  tool?: string;
  /**
   * "none": what the site's tags say is not read. By default it is: Google's e-commerce events in `dataLayer`
   * (`view_item`, `add_to_cart`, `add_to_wishlist`, `purchase`, pushed by gtag or by the page), and schema.org's
   * Product or Article in the page, as JSON-LD or microdata. See {@link Privet.observe}.
   */
  read?: string;
  /** Which of the tool's categories each purpose needs, as an object or its JSON: `{"history":["C0003"]}`. All of a list. */
  toolMap?: Partial<Record<Purpose, readonly string[]>> | string;
}

/** What came of starting. */
export interface Status {
  /** Whether the engine ranks. Otherwise every ranking is the catalog's default order. */
  ranking: boolean;
  /** Why it does not rank. */
  reason?: Code;
  /** Items in the catalog; 0 without one. */
  items: number;
  /** Where events are kept: nowhere before the first grant, then in IndexedDB, or in memory where that fails. */
  storage: "none" | "indexeddb" | "memory";
}

/** An item's text, as the site's catalog has it. Everything in it is data from outside: never put it into HTML. */
export interface Item {
  id: string;
  /** Position in the catalog's default order, from 0. */
  index: number;
  title?: string;
  url?: string;
  image?: string;
  /** In the catalog's currency. */
  price?: number;
  category?: string;
  supplier?: string;
  tags?: string[];
  /** Further columns of the site. */
  [extra: string]: unknown;
}

/** What the catalog is. */
export interface Shop {
  name: string;
  /** ISO 4217, "GBP"; empty where the site gave none. */
  currency: string;
  /** Number of items. */
  items: number;
  /** Display names, most items first. */
  categories: string[];
  /** Attributes that a visitor can declare, "category=Lanterns". */
  interests: string[];
  /** How much variety lists have without a visitor's word, and how far one may move it, in percent. Missing without an engine. */
  variety?: { least: number; usual: number; most: number };
}

export interface RankOptions {
  /** How many items, 1 to 10,000. Default 10. */
  top?: number;
  /** Rank these items alone, by id; ids that the catalog does not know are left out. Default: all items. */
  candidates?: readonly string[];
  /** Never return these, by id. */
  exclude?: readonly string[];
  /** Rank only items that have all these attributes: `{ category: "Lanterns" }`, or any other column or tag. */
  within?: Readonly<Record<string, string>>;
  /** What the list is for. Default "for-you". */
  strategy?: Strategy;
  /** Ids of at most 64 items that the list is about, for "similar" and "together". They are not in it. */
  about?: readonly string[];
  /** Name of the place that the list is for; the owner's rules may speak of it. */
  slot?: string;
  /** How little the items resemble each other, 0 to 100; the owner's limits hold. Default: as the visitor prefers, else the owner. */
  variety?: number;
  /**
   * Of exploration, which now and then tries an item to learn more; 0 tries
   * nothing, and the same seed tries the same. Default: 0 unless "prediction"
   * is granted, else a random number that is the same for the whole page view.
   */
  seed?: number;
  /** Further context values of this request, such as `{ category: "Lanterns" }`. */
  context?: Readonly<Record<string, string>>;
  /** The time to rank for, in milliseconds since the Unix epoch. Default: now. */
  now?: number;
}

export interface ExplainOptions extends RankOptions {
  /** For so many reasons, the largest first, say where the item would be without: at most 16. Default 0. */
  counterfactual?: number;
}

export interface Ranking {
  /** Best first; without an engine in default order (of the catalog, or of `candidates`), and empty for strategies other than "for-you". */
  items: RankedItem[];
  /** Whether the engine ranked. */
  ranked: boolean;
  /** Why it did not. */
  reason?: Code;
}

export interface RankedItem {
  item: Item;
  /** In the engine's unit, which has meaning only beside other scores of one ranking; 0 in default order. */
  score: number;
  /** Place in the list, from 1. */
  position: number;
  /** Chance of this item in this place, 0 to 1: below 1 where something was tried. */
  propensity: number;
  /** What spoke for it, packed by the engine for learning; 0 unless "prediction" is granted. */
  parts: number;
}

/** Why an item scores as it does: the score itself, taken apart. */
export interface Explanation {
  item: Item;
  score: number;
  /** 1 is best; 0 where the request would not rank the item: the contributions say why. */
  position: number;
  /** Largest amount first. They sum to `score` exactly. */
  contributions: Contribution[];
}

export interface Contribution {
  /**
   * - `popularity`: what everybody likes.
   * - `item`: an item of the visitor's events.
   * - `token`: an interest or a context value.
   * - `anchor`: an item that the list is about.
   * - `rule`: a rule of the site's owner.
   * - `variety`: an item above it that it resembles.
   * - `learned`: what the visitor took or left of what was shown.
   * - `explored`: chance, to learn more.
   * - `hidden`: the visitor dismissed it.
   */
  source: "popularity" | "item" | "token" | "anchor" | "rule" | "variety" | "learned" | "explored" | "hidden";
  /** The purpose under which it counts; none for what counts for everybody. */
  purpose?: Purpose;
  /**
   * The id of an item; the attribute or context value ("daypart=evening"); the
   * rule's name, "availability" where the item's own dates say it; for
   * "learned" an attribute, a purpose or "popularity"; else "".
   */
  key: string;
  /** In the unit of the score; may be negative, and is 0 for what moves or hides an item without touching its score. */
  amount: number;
  /** Where the item would be without this reason, all else as it is; null: not ranked at all. Missing where not asked for. */
  without?: number | null;
}

/** One thing that the visitor did, as it is kept. */
export interface Event {
  /** Unique in this browser, rising. */
  id: number;
  /** Milliseconds since the Unix epoch. */
  at: number;
  kind: Kind;
  /** The purposes for which it is kept. */
  purposes: Purpose[];
  /** The item's id, or the declared attribute. */
  key: string;
  /** Of a "show" alone: what {@link RankedItem} said. */
  position?: number;
  propensity?: number;
  parts?: number;
}

/** What the visitor allows. */
export interface Consent {
  /** What counts now: nothing while it is paused, or in a guest's tab. */
  granted: Purpose[];
  /** The visitor's last choice, as long as it holds, in milliseconds since the Unix epoch. Otherwise the default counts. */
  chosen?: { at: number; until: number };
  /**
   * Why the visitor should be asked: nothing was chosen yet; the meaning of a
   * purpose has changed since; the choice is too old to count. Missing where
   * there is nothing to ask. Until there is an answer it is a no.
   */
  ask?: "new" | "changed" | "expired";
  preferences: Preferences;
  /**
   * The browser says no for the visitor, by Global Privacy Control, and nothing was chosen here: do not ask. Whoever
   * comes to choose may, and that counts from then on.
   */
  signal?: "gpc";
}

/** What a visitor may prefer. What is missing is as the site's owner chose, or off. */
export interface Preferences {
  /** How little the items of a list resemble each other, 0 to 100; the owner's limits hold. */
  variety?: number | undefined;
  /** Attributes ("category=Mugs"), at most 64: what was done with their items counts for nothing. */
  muted?: readonly string[] | undefined;
  /** Nothing counts and nothing more is kept; what is kept stays. */
  paused?: true | undefined;
  /** For a shared computer: all is forgotten half an hour after the last act, or when the last tab is closed. */
  visit?: true | undefined;
  /** This browser takes no part in experiments. */
  usual?: true | undefined;
}

/** Experiments by name. */
export type Trials = Readonly<Record<string, Trial>>;

/** What this browser is in of one experiment, and what came of it: worked out from the events that are kept, here alone. */
export interface Trial {
  /** The arm; "holdout" where the default order is shown. */
  arm: string;
  /** Since when, in milliseconds since the Unix epoch; missing where nothing is kept, and begun anew when events are deleted. */
  since?: number;
  /** How often the visitor did what, since then; "show" needs the purpose prediction, and a list that is not in default order. */
  acts: Partial<Record<Kind, number>>;
  /** How many of the shows led to something: the item was viewed, added, bought or liked later, before it was shown again. */
  taken: number;
}

/** How a choice was made, for its receipt. */
export interface About {
  /** What asked: "privet", the name of the site's consent tool, "site" by default. */
  via?: string;
  /** Language and digest of the texts that were shown, SHA-256 in hexadecimal of their canonical JSON (RFC 8785). */
  language?: string;
  sha256?: string;
  /** The purposes' names as they were shown. */
  titles?: Record<Purpose, string>;
}

/**
 * What was chosen, in the fields of ISO/IEC TS 27560:2023 and the words of the
 * W3C Data Privacy Vocabulary. Signed, where the page is a secure context, with
 * a key made in this browser that cannot be read out: the signature is ECDSA
 * P-256 with SHA-256 over the canonical JSON (RFC 8785) of all but itself.
 * `privet inspect` verifies it.
 */
export interface Receipt {
  "@type": "dpv:ConsentReceipt";
  "dct:identifier": string;
  "dct:created": string;
  "dpv:hasRecordOfActivity": {
    "dpv:hasProcess": readonly {
      "dct:identifier": Purpose;
      "dcat:version": number;
      "dpv:hasConsentStatus": {
        "@type": "dpv:ConsentGiven" | "dpv:ConsentRefused" | "dpv:ConsentWithdrawn";
        "dpv:isIndicatedAtTime": string;
        /** What asked: {@link About.via}. */
        "dpv:hasIndicationMethod": string;
        [term: string]: unknown;
      };
      [term: string]: unknown;
    }[];
    [term: string]: unknown;
  };
  /** Of engine.wasm, SHA-256 in hexadecimal. */
  "privet:engine"?: string;
  "privet:signal"?: "gpc";
  /** Of a withdrawal: how many events were kept before and after, in all and by purpose. */
  "privet:deleted"?: { before: Record<string, number>; after: Record<string, number> };
  "privet:proof"?: { publicKey: JsonWebKey; signature: string };
  [term: string]: unknown;
}

/** Everything that is kept about the visitor, for taking along. */
export interface Export {
  format: "privet-profile";
  version: 2;
  consent: Consent;
  events: Event[];
  receipts: Receipt[];
  /** Of the site's experiments that run. */
  experiments: Trials;
  /** Stored rows that are unreadable, as they are. */
  damaged: unknown[];
}

/**
 * What to forget: one event, what was kept for one purpose, what happened from a
 * time until before another, or everything together with consent and receipts.
 */
export type Forget = { event: number } | { purpose: Purpose } | { from: number; until: number } | "all";

/** What came of forgetting. */
export interface Forgotten {
  /** Events and damaged rows that are gone. */
  deleted: number;
  /** Takes it back, as far as what is allowed by then may be kept. As long as the page. Missing after "all". */
  undo?: () => Promise<void>;
  /** After "all": that it was done. It is kept nowhere. */
  receipt?: Receipt | undefined;
}

/** What one can listen for. */
export interface Notices {
  /**
   * Consent, preferences, what the visitor did or the catalog changed, in this
   * tab or in another: rank again. That something was shown is not told: a list
   * must not move because somebody looks at it.
   */
  change: undefined;
  /** Something failed that no caller is told about, or a damaged row was set aside. */
  problem: PrivetError;
}

export interface Privet {
  /** Resolves when ranking works, or when it is certain that it will not. Never rejects. */
  readonly ready: Promise<Status>;

  /** Ranks items. Never rejects for want of an engine: see {@link Ranking.ranked}. */
  rank(options?: RankOptions): Promise<Ranking>;

  /**
   * Records that the visitor did something now. `key` is an item's id, or for
   * "declare" an attribute. Resolves to undefined, and keeps nothing, where no
   * granted purpose allows to keep it: call it without asking first. What the
   * site's tags tell as well (see {@link Config.read}) is kept once.
   */
  observe(kind: Act, key: string): Promise<Event | undefined>;

  /**
   * Records that an item of a ranking was shown, once at least half of `element`
   * has been in view for a second. <privet-slot> does it by itself; who renders
   * a ranking otherwise calls it for each item each time. It does nothing unless
   * "prediction" is granted: call it without asking first.
   */
  watch(element: Element, shown: RankedItem): void;

  /** Allows purposes. Call it only for what the visitor chose, in an act of their own. */
  grant(...purposes: Purpose[]): Promise<Consent>;

  /** Refuses purposes, and deletes at once, in every tab, what was kept for them alone. */
  revoke(...purposes: Purpose[]): Promise<Consent>;

  /** A complete choice: allows these purposes and refuses all others. Also a no is kept, so as not to ask again. */
  choose(purposes: readonly Purpose[], about?: About): Promise<Consent>;

  /** Keeps what the visitor prefers; members that are missing stay as they are, undefined ones go back to the owner's. Call it only for what the visitor chose, in an act of their own. */
  prefer(preferences: Preferences): Promise<Consent>;

  /** What is allowed now. */
  consent(): Promise<Consent>;

  /** Takes an item's score apart. Loads privet-ui.js. Rejects with `unknown-item`, or with the reason why the engine is missing. */
  explain(id: string, options?: ExplainOptions): Promise<Explanation>;

  /** Forgets, at once and in every tab. Rejects with `unknown-event`. */
  forget(what: Forget): Promise<Forgotten>;

  /** A receipt of every choice, oldest first, at most 100. */
  receipts(): Promise<Receipt[]>;

  /** Everything that is kept about the visitor. */
  export(): Promise<Export>;

  /**
   * The experiments of the site that run now, by name, and what this browser is in. It draws for itself, and tells
   * nobody. That stays as it is as long as a purpose is allowed that keeps something, and is drawn anew for each page
   * otherwise. The page's root element says the same, in lower case and with hyphens:
   * `data-arm-more-variety="varied"`. `<privet-slot arm="varied">` is there in that arm alone.
   */
  experiments(): Promise<Trials>;

  /** The events that are kept, oldest first. */
  events(): Promise<Event[]>;

  /** Items by id or by index, undefined where there is none; without an argument all, in default order. */
  items(): Promise<Item[]>;
  items(keys: readonly (string | number)[]): Promise<(Item | undefined)[]>;

  /** What the catalog is. Rejects with the reason why there is none. */
  shop(): Promise<Shop>;

  /** Looks for a newer catalog. On any failure the present one stays, and the promise rejects with the reason. */
  refresh(): Promise<void>;

  /** What went wrong so far, oldest first: what "problem" told. */
  problems(): Promise<PrivetError[]>;

  /** Shows the visitor's choices and what is known, in a dialog. Loads privet-ui.js. */
  center(): Promise<void>;

  /** Asks the visitor, in a dialog, whether or not there is a reason to: `consent().ask` tells. Loads privet-ui.js. */
  ask(): Promise<void>;

  /** Shows why an item is shown, beside `anchor`. Loads privet-ui.js. */
  why(id: string, anchor: Element, options?: RankOptions): Promise<void>;

  /** Listens; the returned function ends it. */
  on<N extends keyof Notices>(notice: N, listen: (detail: Notices[N]) => void): () => void;
}

/** Starts Privet in this page. A second call returns what the first one did. */
export declare function init(config?: Config): Privet;

declare global {
  interface Window {
    /** Set by the script tag. */
    privet?: Privet;
  }
}
