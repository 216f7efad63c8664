// The network, and the edge at its other end, fail in every way and at every kind
// of byte. What a page then shows and says is the same for all of them.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch } from "../browser.mjs";
import { startSite } from "../site.mjs";
import { eventually, releaseKept } from "../visit.mjs";
import * as edges from "./edge.mjs";
import { progress, times } from "./length.mjs";

let site, other, edge, browser;
before(async () => {
  [site, other, browser] = await Promise.all([
    startSite({ trend: true }),
    startSite({ rules: "version: 1\nrules:\n  - {name: first, pin: 1, where: {id: [I9]}}\n" }),
    launch(),
  ]);
  edge = await edges.startEdge(site);
});
after(async () => {
  await browser?.close();
  await edge?.stop();
  await Promise.all([site?.stop(), other?.stop()]);
});

const defaults = Array.from({ length: 8 }, (_, i) => `Default ${i}`);

/** Sums layout shifts from the first paint on. */
const watchShifts = () => {
  window.shifts = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.shifts += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
};

/** A visitor with a browser profile of their own. `visit` gives what a page of theirs shows and says, with the browser's cache emptied before unless it is to be `cached`. */
async function newVisitor() {
  const context = await browser.newContext({ baseURL: edge.origin });
  await context.addInitScript(watchShifts);
  const page = await context.newPage();
  const uncaught = [];
  page.on("pageerror", (error) => uncaught.push(String(error)));
  const session = await context.newCDPSession(page);
  const visit = async ({ cached = false } = {}) => {
    if (!cached) await session.send("Network.clearBrowserCache");
    await page.goto("/");
    const said = await page.evaluate(async () => {
      const { privet } = window;
      if (!privet) return { ranking: false };
      const { ranking } = await privet.ready;
      const keys = (await privet.events()).map(({ key }) => key);
      return { ranking, codes: (await privet.problems()).map(({ code }) => code), keys };
    });
    if (said.ranking) await eventually(page, () => document.querySelector("privet-slot[ranked]"));
    const [titles, shifts] = await page.evaluate(() => [
      [...document.querySelectorAll("privet-slot b")].map((b) => b.textContent),
      window.shifts,
    ]);
    assert.deepEqual([shifts, uncaught], [0, []], "layout shifts, and errors that nobody caught");
    return { ...said, titles };
  };
  return { context, page, visit };
}

const halfway = (n) => n >> 1;
/** A piece of what Node, or a proxy, sends at once, if the file is longer than that. */
const chunk = (n) => Math.min(1 << 14, n - 1);

/** What can become of an answer, and whether it arrives all the same. */
const faults = {
  "the server is not there": [edges.silent],
  "cut in the header": [edges.cutInHeader],
  "cut after no byte": [edges.cutAfter(() => 0)],
  "cut after one byte": [edges.cutAfter(() => 1)],
  "cut in the file's own header": [edges.cutAfter(() => 20)],
  "cut in the middle": [edges.cutAfter(halfway)],
  "cut at a chunk's edge": [edges.cutAfter(chunk)],
  "cut one byte before the end": [edges.cutAfter((n) => n - 1)],
  "cut without a length": [edges.cutInChunks],
  "reset in the middle": [edges.reset],
  "a length that is too large": [edges.lengthOff(+7)],
  "a length that is too small": [edges.lengthOff(-7)],
  "not found": [edges.refuse(404)],
  "an error of the server": [edges.refuse(500)],
  "another file's bytes": [edges.instead((body) => Buffer.from(body).reverse())],
  "no bytes": [edges.instead(() => Buffer.alloc(0))],
  "a page of a hotel's network": [
    (response) => response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><p>Please log in."),
  ],
  "another coding than it says": [edges.withHeaders({ "content-encoding": "gzip" })],
  "a coding that it does not say": [edges.withHeaders({ "content-encoding": undefined })],
  "another type": [edges.withHeaders({ "content-type": "text/plain" }), "arrives"],
  "no type": [edges.withHeaders({ "content-type": undefined }), "arrives"],
  "drop by drop": [edges.drip(40), "arrives"],
};

/** The files that a page cannot do without, and the one that it can. */
const files = ["/manifest.json", "/engine.", "/catalog.", "/texts.", "/trend."];

/** Of all faults in the short form each is seen with one file. */
const some = (_, i, at) => i % times(5, 1) === at % times(5, 1);

