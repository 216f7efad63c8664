import type { Client } from "../client.js";
import type { Export, RankOptions } from "../privet.js";
import { PrivetCenter } from "./center.js";
import { PrivetConsent } from "./consent.js";
import { adopt, closer, element, speaking } from "./element.js";
import { speak, text } from "./speak.js";
import { takeBrought } from "./transfer.js";
import { dialogStyle } from "./style.js";
import { PrivetWhy } from "./why.js";

// This file is privet-ui.js: what a page loads when a visitor first sees something of Privet itself.

export { explain } from "../explanation.js";

/** Brings <privet-consent>, <privet-center> and <privet-why> to life. */
export async function define(client: Client): Promise<void> {
  await speak();
  if (customElements.get("privet-center")) return;
  PrivetConsent.client = PrivetCenter.client = PrivetWhy.client = client;
  customElements.define("privet-consent", PrivetConsent);
  customElements.define("privet-center", PrivetCenter);
  customElements.define("privet-why", PrivetWhy);
  PrivetCenter.brought = await takeBrought().catch(() => undefined);
  if (PrivetCenter.brought) showCenter();
}

/** Shows the centre in a dialog. */
export function showCenter(): void {
  const host = element("div");
  const root = host.attachShadow({ mode: "open" });
  adopt(root, dialogStyle);
  const dialog = speaking(element("dialog", { "aria-label": text.center.title }));
  dialog.append(closer(text.center.close, dialog), new PrivetCenter());
  dialog.addEventListener("close", () => host.remove());
  dialog.addEventListener("click", (e) => e.target === dialog && dialog.close()); // beside the box
  root.append(dialog);
  document.body.append(host);
  dialog.showModal();
}

/** Asks by the page's <privet-consent>, or by one of its own. */
export async function ask(): Promise<void> {
  const element = document.querySelector<PrivetConsent>("privet-consent") ?? new PrivetConsent();
  if (!element.isConnected) document.body.append(element);
  await element.ask();
}

/** Shows beside `anchor` why an item is shown. */
export async function showWhy(id: string, anchor: Element, options?: RankOptions): Promise<void> {
  await new PrivetWhy().show(id, anchor, options);
}

/** Everything that is kept about the visitor. */
export async function exported(client: Client): Promise<Export> {
  const [consent, events, receipts] = [await client.consent(), await client.events(), await client.receipts()];
  const experiments = await client.experiments();
  const damaged = client.visitor.profile.damaged.map(({ id, row }) => ({ id, row }));
  return { format: "privet-profile", version: 2, consent, events, receipts, experiments, damaged };
}
