import type { Client } from "./client.js";
import type * as Site from "./site/site.js";

/** Defines <privet-order>. What it does is in site/order.ts, which a page loads where it has one. */
export function defineOrder(client: Client): void {
  customElements.define(
    "privet-order",
    class extends HTMLElement {
      connectedCallback() {
        void client.use("privet-site.js", ({ order }: typeof Site) => order(client, this));
      }
    },
  );
}
