import type { Privet, RankOptions } from "../privet.js";
import { panelWording } from "../wording.js";
import { adopt, button, element } from "./element.js";
import { PrivetPanel } from "./panel.js";
import { dialogStyle } from "./style.js";
import { PrivetWhy } from "./why.js";

// This file is privet-ui.js: what a page loads when a visitor first asks to see something.

export { explanationOf } from "../explanation.js";

/** Brings <privet-panel> and <privet-why> to life. */
export function define(privet: Privet): void {
  if (customElements.get("privet-panel")) return;
  PrivetPanel.privet = privet;
  customElements.define("privet-panel", PrivetPanel);
  customElements.define("privet-why", PrivetWhy);
}

/** Shows the panel in a dialog. */
export function showPanel(): void {
  const host = element("div");
  const root = host.attachShadow({ mode: "open" });
  adopt(root, dialogStyle);
  const dialog = element("dialog", { "aria-label": panelWording.title });
  const close = button("×", "close", () => dialog.close(), panelWording.close);
  close.className = "close";
  dialog.append(close, new PrivetPanel());
  dialog.addEventListener("close", () => host.remove());
  dialog.addEventListener("click", (e) => e.target === dialog && dialog.close()); // beside the box
  root.append(dialog);
  document.body.append(host);
  dialog.showModal();
}

/** Shows beside `anchor` why an item is shown. */
export async function showWhy(privet: Privet, id: string, anchor: Element, options?: RankOptions): Promise<void> {
  await new PrivetWhy().show(privet, id, anchor, options);
}
