import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually, home, nothingWritten, useWorld, written } from "./visit.mjs";

/** An owner who wants much tried, so that the small shop shows it. */
const world = useWorld({ rules: "version: 1\nexplore: 2\n" });

/** Longer than it takes for what is in view to be seen and written. */
const LONG = 2600;

/** Two rows of four cards, the second one below the window's edge: a quarter of it shows. */
const tall = {
  "/test/tall.html": home.replace("<h1>Shop</h1>", "<h1>Shop</h1><p id='spacer'></p>"),
  "/test/style.css": `body { margin: 0 } h1, #spacer { margin: 0; height: 50px; overflow: hidden }
    privet-slot { display: grid; grid-template-columns: repeat(4, 1fr); grid-auto-rows: 400px; gap: 0 }
    .card { display: block; overflow: hidden }`,
};
const view = { pages: tall, viewport: { width: 800, height: 600 } };

/** Counts the elements that are watched. Four of the eight are in view, and watched no longer once they were seen. */
function countWatched() {
  window.watched = 0;
  const { observe, unobserve, disconnect } = IntersectionObserver.prototype;
  const elements = new Set();
  const count = (change, call) =>
    function (element) {
      change(element);
      window.watched = elements.size;
      return call.call(this, element);
    };
  IntersectionObserver.prototype.observe = count((e) => elements.add(e), observe);
  IntersectionObserver.prototype.unobserve = count((e) => elements.delete(e), unobserve);
  IntersectionObserver.prototype.disconnect = count(() => elements.clear(), disconnect);
}

/** Counts what is written to the log of events and how often a list is drawn. */
function countWork() {
  window.writes = window.draws = 0;
  const { transaction } = IDBDatabase.prototype;
  IDBDatabase.prototype.transaction = function (stores, mode) {
    if (mode === "readwrite" && [stores].flat().includes("events")) window.writes++;
    return transaction.call(this, stores, mode);
  };
  document.addEventListener("privet-draw", () => window.draws++);
}

/** Tells a page whether it is in view: `window.turn` of that page, for more steps than one. */
function turn(page, state) {
  return page.evaluate((state) => {
    window.turn = (state) => {
      Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    };
    window.turn(state);
  }, state);
}

/** A page that shows nothing. */
const bare = home.replace(/<privet-slot>[^]*<\/privet-slot>/, "");

const events = (page) => page.evaluate(() => window.privet.events());
const shows = async (page) => (await events(page)).filter(({ kind }) => kind === "show");
const shown = (page, n) =>
  eventually(page, async (n) => (await window.privet.events()).filter(({ kind }) => kind === "show").length === n, n);

test("what is not allowed is not even looked at", async () => {
  const visitor = await world.visitor({ ...view, prepare: () => delete window.IntersectionObserver });
  const page = await visitor.open("/test/tall.html");
  await eventually(page, () => document.querySelector("privet-slot[ranked]"));
  await page.waitForTimeout(LONG);
  assert.deepEqual(await written(page), nothingWritten);
  assert.deepEqual(page.errors, []);
  await visitor.context.close();
});

test("an item counts as shown when half of it was in view for a second, with its place, chance and parts as ranked", async () => {
  const visitor = await world.visitor(view);
  const page = await visitor.open("/test/tall.html");
  const ranked = await page.evaluate(async () => {
    await window.privet.grant("prediction");
    return (await window.privet.rank({ top: 8 })).items;
  });
  await shown(page, 4);
  await page.waitForTimeout(LONG);
  const told = async () =>
    (await shows(page)).map(({ key, position, propensity, parts }) => [key, position, propensity, parts]);
  const as = (list) => list.map(({ item, position, propensity, parts }) => [item.id, position, propensity, parts]);
  assert.deepEqual(await told(), as(ranked.slice(0, 4)), "a quarter of the second row is not enough");
  assert.ok(
    (await shows(page)).every(({ purposes }) => String(purposes) === "prediction"),
    "a show is for learning alone",
  );

  await page.evaluate(async () => {
    scrollTo(0, 400);
    await new Promise((resolve) => setTimeout(resolve, 500));
    scrollTo(0, 0); // half a second is a glance
  });
  await page.waitForTimeout(LONG);
  assert.equal((await shows(page)).length, 4);
  await page.evaluate(() => scrollTo(0, 400));
  await shown(page, 8);
  assert.deepEqual(await told(), as(ranked));

  // Neither a redraw nor a longer look shows an item again in its place, though exploration may move some.
  await page.evaluate(() => window.privet.refresh());
  await page.waitForTimeout(LONG);
  const places = (await shows(page)).map(({ key, position }) => `${key} at ${position}`);
  assert.deepEqual([...new Set(places)], places);
  assert.deepEqual(page.errors, []);
  await visitor.context.close();
});

