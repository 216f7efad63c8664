import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually, home, useWorld } from "./visit.mjs";

const world = useWorld();

/** A page with one slot of these attributes, with four default items or none. */
function pageOf(attributes, items = 4) {
  const defaults = Array.from({ length: items }, (_, i) => `<a class="card"><b>Default ${i}</b></a>`).join("");
  return home
    .replace("<privet-slot>", `<privet-slot ${attributes}>`)
    .replace(/<\/template>[^]*<\/privet-slot>/, `</template>${defaults}</privet-slot>`);
}

const ids = (page, options) =>
  page.evaluate(async (o) => (await window.privet.rank(o)).items.map(({ item }) => item.id), options);
const titles = (page) => page.locator("privet-slot b").allTextContents();
const drawn = (page) => eventually(page, () => document.querySelector("privet-slot[ranked]"));

/** Does this to the page and waits until its slot is drawn again. */
function redrawn(page, kind, key) {
  return page.evaluate(
    async ([kind, key]) => {
      const done = new Promise((resolve) => document.addEventListener("privet-draw", resolve, { once: true }));
      await window.privet.observe(kind, key);
      await done;
    },
    [kind, key],
  );
}

test("within one attribute or several, items are in the visitor's order, and no other items", async () => {
  const visitor = await world.visitor();
  const page = await visitor.open();
  const mugs = await page.evaluate(async () =>
    (await window.privet.items()).filter((item) => item.category === "Mugs").map(({ id }) => id),
  );
  const before = await ids(page, { top: 64, within: { category: "Mugs" } });
  assert.deepEqual([...before].sort(), [...mugs].sort());
  await page.evaluate(async (id) => {
    await window.privet.grant("history");
    await window.privet.observe("buy", id);
  }, before[3]);
  const after = await ids(page, { top: 64, within: { category: "Mugs" } });
  assert.notDeepEqual(after, before);
  assert.deepEqual([...after].sort(), [...mugs].sort());

  assert.deepEqual(await ids(page, { within: { category: "Mugs", price: "1.25" } }), ["I1"]);
  assert.deepEqual(await ids(page, { within: { category: "Mugs" }, candidates: ["I1", "I2", "no such item"] }), ["I1"]);
  assert.deepEqual(await ids(page, { within: { category: "Nothing" } }), []);
  await visitor.context.close();
});

test("what is similar to an item, or bought with it, is not the item itself, nor anything about the visitor", async () => {
  const visitor = await world.visitor();
  const page = await visitor.open();
  const [similar, together] = await Promise.all(
    ["similar", "together"].map((strategy) => ids(page, { strategy, about: ["I0"], top: 4 })),
  );
  for (const list of [similar, together]) {
    assert.equal(list.length, 4);
    assert.ok(!list.includes("I0"));
  }
  const lanterns = similar.filter((id) => Number(id.slice(1)) % 4 === 0);
  assert.ok(lanterns.length >= 3, `things that go with a lantern: ${similar}`);
  const sources = await page.evaluate(async (id) => {
    await window.privet.grant("history");
    await window.privet.observe("buy", "I1");
    const { contributions } = await window.privet.explain(id, { strategy: "similar", about: ["I0"] });
    return contributions.map(({ source, key }) => (source === "anchor" ? `${source} ${key}` : source));
  }, similar[0]);
  assert.deepEqual([...new Set(sources)].sort(), ["anchor I0", "popularity"]);
  assert.deepEqual(await ids(page, { strategy: "similar", about: ["I0"], top: 4 }), similar);
  assert.deepEqual(await ids(page, { strategy: "similar", about: ["no such item"] }), []);
  assert.deepEqual(await ids(page, { strategy: "together" }), []);
  await visitor.context.close();
});

test("a slot's attributes are the options of a ranking", async () => {
  for (const [attributes, options] of [
    ['strategy="similar" about="I0"', { strategy: "similar", about: ["I0"], top: 4 }],
    ['strategy="together" about="I0 I4" top="3"', { strategy: "together", about: ["I0", "I4"], top: 3 }],
    ['strategy="trending" exclude="I0"', { strategy: "trending", exclude: ["I0"], top: 4 }],
    [
      'within="category=Mugs" variety="60" name="shelf"',
      { within: { category: "Mugs" }, variety: 60, slot: "shelf", top: 4 },
    ],
  ]) {
    const visitor = await world.visitor({ pages: { "/test/slot.html": pageOf(attributes) } });
    const page = await visitor.open("/test/slot.html");
    await drawn(page);
    const expected = await page.evaluate(
      async (o) => (await window.privet.rank(o)).items.map(({ item }) => item.title),
      options,
    );
    assert.ok(expected.length >= 3, attributes);
    assert.deepEqual(await titles(page), expected, attributes);
    assert.deepEqual(page.errors, []);
    await visitor.context.close();
  }
});

