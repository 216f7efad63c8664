import { EventEmitter } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { Key } from "selenium-webdriver";
import { Locator } from "./locator.mjs";

const keys = { Tab: Key.TAB, Enter: Key.ENTER, Escape: Key.ESCAPE, Space: " ", End: Key.END };

/** A value as JSON has it, but with undefined where it is; elements are without content. */
function encode(value) {
  if (value === undefined) return { kind: "undefined" };
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(encode);
  if (globalThis.Node && value instanceof Node) return { kind: "object", members: [] };
  return { kind: "object", members: Object.entries(value).map(([name, member]) => [name, encode(member)]) };
}

/** The value again. */
function decode(said) {
  if (said === null || typeof said !== "object") return said;
  if (Array.isArray(said)) return said.map(decode);
  return said.kind === "object"
    ? Object.fromEntries(said.members.map(([name, member]) => [name, decode(member)]))
    : undefined;
}

/** Calls a function in the page, and takes what the page has complained about. */
const inPage = `async (f, sent) => {
  ${encode}
  ${decode}
  let value, thrown;
  try {
    value = encode(await f(...decode(JSON.parse(sent))));
  } catch (e) {
    thrown = String(e);
  }
  return JSON.stringify({ value, thrown, complaints: window.complaints?.splice(0) ?? [] });
}`;

/** A page of WebKit's, as far as the tests use Playwright's Page. */
export class Page {
  #baseURL;
  #events = new EventEmitter();
  #context;
  /** `inWindow` does some work with the session while that is in this page's window. */
  constructor(inWindow, baseURL, context) {
    this.#baseURL = baseURL;
    this.#context = context;
    this.inWindow = inWindow;
  }

  context = () => this.#context;

  on = (event, listener) => this.#events.on(event, listener);
  tell = (event, what) => this.#events.emit(event, what);

  goto = (path) => this.inWindow((session) => session.get(String(new URL(path, this.#baseURL))));
  reload = () => this.inWindow((session) => session.navigate().refresh());
  waitForTimeout = (time) => pause(time);
  /** Leaves the page. Its window stays: a session ends with its last one. */
  close = () => this.goto("about:blank");

  keyboard = {
    press: (key) => this.inWindow((session) => session.actions().sendKeys(keys[key]).perform()),
  };

  #all = new Locator(this, []);
  locator = (css, options) => this.#all.locator(css, options);
  getByRole = (role, options) => this.#all.getByRole(role, options);
  getByText = (text) => this.#all.getByText(text);

  click = (css) => this.locator(css).click();
  isChecked = (css) => this.locator(css).isChecked();
  setChecked = (css, checked) => this.locator(css).setChecked(checked);

  /** Adds a script to the page, by its address or its text, and waits until it has run. */
  addScriptTag(script) {
    return this.evaluate(async ({ url, content }) => {
      const element = document.createElement("script");
      if (url === undefined) element.textContent = content;
      else element.src = url;
      const loaded = new Promise((resolve, reject) => Object.assign(element, { onload: resolve, onerror: reject }));
      document.head.append(element);
      if (url !== undefined) await loaded;
    }, script);
  }

  /** What a function, or the last of some statements, gives in the page. */
  evaluate(f, argument) {
    if (typeof f === "string") return this.inWindow((session) => session.executeScript(f));
    return this.evaluateText(String(f), argument);
  }

  /** What the text of a function gives for arguments, once it is there. What the page complained about until then is told. */
  async evaluateText(f, ...given) {
    const text = `return (${inPage})(${f}, arguments[0])`;
    const sent = JSON.stringify(encode(given));
    const answer = await this.inWindow((session) => session.executeScript(text, sent)).catch((e) => {
      throw new Error(`${f}: ${e.message}`, { cause: e }); // a script that waits for ever is found by what it is
    });
    const { value, thrown, complaints } = JSON.parse(answer);
    for (const [event, said] of complaints)
      this.tell(event, event === "console" ? { type: () => "error", text: () => said } : said);
    if (thrown !== undefined) throw new Error(thrown);
    return decode(value);
  }

  /** Clicks at a point of the window. */
  clickAt({ x, y }) {
    return this.inWindow((session) =>
      session
        .actions()
        .move({ x: Math.round(x), y: Math.round(y) })
        .click()
        .perform(),
    );
  }
}
