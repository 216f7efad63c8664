import { Client } from "./client.js";
import { PrivetError } from "./error.js";
import type { Config, Privet } from "./privet.js";
import { defineSlot } from "./slot.js";

export { PrivetError };

let started: Privet | undefined;

/** Starts Privet in this page. A second call returns what the first one did. */
export function init(config: Config = {}): Privet {
  if (!started) {
    const client = new Client(config);
    started = client;
    defineSlot(client);
    if (document.querySelector("privet-panel")) client.ui().catch(() => {}); // it has told "problem"
  }
  return started;
}
