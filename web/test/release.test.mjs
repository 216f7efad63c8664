import assert from "node:assert/strict";
import { test } from "node:test";
import { notFor } from "./browser.mjs";
import { eventually, forged, ranking, releaseKept, useWorld } from "./visit.mjs";

const world = useWorld();

const flip = (body) => {
  const altered = Buffer.from(body);
  altered[altered.length >> 1] ^= 1;
  return altered;
};
const truncate = (body) => body.subarray(0, body.length - 1);
const json = (change) => (body) => Buffer.from(JSON.stringify(change(JSON.parse(body))));

/** What can go wrong on the way: file, change, and the code that a page is told. */
const bad = [
  ["an altered catalog", "/catalog.", flip, "fetch-failed"],
  ["a truncated catalog", "/catalog.", truncate, "fetch-failed"],
  ["an altered text", "/texts.", flip, "fetch-failed"],
  ["a truncated text", "/texts.", truncate, "fetch-failed"],
  ["an altered engine", "/engine.", flip, "fetch-failed"],
  ["no catalog", "/catalog.", () => undefined, "fetch-failed"],
  ["a manifest that is no JSON", "/manifest.json", halve, "bad-manifest"],
  ["a manifest of a newer version", "/manifest.json", json((m) => ({ ...m, version: 2 })), "bad-manifest"],
  ["a manifest without an engine", "/manifest.json", json(({ engine: _, ...m }) => m), "bad-manifest"],
  [
    "a manifest whose file leads elsewhere",
    "/manifest.json",
    json((m) => ({ ...m, catalog: { ...m.catalog, file: "//evil.example/a" } })),
    "bad-manifest",
  ],
  [
    "a manifest with a digest that browsers ignore",
    "/manifest.json",
    json((m) => ({ ...m, catalog: { ...m.catalog, sha256: "none" } })),
    "bad-manifest",
  ],
  ["a manifest of a megabyte", "/manifest.json", json((m) => ({ ...m, name: "x".repeat(1 << 20) })), "bad-manifest"],
  [
    "a manifest with a currency that is none",
    "/manifest.json",
    json((m) => ({ ...m, currency: "pounds" })),
    "bad-manifest",
  ],
  ["a manifest that counts other items", "/manifest.json", json((m) => ({ ...m, items: m.items + 1 })), "bad-texts"],
  [
    "a manifest that places texts wrongly",
    "/manifest.json",
    json((m) => ({ ...m, texts: [{ ...m.texts[0], from: 1 }] })),
    "bad-texts",
  ],
];

function halve(body) {
  return body.subarray(0, body.length >> 1);
}

for (const [name, part, change, code] of bad) {
  const named = /^\/(catalog|texts|engine)\./.test(part); // by their content: such files a browser asks for once
  const skip = named && notFor({ webkit: "its driver sees nothing of what its cache answers" });
  test(`${name} is refused, and the last good release kept`, { skip }, async () => {
    const visitor = await world.visitor();
    const page = await visitor.open();
    const before = await ranking(page);
    visitor.alterations[part] = change;
    const told = await page.evaluate(() => window.privet.refresh().then(String, ({ code }) => code));
    assert.equal(told, code);
    assert.deepEqual(await ranking(page), before);

    // Nothing is kept without consent, so a new page has the site's own default.
    const bare = await visitor.open();
    assert.equal((await bare.evaluate(() => window.privet.ready)).reason, code);
    assert.equal(await bare.locator("privet-slot b").first().textContent(), "Default 0");
    assert.equal((await bare.evaluate(() => window.privet.rank())).ranked, false);
    await visitor.context.close();
  });
}

test("a catalog that only the engine can refuse is refused whole", async () => {
  const visitor = await world.visitor();
  const page = await visitor.open();
  const before = await ranking(page);
  Object.assign(visitor.alterations, forged(world.site, "catalog", truncate));
  assert.equal(await page.evaluate(() => window.privet.refresh().catch(({ code }) => code)), "bad-catalog");
  assert.deepEqual(await ranking(page), before);
  await visitor.context.close();
});

test("with consent the last good release outlives the page, network or not", async () => {
  const visitor = await world.visitor();
  const page = await visitor.open();
  await page.evaluate(() => window.privet.grant("history"));
  await releaseKept(page);
  const before = await ranking(page);
  visitor.alterations["/catalog."] = flip;
  const altered = await visitor.open();
  assert.deepEqual((await altered.evaluate(() => window.privet.ready)).ranking, true);
  assert.deepEqual(await ranking(altered), before);
  assert.deepEqual(await altered.evaluate(async () => (await window.privet.problems()).map(({ code }) => code)), [
    "fetch-failed",
  ]);

  delete visitor.alterations["/catalog."];
  visitor.alterations["/manifest.json"] = () => undefined;
  assert.deepEqual(await ranking(await visitor.open()), before);

  await altered.evaluate(() => window.privet.forget("all"));
  await eventually(altered, async () => !(await indexedDB.databases()).length);
  const gone = await visitor.open();
  assert.equal((await gone.evaluate(() => window.privet.ready)).reason, "fetch-failed");
  await visitor.context.close();
});

test("a release that is good again is taken by refresh", async () => {
  const visitor = await world.visitor({ alter: { "/texts.": flip } });
  const page = await visitor.open();
  assert.equal((await page.evaluate(() => window.privet.ready)).ranking, false);
  delete visitor.alterations["/texts."];
  await page.evaluate(() => window.privet.refresh());
  await eventually(page, () => document.querySelector("privet-slot[ranked]"));
  assert.equal((await page.evaluate(() => window.privet.rank())).ranked, true);
  await visitor.context.close();
});
