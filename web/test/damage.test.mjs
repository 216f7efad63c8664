import assert from "node:assert/strict";
import { test } from "node:test";
import { bare, eventually, ranking, releaseKept, useWorld } from "./visit.mjs";

const world = useWorld();

/** Writes into the page's database by hand; `records` go beside the events. */
function tamper(page, { rows = [], consent, version }) {
  return page.evaluate(
    ([rows, consent, version]) =>
      new Promise((resolve, reject) => {
        const open = indexedDB.open("privet", version);
        open.onerror = reject;
        open.onupgradeneeded = ({ oldVersion }) => {
          if (oldVersion) return;
          open.result.createObjectStore("events", { keyPath: "id", autoIncrement: true });
          open.result.createObjectStore("records");
          if (version > 1) open.result.createObjectStore("files");
        };
        open.onsuccess = () => {
          const tx = open.result.transaction(["events", "records"], "readwrite");
          for (const row of rows) tx.objectStore("events").put(row);
          if (consent) tx.objectStore("records").put(consent, "consent");
          tx.oncomplete = () => (open.result.close(), resolve());
        };
      }),
    [rows, consent, version],
  );
}

const codes = (page) =>
  page.evaluate(async () => (await window.privet.problems()).map(({ code, message }) => `${code} | ${message}`));

test("damaged rows are set aside and reported, and the rest is used", async () => {
  const visitor = await world.visitor({ pages: bare });
  const clean = await visitor.open();
  await clean.evaluate(async () => {
    await window.privet.grant("history");
    await window.privet.observe("buy", "I3");
    await window.privet.observe("buy", "I7");
  });
  const expected = await ranking(clean);
  const good = { at: 1_700_000_000_000, kind: 1, purposes: 4, key: "I9" };
  const rows = [
    { id: 11, ...good, at: "yesterday" },
    { id: 12, ...good, kind: 8 },
    { id: 13, ...good, purposes: 0 },
    { id: 14, ...good, key: 9 },
    { id: 15, ...good, key: "x".repeat(257) },
    { id: 16 },
    { id: 2 ** 33, ...good },
    { id: 17, ...good, at: -1 },
    { id: 18, ...good, kind: 7, purposes: 32, position: "first" },
    { id: 19, ...good, kind: 7, purposes: 32, position: 1, propensity: 65536 },
    { id: 20, ...good, kind: 7, purposes: 32, position: 1, propensity: 1, parts: -1 },
  ];
  await tamper(clean, { rows });
  const page = await visitor.open();
  assert.deepEqual(await ranking(page), expected);
  assert.deepEqual(
    (await codes(page)).map((line) => line.match(/event (\d+): (\w+) is wrong/)?.slice(1)),
    [
      ["11", "at"],
      ["12", "kind"],
      ["13", "purposes"],
      ["14", "key"],
      ["15", "key"],
      ["16", "at"],
      ["17", "at"],
      ["18", "position"],
      ["19", "propensity"],
      ["20", "parts"],
      [String(2 ** 33), "id"],
    ],
  );
  const { events, damaged } = await page.evaluate(() => window.privet.export());
  assert.deepEqual([events.length, damaged.length], [2, rows.length]);

  assert.equal((await page.evaluate(() => window.privet.forget({ event: 12 }))).deleted, 1);
  assert.equal((await page.evaluate(() => window.privet.export())).damaged.length, rows.length - 1);
  await page.evaluate(() => window.privet.revoke("history"));
  assert.equal((await page.evaluate(() => window.privet.export())).damaged.length, 0, "revoking leaves no damaged row");
  await visitor.context.close();
});

