const NAME = "privet";

/** The tabs of one site: each hears that another one has changed something. */
export class Tabs {
  readonly #channel = globalThis.BroadcastChannel && new BroadcastChannel(NAME);

  /** `changed` is called when another tab has written, or may have while this page was asleep. */
  constructor(changed: () => void) {
    if (this.#channel) this.#channel.onmessage = changed;
    addEventListener("pageshow", (e) => e.persisted && changed());
  }

  /** Tells the other tabs to read again. What changed is not in the message: the storage alone is true. */
  tell() {
    this.#channel?.postMessage(null);
  }
}
