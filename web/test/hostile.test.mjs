// Catalogs that attack a page, or are merely odd, in ways that a builder would not let pass:
// whoever can change what an edge serves, and its digests, is not stopped by one.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { eventually, forged, useWorld } from "./visit.mjs";

const world = useWorld();

const drawn = (page) => eventually(page, () => document.querySelector("privet-slot[ranked]"));

/** Names that every object has, if one looks where one should not. */
const inherited = ["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf"];

/** Turns what follows it around, up to the end of its paragraph. */
const OVERRIDE = "\u202e";

/** A visitor of a site whose texts are changed, item by item. */
const visitorOf = (change) =>
  world.visitor({
    alter: forged(world.site, "texts", (body) => {
      const texts = JSON.parse(body);
      texts.items.forEach(change);
      return Buffer.from(JSON.stringify(texts).replaceAll('"Infinity"', "1e999").replaceAll('"OWN"', '"__proto__"'));
    }),
  });

/** Uses everything that shows items: a slot, the centre, an explanation, the export. */
async function useAll(page) {
  await page.evaluate(async () => {
    const { privet } = window;
    await privet.grant("history", "session", "interests", "prediction");
    const ids = (await privet.items()).slice(0, 12).map(({ id }) => id);
    for (const id of ids) await privet.observe("view", id);
    await privet.rank({ within: { constructor: "x", __proto__: "y" } });
    await privet.rank({ candidates: ids, context: { category: "constructor" } });
    await privet.explain(ids[0], { counterfactual: 2 });
    await privet.center();
    await privet.export();
    for (const id of ids) {
      await privet.why(id, document.querySelector("h1"));
      document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    }
  });
}

/** What is told of a page, and what is in it that nobody put there. */
const state = async (page) => ({
  errors: page.errors,
  problems: await page.evaluate(async () => (await window.privet.problems()).map(({ code }) => code)),
  polluted: await page.evaluate(() => [{}.hacked, [].hacked, window.hacked]),
});
const clean = { errors: [], problems: [], polluted: [undefined, undefined, undefined] };

test("items that have the names of what every object inherits are items like others", async () => {
  const visitor = await visitorOf((item, i) => {
    if (inherited[i]) Object.assign(item, { id: inherited[i], category: inherited[i], tags: inherited });
  });
  const page = await visitor.open();
  await drawn(page);
  await useAll(page);
  assert.deepEqual(
    await page.evaluate(async (ids) => (await window.privet.items(ids)).map(({ id }) => id), inherited),
    inherited,
  );
  assert.deepEqual(await page.evaluate(() => window.privet.items(["isPrototypeOf"])), [undefined]);
  assert.deepEqual(await state(page), clean);
  await visitor.context.close();
});

test("members of another type than usual are shown as text", async () => {
  const odd = [
    { title: 7, price: "Infinity", category: 3 },
    { title: true, price: "12", url: 5 },
    { title: "x".repeat(1 << 20), tags: [] },
    { index: "elsewhere", title: "\ud800 alone", url: "http://[", image: "http://\u0000" },
  ];
  const visitor = await visitorOf((item, i) => Object.assign(item, odd[i]));
  const page = await visitor.open();
  await drawn(page);
  await useAll(page);
  assert.deepEqual(
    await page.evaluate(async () => (await window.privet.items()).map(({ index }) => index)),
    Array.from({ length: 64 }, (_, i) => i),
  );
  assert.deepEqual(await state(page), clean);
  await visitor.context.close();
});

for (const [name, odd] of Object.entries({
  "an object that cannot become text": { title: { toString: "no function" } },
  "a list where one text belongs": { title: ["<b>"] },
  nothing: { category: null },
  "a prototype": { OWN: { hacked: 1 } },
  "tags that are no texts": { tags: [null, {}] },
  "tags that are no list": { tags: "gift" },
}))
  test(`an item with ${name} is refused with its file, and the default order stands`, async () => {
    const visitor = await visitorOf((item, i) => i === 40 && Object.assign(item, odd));
    const page = await visitor.open();
    assert.equal((await page.evaluate(() => window.privet.ready)).ranking, false);
    assert.deepEqual(await state(page), { ...clean, problems: ["bad-texts"] });
    await visitor.context.close();
  });

