// What comes before the first ranking: bytes over the wire, the time from
// opening a page to its first list, and the memory that the page then takes.
import { mkdtempSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress } from "node:zlib";
import { launchIn, wholeChromium } from "../test/browser.mjs";
import { contestants } from "./contestants.mjs";
import { row } from "./row.mjs";
import { serve } from "./server.mjs";
import { interval, median } from "./statistics.js";

const ROUNDS = 15;
const SECONDS = 40; // after which nine rounds must do
const WARM = 3; // loads before those that count: the second one makes the browser keep compiled code
const pack = promisify(brotliCompress);

/** Not those with threads: to start workers only takes longer, and the bytes are the same but for a few. */
const runners = contestants.filter(({ most, options }) => !most && !options.threads);

/** What a contestant's page fetches of a workload. */
const needs = ({ script, wasm, input }, workload) => [`peers/${script}.js`, ...wasm, workload[input]];

/** A page that opens a contestant and ranks once. All of its files are asked for at once, as a site would. */
const pageOf = (contestant, workload) => {
  const [script, ...rest] = needs(contestant, workload);
  const { name, items, vectors, catalog, model, visitor, events, granted, cases } = workload;
  return `<!doctype html><link rel="icon" href="data:,"><title>first</title><link rel="modulepreload" href="/${script}">
    ${rest.map((file) => `<link rel="preload" as="fetch" crossorigin href="/${file}">`).join("")}
    <script type="module">
      import { open } from "/${script}";
      import { site } from "/site.js";
      const workload = ${JSON.stringify({ name, items, vectors, catalog, model, visitor, events, granted, cases })};
      const rank = await open(workload, site, {});
      const list = Array.from(await rank(), Number).join();
      window.rank = rank; // lives, and with it what it ranks
      window.first = { list, took: performance.now() };
    </script>`;
};

/** Milliseconds from navigation to the first list, and the list. */
async function load(page, url) {
  await page.goto(url);
  return (await page.waitForFunction(() => window.first)).jsonValue();
}

/** Notes every WebAssembly memory of a page that runs this first: the browser counts them in none of its figures. */
function noteMemories() {
  const noted = (window.memories = new Set());
  const { Memory, Instance, instantiate, instantiateStreaming } = WebAssembly;
  const note = (instance) => {
    for (const value of Object.values(instance.exports)) if (value instanceof Memory) noted.add(value);
  };
  const noting = (type, add) =>
    new Proxy(type, {
      construct(target, args) {
        const made = new target(...args);
        add(made);
        return made;
      },
    });
  WebAssembly.Memory = noting(Memory, (memory) => noted.add(memory));
  WebAssembly.Instance = noting(Instance, note);
  for (const start of [instantiate, instantiateStreaming])
    WebAssembly[start.name] = async (...args) => {
      const made = await start.apply(WebAssembly, args);
      note(made.instance ?? made);
      return made;
    };
}

/** Megabytes of a page's JavaScript heap, of the buffers beside it, and of its WebAssembly memories. */
async function memory(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize, embedderHeapUsedSize, backingStorageSize } = await session.send("Runtime.getHeapUsage");
  const wasm = await page.evaluate(() => [...window.memories].reduce((sum, { buffer }) => sum + buffer.byteLength, 0));
  return (usedSize + embedderHeapUsedSize + backingStorageSize + wasm) / 1e6;
}

/** Everything in brotli, by name; and prints what a contestant ships with 10,000 items. */
async function reportWire(workload, files) {
  const names = [...new Set(runners.flatMap((contestant) => needs(contestant, workload)))];
  const packed = Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await pack(await readFile(files[name]))])),
  );
  for (const contestant of runners) {
    const [script, ...rest] = needs(contestant, workload).map((name) => packed[name].length);
    // Privet's part here is the codec alone; a page loads all of privet.js.
    const own =
      contestant.ships && (await pack(await readFile(fileURLToPath(new URL(contestant.ships, import.meta.url)))));
    const bytes = rest.reduce((sum, n) => sum + n, own ? own.length : script);
    row(`wire, ${workload.items} items: ${contestant.name}`, bytes, "bytes");
  }
  return packed;
}

export async function measureFirst(workloads, files) {
  const small = workloads.find(({ items }) => items == 10_000);
  const large = workloads.find(({ items }) => items == 100_000);
  const packed = await reportWire(small, files);
  const pages = {};
  for (const [i, contestant] of runners.entries())
    for (const workload of [small, large]) pages[`${i}/${workload.items}`] = pageOf(contestant, workload);
  const server = await serve({ ...files, ...pages }, packed);
  const profile = mkdtempSync(join(tmpdir(), "privet-first-"));
  const context = await launchIn(profile, { executablePath: wholeChromium() }); // with a cache on disk, as visitors have
  context.setDefaultTimeout(120_000); // a busy machine is slow, and not broken
  try {
    const took = runners.map(() => []);
    let until = Infinity;
    for (let round = -WARM; round < ROUNDS && (round < 9 || performance.now() < until); round++) {
      if (!round) until = performance.now() + 1000 * SECONDS;
      for (const i of runners.keys()) {
        const page = await context.newPage();
        const first = await load(page, `${server.origin}/${i}/${small.items}`);
        if (first.list != (small.list ??= first.list))
          throw new Error(`${runners[i].name} ranks ${first.list}, and Privet ${small.list}`);
        if (round >= 0) took[i].push(first.took);
        await page.close();
      }
    }
    for (const [i, { name }] of runners.entries())
      row(`first list, ${small.items} items: ${name}`, median(took[i]), "ms", interval(took[i]));
    for (const [i, { name }] of runners.entries()) {
      const ratios = took[i].map((ms, round) => ms / took[0][round]);
      if (i) row(`first list, ${small.items} items: ${name} / Privet`, median(ratios), "×", interval(ratios));
    }
    for (const [i, { name }] of runners.entries()) {
      const page = await context.newPage();
      await page.addInitScript(noteMemories);
      await load(page, `${server.origin}/${i}/${large.items}`);
      row(`memory of the page, ${large.items} items: ${name}`, await memory(page), "MB");
      await page.close();
    }
  } finally {
    await context.close();
    server.close();
    rmSync(profile, { recursive: true });
  }
}
