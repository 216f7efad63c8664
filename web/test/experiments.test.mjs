// Experiments: the browser draws its arms, they shape what is asked for, and nothing of it is kept without consent.
import assert from "node:assert/strict";
import { test } from "node:test";
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

/** Opens pages until a browser is in that arm: every page without consent draws anew. */
async function pageIn(arm) {
  for (let tries = 0; tries < 60; tries++) {
    const visitor = await world.visitor({ pages });
    const page = await visitor.open("/test/named.html");
    if ((await page.evaluate(() => window.privet.experiments()))["More variety"] === arm) return { page, visitor };
    await visitor.context.close();
  }
  throw new Error(`no browser of 60 is in ${arm}`);
}

const attribute = (page) => page.evaluate(() => document.documentElement.getAttribute("data-arm-more-variety"));

test("each arm shapes lists and what is shown, experiments that are over do nothing, and nothing is written", async () => {
  for (const arm of ["usual", "varied", "holdout"]) {
    const { page, visitor } = await pageIn(arm);
    assert.deepEqual(await page.evaluate(() => window.privet.experiments()), { "More variety": arm });
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
