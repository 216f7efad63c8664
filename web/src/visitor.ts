import type { Event } from "./abi.gen.js";
import { PrivetError } from "./error.js";
import type { Code, Status } from "./privet.js";
import * as profiles from "./profile.js";
import type { KeptRelease } from "./release.js";
import type { Store } from "./store.js";
import { Tabs } from "./tabs.js";

type Profile = profiles.Profile;

export const DATABASE = "privet";

/** Who must know when a profile changes. */
export interface Watcher {
  /** The profile is another one. */
  replaced(): void;
  /** The profile grew by an event. */
  grew(event: Event): void;
  problem(problem: PrivetError): void;
}

/**
 * The visitor's profile: the stored one, which is the truth for all tabs, and
 * this page's copy of it. Where nothing is stored, not even the code that could
 * store something is loaded.
 */
export class Visitor {
  profile = profiles.allowingNothing();
  /** Settles, and never fails, when what is stored has been read for the first time. */
  readonly opened: Promise<void>;
  /** Whether the browser has usable storage. Without it, the copy is all there is, for the life of the page. */
  #stores = true;
  /** Whether a newer version has stored something, which this one cannot read. */
  #newer = false;
  #store: Promise<Store> | undefined;
  readonly #tabs = new Tabs(() => void this.#follow());
  #following = false;
  /** The last id given without storage. */
  #lastId = 0;

  /** `load` fetches privet-store.js. */
  constructor(
    private readonly load: () => Promise<{ Store: typeof Store }>,
    private readonly watcher: Watcher,
  ) {
    this.opened = this.#open();
  }

  /** Where the profile is kept. */
  get storage(): Status["storage"] {
    if (profiles.isEmpty(this.profile)) return "none";
    return this.#stores ? "indexeddb" : "memory";
  }

  /** Adds an event for the purposes that are granted; undefined where nothing that is granted allows to keep it. */
  async add(event: Omit<Event, "id" | "purposes">): Promise<Event | undefined> {
    const row = (consent: Profile["consent"]) => {
      const purposes = profiles.purposesFor(event.kind, consent);
      return purposes ? { ...event, purposes } : undefined;
    };
    let added = row(this.profile.consent);
    if (!added) return undefined;
    return this.#exclusive(async () => {
      const make = (consent: unknown) => (added = row(profiles.readProfile({ consent }).consent));
      const id = this.#stores ? await (await this.#opened()).append(make) : ++this.#lastId;
      if (!id || !added) return undefined;
      const kept = { ...added, id };
      this.profile.events.push(kept);
      this.watcher.grew(kept);
      this.#tabs.tell();
      return kept;
    });
  }

  /** Changes the profile here, in the storage and in every tab. Throws where `edit` does, and changes nothing. */
  async change(edit: (profile: Profile) => Profile): Promise<void> {
    await this.#exclusive(async () => {
      const next = edit(this.profile);
      try {
        if (this.#stores && (!profiles.isEmpty(next) || (await exists())))
          await (await this.#opened()).change((stored) => profiles.changeOf(stored, edit));
      } catch (e) {
        const problem = failure(e);
        // Go on without storage only where it is empty: otherwise a deletion would seem to work and would not.
        if (!/^storage/.test(problem.code) || !profiles.isEmpty(this.profile)) throw problem;
        this.#stores = false;
        this.watcher.problem(problem);
      }
      this.#replace(this.#stores && this.#store ? await this.#read() : next);
      this.#tabs.tell();
    });
  }

  /** Forgets everything, also what a newer version may have stored. */
  async erase(): Promise<void> {
    await this.change(profiles.unknownVisitor);
    if (this.#newer) await this.#exclusive(async () => void indexedDB.deleteDatabase(DATABASE));
  }

  /** Keeps a release for when none can be fetched, if anything is kept at all. */
  async keep({ manifest, catalog, texts }: KeptRelease): Promise<void> {
    if (this.storage !== "indexeddb") return;
    await this.#exclusive(async () => (await this.#opened()).keep(manifest, { manifest, catalog, texts }));
  }

  /** The release that was kept last, if any. */
  async kept(): Promise<KeptRelease | undefined> {
    return (await (await this.#store)?.kept()) as KeptRelease | undefined;
  }

  async #open() {
    try {
      this.profile = (await exists()) ? await this.#read() : profiles.unknownVisitor();
    } catch (e) {
      const problem = failure(e);
      // Storage that exists may hold a refusal, so nothing is allowed where it cannot be read.
      if (problem.code === "storage-blocked") this.profile = profiles.unknownVisitor();
      this.#newer = problem.code === "storage-newer";
      this.#stores = !this.#newer && problem.code !== "storage-blocked";
      this.watcher.problem(problem);
    }
    for (const { why } of this.profile.damaged) this.watcher.problem(new PrivetError("damaged", `${why}; set aside`));
  }

  #opened(): Promise<Store> {
    return (this.#store ??= this.load().then(
      ({ Store }) => new Store(DATABASE),
      (e) => {
        this.#store = undefined; // to be tried again
        throw e;
      },
    ));
  }

  async #read(): Promise<Profile> {
    return profiles.readProfile(await (await this.#opened()).read());
  }

  #replace(profile: Profile) {
    this.profile = profile;
    this.watcher.replaced();
  }

  /** Reads what another tab has written. Many calls at once make one reading. */
  async #follow() {
    if (this.#following) return;
    this.#following = true;
    await this.opened;
    try {
      await this.#exclusive(async () => {
        this.#following = false; // what is told from here on is not yet read
        if (this.#stores) this.#replace(await this.#read());
      });
    } catch (e) {
      this.watcher.problem(e as PrivetError);
    }
  }

  /** Does work while no other tab does any. Throws PrivetErrors only. */
  #exclusive<T>(work: () => Promise<T>): Promise<T> {
    return this.#tabs.exclusive(work).catch((e) => {
      throw failure(e);
    });
  }
}

/** Whether something may be stored. Only newer browsers list databases; in others, opening tells, and leaves nothing behind. */
async function exists(): Promise<boolean> {
  const present = await indexedDB.databases?.();
  return !present || present.some(({ name }) => name === DATABASE);
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
