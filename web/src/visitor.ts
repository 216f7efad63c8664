import type { Event } from "./abi.gen.js";
import { PrivetError } from "./error.js";
import type { Keeper } from "./keeper.js";
import type { Status } from "./privet.js";
import * as profiles from "./profile.js";
import { Tabs } from "./tabs.js";

/** The database of what is kept, and what the names of others begin with. */
export const DATABASE = "privet";

/** Who must know when a profile changes. */
export interface Watcher {
  /** The profile is another one; `news` tells whether more of it than what was shown. */
  replaced(news: boolean): void;
  /** The profile grew by events. */
  grew(events: Event[]): void;
  problem(problem: PrivetError): void;
  /** The text of the manifest in use. */
  manifest(): string | undefined;
}

/** In sessionStorage: this tab is for a guest. Whoever sets it or takes it away loads the page anew. */
export const GUEST = "privet-guest";

/**
 * The visitor, as this page knows them: a copy of the stored profile, which is
 * the truth for all tabs. Where nothing is stored, not even the code that could
 * store something, the keeper, is loaded.
 */
export class Visitor {
  profile = profiles.allowingNothing();
  /** Whether this tab is for somebody else, until it is closed: what is kept is neither used nor grown. */
  readonly isGuest = hasGuest();
  /** Whether the browser has usable storage. Without it, the copy is all there is, for the life of the page. */
  stores = true;
  /** Settles, and never fails, when what is stored has been read for the first time. */
  readonly opened: Promise<void>;
  readonly tabs = new Tabs(() => void this.#follow());
  #keeper: Promise<Keeper> | undefined;
  #following = false;

  /** `load` fetches privet-store.js; consent must be renewed after so many days. */
  constructor(
    private readonly load: () => Promise<{ Keeper: typeof Keeper }>,
    readonly watcher: Watcher,
    readonly renew: number | undefined,
  ) {
    this.opened = this.#open();
  }

  /** Whether nothing is kept, and nothing chosen that would have to be; to a guest nothing is. */
  get isUnknown(): boolean {
    return this.isGuest || profiles.isEmpty(this.profile);
  }

  /** Where the profile is kept. */
  get storage(): Status["storage"] {
    if (this.isUnknown) return "none";
    return this.stores ? "indexeddb" : "memory";
  }

  /** What reads and writes the storage. Its code is loaded by the first call. */
  keeper(): Promise<Keeper> {
    if (this.isGuest) return Promise.reject(new PrivetError("guest", "nothing is kept"));
    return (this.#keeper ??= this.load().then(
      ({ Keeper }) => new Keeper(this),
      (e) => {
        this.#keeper = undefined; // to be tried again
        throw e;
      },
    ));
  }

  /** The profile is another one from here on. */
  replace(profile: profiles.Profile, news: boolean): void {
    this.profile = profile;
    this.watcher.replaced(news);
  }

  async #open() {
    if (this.isGuest) return; // nothing is allowed
    try {
      if (await exists()) await (await this.keeper()).open();
      else this.profile = profiles.unknownVisitor();
    } catch (e) {
      this.watcher.problem(e as PrivetError); // nothing is allowed where the choices cannot be read
    }
  }

  /** Reads what another tab has written. Many calls at once make one reading. */
  async #follow() {
    if (this.#following || this.isGuest) return;
    this.#following = true;
    await this.opened;
    try {
      const keeper = await this.keeper();
      await keeper.follow(() => (this.#following = false)); // what is told from there on is not yet read
    } catch (e) {
      this.#following = false;
      this.watcher.problem(e as PrivetError);
    }
  }
}

/**
 * Whether something may be stored. Only newer browsers list databases; in
 * others, and where asking fails, opening tells, and leaves nothing behind.
 * WebKit lists what never came to be, with version 0.
 */
export async function exists(): Promise<boolean> {
  try {
    return (await indexedDB.databases()).some((db) => db.version && db.name!.startsWith(DATABASE));
  } catch {
    return true;
  }
}

function hasGuest(): boolean {
  try {
    return !!sessionStorage[GUEST];
  } catch {
    return false;
  }
}
