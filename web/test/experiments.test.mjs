// Experiments: the browser draws its arms, they shape what is asked for, and nothing of it is kept without consent.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./source.mjs";
import { eventually, home, nothingWritten, useWorld, written } from "./visit.mjs";

const rules = `version: 1
experiments:
  - name: More variety
    holdout: 20%
    arms: [{name: usual, share: 50%}, {name: varied, share: 50%, variety: 90, strategy: {home: trending}}]
  - {name: over, until: 2026-01-01, arms: [{name: a, share: 100%}]}
`;
const world = useWorld({ rules });
const named =
  home.replace("<privet-slot>", '<privet-slot name="home">') +
  '<privet-slot arm="varied" id="varied"><b>Varied</b></privet-slot>';
const pages = { "/test/named.html": named };

const trial = (page) => page.evaluate(async () => (await window.privet.experiments())["More variety"]);
const attribute = (page) => page.evaluate(() => document.documentElement.getAttribute("data-arm-more-variety"));

const { runningAt } = await load("experiments/draw.ts");

/** A number that draws that arm of two even ones, and a fifth held out. */
function lotOf(arm) {
  const arms = ["usual", "varied"].map((name) => ({ name, share: 500 }));
  for (let lot = 0; ; lot++) {
    const [[, drawn]] = runningAt([{ name: "More variety", holdout: 200, arms }], lot, Date.now());
    if ((drawn?.name ?? "holdout") === arm) return lot;
  }
}

/** A page of a browser that draws that arm, by the one number that it draws. */
async function pageIn(arm) {
  const prepare = `{
    const { getRandomValues } = Crypto.prototype;
    Crypto.prototype.getRandomValues = function (into) {
      return into instanceof Uint32Array ? into.fill(${lotOf(arm)}) : getRandomValues.call(this, into);
    };
  }`;
  const visitor = await world.visitor({ pages, prepare });
  const page = await visitor.open("/test/named.html");
  assert.equal((await trial(page)).arm, arm);
  return { page, visitor };
}

test("each arm shapes lists and what is shown, experiments that are over do nothing, and nothing is written", async () => {
  for (const arm of ["usual", "varied", "holdout"]) {
    const { page, visitor } = await pageIn(arm);
    assert.deepEqual(await page.evaluate(() => window.privet.experiments()), {
      "More variety": { arm, acts: {}, taken: 0 },
    });
    assert.equal(await attribute(page), arm);
    assert.equal(await page.locator("#varied").isVisible(), arm === "varied");
    const { ranked, items } = await page.evaluate(() => window.privet.rank({ top: 4 }));
    assert.equal(ranked, arm !== "holdout");
    if (arm === "holdout")
      assert.deepEqual(
        items.map(({ item }) => item.index),
        [0, 1, 2, 3],
      );
    const asked = await page.evaluate(() => {
      const { privet } = window;
      const { strategy, variety } = privet.request(privet.ranker.catalog, { slot: "home" });
      return { strategy, variety };
    });
    assert.deepEqual(asked, arm === "varied" ? { strategy: 3, variety: 91 } : { strategy: 0, variety: 0 });
    assert.deepEqual(await written(page), nothingWritten);
    assert.deepEqual(page.errors, []);
    await visitor.context.close();
  }
});

test("an arm is kept as long as something is allowed that keeps something, and goes with it", async () => {
  const visitor = await world.visitor({ pages });
  let page = await visitor.open("/test/named.html");
  const lot = () =>
    page.evaluate(
      () =>
        new Promise((resolve) => {
          const open = indexedDB.open("privet");
          open.onsuccess = () => {
            const get = open.result.transaction("records").objectStore("records").get("lot");
            get.onsuccess = () => resolve(get.result ?? null, open.result.close());
          };
        }),
    );
  await page.evaluate(() => window.privet.grant("history"));
  page = await visitor.open("/test/named.html");
  const [arm, kept] = [await attribute(page), await lot()];
  assert.equal(typeof kept, "number");
  for (let i = 0; i < 4; i++) {
    page = await visitor.open("/test/named.html");
    assert.deepEqual([await attribute(page), await lot()], [arm, kept]);
  }
  await page.evaluate(() => window.privet.revoke("history"));
  assert.equal(await lot(), null);
  await page.evaluate(() => window.privet.grant("history"));
  page = await visitor.open("/test/named.html");
  assert.notEqual(await lot(), kept);
  await page.evaluate(() => window.privet.prefer({ usual: true }));
  await eventually(page, () => !document.documentElement.hasAttribute("data-arm-more-variety"));
  page = await visitor.open("/test/named.html");
  assert.deepEqual(await page.evaluate(() => window.privet.experiments()), {});
  await visitor.context.close();
});