test("a second page of a list goes on from the first", async () => {
  const pages = {
    "/test/one.html": pageOf('within="category=Mugs"'),
    "/test/two.html": pageOf('within="category=Mugs" from="4"'),
  };
  const visitor = await world.visitor({ pages });
  const [one, two] = [await visitor.open("/test/one.html"), await visitor.open("/test/two.html")];
  for (const page of [one, two]) await drawn(page);
  const all = await one.evaluate(async () =>
    (await window.privet.rank({ within: { category: "Mugs" }, top: 8 })).items.map(({ item }) => item.title),
  );
  assert.deepEqual([...(await titles(one)), ...(await titles(two))], all);
  await visitor.context.close();
});

test("what was seen last comes first; what is done with is not to be continued", async () => {
  const visitor = await world.visitor();
  const page = await visitor.open();
  assert.deepEqual(await ids(page, { strategy: "recent" }), []);
  await page.evaluate(async () => {
    await window.privet.grant("history");
    for (const [kind, id] of [
      ["view", "I5"],
      ["view", "I9"],
      ["buy", "I7"],
      ["dismiss", "I3"],
      ["view", "I5"],
    ])
      await window.privet.observe(kind, id);
  });
  assert.deepEqual(await ids(page, { strategy: "recent" }), ["I5", "I7", "I9"]);
  assert.deepEqual((await ids(page, { strategy: "continue" })).sort(), ["I5", "I9"]);
  await visitor.context.close();
});

test("a slot that finds nothing keeps what the site put in, and takes it back when there is nothing any more", async () => {
  const visitor = await world.visitor({ pages: { "/test/recent.html": pageOf('strategy="recent"') } });
  const page = await visitor.open("/test/recent.html");
  const defaults = ["Default 0", "Default 1", "Default 2", "Default 3"];
  await page.evaluate(() => window.privet.rank());
  assert.deepEqual(await titles(page), defaults);
  await page.evaluate(() => window.privet.grant("history"));
  await redrawn(page, "view", "I5");
  assert.deepEqual(await titles(page), ["Mugs 5"]);
  await redrawn(page, "view", "I6");
  assert.deepEqual(await titles(page), ["Garden 6", "Mugs 5"]);
  await page.evaluate(() => window.privet.forget({ purpose: "history" }));
  await eventually(page, () => !document.querySelector("privet-slot[ranked]"));
  assert.deepEqual(await titles(page), defaults);
  assert.equal(await page.locator("privet-slot").isVisible(), true);
  await visitor.context.close();
});

test("a slot that finds nothing and has nothing takes no room", async () => {
  const visitor = await world.visitor({ pages: { "/test/recent.html": pageOf('strategy="recent"', 0) } });
  const page = await visitor.open("/test/recent.html");
  const slot = page.locator("privet-slot");
  await eventually(page, () => document.querySelector("privet-slot").hidden);
  assert.equal(await slot.isVisible(), false);
  await page.evaluate(() => window.privet.grant("history"));
  await redrawn(page, "view", "I5");
  assert.equal(await slot.isVisible(), true);
  assert.deepEqual(await titles(page), ["Mugs 5"]);
  await page.evaluate(() => window.privet.forget("all"));
  await eventually(page, () => document.querySelector("privet-slot").hidden);
  assert.deepEqual(await titles(page), []);
  await visitor.context.close();
});

test("without an engine, only the default order is known", async () => {
  const visitor = await world.visitor({
    pages: { "/test/recent.html": pageOf('strategy="recent"', 0) },
    prepare: () => delete window.WebAssembly,
  });
  const page = await visitor.open("/test/recent.html");
  await eventually(page, () => document.querySelector("privet-slot").hidden);
  for (const strategy of ["similar", "together", "trending", "recent", "continue"])
    assert.deepEqual(await ids(page, { strategy, ...(/r$/.test(strategy) && { about: ["I0"] }) }), [], strategy);
  const [first] = await ids(page, { within: { category: "Mugs" } });
  assert.equal(
    first,
    await page.evaluate(async () => (await window.privet.items()).find((i) => i.category === "Mugs").id),
  );
  await visitor.context.close();
});
