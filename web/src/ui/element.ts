/** Makes an element. Strings among the children become text, never markup; undefined attributes are left out. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string | undefined> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** Makes a button. `key` says which one it is when everything is drawn anew. */
export function button(text: string, key: string, act: () => unknown, label?: string): HTMLButtonElement {
  const made = element("button", { type: "button", "data-key": key, "aria-label": label }, text);
  made.addEventListener("click", () => void act());
  return made;
}

/**
 * Runs `draw`, which replaces what is in `root`, and keeps the keyboard where it
 * was: on the button of the same key, else on the one that took its place.
 */
export function keepingFocus(root: ShadowRoot, draw: () => void): void {
  const key = (root.activeElement as HTMLElement | null)?.dataset["key"];
  const before = [...root.querySelectorAll<HTMLElement>("[data-key]")];
  const place = before.findIndex((e) => e.dataset["key"] === key);
  draw();
  if (!key) return;
  const after = [...root.querySelectorAll<HTMLElement>("[data-key]")];
  const same = after.find((e) => e.dataset["key"] === key) ?? after[Math.min(place, after.length - 1)];
  same?.focus();
}

/** Gives a shadow root its style. */
export function adopt(root: ShadowRoot, css: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
}
