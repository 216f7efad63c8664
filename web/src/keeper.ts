import { Kind, type Event } from "./abi.gen.js";
import { PrivetError } from "./error.js";
import { Impressions } from "./impressions.js";
import { Lock } from "./lock.js";
import type { Code, RankedItem } from "./privet.js";
import * as profiles from "./profile.js";
import type { KeptRelease } from "./release.js";
import { Store } from "./store.js";
import { DATABASE, type Visitor } from "./visitor.js";

// This file is privet-store.js: a page loads it where there is something to
// keep, or to take away.

type Profile = profiles.Profile;

/** The ways in which a visitor, or a page for them, changes what is kept. */
const EDITS = {
  granted: profiles.granted,
  revoked: profiles.revoked,
  preferred: profiles.preferred,
  forgotten: profiles.forgotten,
};
type Edits = typeof EDITS;
/** An event that is not yet kept. */
export type Draft = Pick<Event, "at" | "kind" | "key"> & Partial<typeof profiles.unplaced>;
type Rest<E> = E extends (profile: Profile, ...rest: infer R) => Profile ? R : never;

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

  constructor(private readonly visitor: Visitor) {}

  /** Reads what is stored for the first time, and tells what of it is damaged. */
  async open(): Promise<void> {
    const { visitor } = this;
    try {
      visitor.profile = await this.#read();
    } catch (e) {
      const problem = failure(e);
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
    const allowed = ({ consent }: Profile) =>
      drafts.flatMap((draft) => {
        const purposes = profiles.purposesFor(draft.kind, consent);
        return purposes ? { ...draft, purposes } : [];
      });
    return this.#exclusive(async () => {
      let rows = allowed(visitor.profile);
      const make = (consent: unknown) => (rows = allowed(profiles.readProfile({ consent })));
      const ids = visitor.stores ? await this.#store.append(make) : rows.map(() => ++this.#lastId);
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

  /** Changes the profile here, in the storage and in every tab. Throws where the edit does, and changes nothing. */
  async change<N extends keyof Edits>(name: N, ...rest: Rest<Edits[N]>): Promise<void> {
    const edit = EDITS[name] as (profile: Profile, ...rest: unknown[]) => Profile;
    await this.#change((profile) => edit(profile, ...rest));
  }

  /** Forgets everything, also what a newer version may have stored. */
  async erase(): Promise<void> {
    await this.#change(profiles.unknownVisitor);
    if (this.#newer) await this.#exclusive(async () => void indexedDB.deleteDatabase(DATABASE));
  }

  /** Drops what is over and what is too much. */
  async tidy(overflow: readonly number[]): Promise<void> {
    const tidied = (profile: Profile) => profiles.tidied(profile, Date.now(), overflow);
    if (tidied(this.visitor.profile) !== this.visitor.profile) await this.#change(tidied);
  }

  /** Keeps a release for when none can be fetched, if anything is kept at all. */
  async keep({ manifest, catalog, texts, trend }: KeptRelease): Promise<void> {
    if (this.visitor.storage !== "indexeddb") return;
    await this.#exclusive(() => this.#store.keep(manifest, { manifest, catalog, texts, trend }));
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

  async #change(edit: (profile: Profile) => Profile) {
    const { visitor } = this;
    await this.#exclusive(async () => {
      const next = edit(visitor.profile);
      try {
        if (visitor.stores) await this.#store.change((stored) => profiles.changeOf(stored, edit));
      } catch (e) {
        const problem = failure(e);
        // Go on without storage only where it is empty: otherwise a deletion would seem to work and would not.
        if (!/^storage/.test(problem.code) || !visitor.isUnknown) throw problem;
        visitor.stores = false;
        visitor.watcher.problem(problem);
      }
      this.#replace(visitor.stores ? await this.#read() : next);
      visitor.tabs.tell();
    });
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
    return profiles.readProfile(await this.#store.read());
  }

  /** Does work while no other tab does any. Throws PrivetErrors only. */
  #exclusive<T>(work: () => Promise<T>): Promise<T> {
    return this.#lock.exclusive(work).catch((e) => {
      throw failure(e);
    });
  }
}

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
