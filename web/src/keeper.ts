import { Kind, type Event } from "./abi.gen.js";
import type { Catalog } from "./catalog.js";
import { arePreferences, checkPurposes, renewal, signal, type Moment } from "./consent.js";
import { need, PrivetError } from "./error.js";
import { newLot } from "./experiments/draw.js";
import { Impressions } from "./impressions.js";
import { isForbidden, Lock } from "./lock.js";
import type { About, Code, Forget, Forgotten, Preferences, Purpose, RankedItem, Receipt } from "./privet.js";
import * as profiles from "./profile.js";
import { newSigner, receiptOf, type Choice } from "./receipt.js";
import type { KeptRelease } from "./release.js";
import type { Part } from "./shards/index.js";
import { Store, type Stored } from "./store.js";
import { DATABASE, type Visitor } from "./visitor.js";

// This file is privet-store.js: a page loads it where there is something to
// keep, or to take away.

type Profile = profiles.Profile;

/** An event that is not yet kept. `purposes` narrows what it is kept for. */
export type Draft = Pick<Event, "at" | "kind" | "key"> & Partial<typeof profiles.unplaced & { purposes: number }>;

/** How a profile becomes another one. */
type Edit = (profile: Profile, moment: Moment) => Profile;

/** In sessionStorage: this tab has seen the visit to which everything that is kept belongs. */
const VISIT = "privet-visit";

/**
 * Keeps the visitor's profile: in IndexedDB, and the page's copy of it up to
 * date. Where the browser has no storage to give, it changes the copy alone.
 */
export class Keeper {
  readonly #store = new Store(DATABASE);
  readonly #lock = new Lock();
  #impressions: Impressions | undefined;
  /** Whether a newer version has stored something, which this one cannot read. */
  #newer = false;
  /** The last id given without storage. */
  #lastId = 0;
  /** What was stored when it was last looked at, but for events that were added since. */
  #revision = 0;
  /** Whether something is stored that should be no longer. */
  #stale = false;
  /** Which shards are kept, as digests() tells them. */
  #shards = digests([]);
  /** Without storage: the receipts and what signs them. */
  readonly #receipts: Receipt[] = [];
  #signer: CryptoKeyPair | undefined;

  constructor(private readonly visitor: Visitor) {}

  /** Reads what is stored for the first time, and tells what of it is damaged. */
  async open(): Promise<void> {
    const { visitor } = this;
    try {
      visitor.profile = await this.#read();
      if (!(await this.#sameVisit())) await this.erase();
      else if (visitor.isUnknown) await this.#change((p) => p); // nothing counts any more, or whoever came to write or to delete was killed
    } catch (e) {
      const problem = (await isForbidden())
        ? new PrivetError("storage-blocked", "storage: the browser gives this page none", e)
        : failure(e);
      // Storage that exists may hold a refusal, so nothing is allowed where it cannot be read.
      if (problem.code === "storage-blocked") visitor.profile = profiles.unknownVisitor();
      this.#newer = problem.code === "storage-newer";
      visitor.stores = !this.#newer && problem.code !== "storage-blocked";
      visitor.watcher.problem(problem);
    }
    for (const { why } of visitor.profile.damaged)
      visitor.watcher.problem(new PrivetError("damaged", `${why}; set aside`));
  }

  /** Adds events in one step, each for the purposes that are granted. Returns the kept ones: those that some purpose allows to keep. */
  async add(drafts: readonly Draft[]): Promise<Event[]> {
    const { visitor } = this;
    const allowed = () =>
      drafts.flatMap(({ purposes = -1, ...draft }) => {
        const granted = purposes & profiles.purposesFor(draft.kind, visitor.profile.consent);
        return granted ? { ...draft, purposes: granted } : [];
      });
    return this.#exclusive(async () => {
      let rows = allowed();
      let ids = visitor.stores ? await this.#store.append(this.#revision, rows) : rows.map(() => ++this.#lastId);
      while (!ids) {
        this.#replace(await this.#read()); // another tab has changed what is allowed
        ids = await this.#store.append(this.#revision, (rows = allowed()));
      }
      const kept = ids.map((id, i) => ({ ...profiles.unplaced, ...rows[i]!, id }));
      if (!kept.length) return kept;
      visitor.profile.events.push(...kept);
      visitor.watcher.grew(kept);
      visitor.tabs.tell();
      return kept;
    });
  }

