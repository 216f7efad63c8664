import { setTimeout as pause } from "node:timers/promises";
import { error } from "selenium-webdriver";
import { find } from "./find.mjs";

/** How long to wait for what must come, in milliseconds. */
const PATIENCE = 30_000;

const { ElementClickInterceptedError, ElementNotInteractableError, StaleElementReferenceError } = error;

/** Elements of a page, looked for anew each time, as Playwright's Locator has them. */
export class Locator {
  #page;
  #steps;
  constructor(page, steps) {
    this.#page = page;
    this.#steps = steps;
  }

  #next(...steps) {
    return new Locator(this.#page, [...this.#steps, ...steps.filter(Boolean)]);
  }
  locator = (css, { hasText } = {}) => this.#next(...cssSteps(css), hasText && { hasText: wanted(hasText) });
  getByRole = (role, { name } = {}) => this.#next({ role, name: name && wanted(name) });
  getByText = (text) => this.#next({ text: wanted(text) });
  filter({ hasText, visible }) {
    return this.#next(hasText && { hasText: wanted(hasText) }, visible && { visible });
  }
  nth = (nth) => this.#next({ nth });
  first = () => this.nth(0);
  last = () => this.nth(-1);
  async all() {
    return Array.from({ length: await this.count() }, (_, i) => this.nth(i));
  }

  /** What a function says of all elements, and an argument. */
  #ask(f, argument) {
    return this.#page.evaluateText(`(steps, given) => (${f})((${find})(steps), given)`, this.#steps, argument);
  }
  count = () => this.#ask((found) => found.length);
  isVisible = () => this.#next({ visible: true }).#ask((found) => found.length > 0);
  allTextContents = () => this.#ask((found) => found.map((e) => e.textContent));
  allInnerTexts = () => this.#ask((found) => found.map((e) => e.innerText));

  /** What a function says of the one element, once there is one. */
  async evaluate(f, argument) {
    await this.waitFor({ state: "attached" });
    return this.#ask(`([element], given) => (${f})(element, given)`, argument);
  }
  textContent = () => this.evaluate((e) => e.textContent);
  innerText = () => this.evaluate((e) => e.innerText);
  isChecked = () => this.evaluate((e) => e.checked);
  getAttribute = (name) => this.evaluate((e, name) => e.getAttribute(name), name);
  focus = () => this.evaluate((e) => e.focus());
  scrollIntoViewIfNeeded = () => this.evaluate((e) => e.scrollIntoView({ block: "nearest" }));

  /** Waits until there is one element and it can be seen; `hidden` until none can be. */
  async waitFor({ state = "visible" } = {}) {
    const those = state === "attached" || state === "detached" ? this : this.#next({ visible: true });
    const wanted = state === "visible" || state === "attached";
    await this.#until(async () => {
      const count = await those.count();
      if (wanted && count > 1) throw new Error(`${count} elements are ${JSON.stringify(this.#steps)}`);
      return wanted === count > 0;
    });
  }

  /** A click as of a pointer: on what it would reach. */
  async click() {
    await this.waitFor();
    await this.#until(
      () => this.#page.clickOn(find, this.#steps),
      [ElementClickInterceptedError, ElementNotInteractableError, StaleElementReferenceError],
    );
  }
  async check() {
    if (!(await this.isChecked())) await this.click();
  }
  async fill(text) {
    await this.waitFor();
    await this.evaluate((e, text) => {
      e.focus();
      e.value = text;
      e.dispatchEvent(new Event("input", { bubbles: true }));
      e.dispatchEvent(new Event("change", { bubbles: true }));
    }, text);
  }

  async #until(so, passing = []) {
    for (const end = Date.now() + PATIENCE; ; await pause(20)) {
      const late = Date.now() > end;
      try {
        if (await so()) return;
      } catch (e) {
        if (late || !passing.some((kind) => e instanceof kind)) throw e;
      }
      if (late) throw new Error(`still not so after ${PATIENCE} ms: ${JSON.stringify(this.#steps)}`);
    }
  }
}

const wanted = (text) => (text instanceof RegExp ? { source: text.source, flags: text.flags } : text);

/** Of the selectors that only Playwright knows, one is used. */
function cssSteps(css) {
  const plain = css.replace(/:visible$/, "");
  return [{ css: plain }, plain !== css && { visible: true }];
}
