import { setTimeout as pause } from "node:timers/promises";
import { find } from "./find.mjs";

/** How long to wait for what must come, in milliseconds. */
const PATIENCE = 30_000;

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

  /** What a function says of the one element, once there is one. */
  async evaluate(f, argument) {
    await this.waitFor({ state: "attached" });
    return this.#ask(`([element], given) => (${f})(element, given)`, argument);
  }
  textContent = () => this.evaluate((e) => e.textContent);
  isChecked = () => this.evaluate((e) => e.checked);
  getAttribute = (name) => this.evaluate((e, name) => e.getAttribute(name), name);
  focus = () => this.evaluate((e) => e.focus());

  /** Waits until there is one element and it can be seen; `hidden` until none can be. */
  async waitFor({ state = "visible" } = {}) {
    const those = state === "attached" || state === "detached" ? this : this.#next({ visible: true });
    const there = state === "visible" || state === "attached";
    await this.#until(async () => {
      const count = await those.count();
      if (there && count > 1) throw new Error(`${count} elements are ${JSON.stringify(this.#steps)}`);
      return there === count > 0;
    });
  }

  /** A click of a pointer, once that would reach the element. */
  async click() {
    await this.waitFor();
    let point;
    await this.#until(async () => (point = await this.evaluate(reached)));
    await this.#page.clickAt(point);
  }
  check = () => this.setChecked(true);
  async setChecked(checked) {
    if ((await this.isChecked()) !== checked) await this.click();
  }

  async #until(so) {
    for (const end = Date.now() + PATIENCE; !(await so()); await pause(20))
      if (Date.now() > end) throw new Error(`still not so after ${PATIENCE} ms: ${JSON.stringify(this.#steps)}`);
  }
}

/** Where a pointer would reach an element, scrolled to the middle of what is seen; undefined while it moves, or something lies above it. */
async function reached(element) {
  element.scrollIntoView({ block: "center", behavior: "instant" });
  const before = element.getBoundingClientRect();
  for (let frames = 0; frames < 2; frames++) await new Promise(requestAnimationFrame);
  const { x, y, width, height } = element.getBoundingClientRect();
  if (x !== before.x || y !== before.y) return undefined;
  const point = { x: x + width / 2, y: y + height / 2 };
  const hit = element.getRootNode().elementFromPoint(point.x, point.y);
  return [element, ...(element.labels ?? [])].some((e) => e.contains(hit)) ? point : undefined;
}

const wanted = (text) => (text instanceof RegExp ? { source: text.source, flags: text.flags } : text);

/** Of the selectors that only Playwright knows, one is used. */
function cssSteps(css) {
  const plain = css.replace(/:visible$/, "");
  return [{ css: plain }, plain !== css && { visible: true }];
}