  /** Keeps it as shown once the visitor has really seen the element. */
  watch(element: Element, shown: RankedItem): void {
    (this.#impressions ??= new Impressions((shows) => this.#show(shows))).watch(element, shown);
  }

  /** Allows purposes. */
  async grant(purposes: readonly Purpose[], about: About): Promise<void> {
    checkPurposes(purposes);
    await this.#change((p, moment) => profiles.granted(p, moment, purposes), about);
  }

  /** Refuses purposes. Who allowed nothing and refuses it leaves no trace. */
  async revoke(purposes: readonly Purpose[], about: About): Promise<void> {
    checkPurposes(purposes);
    const { isUnknown, profile } = this.visitor;
    if (isUnknown && !purposes.some((purpose) => profile.consent.granted.includes(purpose))) return;
    await this.#change((p, moment) => profiles.revoked(p, moment, purposes), about);
  }

  /** Allows these purposes and refuses all others. */
  async choose(purposes: readonly Purpose[], about: About): Promise<void> {
    checkPurposes(purposes);
    await this.#change((p, moment) => profiles.chosen(p, moment, purposes), about);
  }

  /** Keeps what the visitor prefers. */
  async prefer(changed: Preferences): Promise<void> {
    need(arePreferences(changed), "bad-value", `these are no preferences: ${JSON.stringify(changed)}`);
    if (this.visitor.isUnknown && Object.values(changed).every((value) => value === undefined)) return;
    await this.#change((p, moment) => profiles.preferred(p, moment, changed));
    await this.#sameVisit();
  }

  /** Forgets, and tells how to take that back where it can be. */
  async forget(what: Forget): Promise<Forgotten> {
    const { visitor } = this;
    if (what === "all") {
      const deleted = profiles.size(visitor.profile);
      return { deleted, receipt: await this.erase() };
    }
    if ("purpose" in what) checkPurposes([what.purpose]);
    let gone: Event[] = [];
    const deleted = await this.#change((p, moment) => {
      const after = profiles.forgotten(p, moment, what);
      const left = new Set(after.events);
      gone = p.events.filter((event) => !left.has(event));
      return after;
    });
    return {
      deleted: profiles.size(deleted.before) - profiles.size(deleted.after),
      undo: async () => void (await this.#change((p, moment) => profiles.restored(p, moment, gone))),
    };
  }

  /** Adds events of another device, for what is allowed here, and returns how many are new. */
  async bring(events: readonly Event[]): Promise<number> {
    const { before, after } = await this.#change((p, moment) => profiles.brought(p, moment, events));
    return after.events.length - before.events.length;
  }

