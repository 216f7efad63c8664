// Ranks the same items by Privet and by what a site would use instead, side by
// side, and fails where their lists differ. All are in one page of Chromium, and
// then in one process of Node, and take turns. Prints medians with 95 %
// intervals, ratios within rounds, and how far Privet is from reading memory at
// full speed; with JSON=FILE appends an object a line. Draws
// build/bench/ranking.svg. Then first.mjs has its turn.
//
// Privet does all that a page's ranking is, the others multiply and choose alone.
//
//   node bench/compare.mjs
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { launchChromium, wholeChromium } from "../test/browser.mjs";
import { bundle, contestants, scripts, wasmFiles } from "./contestants.mjs";
import { measureFirst } from "./first.mjs";
import { model } from "./peers/model.js";
import { json, row } from "./row.mjs";
import { serve } from "./server.mjs";
import { interval, median } from "./statistics.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "privet-compare-"));
/** Of a race: so many rounds, or as many as fit into the seconds, but never fewer than nine. */
const limits = { rounds: 25, seconds: 5 };
/** What a ranking reads or writes of each item at least: 64 int8, popularity, an int32 of score. */
const TOUCHED = 64 + 1 + 4;

/** Makes what is ranked: Go writes it, and times its own hosts. */
function workloads() {
  const options = ["--bare", "--write", folder, "--json", json ?? ""];
  execFileSync("go", ["run", "./host/headless/bench", ...options], { cwd: root, stdio: "inherit" });
  const all = JSON.parse(readFileSync(join(folder, "workloads.json"), "utf8"));
  for (const [i, workload] of all.entries()) {
    workload.model = `model-${i}.onnx`;
    writeFileSync(join(folder, workload.model), model(workload, readFileSync(join(folder, workload.vectors))));
  }
  return all;
}

/** Everything that a page fetches, by name. */
function files(workloads) {
  const items = workloads.flatMap(({ catalog, vectors, model }) => [catalog, vectors, model]);
  return {
    "": "<!doctype html><link rel=icon href=data:,><title>bench</title>",
    ...wasmFiles,
    ...Object.fromEntries([...scripts, ...items, "roofline.wasm"].map((name) => [name, join(folder, name)])),
  };
}

/** Where contestants in this process find what the server has for those in a page. */
const inNode = {
  script: (name, of) => join(folder, `${name}.mjs?${encodeURIComponent(of)}`),
  bytes: async (name) => new Uint8Array(await readFile(join(folder, name))),
  module: async (name) => new WebAssembly.Module(await readFile(wasmFiles[name] ?? join(folder, name))),
};

/** Prints what a race's rounds say. Returns the medians. */
function report(host, items, rounds) {
  const own = rounds.Privet;
  const others = [];
  for (const [name, took] of Object.entries(rounds)) {
    row(`${host}: ${items} items, ${name}`, median(took), "ms", interval(took));
    const ratios = took.map((t, round) => t / own[round]);
    if (took != own) others.push({ name, ratios });
  }
  for (const { name, ratios } of others)
    row(`${host}: ${items} items, ${name} / Privet`, median(ratios), "×", interval(ratios));
  return Object.fromEntries(
    Object.entries(rounds).map(([name, took]) => [name, { value: median(took), interval: interval(took) }]),
  );
}

/** Prints how fast memory is read, and how many times longer Privet takes than reading what it touches. */
function reportRoofline(host, runs, results) {
  row(`${host}: memory read`, median(runs), "GB/s", interval(runs));
  for (const { items, medians } of results) {
    const least = (items * TOUCHED) / (median(runs) * 1e6);
    if (items >= 100_000) row(`${host}: ${items} items, Privet / reading them`, medians.Privet.value / least, "×");
  }
}

/** Draws items against milliseconds, a line a contestant. */
function draw(results) {
  const series = contestants.map(({ name }) => ({
    name,
    points: results.flatMap(({ items, medians }) =>
      medians[name] ? [{ x: items, y: medians[name].value, half: 0 }] : [],
    ),
  }));
  const chart = {
    title: "A ranking in one page of Chromium, top 20 of 64 dimensions",
    x: "items",
    y: "milliseconds",
    logX: true,
    logY: true,
    series,
  };
  const file = join(root, "build/bench/ranking.svg");
  mkdirSync(join(root, "build/bench"), { recursive: true });
  execFileSync("go", ["run", "./host/headless/bench/draw", file], {
    cwd: root,
    input: JSON.stringify(chart),
    stdio: ["pipe", "inherit", "inherit"],
  });
  console.log(`drawn: ${file}`);
}

/** Runs all races on a host, and reports them. A contestant is left out where it cannot run. */
async function compare(host, all, race, bandwidth) {
  const results = [];
  for (const workload of all) {
    const { items } = workload;
    const able = contestants.filter(
      ({ most = Infinity, options }) => items <= most && !(options.threads && host == "node"),
    );
    results.push({ items, medians: report(host, items, await race(able, workload, limits)) });
  }
  reportRoofline(host, await bandwidth(), results);
  return results;
}

async function inChromium(all) {
  const server = await serve(files(all));
  const browser = await launchChromium({ executablePath: wholeChromium() });
  try {
    const page = await browser.newPage();
    page.on("console", (message) => message.type() == "error" && console.error(message.text()));
    await page.goto(server.origin);
    const call = (module, name, ...args) =>
      page.evaluate(
        async ([module, name, args]) => {
          const { site } = await import("/site.js");
          return (await import(module))[name](...args, site);
        },
        [module, name, args],
      );
    return await compare(
      "chromium",
      all,
      (...args) => call("/race.js", "race", ...args),
      () => call("/roofline.js", "bandwidth"),
    );
  } finally {
    await browser.close();
    server.close();
  }
}

try {
  const all = workloads();
  await bundle(folder, "browser");
  await bundle(folder, "node");
  execFileSync(join(root, "web/node_modules/.bin/wasm-as"), [
    "--enable-simd",
    join(root, "web/bench/roofline.wat"),
    "-o",
    join(folder, "roofline.wasm"),
  ]);
  draw(await inChromium(all));
  const { race } = await import(join(folder, "race.mjs"));
  const { bandwidth } = await import(join(folder, "roofline.mjs"));
  await compare(
    "node",
    all,
    (...args) => race(...args, inNode),
    () => bandwidth(inNode),
  );
  await measureFirst(all, files(all));
} finally {
  rmSync(folder, { recursive: true });
}
