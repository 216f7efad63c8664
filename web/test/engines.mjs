// Three browser engines, driven alike: Chromium by Playwright, Firefox by
// Puppeteer, WebKitGTK by Selenium. A page of each has goto, reload, evaluate of a
// function with one argument, and close, so that the helpers of visit.mjs serve
// all three; resize(width, height), where a window may stay wider than asked; and
// errors, of which WebKit's driver tells none.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { connect } from "node:net";
import puppeteer from "puppeteer-core";
import { Builder } from "selenium-webdriver";
import { findFreePort } from "selenium-webdriver/net/portprober.js";
import { launch } from "./browser.mjs";

const firefox = [
  process.env.PRIVET_FIREFOX,
  "/usr/bin/firefox-esr",
  "/usr/bin/firefox",
  "/Applications/Firefox.app/Contents/MacOS/firefox",
].find((place) => place && existsSync(place));

/** Debian's packages webkit2gtk-driver and xvfb. */
const webkit = ["/usr/bin/WebKitWebDriver", "/usr/bin/xvfb-run"];

/** An engine; `missing` says what it lacks here. On CI a test fails by that, elsewhere it is skipped. */
const engine = (name, start, missing) => ({
  name,
  skip: process.env.CI !== "true" && missing,
  start: async () => {
    if (missing) throw new Error(missing);
    return start();
  },
});

/**
 * The engines: what each is called, why a test with it must be skipped, if it
 * must, and start(), which gives visitor(origin, { gpc }) and stop(). A visitor
 * has storage of their own, opens pages by path, and closes them all.
 */
export const engines = [
  engine("Chromium", startChromium),
  engine("Firefox", startFirefox, !firefox && "no Firefox found: install it, or set PRIVET_FIREFOX to one"),
  engine("WebKit", startWebKit, !webkit.every(existsSync) && `no WebKit found: it needs ${webkit.join(" and ")}`),
];

async function startChromium() {
  const browser = await launch();
  return {
    async visitor(origin, { gpc = false } = {}) {
      const context = await browser.newContext();
      if (gpc) await context.addInitScript(() => (navigator.globalPrivacyControl = true));
      const page = async () => {
        const page = await context.newPage();
        return Object.assign(page, { resize: (width, height) => page.setViewportSize({ width, height }) });
      };
      return { open: opener(origin, page), close: () => context.close() };
    },
    stop: () => browser.close(),
  };
}

async function startFirefox() {
  const start = (gpc) =>
    puppeteer.launch({
      browser: "firefox",
      executablePath: firefox,
      headless: true,
      extraPrefsFirefox: { "privacy.globalprivacycontrol.enabled": gpc },
    });
  const usual = await start(false);
  return {
    async visitor(origin, { gpc = false } = {}) {
      const home = gpc ? await start(true) : await usual.createBrowserContext();
      const page = async () => {
        const page = await home.newPage();
        return Object.assign(page, { resize: (width, height) => page.setViewport({ width, height }) });
      };
      return { open: opener(origin, page), close: () => home.close() };
    },
    stop: () => usual.close(),
  };
}

async function startWebKit() {
  const port = await findFreePort();
  // It ends, and everything that it started, when there is nobody left who could write to it.
  const driver = `WebKitWebDriver --host=127.0.0.1 --port=${port} & read -r _; kill $!`;
  const screen = spawn("xvfb-run", ["-a", "sh", "-c", driver], { stdio: ["pipe", "ignore", "ignore"] });
  await listening(port);
  return {
    async visitor(origin, { gpc = false } = {}) {
      const site = gpc ? await signalling(origin) : { origin, stop: () => {} };
      const session = await new Builder()
        .usingServer(`http://127.0.0.1:${port}`)
        .withCapabilities({ browserName: "MiniBrowser" })
        .build();
      let [blank] = await session.getAllWindowHandles();
      let last = Promise.resolve();
      /** A session is in one window at a time. */
      const inWindow = (handle, work) => {
        const done = last.then(() => session.switchTo().window(handle)).then(work);
        last = done.catch(() => {});
        return done;
      };
      const page = async () => {
        if (!blank) await session.switchTo().newWindow("window");
        const handle = blank ?? (await session.getWindowHandle());
        blank = undefined;
        const does = (work) => inWindow(handle, work);
        return {
          goto: (url) => does(() => session.get(url)),
          reload: () => does(() => session.navigate().refresh()),
          evaluate: (f, argument) =>
            does(async () => (await session.executeScript(`return (${f})(arguments[0])`, argument)) ?? undefined),
          resize: (width, height) => does(() => session.manage().window().setRect({ width, height })),
          close: () => does(() => session.close()),
          on: () => {}, // it tells nothing
        };
      };
      const close = async () => {
        await session.quit();
        site.stop();
      };
      return { open: opener(site.origin, page), close };
    },
    stop: () => new Promise((resolve) => screen.once("exit", resolve).stdin.end()),
  };
}

/** Opens pages of a site by path, and notes what they complain about. */
function opener(origin, newPage) {
  return async (path) => {
    const page = await newPage();
    const errors = [];
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    page.on("pageerror", (error) => errors.push(String(error)));
    await page.goto(origin + path);
    await page.evaluate(() => window.privet?.ready.then(() => {}));
    return Object.assign(page, { errors });
  };
}

/** Waits until something listens at a port. */
async function listening(port) {
  const tried = () =>
    new Promise((resolve) => {
      const socket = connect(port, "127.0.0.1", () => resolve(true)).on("error", () => resolve(false));
      socket.on("connect", () => socket.end());
    });
  while (!(await tried())) await new Promise((resolve) => setTimeout(resolve, 50));
}

/** The same site for a browser that has no Global Privacy Control: each page says at first that it is on. */
async function signalling(origin) {
  const server = createServer(async ({ url }, response) => {
    if (url === "/gpc.js")
      return response.setHeader("content-type", "text/javascript").end("navigator.globalPrivacyControl = true");
    const answer = await fetch(origin + url);
    for (const name of ["content-type", "content-security-policy"])
      if (answer.headers.has(name)) response.setHeader(name, answer.headers.get(name));
    const body = Buffer.from(await answer.arrayBuffer());
    const isPage = answer.headers.get("content-type")?.startsWith("text/html");
    response
      .writeHead(answer.status)
      .end(isPage ? String(body).replace("<head>", '<head><script src="/gpc.js"></script>') : body);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { origin: `http://127.0.0.1:${server.address().port}`, stop: () => server.close() };
}