test("shows are written in one step, and move no list, in any tab", async () => {
  const visitor = await world.visitor({ ...view, prepare: countWork });
  const page = await visitor.open("/test/tall.html");
  const other = await visitor.open("/test/tall.html");
  for (const tab of [page, other]) await turn(tab, "hidden"); // until all that the grant does is done
  await page.evaluate(() => window.privet.grant("prediction"));
  await eventually(other, async () => (await window.privet.consent()).granted.includes("prediction"));
  const work = (tab) => tab.evaluate(() => [window.writes, window.draws]);
  const settled = async (tab) => {
    for (let counted, before; ; before = counted) {
      counted = await work(tab);
      if (String(counted) === String(before)) return counted;
      await tab.waitForTimeout(LONG);
    }
  };
  const [[writes, draws], otherWork] = [await settled(page), await settled(other)];
  await turn(page, "visible");
  await shown(page, 4);
  await eventually(other, async () => (await window.privet.events()).length === 4);
  await page.waitForTimeout(LONG);
  assert.deepEqual(await work(page), [writes + 1, draws]);
  assert.deepEqual(await work(other), otherWork);
  await visitor.context.close();
});

test("a page that is itself out of view shows nothing, and writes what it has before it goes", async () => {
  const visitor = await world.visitor({ ...view, prepare: countWatched });
  const page = await visitor.open("/test/tall.html");
  await turn(page, "visible");
  await page.evaluate(() => {
    window.watching = async (wanted) => {
      while (window.watched !== wanted) await new Promise((resolve) => setTimeout(resolve, 5));
    };
  });
  await page.evaluate(async () => {
    await window.privet.grant("prediction");
    await window.watching(8);
    window.turn("hidden"); // before a second is over
  });
  await page.waitForTimeout(LONG);
  assert.deepEqual(await shows(page), []);
  const waiting = await page.evaluate(async () => {
    window.turn("visible");
    await window.watching(8);
    await window.watching(4); // seen, and waiting to be written
    const events = await window.privet.events();
    window.turn("hidden");
    return events;
  });
  assert.deepEqual(waiting, []);
  await shown(page, 4);
  await visitor.context.close();
});

test("a revocation ends all looking, and what is not yet written never is", async () => {
  const visitor = await world.visitor({
    ...view,
    prepare: countWatched,
  });
  const page = await visitor.open("/test/tall.html");
  await page.evaluate(() => window.privet.grant("history", "prediction"));
  await eventually(page, () => window.watched === 8);
  await eventually(page, () => window.watched === 4); // the row in view was seen, and is not yet written
  await page.evaluate(() => window.privet.revoke("prediction"));
  await page.evaluate(() => window.privet.grant("prediction"));
  await page.evaluate(() => window.privet.revoke("prediction"));
  await eventually(page, () => window.watched === 0);
  await page.waitForTimeout(LONG);
  assert.deepEqual(await events(page), []);
  assert.deepEqual(page.errors, []);
  await visitor.context.close();
});

test("who renders a ranking otherwise hands the elements over, and an element counts once for each item", async () => {
  const visitor = await world.visitor({ pages: { "/test/bare.html": bare } });
  const page = await visitor.open("/test/bare.html");
  const render = () =>
    page.evaluate(async () => {
      const { items } = await window.privet.rank({ top: 2, now: 1_800_000_000_000, seed: 1 });
      items.forEach((ranked, i) => {
        const box = document.querySelectorAll("h1, #below")[i];
        box.textContent = ranked.item.title;
        window.privet.watch(box, ranked);
      });
      return items.map(({ item }) => item.id);
    });
  await render();
  await page.waitForTimeout(LONG);
  assert.deepEqual(await events(page), [], "nothing is kept that was rendered before the grant");
  await page.evaluate(() => window.privet.grant("prediction"));
  const first = await render();
  await shown(page, 2);
  const again = await render(); // what was seen has changed what is explored
  await page.waitForTimeout(LONG);
  const placed = (ids) => ids.map((id, i) => `${id} at ${i + 1}`);
  assert.deepEqual(
    (await shows(page)).map(({ key, position }) => `${key} at ${position}`).sort(),
    [...new Set([...placed(first), ...placed(again)])].sort(),
  );
  await page.evaluate((id) => window.privet.observe("dismiss", id), first[0]);
  const second = await render();
  assert.ok(!second.includes(first[0]));
  await eventually(
    page,
    async (ids) => {
      const keys = (await window.privet.events()).filter(({ kind }) => kind === "show").map(({ key }) => key);
      return ids.every((id) => keys.includes(id));
    },
    second,
  );
  assert.deepEqual(page.errors, []);
  await visitor.context.close();
});

