// WebKitGTK, of which only WebDriver's classic protocol works without a display
// of one's own, as far as the tests use Playwright's Browser. What the protocol
// cannot is the proxy's, and what neither can throws: it sets no language, time
// zone or colours, moves no clock, and hands out no download. Of what pages
// complain about, it hears uncaught errors and console.error.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { Builder } from "selenium-webdriver";
import { isFree } from "selenium-webdriver/net/portprober.js";
import { Page } from "./page.mjs";
import { startProxy } from "./proxy.mjs";

/** Debian's packages webkit2gtk-driver and xvfb. */
const needed = ["/usr/bin/WebKitWebDriver", "/usr/bin/Xvfb"];

/** Why WebKit cannot be started here, if it cannot. */
export const missing = !needed.every(existsSync) && `no WebKit found: it needs ${needed.join(" and ")}`;

/** How long WebKit and its driver may take for anything, in milliseconds: what never answers fails a test, and does not hold it up. */
const PATIENCE = 60_000;

/** Rejects where `work` takes too long. */
function inTime(work, what) {
  const clock = new AbortController();
  const late = pause(PATIENCE, undefined, { signal: clock.signal }).then(() => {
    throw new Error(`no answer after ${PATIENCE} ms: ${what}`);
  });
  late.catch(() => {});
  return Promise.race([work, late]).finally(() => clock.abort());
}

/** Starts a command in a group of its own, that ends with all of the group when there is nobody left who could write to it. */
const start = (command, options) =>
  spawn("sh", ["-c", `${command} & read -r _; kill 0`], {
    stdio: ["pipe", "pipe", "ignore"],
    detached: true,
    ...options,
  });
const end = (child) => {
  const ended = once(child, "exit");
  child.stdin.end();
  return ended;
};

/** Starts a screen, on which each context is a WebKit of its own. */
export async function launch() {
  // It chooses a free number itself: xvfb-run, started twice at a time, may choose one twice.
  const screen = start("Xvfb -displayfd 1 -screen 0 1280x1024x24 -nolisten tcp -noreset");
  const [number] = await inTime(once(screen.stdout, "data"), "Xvfb starts");
  const DISPLAY = `:${String(number).trim()}`;
  const contexts = new Set();
  const newContext = async (options = {}) => {
    const context = await startContext({ ...process.env, DISPLAY }, options);
    contexts.add(context);
    return context;
  };
  return {
    newContext,
    newPage: async () => (await newContext()).newPage(),
    async close() {
      await Promise.all([...contexts].map((context) => context.close()));
      await end(screen);
    },
  };
}

async function startContext(env, { baseURL, ...others }) {
  for (const name of Object.keys(others)) throw new Error(`WebKit's driver cannot set ${name}`);
  const pages = [];
  const proxy = await startProxy((url) => pages.forEach((page) => page.tell("request", { url: () => url })));
  const { session, driver } = await startSession(env, proxy.address);
  proxy.scripts.push(`(${listen})()`);
  let last = Promise.resolve();
  /** One work after the other: a session is in one window at a time. */
  const inTurn = (work) => {
    const done = last.then(() => inTime(work(), "WebKit's driver"));
    last = done.catch(() => {});
    return done;
  };
  let current = await inTurn(() => session.getWindowHandle());
  const inWindow = (handle, work) =>
    inTurn(async () => {
      if (current !== handle) await session.switchTo().window(handle);
      current = handle;
      return work(session);
    });
  const newWindow = () =>
    inTurn(async () => {
      await session.switchTo().newWindow("window");
      return (current = await session.getWindowHandle());
    });
  let closed;
  const context = {
    async newPage() {
      const handle = pages.length ? await newWindow() : current; // a session begins with a window
      const page = new Page((work) => inWindow(handle, work), baseURL, context);
      pages.push(page);
      return page;
    },
    addInitScript: async (script) => void proxy.scripts.push(typeof script === "string" ? script : `(${script})()`),
    route: async (glob, handler) => proxy.route(glob, handler),
    cookies: () => inTurn(() => session.manage().getCookies()),
    close: () =>
      (closed ??= inTime(session.quit(), "a session ends").finally(async () => {
        await end(driver);
        proxy.stop();
      })),
  };
  return context;
}

/** Starts a driver and a session of it. Another port is tried where one was taken, or a browser did not start. */
async function startSession(env, proxy) {
  for (let tried = 1; ; tried++) {
    const port = await freePort();
    const driver = start(`WebKitWebDriver --host=127.0.0.1 --port=${port}`, { env });
    const build = async () => {
      await listening(port, driver);
      return new Builder()
        .usingServer(`http://127.0.0.1:${port}`)
        .withCapabilities({
          browserName: "MiniBrowser",
          proxy: { proxyType: "manual", httpProxy: proxy, sslProxy: proxy },
        })
        .build();
    };
    try {
      return { driver, session: await inTime(build(), "WebKit starts") };
    } catch (e) {
      await end(driver);
      if (tried === 3) throw e;
    }
  }
}

/** A free port, of those that no connection is given: what was free a moment ago is so still, then. */
async function freePort() {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 20_000);
    if (await isFree(port, "127.0.0.1")) return port;
  }
}

/** Keeps in a page what it complains about, until somebody asks. */
function listen() {
  const said = (window.complaints = []);
  addEventListener("error", ({ message }) => message && said.push(["pageerror", message]));
  addEventListener("unhandledrejection", ({ reason }) => said.push(["pageerror", String(reason)]));
  const { error } = console;
  console.error = (...words) => {
    said.push(["console", words.join(" ")]);
    error.apply(console, words);
  };
}

/** Waits until something listens at a port, or the process that was to do it has ended. */
async function listening(port, driver) {
  const tried = () =>
    new Promise((resolve) => {
      const socket = connect(port, "127.0.0.1", () => resolve(true)).on("error", () => resolve(false));
      socket.on("connect", () => socket.end());
    });
  while (driver.signalCode === null && !(await tried())) await pause(50);
}
