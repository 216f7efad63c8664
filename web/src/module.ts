import { Client } from "./client.js";
import { PrivetError } from "./error.js";
import { defineOrder } from "./order.js";
import type { Config, Privet } from "./privet.js";
import { defineSlot } from "./slot.js";
import { MARK } from "./transfer/mark.js";

export { PrivetError };

let started: Privet | undefined;

/** Starts Privet in this page. A second call returns what the first one did. */
export function init(config: Config = {}): Privet {
  if (!started) {
    const client = new Client(config);
    started = client;
    if (!customElements.get("privet-slot")) {
      defineSlot(client);
      defineOrder(client);
    }
    void client.consent().then(({ ask }) => {
      const shown = ask ? "privet-center,privet-consent" : "privet-center";
      if (document.querySelector(shown) || location.hash.startsWith(MARK)) client.ui().catch(() => {}); // it has told "problem"
    });
  }
  return started;
}
