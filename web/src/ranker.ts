import { opObserve, statuses, type Event, type Observed, type Operation } from "./abi.gen.js";
import { having } from "./answers.js";
import { Catalog } from "./catalog.js";
import { bits } from "./consent.js";
import { Engine } from "./engine.js";
import { PrivetError } from "./error.js";
import { allowingNothing, type Profile } from "./profile.js";
import type { Release } from "./release.js";
import { begin } from "./timing.js";

/** A catalog and an engine that ranks it for a profile, or the reason why there is none. */
export class Ranker {
  /** The items. There may be a catalog without an engine, never the other way round. */
  catalog: Catalog | undefined;
  /** Why nothing can be ranked. */
  reason: PrivetError | undefined;
  /** Ids of events of the profile that the engine's log has no room for. */
  overflow: number[] = [];
  #engine: Engine | undefined;
  #profile: Profile = allowingNothing();

  constructor(private readonly problem: (problem: PrivetError) => void) {}

  /**
   * Takes a release into use. Where anything of it fails, it throws and the
   * release before stays; without one before, the items' texts stay at least.
   */
  async use(release: Release): Promise<void> {
    const catalog = new Catalog(release);
    this.catalog ??= catalog;
    const module = await release.engine;
    const end = begin("load");
    const observed = (reply: Observed) => this.#observed(reply);
    const engine = new Engine(module, () => ({ catalog, profile: this.#profile, observed, problem: this.problem }));
    engine.start();
    this.catalog = catalog;
    this.#engine = engine;
    this.reason = undefined;
    end();
  }

  /** Makes the engine's state a fold over this profile and nothing else. */
  fold(profile: Profile): void {
    this.#profile = { ...profile, events: [] };
    this.#profile.events = this.#counting(profile.events);
    this.overflow = [];
    this.#try(() => this.#engine?.fold());
  }

  /** Adds events. */
  add(added: Event[]): void {
    const events = this.#counting(added);
    this.#profile.events.push(...events);
    this.#try(() => this.#engine && this.#observed(this.#engine.call(opObserve, { events })));
  }

  /** The events that count: not those that are kept but not granted, as in a pause, nor those with an item of which an attribute is muted. */
  #counting(events: readonly Event[]): Event[] {
    const {
      granted,
      preferences: { muted = [] },
    } = this.#profile.consent;
    const allowed = bits(granted);
    const hushed = muted.map(having);
    return events.filter(
      ({ key, purposes }) =>
        purposes & allowed && !muted.includes(key) && !hushed.some((has) => has(this.catalog?.find(key))),
    );
  }

  /** Runs an operation. Throws a PrivetError. */
  call<Q, A>(op: Operation<Q, A>, request: Q): A {
    if (!this.#engine) throw this.reason;
    return this.#engine.call(op, request);
  }

  #observed({ refused, dropped }: Observed) {
    this.overflow.push(...dropped);
    for (const { id, status } of refused)
      this.problem(new PrivetError("damaged", `event ${id}: ${statuses[status]}; set aside`));
  }

  /** What fails here can be put right by the next call, which starts the engine anew. */
  #try(work: () => unknown) {
    try {
      work();
    } catch (e) {
      this.problem(PrivetError.from(e, "engine-trap", "fold"));
    }
  }
}