for (const [f, file] of files.entries())
  test(`${file.replaceAll(/\W(json)?/g, "")}: whatever goes wrong, the default order stays, one error is told, and nothing is lost`, async () => {
    edge.faults = {};
    const [newcomer, regular] = [await newVisitor(), await newVisitor()];
    const { titles: everybody } = await newcomer.visit();
    const { titles: usual } = await regular.visit();
    await regular.page.evaluate(async () => {
      await window.privet.grant("history");
      for (const id of ["I0", "I4", "I8"]) await window.privet.observe("buy", id);
    });
    const known = await regular.visit();
    assert.notDeepEqual(known.titles, usual);
    await releaseKept(regular.page);

    for (const [name, [fault, arrives]] of Object.entries(faults).filter((_, i) => some(_, i, f))) {
      edge.faults = { [file]: fault };
      const [fresh, again] = [await newcomer.visit(), await regular.visit()];
      edge.faults = {};
      const why = `${file}: ${name}`;
      progress(why);
      assert.deepEqual(again.keys, ["I0", "I4", "I8"], why);
      if (arrives || file === "/trend.") {
        assert.deepEqual([fresh.ranking, again.ranking], [true, true], why);
        const codes = arrives ? [] : ["fetch-failed"];
        assert.deepEqual([fresh.codes, again.codes], [codes, codes], why);
      } else {
        assert.deepEqual([fresh.ranking, fresh.titles], [false, defaults], why);
        assert.equal(fresh.codes.length, 1, why);
        assert.match(
          fresh.codes[0],
          file === "/manifest.json" ? /^(fetch-failed|bad-manifest)$/ : /^fetch-failed$/,
          why,
        );
        // Who allowed it has the last release that came whole, but for the engine, which is the browser's cache's to keep.
        assert.deepEqual(again.titles, file === "/engine." ? defaults : known.titles, why);
        assert.equal(new Set(again.codes).size, 1, why);
        // A manifest that came whole and wrong may be used for its minute; wrong bytes of a file that never changes may not.
        const next = await newcomer.visit({ cached: file !== "/manifest.json" });
        assert.deepEqual([next.ranking, next.codes, next.titles], [true, [], everybody], why);
      }
    }
    assert.deepEqual(await newcomer.visit(), { ranking: true, codes: [], keys: [], titles: everybody });
    assert.deepEqual(await regular.visit(), known);
    await newcomer.context.close();
    await regular.context.close();
  });

test("a script that does not come whole costs what it does, and nothing else", async () => {
  edge.faults = {};
  const [newcomer, regular] = [await newVisitor(), await newVisitor()];
  const { titles: everybody } = await newcomer.visit();
  await regular.visit();
  await regular.page.evaluate(async () => {
    await window.privet.grant("history");
    await window.privet.observe("buy", "I0");
  });
  const known = await regular.visit();
  const cuts = Object.entries(faults).filter(([name]) => /^cut|reset|not found|too large/.test(name));
  for (const [name, [fault]] of cuts.filter((_, i) => some(_, i, 1))) {
    progress(`scripts: ${name}`);
    edge.faults = { "/privet.js": fault };
    assert.deepEqual(await newcomer.visit(), { ranking: false, titles: defaults }, name);

    // Without what stores, the choices that are kept are not guessed.
    edge.faults = { "/privet-store.js": fault };
    assert.deepEqual(await newcomer.visit(), { ranking: true, codes: [], keys: [], titles: everybody }, name);
    const { ranking, codes, keys } = await regular.visit();
    assert.deepEqual([ranking, codes, keys], [true, ["fetch-failed"], []], name);

    edge.faults = { "/privet-ui.js": fault };
    assert.deepEqual(await regular.visit(), known, name);
    assert.equal(await regular.page.evaluate(() => window.privet.center().catch(({ code }) => code)), "fetch-failed");
    edge.faults = {};
    await regular.page.evaluate(() => window.privet.center()); // it is asked for again
    await regular.page.locator("dialog, privet-center").first().waitFor({ state: "attached" });
    assert.deepEqual(await regular.visit(), known, name);
  }
  await newcomer.context.close();
  await regular.context.close();
});

test("an edge that dies after the manifest, or comes back with another release, is told once and used again", async (t) => {
  edge.faults = {};
  t.after(() => (edge.site = site));
  const visitor = await newVisitor();
  const good = await visitor.visit();

  // It dies: nobody listens when the manifest's files are asked for. Then it comes back.
  edge.faults["/manifest.json"] = async (response, answer) => {
    edges.send(response, answer);
    await new Promise((resolve) => response.once("finish", resolve));
    await edge.stop();
  };
  const { titles, codes } = await visitor.visit();
  assert.deepEqual([titles, codes.length, new Set(codes)], [defaults, codes.length, new Set(["fetch-failed"])]);
  edge.faults = {};
  await edge.start();
  assert.deepEqual(await visitor.visit(), good);

  // The release is exchanged meanwhile, and the files of the one before are gone.
  const exchange = (to) => (response, answer) => {
    edge.site = to;
    edges.send(response, answer);
  };
  edge.faults["/manifest.json"] = exchange(other);
  assert.deepEqual(await visitor.visit(), { ranking: false, codes: ["fetch-failed"], keys: [], titles: defaults });
  edge.faults = {};
  const newer = await visitor.visit();
  assert.deepEqual([newer.ranking, newer.codes, newer.titles[0]], [true, [], "Mugs 9"]);

  // An edge that still serves the release before is as good as it was.
  edge.faults["/manifest.json"] = exchange(site);
  assert.equal((await visitor.visit()).ranking, false);
  edge.faults = {};
  assert.deepEqual(await visitor.visit(), good);
  await visitor.context.close();
});
