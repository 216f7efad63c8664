import { Kind } from "./abi.gen.js";
import type { Draft } from "./keeper.js";
import type { RankedItem } from "./privet.js";

/** For how long an item must be in view to have been shown, in milliseconds: what advertising counts as viewable (MRC, 2014). */
const SEEN = 1000;

/** How much of it must be in view. */
const HALF = 0.5;

/** For how long shows wait for others, to be written in one step, in milliseconds. */
const GATHER = 1000;

/**
 * Notes which ranked items a visitor has really seen: at least half of the
 * element in view, for a second on end, in a page that is itself in view. Each
 * element counts once for each item in it.
 */
export class Impressions {
  /** What is not yet seen. An element that has left the page goes. */
  readonly #pending = new Map<Element, RankedItem>();
  readonly #timers = new Map<Element, number>();
  /** Ids of what was seen. */
  readonly #seen = new WeakMap<Element, string>();
  readonly #observer = new IntersectionObserver((entries) => entries.forEach((entry) => this.#look(entry)), {
    threshold: HALF,
  });
  #gathered: Draft[] = [];

  constructor(private readonly keep: (shows: readonly Draft[]) => Promise<void>) {
    document.addEventListener("visibilitychange", () => this.#turn());
  }

  watch(element: Element, shown: RankedItem): void {
    if (this.#seen.get(element) === shown.item.id) return;
    this.#pending.set(element, shown);
    if (document.visibilityState === "visible") this.#observer.observe(element);
  }

  /** Looks no further at anything, and forgets what is not yet written. */
  stop(): void {
    this.#gathered = [];
    this.#pending.clear();
    this.#rest();
  }

  #look({ target, intersectionRatio }: IntersectionObserverEntry) {
    clearTimeout(this.#timers.get(target));
    this.#timers.delete(target);
    if (intersectionRatio >= HALF)
      this.#timers.set(
        target,
        window.setTimeout(() => this.#see(target), SEEN),
      );
    else if (!target.isConnected) this.#drop(target);
  }

  #see(element: Element) {
    const { item, position, propensity, parts } = this.#pending.get(element)!;
    this.#drop(element);
    this.#seen.set(element, item.id);
    if (!this.#gathered.length) setTimeout(() => this.#write(), GATHER);
    this.#gathered.push({
      at: Date.now(),
      kind: Kind.show,
      key: item.id,
      position,
      propensity: Math.round(propensity * 65535),
      parts,
    });
  }

  #drop(element: Element) {
    this.#timers.delete(element);
    this.#pending.delete(element);
    this.#observer.unobserve(element);
  }

  #write() {
    const shows = this.#gathered;
    this.#gathered = [];
    if (shows.length) void this.keep(shows);
  }

  /** A page that nobody sees shows nothing; on its way out it is also the last that is sure to run. */
  #turn() {
    if (document.visibilityState === "visible") {
      for (const element of this.#pending.keys()) this.#observer.observe(element); // tells how each stands, again
      return;
    }
    this.#rest();
    this.#write();
  }

  #rest() {
    this.#observer.disconnect();
    this.#timers.forEach(clearTimeout);
    this.#timers.clear();
  }
}