  /** Forgets everything, also what a newer version may have stored. Returns the receipt of it. */
  async erase(): Promise<Receipt | undefined> {
    if (this.visitor.isUnknown && !this.#newer) return undefined;
    const { receipt } = await this.#change(profiles.unknownVisitor, {});
    this.#receipts.length = 0;
    this.#signer = undefined;
    if (this.#newer) await this.#exclusive(() => this.#store.drop());
    return receipt;
  }

  /** The receipts, oldest first. */
  async receipts(): Promise<Receipt[]> {
    return this.visitor.stores ? ((await this.#store.receipts()) as Receipt[]) : [...this.#receipts];
  }

  /** Drops what is over and what is too much. */
  async tidy(overflow: readonly number[]): Promise<void> {
    const { profile } = this.visitor;
    const now = profiles.tidied(profile, this.#moment());
    const same = ({ purposes }: Event, i: number) => profile.events[i]?.purposes === purposes;
    const changed =
      now.events.length !== profile.events.length ||
      !now.events.every(same) ||
      JSON.stringify(now.consent) !== JSON.stringify(profile.consent);
    if (changed || overflow.length || this.#stale)
      await this.#change((p, moment) => profiles.trimmed(p, moment, overflow));
  }

  /**
   * Keeps a release for when none can be fetched, if anything is kept at all. Of a
   * catalog that was split it keeps the head, and beside it the shards that events are of.
   */
  async keep({ release, items }: Catalog): Promise<void> {
    const { visitor } = this;
    if (visitor.storage !== "indexeddb") return;
    const { manifest, catalog, texts, trend } = release.head ?? release;
    await this.#exclusive(() => this.#store.keep(manifest, { manifest, catalog, texts, trend }));
    const { parts } = release;
    if (!parts) return;
    const tail = parts.reduce((sum, { shard }) => sum + shard.items, 0); // the head is on every page
    const category = new Map(items.slice(items.length - tail).map((item) => [item.id, item.category]));
    const seen = new Set(visitor.profile.events.map(({ key }) => category.get(key)).reverse());
    const shards = [...seen].flatMap((category) => parts.find((part) => part.shard.category === category) ?? []);
    if (digests(shards) === this.#shards) return;
    await this.#exclusive(() => this.#store.keepShards(shards));
    this.#shards = digests(shards);
  }

  /** The shards that were kept, those of the latest events first. */
  async shards(): Promise<Part[]> {
    const shards = await this.#store.shards();
    this.#shards = digests(shards);
    return shards.filter((part) => !!part);
  }

  /** The number that experiments draw by: kept as long as anything is allowed that keeps something, and else another one each time. */
  async lot(): Promise<number> {
    const { visitor } = this;
    const kept = visitor.stores && profiles.keeps(visitor.profile) && (await this.#exclusive(() => this.#store.lot()));
    return kept || newLot();
  }

  /** Since when each experiment's arm is the one of this browser, in milliseconds: since now where it was another one. Empty where nothing is kept. */
  async since(arms: Readonly<Record<string, string>>, now: number): Promise<Record<string, number>> {
    const { visitor } = this;
    if (!visitor.stores || !profiles.keeps(visitor.profile)) return {};
    const drawn = await this.#exclusive(() =>
      this.#store.draw((kept) => {
        const before = (kept ?? {}) as Partial<Record<string, { arm: unknown; since: number }>>;
        const begun = (name: string) => (before[name]?.arm === arms[name] ? before[name]!.since : now);
        return Object.fromEntries(Object.entries(arms).map(([name, arm]) => [name, { arm, since: begun(name) }]));
      }),
    );
    return Object.fromEntries(Object.entries(drawn).map(([name, { since }]) => [name, since]));
  }

  /** The release that was kept last, if any. */
  async kept(): Promise<KeptRelease | undefined> {
    return (await this.#store.kept()) as KeptRelease | undefined;
  }

  /** Reads what another tab has written; `begins` is called when the reading begins. */
  async follow(begins: () => void): Promise<void> {
    await this.#exclusive(async () => {
      begins();
      if (this.visitor.stores) this.#replace(await this.#read());
    });
  }

  /** Changes the profile here, in the storage and in every tab. What `edit` throws changes nothing. With `about` it makes a receipt. */
  async #change(edit: Edit, about?: About): Promise<{ before: Profile; after: Profile; receipt?: Receipt }> {
    const { visitor } = this;
    return this.#exclusive(async () => {
      for (;;) {
        const moment = this.#moment();
        let stored: Stored | undefined;
        try {
          stored = visitor.stores ? await this.#store.read() : undefined;
        } catch (e) {
          this.#lose(e);
        }
        const before = stored ? profiles.readProfile(stored, moment) : visitor.profile;
        const after = profiles.tidied(edit(before, moment), moment);
        const receipt = about && (await this.#receipt({ before, after, about, ...moment }));
        try {
          if (stored) {
            const withdrawn = !!about && before.events.length > after.events.length;
            const revision = await this.#store.change(stored, profiles.changeOf(stored, after), receipt, withdrawn);
            if (revision === undefined) continue;
            this.#revision = revision;
            this.#stale = false;
            if (withdrawn) this.#shards = ""; // they are sealed with a key that is gone
          } else if (receipt) this.#receipts.push(receipt);
        } catch (e) {
          const less = before.consent.granted.some((purpose) => !after.consent.granted.includes(purpose));
          if ((e as Error).name === "QuotaExceededError" && less && edit !== profiles.unknownVisitor) {
            edit = profiles.unknownVisitor; // no room for a no: deleting needs none, and allows no more
            continue;
          }
          this.#lose(e);
          if (receipt) this.#receipts.push(receipt);
        }
        this.#replace(after);
        visitor.tabs.tell();
        return { before, after, ...(receipt && { receipt }) };
      }
    });
  }

  /** Goes on without storage, but only where it is empty: otherwise a deletion would seem to work and would not. */
  #lose(thrown: unknown) {
    const { visitor } = this;
    const problem = failure(thrown);
    if (!/^storage/.test(problem.code) || !visitor.isUnknown) throw problem;
    visitor.stores = false;
    visitor.watcher.problem(problem);
  }

  async #receipt({ now, ...choice }: Pick<Choice, "before" | "after" | "about"> & Moment): Promise<Receipt> {
    const { visitor } = this;
    const signer = visitor.stores
      ? await this.#store.signer(newSigner).catch(() => undefined)
      : (this.#signer ??= await newSigner());
    return receiptOf({ ...choice, at: now, manifest: visitor.watcher.manifest(), signal: signal() }, signer);
  }

  #moment(): Moment {
    return { now: Date.now(), renew: renewal(this.visitor.renew) };
  }

