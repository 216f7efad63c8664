import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import * as firefox from "./firefox.mjs";
import * as webkit from "./webkit/browser.mjs";

const quiet =
  "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";

/** Where a browser may be, in the order in which they are tried. */
const places = [
  process.env.PRIVET_CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  chromium.executablePath(),
];

/** Where Chromium is, as visitors have it. */
export function wholeChromium() {
  const found = places.find((place) => place && existsSync(place));
  if (!found)
    throw new Error("no Chromium found: set PRIVET_CHROMIUM to one, or run `npx playwright-core install chromium`");
  return found;
}

/** The same engine without windows: a test takes half as long, and no page of the browser's own gets in its way. */
const shell = "/usr/bin/chromium-headless-shell";

const executable = () => (existsSync(shell) && !process.env.PRIVET_CHROMIUM ? shell : wholeChromium());

/** Starts Chromium; the whole of it with `{ executablePath: wholeChromium() }`. */
export const launchChromium = (options) =>
  chromium.launch({ executablePath: executable(), args: quiet.split(" "), ...options });

/** The engine of this run: chromium, firefox or webkit. */
export const engine = process.env.PRIVET_ENGINE ?? "chromium";

/** Starts a browser of the run's engine. */
export const launch = { chromium: launchChromium, firefox: firefox.launch, webkit: webkit.launch }[engine];

/** For a test's option `skip`: `reasons` are why it is not for an engine, by the engine's name. */
export const notFor = (reasons) => engine in reasons && `not for ${engine}: ${reasons[engine]}`;

/** Starts Chromium with a profile that it keeps in a directory. Closing the context ends it. */
export const launchIn = (profile, options) =>
  chromium.launchPersistentContext(profile, { executablePath: executable(), args: quiet.split(" "), ...options });

/**
 * Starts Chromium with a profile on disk, as a group of processes that can be
 * killed with one blow: `kill()` leaves it no time to put anything in order, and
 * `crash()` does that to its pages alone.
 */
export async function launchToKill(profile) {
  const args = [...quiet.split(" "), "--headless", "--remote-debugging-port=0", `--user-data-dir=${profile}`];
  const child = spawn(executable(), args, { detached: true, stdio: ["ignore", "ignore", "pipe"] });
  const ended = once(child, "exit");
  const address = new Promise((resolve) => {
    let said = "";
    child.stderr.on("data", (chunk) => {
      const [, found] = /DevTools listening on (ws:\S+)/.exec((said += chunk)) ?? [];
      if (found) resolve(found);
    });
  });
  const browser = await chromium.connectOverCDP(
    await Promise.race([address, ended.then(([code]) => Promise.reject(new Error(`Chromium ended with ${code}`)))]),
  );
  const session = await browser.newBrowserCDPSession();
  const crash = async () => {
    const { processInfo } = await session.send("SystemInfo.getProcessInfo");
    for (const { type, id } of processInfo) if (type === "renderer") process.kill(id, "SIGKILL");
  };
  const kill = async () => {
    process.kill(-child.pid, "SIGKILL");
    await ended;
  };
  return { context: browser.contexts()[0], kill, crash };
}
