// Times a page from the start of privet.js to its first ranked row, in Chromium
// with a warm HTTP cache, and the parts of that way. Prints a table; with
// JSON=FILE appends an object a line to it.
//
// It also times the question of consent, from being asked for to being seen.
//
//   node bench/load.mjs [DIR]      DIR: what `privet build` wrote; default ../build/shop
import { createServer, get } from "node:http";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { launchChromium, wholeChromium } from "../test/browser.mjs";
import { startSite } from "../test/site.mjs";
import { row } from "./row.mjs";
import { median } from "./statistics.js";

const shop = resolve(process.argv[2] ?? fileURLToPath(new URL("../../build/shop", import.meta.url)));
const RUNS = 30;

const parts = ["fetch", "compile", "load", "storage", "rank", "draw"];

/** A row of eight. The first script notes the time at which the second one starts: deferred scripts run in order. */
const home = `<!doctype html><html lang="en"><meta charset="utf-8"><title>bench</title>
  <script src="/start.js" defer></script><script src="/privet/privet.js" defer></script>
  <privet-slot><template><a data-href="url"><b data-text="title"></b> <i data-text="price"></i></a></template>
  ${"<a><b>Default</b></a>".repeat(8)}</privet-slot>`;

/** The site's files under /privet/, as they are served, beside a page of our own. */
async function serve(origin) {
  const own = { "/": ["text/html", home], "/start.js": ["text/javascript", "performance.mark('start')"] };
  const server = createServer((request, response) => {
    const [type, body] = own[request.url] ?? [];
    if (type) return response.writeHead(200, { "Content-Type": type }).end(body);
    get(origin + request.url, { headers: request.headers }, (answer) =>
      answer.pipe(response.writeHead(answer.statusCode, answer.headers)),
    );
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return server;
}

/** One load of the page: milliseconds to the first ranked row, and its parts. */
async function load(page, url) {
  await page.goto(url);
  await page.waitForSelector("privet-slot[ranked]");
  return page.evaluate((parts) => {
    const measure = (part) => performance.getEntriesByName(`privet:${part}`)[0];
    const { startTime, duration } = measure("draw");
    const whole = startTime + duration - performance.getEntriesByName("start")[0].startTime;
    return { whole, ...Object.fromEntries(parts.map((part) => [part, measure(part).duration])) };
  }, parts);
}

/** Milliseconds from asking, on a page that has loaded nothing for it, to the dialog in a frame. */
async function ask(page, url) {
  await page.goto(url);
  await page.waitForSelector("privet-slot[ranked]");
  return page.evaluate(async () => {
    const start = performance.now();
    void window.privet.ask();
    for (;;) {
      await new Promise(requestAnimationFrame);
      const dialog = document.querySelector("privet-consent")?.shadowRoot.querySelector("dialog[open]");
      if (dialog?.getBoundingClientRect().height) return performance.now() - start;
    }
  });
}

const site = await startSite({ shop });
const server = await serve(site.origin);
const browser = await launchChromium({ executablePath: wholeChromium() });
try {
  const url = `http://127.0.0.1:${server.address().port}/`;
  const visits = {
    "load, nothing stored": () => {},
    "load, 50 events stored": async (page) => {
      await page.goto(url);
      await page.evaluate(async () => {
        const { privet } = window;
        await privet.grant("session", "history");
        for (const { id } of (await privet.items()).slice(0, 50)) await privet.observe("view", id);
      });
    },
  };
  for (const [name, prepare] of Object.entries(visits)) {
    const context = await browser.newContext();
    const page = await context.newPage(); // one for all: a visitor goes from page to page in one tab
    await prepare(page);
    for (let i = 0; i < 3; i++) await load(page, url); // fills the caches, the compiler's too
    const runs = [];
    for (let i = 0; i < RUNS; i++) runs.push(await load(page, url));
    row(`${name}: script start to ranked row`, median(runs.map(({ whole }) => whole)), "ms");
    for (const part of parts) row(`${name}: ${part}`, median(runs.map((run) => run[part])), "ms");
    await context.close();
  }
  const context = await browser.newContext();
  const page = await context.newPage();
  const asked = [];
  for (let i = 0; i < RUNS + 3; i++) asked.push(await ask(page, url));
  row("the question, from being asked for to being seen", median(asked.slice(3)), "ms"); // the first ones fill the caches
} finally {
  await browser.close();
  server.close();
  await site.stop();
}
