// What leaves the browser, byte for byte.
import assert from "node:assert/strict";
import { test } from "node:test";
import { tap } from "./tap.mjs";
import { eventually, useWorld } from "./visit.mjs";

const world = useWorld();

const purposes = ["context", "session", "history", "interests", "region", "prediction"];

/** Everything that a page can ask of Privet, but for what a visitor wants kept. */
async function useAll(page) {
  await page.evaluate(async () => {
    const { privet } = window;
    for (const strategy of ["for-you", "similar", "together", "trending", "recent", "continue"])
      await privet.rank({ strategy, ...(/similar|together/.test(strategy) && { about: ["I1"] }), seed: 7 });
    const { items } = await privet.rank({ top: 3 });
    for (const { item } of items) await privet.explain(item.id, { counterfactual: 3 });
    await privet.export();
    await privet.center();
    await privet.refresh();
  });
}

test("two visitors of opposite tastes send the same bytes", async () => {
  const line = await tap(world.site.origin);
  /** Likes one kind and dismisses the other, goes through the shop, and returns what was ranked and sent. */
  const visit = async (loved, loathed) => {
    const visitor = await world.visitor({ baseURL: line.origin });
    const page = await visitor.open("/");
    const other = [];
    page.on("request", (request) => request.url().startsWith(line.origin) || other.push(request.url()));
    await page.evaluate(
      async ([purposes, loved, loathed]) => {
        const { privet } = window;
        await privet.grant(...purposes);
        const of = async (name) => (await privet.items()).filter(({ category }) => category === name).slice(0, 5);
        for (const { id } of await of(loved)) for (const act of ["view", "like", "buy"]) await privet.observe(act, id);
        for (const { id } of await of(loathed)) await privet.observe("dismiss", id);
        await privet.observe("declare", `category=${loved}`);
      },
      [purposes, loved, loathed],
    );
    const order = [];
    for (const path of ["/", "/c/mugs", "/c/lanterns", "/i/I1", "/i/I7", "/"]) {
      await page.goto(path);
      await eventually(page, () => document.querySelector("privet-slot[ranked]"));
      await page.waitForLoadState("networkidle"); // so that no request is cut off by leaving
      order.push(...(await page.locator("privet-slot .card-title").allTextContents()));
    }
    await page.locator("privet-slot[ranked]").first().scrollIntoViewIfNeeded();
    await eventually(page, async () => (await window.privet.events()).some(({ kind }) => kind === "show"));
    await useAll(page);
    await page.evaluate(() => window.privet.prefer({ variety: 50 }));
    await page.waitForTimeout(1300); // past the time at which a page tidies up
    assert.deepEqual(page.errors, []);
    assert.deepEqual(other, [], "requests to somebody else");
    await visitor.context.close();
    return { order, requests: line.requests() };
  };
  try {
    const one = await visit("Mugs", "Lanterns");
    const two = await visit("Lanterns", "Mugs");
    assert.notDeepEqual(one.order, two.order, "their tastes make no difference to what they see");
    assert.ok(one.requests.length > 10);
    assert.deepEqual(two.requests, one.requests);
    for (const request of one.requests) assert.match(request, /^GET /);
  } finally {
    line.stop();
  }
});
