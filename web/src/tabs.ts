const NAME = "privet";

/** The tabs of one site: one writes at a time, and the others hear that something changed. */
export class Tabs {
  readonly #channel = typeof BroadcastChannel === "function" ? new BroadcastChannel(NAME) : undefined;
  #tail: Promise<unknown> = Promise.resolve();

  /** `changed` is called when another tab has written, or may have while this page was asleep. */
  constructor(changed: () => void) {
    if (this.#channel) this.#channel.onmessage = changed;
    addEventListener("pageshow", (e) => e.persisted && changed());
  }

  /**
   * Runs work while no other tab, and nothing else in this one, runs any.
   * Without Web Locks this tab alone is kept in order: IndexedDB's transactions
   * still lose nothing, but another tab's view may lag until its next change.
   */
  exclusive<T>(work: () => Promise<T>): Promise<T> {
    if (navigator.locks) return navigator.locks.request(NAME, work) as Promise<T>;
    const done = this.#tail.then(work);
    this.#tail = done.catch(() => {});
    return done;
  }

  /** Tells the other tabs to read again. What changed is not in the message: the storage alone is true. */
  tell() {
    this.#channel?.postMessage(null);
  }
}