  /**
   * Whether this tab, or another one that is open, has been here since the visit
   * began that everything belongs to. From here on this one has.
   */
  async #sameVisit(): Promise<boolean> {
    if (!this.visitor.profile.consent.preferences.visit) return true;
    try {
      const here = !!sessionStorage.getItem(VISIT);
      sessionStorage.setItem(VISIT, "1");
      const others = (await navigator.locks?.query())?.held?.some(({ name }) => name === VISIT);
      void navigator.locks?.request(VISIT, { mode: "shared" }, () => new Promise(() => {})); // as long as the page
      return here || !!others;
    } catch {
      return false; // what cannot be told apart is not kept
    }
  }

  /** What was shown is no news: a list must not move because somebody looks at it. */
  #replace(profile: Profile) {
    const news = ({ consent, events, damaged }: Profile) =>
      JSON.stringify([consent, events.filter(({ kind }) => kind !== Kind.show), damaged]);
    if (!profiles.purposesFor(Kind.show, profile.consent)) this.#impressions?.stop();
    this.visitor.replace(profile, news(profile) !== news(this.visitor.profile));
  }

  async #show(shows: readonly Draft[]) {
    try {
      await this.add(shows);
    } catch (e) {
      this.visitor.watcher.problem(e as PrivetError);
    }
  }

  async #read(): Promise<Profile> {
    const stored = await this.#store.read();
    const profile = profiles.readProfile(stored, this.#moment());
    const { consent, put, remove } = profiles.changeOf(stored, profile);
    this.#stale = put.length + remove.length > 0 || (!!stored.consent && !!consent);
    this.#revision = stored.revision;
    return profile;
  }

  /** Does work while no other tab does any. Throws PrivetErrors only. */
  #exclusive<T>(work: () => Promise<T>): Promise<T> {
    return this.#lock.exclusive(work, !this.visitor.stores).catch((e) => {
      throw failure(e);
    });
  }
}

/** Tells sets of shards apart. */
const digests = (shards: readonly (Part | undefined)[]) => JSON.stringify(shards.map((part) => part?.shard));

/** What a storage's failure means, by the names that IndexedDB gives. */
function failure(thrown: unknown): PrivetError {
  const codes: Record<string, Code> = {
    VersionError: "storage-newer",
    ReferenceError: "storage-blocked", // there is no indexedDB
    SecurityError: "storage-blocked",
    InvalidStateError: "storage-blocked",
  };
  return PrivetError.from(thrown, codes[(thrown as Error).name] ?? "storage-failed", "storage");
}