test("revoking prediction deletes what was shown, in every tab, and keeps what another purpose allows", async () => {
  const visitor = await world.visitor({ ...view, pages: { ...tall, "/test/bare.html": bare } });
  const one = await visitor.open("/test/tall.html");
  await one.evaluate(() => window.privet.grant("prediction"));
  await shown(one, 4);
  await turn(one, "hidden"); // what it learns may move a list, and show more
  const view1 = await one.evaluate(() => window.privet.observe("view", "I1"));
  assert.deepEqual(view1.purposes, ["prediction"], "an act is kept for learning too");
  await one.evaluate(() => window.privet.grant("history"));
  const view2 = await one.evaluate(() => window.privet.observe("view", "I2"));
  assert.deepEqual(view2.purposes, ["history", "prediction"]);
  const two = await visitor.open("/test/bare.html");
  const copy = await two.evaluate(() => window.privet.export());
  assert.deepEqual(copy.events, await events(one));
  assert.ok(copy.events.some(({ kind, position }) => kind === "show" && position === 1));

  const [first] = await shows(two);
  await two.evaluate((event) => window.privet.forget({ event }), first.id);
  await shown(one, 3);
  await two.evaluate(() => window.privet.revoke("prediction"));
  await eventually(one, async () => (await window.privet.events()).length === 1);
  for (const page of [one, two])
    assert.deepEqual(
      (await events(page)).map(({ key, purposes }) => [key, purposes]),
      [["I2", ["history"]]],
    );
  await turn(one, "visible");
  await one.waitForTimeout(LONG);
  assert.equal((await events(one)).length, 1, "what is in view after a revocation is nobody's business");
  await visitor.context.close();
});

test("of what was shown the newest 1,024 are kept", async () => {
  const visitor = await world.visitor({ pages: { "/test/bare.html": bare } });
  const page = await visitor.open("/test/bare.html");
  await page.evaluate(async () => {
    await window.privet.grant("prediction", "history");
    await window.privet.observe("view", "I0");
    const db = await new Promise((resolve) => {
      const open = indexedDB.open("privet");
      open.onsuccess = () => resolve(open.result);
    });
    const tx = db.transaction("events", "readwrite");
    const place = { position: 1, propensity: 65535, parts: 0 };
    for (let i = 0; i < 1100; i++)
      tx.objectStore("events").add({ at: Date.now(), kind: 7, purposes: 32, key: `I${i % 60}`, ...place });
    await new Promise((resolve) => (tx.oncomplete = resolve));
    db.close();
  });
  const reader = await visitor.open("/test/bare.html");
  await shown(reader, 1024);
  const all = await events(reader);
  assert.equal(all[0].kind, "view", "an act makes no room for shows");
  assert.equal(all[1].id, all[0].id + 1 + 76);
  assert.deepEqual(await reader.evaluate(async () => (await window.privet.problems()).map(String)), []);
  await visitor.context.close();
});

test("exploration is the same for a page view and for a seed, and nothing without the purpose", async () => {
  const visitor = await world.visitor({ pages: { "/test/bare.html": bare } });
  const page = await visitor.open("/test/bare.html");
  const rank = (page, options = {}) =>
    page.evaluate(async (options) => {
      const { items } = await window.privet.rank({ now: 1_800_000_000_000, top: 64, ...options });
      return items.map(({ item, propensity }) => `${item.id} ${propensity}`).join();
    }, options);
  assert.equal(await rank(page, { seed: 7 }), await rank(page, { seed: 8 }));
  assert.equal(await rank(page), await rank(page, { seed: 7 }));
  await page.evaluate(() => window.privet.grant("prediction"));
  assert.equal(await rank(page), await rank(page));
  const lists = new Set();
  for (let seed = 1; seed <= 20; seed++) lists.add(await rank(page, { seed }));
  assert.ok(lists.size > 1, "no seed tries anything");
  const other = await visitor.open("/test/bare.html");
  assert.equal(await rank(other, { seed: 7 }), await rank(page, { seed: 7 }));
  const chances = [...lists].flatMap((list) => list.split(",").map((entry) => Number(entry.split(" ")[1])));
  assert.ok(chances.every((chance) => chance > 0 && chance <= 1));
  assert.ok(
    chances.some((chance) => chance < 1),
    "what is tried is not certain",
  );
  await visitor.context.close();
});
