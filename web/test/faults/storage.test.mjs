// The storage is full, gone, forbidden, held by somebody else, or the clock is wrong.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { launchIn, wholeChromium } from "../browser.mjs";
import { bare, eventually, ranking, readAll, useWorld } from "../visit.mjs";
import { startEdge, withHeaders } from "./edge.mjs";

const world = useWorld();

const codes = (page) => page.evaluate(async () => (await window.privet.problems()).map(({ code }) => code));
const keys = (page) => page.evaluate(async () => (await window.privet.events()).map(({ key }) => key));
const granted = (page) => page.evaluate(async () => (await window.privet.consent()).granted);
const call = (page, method, ...given) =>
  page.evaluate(([method, given]) => window.privet[method](...given).catch(({ code }) => code), [method, given]);

/** What the browser's own tools do to a page's origin. */
async function storage(page, method, options) {
  const session = await page.context().newCDPSession(page);
  await session.send(`Storage.${method}`, { origin: world.site.origin, ...options });
}

/** Fills the origin's storage until not one byte more fits. */
const fill = () =>
  new Promise((resolve, reject) => {
    const open = indexedDB.open("filler");
    open.onerror = reject;
    open.onupgradeneeded = () => open.result.createObjectStore("rows", { autoIncrement: true });
    open.onsuccess = () => {
      const add = (size) => {
        const tx = open.result.transaction("rows", "readwrite");
        tx.objectStore("rows").add(crypto.getRandomValues(new Uint8Array(size)));
        tx.oncomplete = () => add(size);
        tx.onabort = () => (size > 1 ? add(size >> 1) : (open.result.close(), resolve()));
      };
      add(1 << 16);
    };
  });

test("a full storage takes no event and loses none, and gives up what is withdrawn all the same", async () => {
  const visitor = await world.visitor({ pages: bare });
  const beside = await visitor.open("/test/bare.html");
  await storage(beside, "overrideQuotaForOrigin", { quotaSize: 1 << 20 });
  const page = await visitor.open();
  await call(page, "grant", "history", "interests");
  for (const key of ["I3", "I4", "I5"]) await call(page, "observe", "buy", key);
  await call(page, "observe", "declare", "category=Mugs");
  const before = await ranking(page);

  await beside.evaluate(fill);
  assert.equal(await call(page, "observe", "buy", "I7"), undefined);
  assert.deepEqual(await codes(page), ["storage-failed"]);
  assert.deepEqual(await keys(page), ["I3", "I4", "I5", "category=Mugs"]);
  assert.deepEqual(await ranking(page), before);
  assert.equal(await call(page, "grant", "region"), "storage-failed");

  assert.equal((await call(page, "forget", { event: 2 })).deleted, 1, "this needs no room");
  assert.deepEqual(await keys(page), ["I3", "I5", "category=Mugs"]);
  const next = await visitor.open();
  assert.deepEqual(await keys(next), ["I3", "I5", "category=Mugs"]);
  await call(page, "revoke", "interests");
  assert.deepEqual(await keys(page), [], "there is no room to write what stays");
  assert.deepEqual(await granted(page), ["context"]);
  await eventually(page, async () => !(await indexedDB.databases()).some(({ name }) => name.startsWith("privet")));
  assert.deepEqual(page.errors, []);
  await visitor.context.close();
});

test("a storage that is evicted under an open page takes the consent with it", async () => {
  const visitor = await world.visitor();
  const page = await visitor.open();
  await call(page, "grant", "history");
  await call(page, "observe", "buy", "I3");
  await storage(page, "clearDataForOrigin", { storageTypes: "indexeddb" });
  assert.equal(await call(page, "observe", "buy", "I4"), undefined);
  assert.deepEqual(await keys(page), []);
  assert.equal((await call(page, "consent")).ask, "new");
  await call(page, "grant", "history");
  await call(page, "observe", "buy", "I5");
  assert.deepEqual(await keys(await visitor.open()), ["I5"]);
  assert.deepEqual(await codes(page), []);
  assert.deepEqual(page.errors, []);
  await visitor.context.close();
});

/** What a page can do without a storage, which it must not show. */
async function worksInMemory(page) {
  const { ranking, storage } = await page.evaluate(() => window.privet.ready);
  assert.deepEqual([ranking, storage], [true, "none"]);
  const { granted } = await call(page, "grant", "history");
  assert.ok(granted.includes("history"));
  assert.equal((await call(page, "observe", "buy", "I3")).key, "I3");
  assert.equal((await call(page, "receipts")).length, 1);
  await call(page, "revoke", "history");
  assert.deepEqual(await keys(page), []);
  assert.equal((await call(page, "forget", "all")).deleted, 0);
}

test("a browser that is set to store nothing gives a page that works for its life", async () => {
  const profile = await mkdtemp(join(tmpdir(), "privet-blocked-"));
  await mkdir(join(profile, "Default"));
  const blocked = { profile: { default_content_setting_values: { cookies: 2 } } };
  await writeFile(join(profile, "Default", "Preferences"), JSON.stringify(blocked));
  // Only the whole of Chromium has settings.
  const context = await launchIn(profile, { executablePath: wholeChromium(), baseURL: world.site.origin });
  try {
    const [page] = context.pages();
    const errors = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    await page.goto("/");
    assert.deepEqual(await codes(page), ["storage-blocked"]);
    await worksInMemory(page);
    assert.deepEqual(await codes(page), ["storage-blocked"]);
    assert.deepEqual(errors, []);
  } finally {
    await context.close();
    await rm(profile, { recursive: true, maxRetries: 5 });
  }
});