test("a title that turns the direction of text turns no text beside it", async () => {
  const visitor = await visitorOf((item) => (item.title = `${OVERRIDE}abc`));
  const page = await visitor.open();
  await drawn(page);
  const order = await page.evaluate(() => {
    const price = document.querySelector("privet-slot i").firstChild;
    const left = (at) => {
      const range = document.createRange();
      range.setStart(price, at);
      range.setEnd(price, at + 1);
      return range.getBoundingClientRect().left;
    };
    return left(0) < left(price.length - 1);
  });
  assert.equal(order, true, "the price reads from left to right");
  await visitor.context.close();
});

for (const [name, change] of [
  [
    "names that are markup",
    (m) => Object.assign(m, { name: "<img src=x onerror=hacked=1>", categories: ["<script>hacked=1</script>"] }),
  ],
  [
    "interests of every type",
    (m) => (m.interests = ["category=<b>", 7, null, {}, "no equals sign", "__proto__=x", "=", "x".repeat(9999)]),
  ],
])
  test(`a manifest with ${name} makes nothing but text`, async () => {
    const visitor = await world.visitor({
      alter: { "/manifest.json": (body) => Buffer.from(JSON.stringify((change((body = JSON.parse(body))), body))) },
    });
    const page = await visitor.open();
    await drawn(page);
    await page.evaluate(() => window.privet.center());
    assert.deepEqual(
      await page.evaluate(() => [window.hacked ?? null, document.querySelectorAll("img[onerror]").length]),
      [null, 0],
    );
    assert.deepEqual(page.errors, []);
    await visitor.context.close();
  });

for (const [name, member, change, code] of [
  ["a count of four billion items", "catalog", (b) => (b.writeUInt32LE(0xffffffff, sectionOf(b, 2)), b), "bad-catalog"],
  ["sections that overlap the end", "catalog", (b) => (b.writeUInt32LE(0xffffff00, 12), b), "bad-catalog"],
  ["no bytes at all", "catalog", () => Buffer.alloc(0), "bad-catalog"],
  [
    "texts nested a hundred thousand deep",
    "texts",
    () => Buffer.from(`{"items":${"[".repeat(1e5)}${"]".repeat(1e5)}}`),
    "bad-texts",
  ],
  ["texts that are another JSON", "texts", () => Buffer.from('{"items":{"length":4294967295}}'), "bad-texts"],
])
  test(`${name}: the default order stands`, async () => {
    const visitor = await world.visitor({ alter: forged(world.site, member, change) });
    const page = await visitor.open();
    const { ranking } = await page.evaluate(() => window.privet.ready);
    assert.equal(ranking, false);
    assert.deepEqual(await state(page), { ...clean, problems: [code] });
    assert.equal(await page.evaluate(() => document.querySelector("privet-slot b").textContent), "Default 0");
    await visitor.context.close();
  });

/** Where a catalog's section begins, as engine/format/catalog.go describes the table. */
function sectionOf(file, tag) {
  const count = file.readUInt16LE(6);
  let offset = 8 + 8 * count;
  for (let i = 0; i < count; i++) {
    if (file.readUInt32LE(8 + 8 * i) === tag) return offset;
    offset += file.readUInt32LE(12 + 8 * i);
  }
  throw new Error(`no section ${tag}`);
}

test("a digest that is another's is refused, whatever is in the file", async () => {
  const other = createHash("sha256").update("other").digest("base64");
  const visitor = await world.visitor({
    alter: {
      "/manifest.json": (body) => {
        const manifest = JSON.parse(body);
        manifest.engine.sha256 = other;
        return Buffer.from(JSON.stringify(manifest));
      },
    },
  });
  const page = await visitor.open();
  assert.equal((await page.evaluate(() => window.privet.ready)).ranking, false);
  await visitor.context.close();
});
