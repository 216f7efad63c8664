/**
 * The public interface of Privet, for a page. Everything here runs in the
 * visitor's browser; nothing about the visitor is sent anywhere.
 *
 * With the script tag, `window.privet` is a {@link Privet}. As a module,
 * `init()` returns one.
 *
 * A Content-Security-Policy of the page must let it run WebAssembly
 * (`script-src 'wasm-unsafe-eval'`, which allows no `eval`) and reach the
 * manifest's directory (`script-src`, `connect-src`).
 */

/** What a visitor can allow or refuse on its own. */
export type Purpose = "context" | "session" | "history" | "interests" | "region";

/** What a visitor did; for "declare" the key is an attribute, "category=Lanterns". */
export type Kind = "view" | "add" | "buy" | "like" | "dismiss" | "declare";

/**
 * Why something did not work. Branch on it, never on a message.
 *
 * - `no-webassembly`: the browser cannot run the engine.
 * - `offline`, `fetch-failed`: a file could not be fetched, or its bytes are not those the manifest announces.
 * - `bad-manifest`, `bad-catalog`, `bad-texts`: a file does not follow its format.
 * - `bad-engine`: the module is not an engine of this version.
 * - `engine-trap`: the engine stopped in this call; it has been started anew and the next call may succeed.
 * - `storage-blocked`: the browser has no usable IndexedDB; what is observed lives as long as the page.
 * - `storage-failed`: IndexedDB refuses a single step, for want of room perhaps; nothing has changed.
 * - `storage-newer`: a newer Privet wrote the storage; it is left alone until `forget("all")`, and choices last as long as the page.
 * - `damaged`: a stored event or consent record is unreadable and was set aside.
 * - `bad-value`: an argument is impossible.
 * - `unknown-item`: no item of this id, or no such position.
 * - the rest are statuses of the engine.
 */
export type Code =
  | "no-webassembly"
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
  | "too-large";

/** The only error that Privet rejects with. */
export declare class PrivetError extends Error {
  readonly name: "PrivetError";
  readonly code: Code;
}

/** How to start. The script tag takes the same as data attributes, `data-manifest="…"`. */
export interface Config {
  /**
   * Address of manifest.json. Every other file is fetched from its directory.
   * Default: manifest.json beside the script; `/privet/manifest.json` for the module.
   */
  manifest?: string;
  /** Category of the page, as in the catalog ("Lanterns"): a context value of every ranking of this page. */
  category?: string;
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
}

export interface RankOptions {
  /** How many items, 1 to 10,000. Default 10. */
  top?: number;
  /** Rank these items alone, by id; ids that the catalog does not know are left out. Default: all items. */
  candidates?: readonly string[];
  /** Never return these, by id. */
  exclude?: readonly string[];
  /** Further context values of this request, such as `{ category: "Lanterns" }`. */
  context?: Readonly<Record<string, string>>;
  /** The time to rank for, in milliseconds since the Unix epoch. Default: now. */
  now?: number;
}

export interface Ranking {
  /** Best first; without an engine in default order (of the catalog, or of `candidates`). */
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
}

/** Why an item scores as it does: the score itself, taken apart. */
export interface Explanation {
  item: Item;
  score: number;
  /** 1 is best; 0 where the request would not rank the item. */
  position: number;
  /** Largest amount first. They sum to `score` exactly. */
  contributions: Contribution[];
}

export interface Contribution {
  /** "popularity": what everybody likes; "item": an item of the visitor's events; "token": an interest or a context value. */
  source: "popularity" | "item" | "token";
  /** The purpose under which it counts; none for popularity. */
  purpose?: Purpose;
  /** The item's id, or the attribute or context value ("daypart=evening"); "" for popularity. */
  key: string;
  /** In the unit of the score; may be negative. */
  amount: number;
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
}

/** What the visitor allows. */
export interface Consent {
  granted: Purpose[];
  /** Whether the visitor chose; otherwise this is the default. */
  chosen: boolean;
  /** Every choice since the record was begun, oldest first, at most 100. */
  receipts: Receipt[];
}

/** One choice: from `at` on, `granted` and nothing else was allowed. */
export interface Receipt {
  /** Milliseconds since the Unix epoch. */
  at: number;
  granted: Purpose[];
}

/** Everything that is kept about the visitor, for taking along. */
export interface Export {
  format: "privet-profile";
  version: 1;
  consent: Consent;
  events: Event[];
  /** Stored rows that are unreadable, as they are. */
  damaged: unknown[];
}

/** What to forget: one event, what was kept for one purpose, or everything together with the consent record. */
export type Forget = { event: number } | { purpose: Purpose } | "all";

/** What one can listen for. */
export interface Notices {
  /** Consent, events or the catalog changed, in this tab or in another: rank again. */
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
   * granted purpose allows to keep it: call it without asking first.
   */
  observe(kind: Kind, key: string): Promise<Event | undefined>;

  /** Allows purposes. Call it only for what the visitor chose, in an act of their own. */
  grant(...purposes: Purpose[]): Promise<Consent>;

  /** Refuses purposes, and deletes at once, in every tab, what was kept for them alone. */
  revoke(...purposes: Purpose[]): Promise<Consent>;

  /** What is allowed now. */
  consent(): Promise<Consent>;

  /** Takes an item's score apart. Rejects with `unknown-item`, or with the reason why the engine is missing. */
  explain(id: string, options?: RankOptions): Promise<Explanation>;

  /** Forgets, at once and in every tab. Resolves to how many events are gone. Rejects with `unknown-event`. */
  forget(what: Forget): Promise<{ deleted: number }>;

  /** Everything that is kept about the visitor. */
  export(): Promise<Export>;

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
  panel(): Promise<void>;

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
