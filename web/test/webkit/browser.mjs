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
import { findFreePort } from "selenium-webdriver/net/portprober.js";
import { Page } from "./page.mjs";
import { startProxy } from "./proxy.mjs";

/** Debian's packages webkit2gtk-driver and xvfb. */
const needed = ["/usr/bin/WebKitWebDriver", "/usr/bin/Xvfb"];

/** Why WebKit cannot be started here, if it cannot. */
export const missing = !needed.every(existsSync) && `no WebKit found: it needs ${needed.join(" and ")}`;

/** Starts a process that ends, with all that it started, when there is nobody left who could write to it. */
const start = (command, options) => spawn("sh", ["-c", command], { stdio: ["pipe", "pipe", "ignore"], ...options });
const end = (child) => {
  const ended = once(child, "exit");
  child.stdin.end();
  return ended;
};

/** Starts a screen, on which each context is a WebKit of its own. */
export async function launch() {
  // It chooses a free number itself: xvfb-run, started twice at a time, may choose one twice.
  const screen = start("Xvfb -displayfd 1 -screen 0 1280x1024x24 -nolisten tcp & read -r _; kill $!");
  const DISPLAY = `:${String((await once(screen.stdout, "data"))[0]).trim()}`;
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
  const port = await findFreePort();
  const driver = start(`WebKitWebDriver --host=127.0.0.1 --port=${port} & read -r _; kill $!`, { env });
  await listening(port);
  const session = await new Builder()
    .usingServer(`http://127.0.0.1:${port}`)
    .withCapabilities({
      browserName: "MiniBrowser",
      proxy: { proxyType: "manual", httpProxy: proxy.address, sslProxy: proxy.address },
    })
    .build();
  proxy.scripts.push(`(${listen})()`);
  let last = Promise.resolve();
  /** One work after the other: a session is in one window at a time. */
  const inTurn = (work) => {
    const done = last.then(work);
    last = done.catch(() => {});
    return done;
  };
  let current = await session.getWindowHandle();
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
      (closed ??= session.quit().then(async () => {
        await end(driver);
        proxy.stop();
      })),
  };
  return context;
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

/** Waits until something listens at a port. */
async function listening(port) {
  const tried = () =>
    new Promise((resolve) => {
      const socket = connect(port, "127.0.0.1", () => resolve(true)).on("error", () => resolve(false));
      socket.on("connect", () => socket.end());
    });
  while (!(await tried())) await pause(50);
}
