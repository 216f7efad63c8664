// Runs the tests: each file in every engine that it is for, one engine after the other,
// and several files at a time.
//
//   npm test -- [ENGINE...] [PART OF A FILE'S NAME...]
//
// An engine that is not installed is left out, but on CI nothing may be. A test
// that is for other engines only says why, and is counted.
import { readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import * as firefox from "./firefox.mjs";
import { startSite } from "./site.mjs";
import * as webkit from "./webkit/browser.mjs";

const missing = { none: false, chromium: false, firefox: firefox.missing, webkit: webkit.missing };

/** Files that not every engine runs, and why. */
const limits = [
  {
    engines: ["none"],
    why: "no browser is needed",
    files: ["bench", "consent.units", "texts", "units", "vectors.node"],
  },
  {
    engines: ["chromium"],
    why: "about the files of Chromium's own storage",
    files: ["disk"],
  },
  {
    engines: ["chromium"],
    why: "storages are filled, caches emptied and processes killed by Chromium's own protocol",
    files: ["faults/kill", "faults/network", "faults/storage"],
  },
  {
    engines: ["chromium", "firefox"],
    why: "most of it needs what WebKit's driver cannot: downloads, languages, time zones, window sizes, more than what is on the wire",
    files: ["demo", "egress", "languages", "looks", "prediction", "rights", "strict", "transfer"],
  },
  {
    engines: ["chromium", "firefox"],
    why: "what consent tools and a page's tags say is read alike everywhere, and there are a hundred ways to say it",
    files: ["tags", "tools", "tools.follow", "tools.terms"],
  },
  {
    engines: ["chromium"],
    why: "layout shifts, which Chromium alone measures; what is for developers; frameworks, which are tested in other engines where they are made",
    files: ["dev", "docs", "order", "wrappers"],
  },
];

/** How long a file may take, in milliseconds: with room for a machine that others use too. */
const PATIENCE = 900_000;

const folder = new URL(".", import.meta.url);
const names = readdirSync(folder, { recursive: true }).flatMap((path) => path.match(/^(.*)\.test\.mjs$/)?.[1] ?? []);
for (const name of limits.flatMap(({ files }) => files))
  if (!names.includes(name)) throw new Error(`a limit is for ${name}, which is no file`);
const args = process.argv.slice(2);
const engines = args.filter((arg) => arg in missing);
const parts = args.filter((arg) => !(arg in missing));

/** Which files an engine is to run, of those that were asked for. */
function filesFor(engine) {
  const isFor = (name) => {
    const limit = limits.find(({ files }) => files.includes(name));
    return limit ? limit.engines.includes(engine) : engine !== "none";
  };
  const wanted = (name) => !parts.length || parts.some((part) => name.includes(part));
  return names.filter((name) => isFor(name) && wanted(name)).sort();
}

/** How many files run at a time. One more takes as long: browsers keep every processor busy. */
const together = availableParallelism();

/** Runs files in an engine. Resolves to how many tests passed, how many failed, and those that are not for it, by reason. */
function play(engine, files) {
  process.env.PRIVET_ENGINE = engine;
  const result = { passed: 0, failed: 0, left: {} };
  const paths = files.map((name) => new URL(`${name}.test.mjs`, folder).pathname);
  const events = run({ files: paths, concurrency: together, timeout: PATIENCE });
  events.on("test:fail", () => result.failed++);
  events.on("test:pass", ({ skip }) => {
    if (skip === undefined) result.passed++;
    else result.left[skip] = (result.left[skip] ?? 0) + 1;
  });
  const report = events.compose(new spec());
  report.pipe(process.stdout, { end: false });
  return new Promise((resolve) => report.once("end", () => resolve(result)));
}

/** The site of all files that ask for none of their own. */
const site = await startSite();
process.env.PRIVET_SITE = JSON.stringify({ origin: site.origin, shop: site.shop });

const summary = [];
for (const engine of engines.length ? engines : Object.keys(missing)) {
  const files = filesFor(engine);
  if (!files.length) continue;
  if (missing[engine]) {
    summary.push(`${engine}: not run: ${missing[engine]}`);
    if (process.env.CI === "true") process.exitCode = 1;
    continue;
  }
  const start = Date.now();
  const { passed, failed, left } = await play(engine, files);
  const time = `${Math.round((Date.now() - start) / 1000)} s`;
  summary.push(`${engine}: ${passed} passed, ${failed} failed, of ${files.length} files in ${time}`);
  for (const [why, count] of Object.entries(left)) {
    summary.push(`  ${count} ${why}`);
    if (process.env.CI === "true" && !why.startsWith(`not for ${engine}: `)) process.exitCode = 1;
  }
  for (const { engines, why, files } of limits)
    if (engine !== "none" && !engines.includes(engine) && !engines.includes("none"))
      summary.push(`  files not for ${engine}: ${files.join(", ")}: ${why}`);
  if (failed || !passed) process.exitCode = 1;
}
await site.stop();
console.log(summary.join("\n"));
if (!summary.length) throw new Error("no test has such a name");