test("a page in a sandbox, which has no origin to store for, works for its life", async (t) => {
  const edge = await startEdge(world.site);
  t.after(edge.stop);
  edge.faults["/sandbox"] = withHeaders({ "content-security-policy": "sandbox allow-scripts" });
  const visitor = await world.visitor();
  const page = await visitor.open(`${edge.origin}/sandbox`);
  assert.deepEqual(await codes(page), ["storage-blocked"]);
  await worksInMemory(page);
  // Chromium, asked for the databases there, refuses, and leaves a promise of its own rejected besides, with nothing.
  assert.deepEqual(
    page.errors.filter((text) => !/^(Uncaught \(in promise\) )?undefined$/.test(text)),
    [],
  );
  await visitor.context.close();
});

/** Opens the page's database by hand, at some version, and holds on to it whatever comes. */
const hold = (version) =>
  new Promise((resolve, reject) => {
    const open = indexedDB.open("privet", version);
    open.onerror = reject;
    open.onupgradeneeded = () => {
      open.result.createObjectStore("events", { keyPath: "id", autoIncrement: true });
      open.result.createObjectStore("records");
    };
    open.onsuccess = () => resolve((window.held = open.result));
  }).then(() => {});

test("an old tab that does not make way for an upgrade costs the page its history, not its life", async () => {
  const visitor = await world.visitor({ pages: bare });
  const old = await visitor.open("/test/bare.html");
  await old.evaluate(hold, 1);
  const page = await visitor.open();
  assert.equal((await page.evaluate(() => window.privet.ready)).ranking, true);
  assert.deepEqual(await granted(page), []);
  assert.deepEqual(await codes(page), ["storage-failed"]);
  await old.evaluate(() => window.held.close());
  await eventually(page, () => window.privet.grant("history").then(() => true));
  assert.equal((await call(page, "observe", "buy", "I3")).key, "I3");
  assert.deepEqual(await keys(await visitor.open()), ["I3"]);
  assert.deepEqual(page.errors, []);
  await visitor.context.close();
});

test("a tab that holds on while all is deleted keeps nothing, and nobody waits for it for ever", async () => {
  const visitor = await world.visitor({ pages: bare });
  const page = await visitor.open();
  await call(page, "grant", "history");
  await call(page, "observe", "buy", "I3");
  const old = await visitor.open("/test/bare.html");
  await old.evaluate(hold);
  await call(page, "forget", "all");
  assert.deepEqual(
    await old.evaluate(() => {
      const rows = window.held.transaction("events").objectStore("events").count();
      return new Promise((resolve) => (rows.onsuccess = () => resolve(rows.result)));
    }),
    0,
  );
  assert.ok((await call(page, "grant", "history")).granted.includes("history"), "for the life of this page");
  assert.deepEqual(await codes(page), ["storage-failed"]);
  const next = await visitor.open();
  assert.equal((await next.evaluate(() => window.privet.ready)).ranking, true);
  await old.evaluate(() => window.held.close());
  await eventually(next, () => window.privet.grant("history").then(() => true));
  assert.equal((await call(page, "observe", "buy", "I4")).key, "I4");
  assert.deepEqual([...page.errors, ...next.errors], []);
  await visitor.context.close();
});

test("who deletes all and allows something else is heard by a tab that was told of neither", async () => {
  const visitor = await world.visitor({ prepare: () => delete window.BroadcastChannel });
  const [one, two] = [await visitor.open(), await visitor.open()];
  await call(one, "grant", "history");
  await call(two, "grant", "history");
  await call(two, "revoke", "history"); // both have seen the same number of changes by now
  await call(two, "grant", "history");
  await call(one, "observe", "buy", "I3");
  await call(two, "forget", "all");
  for (const purpose of ["session", "session", "interests", "session"]) await call(two, "grant", purpose);
  const { purposes } = await call(one, "observe", "buy", "I4");
  assert.deepEqual(purposes, ["session"]);
  await visitor.context.close();
});

test("a clock that jumps loses nothing that is young by either time, and keeps nothing too old", async () => {
  const clock = () => {
    const { now } = Date;
    window.moved = Number(new URL(location.href).searchParams.get("moved"));
    Date.now = () => now() + window.moved;
  };
  const HOUR = 3_600_000;
  const visitor = await world.visitor({ prepare: clock });
  let page;
  const at = async (hours) => {
    await page?.close(); // all tabs have the same clock
    return (page = await visitor.open(`/test/home.html?moved=${hours * HOUR}`));
  };
  await at(0);
  await call(page, "grant", "session");
  await call(page, "observe", "buy", "I3");
  // An hour back, as when a wrong clock is put right: the visit goes on.
  await at(-1);
  await call(page, "observe", "buy", "I4");
  assert.deepEqual(await keys(await at(-1)), ["I3", "I4"]);
  // To where clocks begin that have lost their battery.
  await at(-24 * 365 * 50);
  await call(page, "observe", "buy", "I5");
  assert.deepEqual(await keys(page), ["I3", "I4", "I5"]);
  assert.ok((await ranking(page)).length);
  assert.deepEqual(await keys(await at(0)), ["I3"], "the others are not of this visit, by this clock");
  // A day on the visit is over, and what was kept for it is soon gone for good.
  assert.deepEqual(await keys(await at(24)), []);
  for (let rows = 1; rows; ) rows = (await readAll(page)).events.length;
  assert.deepEqual(await keys(await at(0)), []);
  // A consent that is older than any may be counts no longer, and counts again once the clock is right.
  assert.deepEqual(await granted(await at(24 * 500)), ["context"]);
  assert.deepEqual(await granted(await at(0)), ["context", "session"]);
  assert.deepEqual(await codes(page), []);
  assert.deepEqual(page.errors, []);
  await visitor.context.close();
});
