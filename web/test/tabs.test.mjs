import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually, ranking, readAll, until, useWorld } from "./visit.mjs";

const world = useWorld();
const EACH = 200;

const without = {
  "with everything": undefined,
  "without Web Locks": () => Object.defineProperty(navigator, "locks", { value: undefined }),
  "without BroadcastChannel": () => delete window.BroadcastChannel,
};

for (const [name, prepare] of Object.entries(without))
  test(`two tabs that write at once lose nothing, ${name}`, async () => {
    const visitor = await world.visitor({ prepare });
    const one = await visitor.open();
    await one.evaluate(() => window.privet.grant("history"));
    const two = await visitor.open();
    const write = (page, tab) =>
      page.evaluate(
        async ([tab, n]) => {
          const observed = Array.from({ length: n }, (_, i) => window.privet.observe("view", `${tab}-${i}`));
          return (await Promise.all(observed)).map(({ id }) => id);
        },
        [tab, EACH],
      );
    const ids = (await Promise.all([write(one, "one"), write(two, "two")])).flat();
    assert.equal(new Set(ids).size, 2 * EACH, "an id was given twice");

    const reader = await visitor.open();
    const keys = await reader.evaluate(async () => (await window.privet.events()).map(({ key }) => key));
    for (const tab of ["one", "two"])
      for (let i = 0; i < EACH; i++) assert.ok(keys.includes(`${tab}-${i}`), `lost ${tab}-${i}`);
    assert.equal(keys.length, 2 * EACH);
    if (!name.includes("BroadcastChannel"))
      for (const page of [one, two])
        await eventually(page, async (n) => (await window.privet.events()).length === n, 2 * EACH);
    await visitor.context.close();
  });

test("what one tab learns, the other ranks by, and draws", async () => {
  const visitor = await world.visitor();
  const [one, two] = [await visitor.open(), await visitor.open()];
  const drawn = (page) => page.locator("privet-slot b").allTextContents();
  await eventually(two, () => document.querySelector("privet-slot[ranked]"));
  const before = await drawn(two);
  await one.evaluate(async () => {
    await window.privet.grant("history");
    for (const id of ["I0", "I4", "I8"]) await window.privet.observe("buy", id);
  });
  await eventually(two, async () => (await window.privet.events()).length === 3);
  assert.deepEqual(await ranking(two), await ranking(one));
  await eventually(
    two,
    (before) => JSON.stringify([...document.querySelectorAll("privet-slot b")].map((b) => b.textContent)) !== before,
    JSON.stringify(before),
  );
  assert.deepEqual(await drawn(two), await drawn(one));
  await visitor.context.close();
});

test("of what another tab adds a tab reads nothing but that", async () => {
  const prepare = () => {
    const { decrypt } = SubtleCrypto.prototype;
    window.opened = 0;
    SubtleCrypto.prototype.decrypt = function (...given) {
      window.opened++;
      return decrypt.apply(this, given);
    };
  };
  const visitor = await world.visitor({ prepare });
  const one = await visitor.open();
  await one.evaluate(async (n) => {
    await window.privet.grant("history");
    await Promise.all(Array.from({ length: n }, (_, i) => window.privet.observe("view", `I${i % 60}`)));
  }, EACH);
  const two = await visitor.open();
  const has = async (n) => (await window.privet.events()).length === n;
  await eventually(two, has, EACH);
  await two.waitForTimeout(1500); // the tidying after the start reads as well
  const before = await two.evaluate(() => window.opened);
  assert.ok(before > EACH, "what is there must be opened once");
  for (let more = 1; more <= 5; more++) {
    const { id } = await one.evaluate(() => window.privet.observe("view", "I1"));
    await eventually(two, has, EACH + more);
    if (more !== 3) continue;
    await one.evaluate(async (event) => {
      await window.privet.forget({ event });
      await window.privet.observe("view", "I2");
    }, id);
  }
  await eventually(two, has, EACH + 5);
  const opened = (await two.evaluate(() => window.opened)) - before;
  assert.ok(opened < 40, `${opened} rows were opened for 6 events`);
  const [a, b] = await Promise.all([one, two].map((page) => page.evaluate(() => window.privet.events())));
  assert.deepEqual(b, a);
  await visitor.context.close();
});

test("a full log gives up its oldest events, in the storage too", async () => {
  const visitor = await world.visitor();
  const page = await visitor.open();
  const [first, kept] = await page.evaluate(async () => {
    const { privet } = window;
    await privet.grant("history");
    const first = await privet.observe("view", "I0");
    // Straight into the storage: 4,200 calls would take their time.
    const db = await new Promise((resolve) => {
      const open = indexedDB.open("privet");
      open.onsuccess = () => resolve(open.result);
    });
    const tx = db.transaction("events", "readwrite");
    for (let i = 0; i < 4200; i++)
      tx.objectStore("events").add({ at: Date.now(), kind: 1, purposes: 4, key: `I${i % 60}` });
    await new Promise((resolve) => (tx.oncomplete = resolve));
    db.close();
    return [first.id, 4096];
  });
  const next = await visitor.open();
  await eventually(next, async (n) => (await window.privet.events()).length === n, kept);
  const rows = async () => (await readAll(next)).events.length;
  const add = (n) =>
    next.evaluate((n) => Promise.all(Array.from({ length: n }, () => window.privet.observe("view", "I1"))), n);
  await add(5);
  await next.waitForTimeout(500);
  assert.equal(await rows(), kept + 5, "each dropping reads and writes everything, so it waits for company");
  await add(251);
  await until(async () => (await rows()) === kept, "the oldest are gone");
  const events = await next.evaluate(() => window.privet.events());
  assert.equal(events.length, kept);
  assert.equal(events[0].id, first + 361);
  assert.equal(events.at(-1).key, "I1");
  assert.deepEqual(await next.evaluate(async () => (await window.privet.problems()).map(String)), []);
  await visitor.context.close();
});
