const NAME = "privet";

/** Lets one tab of a site write at a time. */
export class Lock {
  #tail: Promise<unknown> = Promise.resolve();

  /**
   * Runs work while no other tab, and nothing else in this one, runs any; with
   * `alone` no other tab is asked. Without Web Locks this tab alone is kept in
   * order: IndexedDB's transactions still lose nothing, but another tab's view
   * may lag until its next change.
   */
  exclusive<T>(work: () => Promise<T>, alone: boolean): Promise<T> {
    if (navigator.locks && !alone) return navigator.locks.request(NAME, work) as Promise<T>;
    const done = this.#tail.then(work);
    this.#tail = done.catch(() => {});
    return done;
  }
}

/** Whether the browser forbids this page to store: then it gives no locks either, and says so more clearly than IndexedDB. */
export async function isForbidden(): Promise<boolean> {
  try {
    await navigator.locks?.query();
    return false;
  } catch {
    return true;
  }
}
