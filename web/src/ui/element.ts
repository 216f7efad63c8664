import { direction, language } from "./speak.js";

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

/**
 * Makes a button. `key` says which one it is when everything is drawn anew, and
 * `what` what it is about where only a look tells: a name begins with what is seen.
 */
export function button(text: string, key: string, act: () => unknown, what?: string): HTMLButtonElement {
  const label = what && `${text}: ${what}`;
  const made = element("button", { type: "button", "data-key": key, "aria-label": label }, text);
  made.addEventListener("click", () => void act());
  return made;
}

/** Makes a button that is pressed or not. */
export function toggle(text: string, key: string, on: boolean, act: () => unknown, what?: string): HTMLButtonElement {
  const made = button(text, key, act, what);
  made.setAttribute("aria-pressed", String(on));
  return made;
}

/** Makes the button that closes a dialog. */
export function closer(text: string, dialog: HTMLDialogElement): HTMLButtonElement {
  const made = button("×", "close", () => dialog.close());
  made.ariaLabel = text;
  made.className = "close";
  return made;
}

/** What can be unfolded. It stays as it is when everything is drawn anew. */
export class Disclosures {
  readonly #open = new Set<string>();

  /** Makes one. `key` says which it is. */
  of(key: string, summary: string, ...children: (Node | string)[]): HTMLDetailsElement {
    const made = element("details", { open: this.#open.has(key) ? "" : undefined });
    made.append(element("summary", { "data-key": key }, summary), ...children);
    made.addEventListener("toggle", () => (made.open ? this.#open.add(key) : this.#open.delete(key)));
    return made;
  }
}

/**
 * Runs `draw`, which replaces what is in `root`, and keeps what a passphrase or a
 * file was chosen in, and the keyboard where it was: on what has the same key, else
 * on what came next and is still there, else on what came before.
 */
export function keepingInput(root: ShadowRoot, draw: () => void): void {
  const keys = () => [...root.querySelectorAll<HTMLElement>("[data-key]")].map((e) => e.dataset["key"]!);
  const fields = () => [...root.querySelectorAll<HTMLInputElement>("[type=password],[type=file]")];
  const key = (root.activeElement as HTMLElement | null)?.dataset["key"];
  const before = keys();
  const given = fields();
  draw();
  for (const field of fields()) {
    const { files, value } = given.find(({ id }) => id === field.id) ?? field;
    if (field.type === "file") field.files = files;
    else field.value = value;
  }
  if (!key) return;
  const place = before.indexOf(key);
  const wanted = [...before.slice(place), ...before.slice(0, place).reverse()];
  const left = new Set(keys());
  const found = wanted.find((key) => left.has(key));
  if (found) root.querySelector<HTMLElement>(`[data-key="${CSS.escape(found)}"]`)?.focus();
}

/** Gives a shadow root its style, and its host the language that is spoken in it. */
export function adopt(root: ShadowRoot, css: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
}

/** Says on an element in which language its texts are, and how they run. */
export function speaking<E extends HTMLElement>(e: E): E {
  e.lang = language;
  e.dir = direction();
  return e;
}

/** Hands the visitor a file. */
export function save(name: string, content: object): void {
  const href = URL.createObjectURL(new Blob([JSON.stringify(content, null, 2)], { type: "application/json" }));
  element("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