test("what comes of an arm is worked out from what is kept since it was drawn", async () => {
  const visitor = await world.visitor({ pages });
  let page = await visitor.open("/test/named.html");
  await page.evaluate(() => window.privet.grant("history", "prediction"));
  await page.evaluate(() => window.privet.observe("view", "I9")); // the arm of this page is that of no other
  page = await visitor.open("/test/named.html");
  const { arm, since, acts, taken } = await trial(page);
  assert.ok(Math.abs(Date.now() - since) < 60_000);
  const { show: _, ...done } = acts; // the page's own row may have been seen by now
  assert.deepEqual([arm, done, taken], [await attribute(page), {}, 0]);

  await page.evaluate(async () => {
    const below = document.getElementById("below");
    below.textContent = "";
    const { items } = await window.privet.rank({ candidates: ["I3", "I4"] });
    for (const shown of items) window.privet.watch(below.appendChild(document.createElement("p")), shown);
    for (const p of below.children) p.textContent = "Shown.";
    below.scrollIntoView();
  });
  await eventually(page, async () => {
    const shown = (await window.privet.events()).flatMap(({ kind, key }) => (kind === "show" ? key : []));
    return ["I3", "I4"].every((key) => shown.includes(key));
  });
  const before = (await trial(page)).acts.show;
  await page.evaluate(async () => {
    for (const [kind, key] of [["view", "I3"], ["add", "I3"], ["dismiss", "I4"], ["buy", "I9"]]) // prettier-ignore
      await window.privet.observe(kind, key);
  });
  const told = await trial(page);
  assert.deepEqual(told, { arm, since, acts: { ...told.acts, view: 1, add: 1, dismiss: 1, buy: 1 }, taken: 1 });
  assert.ok(told.acts.show >= before);
  page = await visitor.open("/test/named.html");
  assert.deepEqual((await trial(page)).since, since);
  assert.deepEqual((await page.evaluate(() => window.privet.export())).experiments["More variety"].since, since);

  await page.evaluate(() => window.privet.revoke("prediction")); // shows are deleted
  const anew = await trial(page);
  assert.ok(anew.since > since);
  assert.deepEqual([anew.arm, anew.acts], [arm, {}]);
  await visitor.context.close();
});

test("the privacy centre says what is tried out, and leads out of it and back", async () => {
  for (const arm of ["varied", "holdout"]) {
    const { page, visitor } = await pageIn(arm);
    await page.evaluate(() => window.privet.center());
    const dialog = page.getByRole("dialog", { name: "Your privacy" });
    const heading = dialog.getByRole("heading", { name: "What is being tried out" });
    await heading.waitFor();
    const said = await dialog.locator(".trial", { hasText: "More variety" }).textContent();
    assert.match(said, arm === "holdout" ? /the usual order, for comparison/ : /varied/);
    assert.doesNotMatch(said, /since/, "nothing is kept");
    assert.deepEqual(await written(page), nothingWritten);
    const leave = dialog.getByRole("button", { name: "Take no part" });
    await leave.click();
    await eventually(page, () => !document.documentElement.hasAttribute("data-arm-more-variety"));
    await dialog.getByText("Your choice counts from now on.").waitFor();
    assert.equal(await leave.getAttribute("aria-pressed"), "true");
    assert.equal(await dialog.locator(".trial", { hasText: "More variety" }).count(), 0);
    const { ranked } = await page.evaluate(() => window.privet.rank({ top: 4 }));
    assert.equal(ranked, true, "who takes no part sees what the shop usually shows");
    await leave.click();
    await dialog.locator(".trial", { hasText: "More variety" }).waitFor();
    assert.equal((await trial(page)).arm, arm);
    assert.deepEqual(page.errors, []);
    await visitor.context.close();
  }

  const visitor = await world.visitor({ pages });
  let page = await visitor.open("/test/named.html");
  await page.evaluate(() => window.privet.grant("history"));
  page = await visitor.open("/test/named.html");
  await page.evaluate(() => window.privet.observe("view", "I3"));
  await page.evaluate(() => window.privet.center());
  await page.getByText(/1 thing done since/).waitFor();
  await visitor.context.close();
});

test("what is stored of arms may be damaged", async () => {
  const visitor = await world.visitor({ pages });
  let page = await visitor.open("/test/named.html");
  await page.evaluate(() => window.privet.grant("history"));
  page = await visitor.open("/test/named.html");
  await eventually(page, async () => (await window.privet.experiments())["More variety"].since > 0);
  for (const row of [7, "x", null, { iv: new Uint8Array(12), sealed: new ArrayBuffer(9) }, { "More variety": 3 }]) {
    await page.evaluate(
      (row) =>
        new Promise((resolve) => {
          const open = indexedDB.open("privet");
          open.onsuccess = () => {
            const tx = open.result.transaction("records", "readwrite");
            tx.objectStore("records").put(row, "drawn");
            tx.oncomplete = () => resolve(open.result.close());
          };
        }),
      row,
    );
    const { since } = await trial(page);
    assert.ok(Math.abs(Date.now() - since) < 60_000);
  }
  await visitor.context.close();
});