for (const [name, consent] of Object.entries({
  "no record at all": "yes to everything",
  "a newer record": { version: 3, granted: {}, preferences: {} },
  "an unknown purpose": { version: 2, granted: { telepathy: { at: 1, version: 1 } }, preferences: {} },
  "a grant without a time": { version: 2, granted: { history: { version: 1 } }, preferences: {} },
  "no preferences": { version: 2, granted: {} },
  "a variety that is no percentage": { version: 2, granted: {}, preferences: { variety: 101 } },
  "an old record without receipts": { version: 1, granted: ["history"] },
}))
  test(`a consent record that is unreadable (${name}) allows nothing, and a new choice mends it`, async () => {
    const visitor = await world.visitor({ pages: bare });
    await tamper(await visitor.open("/test/bare.html"), { consent, version: 2 });
    const page = await visitor.open();
    assert.deepEqual((await page.evaluate(() => window.privet.consent())).granted, []);
    assert.match((await codes(page))[0], /^damaged \| .*consent/);
    assert.equal(await page.evaluate(() => window.privet.observe("view", "I1")), undefined);
    await page.evaluate(() => window.privet.grant("history"));
    const next = await visitor.open();
    assert.deepEqual((await next.evaluate(() => window.privet.consent())).granted, ["history"]);
    assert.deepEqual(await codes(next), []);
    await visitor.context.close();
  });

test("a database of a newer version is left as it is, and allows nothing", async () => {
  const visitor = await world.visitor({ pages: bare });
  const before = await visitor.open("/test/bare.html");
  await tamper(before, { rows: [{ at: 1, secret: true }], consent: { version: 9 }, version: 99 });
  const page = await visitor.open();
  assert.deepEqual((await page.evaluate(() => window.privet.consent())).granted, []);
  assert.match((await codes(page)).join(), /^storage-newer/);
  // A choice counts for the life of the page, in memory.
  const plain = await ranking(page);
  await page.evaluate(async () => {
    await window.privet.grant("history");
    await window.privet.observe("buy", "I3");
  });
  assert.notDeepEqual(await ranking(page), plain);
  await page.evaluate(() => window.privet.revoke("history"));
  const left = await before.evaluate(
    () =>
      new Promise((resolve) => {
        const open = indexedDB.open("privet");
        open.onsuccess = () => {
          const rows = open.result.transaction("events").objectStore("events").getAll();
          rows.onsuccess = () => (open.result.close(), resolve([open.result.version, rows.result]));
        };
      }),
  );
  assert.deepEqual(left, [99, [{ id: 1, at: 1, secret: true }]]);
  // Who wants everything gone does not ask which version wrote it.
  await page.evaluate(() => window.privet.forget("all"));
  await eventually(before, async () => !(await indexedDB.databases()).length);
  assert.deepEqual(page.errors, []);
  await visitor.context.close();
});

test("a database of version 1 is brought to the present one with everything in it", async () => {
  const visitor = await world.visitor({ pages: bare });
  await tamper(await visitor.open("/test/bare.html"), {
    rows: [{ id: 5, at: Date.now(), kind: 3, purposes: 4, key: "I3" }],
    consent: { version: 1, granted: ["history"], receipts: [{ at: Date.now(), granted: ["history"] }] },
    version: 1,
  });
  const page = await visitor.open();
  assert.deepEqual(
    (await page.evaluate(() => window.privet.events())).map(({ id, kind, key }) => [id, kind, key]),
    [[5, "buy", "I3"]],
  );
  assert.deepEqual(await codes(page), []);
  await releaseKept(page);
  const versions = await page.evaluate(async () =>
    (await indexedDB.databases()).map(({ name, version }) => [name, version]),
  );
  assert.deepEqual(Object.fromEntries(versions), { privet: 4, "privet-files": 1 });
  assert.equal((await page.evaluate(() => window.privet.observe("view", "I4"))).id, 6);
  await visitor.context.close();
});

test("a tab of this version makes way for one that brings a newer database", async () => {
  const visitor = await world.visitor({ pages: bare });
  const old = await visitor.open();
  await old.evaluate(async () => {
    await window.privet.grant("history");
    await window.privet.observe("buy", "I3");
  });
  await tamper(await visitor.open("/test/bare.html"), { version: 5 }); // would hang if the old tab held on
  assert.equal(await old.evaluate(() => window.privet.observe("view", "I4")), undefined);
  await eventually(old, async () => (await window.privet.problems()).some(({ code }) => code === "storage-newer"));
  assert.deepEqual(old.errors, []);
  await visitor.context.close();
});
