import assert from "node:assert/strict";
import { test } from "node:test";
import { bare, eventually, nothingWritten, readAll, releaseKept, useWorld, written } from "./visit.mjs";

const world = useWorld();

/** Every address that a page with Privet may ask for, before the visitor does anything. */
const announced =
  /^\/(test\/[a-z.]+|images\/\w+\.png|favicon\.ico|privet\/(privet\.js|manifest\.json|(engine|catalog|trend|texts)\.[0-9a-f]{16}\.(wasm|bin|json)))$/;

test("without consent nothing is written, and nothing but the announced files is asked for, not even what could store something", async () => {
  const visitor = await world.visitor();
  const page = await visitor.open();
  await page.evaluate(async () => {
    const { privet } = window;
    await privet.observe("view", "I1");
    await privet.observe("buy", "I2");
    const { items } = await privet.rank();
    privet.watch(document.querySelector("h1"), items[0]);
    await privet.rank({ strategy: "recent", seed: 1, variety: 50, slot: "top", within: { category: "Mugs" } });
    await privet.prefer({});
    await privet.revoke("history", "session", "prediction");
    await privet.forget({ purpose: "history" });
    await privet.forget("all");
    await privet.refresh();
  });
  await page.waitForTimeout(1300); // past the time at which a page tidies up
  assert.deepEqual(await written(page), nothingWritten);
  assert.deepEqual(await visitor.context.cookies(), []);
  assert.deepEqual(
    page.requests.filter((path) => !announced.test(path)),
    [],
    "a request that was not announced",
  );
  assert.ok(
    page.requests.some((path) => path.startsWith("/privet/catalog.")),
    "no catalog was asked for",
  );
  assert.deepEqual(page.errors, []);
  assert.equal(await page.evaluate(async () => (await window.privet.ready).storage), "none");
  await visitor.context.close();
});

test("what a visitor did changes no request", async () => {
  const visitor = await world.visitor();
  const before = await visitor.open();
  await before.evaluate(async () => {
    await window.privet.grant("session", "history", "region", "prediction");
    await window.privet.prefer({ variety: 80 });
    for (const id of ["I0", "I4", "I8"]) await window.privet.observe("buy", id);
  });
  await eventually(before, async () => (await window.privet.events()).some(({ kind }) => kind === "show"));
  const after = await visitor.open();
  await eventually(after, () => document.querySelector("privet-slot[ranked]"));
  const files = (page) => [...new Set(page.requests.filter((path) => !path.startsWith("/images/")))].sort();
  assert.deepEqual(files(after), [...files(before)].sort());
  await visitor.context.close();
});

test("a refusal outlives the page, and is all that is written for it", async () => {
  const visitor = await world.visitor();
  const page = await visitor.open();
  await page.evaluate(() => window.privet.revoke("context"));
  const reloaded = await visitor.open();
  const { granted, chosen } = await reloaded.evaluate(() => window.privet.consent());
  assert.deepEqual(granted, []);
  assert.ok(Math.abs(chosen.until - chosen.at - 180 * 24 * 60 * 60 * 1000) < 1);
  assert.deepEqual(await reloaded.evaluate(() => window.privet.events()), []);
  await releaseKept(reloaded);
  const stored = Object.entries(await readAll(reloaded)).map(([store, rows]) => [store, rows.length]);
  assert.deepEqual(Object.fromEntries(stored), { events: 0, files: 2, receipts: 1, records: 4 });
  await reloaded.evaluate(() => window.privet.forget("all"));
  await eventually(reloaded, async () => !(await indexedDB.databases()).length);
  await visitor.context.close();
});

test("files that a deletion did not come to are deleted by the next page", async () => {
  const visitor = await world.visitor({ pages: bare });
  const empty = await visitor.open("/test/bare.html");
  await empty.evaluate(
    () =>
      new Promise((resolve) => {
        const open = indexedDB.open("privet-files", 1);
        open.onupgradeneeded = () => open.result.createObjectStore("files").put("a name", "name");
        open.onsuccess = () => resolve(open.result.close());
      }),
  );
  assert.deepEqual((await written(empty)).databases, ["privet-files"]);
  const page = await visitor.open();
  await eventually(page, async () => !(await indexedDB.databases()).length);
  assert.deepEqual(await page.evaluate(() => window.privet.problems()), []);
  assert.deepEqual(page.errors, []);
  await visitor.context.close();
});

test("nothing is left where another tab holds the deletion up and looks what there is", async () => {
  const visitor = await world.visitor();
  const page = await visitor.open();
  await page.evaluate(() => window.privet.revoke("context"));
  const other = await visitor.open();
  await other.evaluate(
    () =>
      new Promise((resolve) => {
        const open = indexedDB.open("privet");
        open.onsuccess = () => {
          setTimeout(() => open.result.close(), 1000);
          resolve();
        };
      }),
  );
  await page.evaluate(() => window.privet.forget("all"));
  await other.waitForTimeout(1500);
  await eventually(other, async () => !(await indexedDB.databases()).length);
  await visitor.context.close();
});

test("revoking deletes at once in every tab, and what is kept for another purpose stays", async () => {
  const visitor = await world.visitor();
  const one = await visitor.open();
  await one.evaluate(async () => {
    await window.privet.grant("session", "history", "interests");
    await window.privet.observe("view", "I1");
    await window.privet.observe("declare", "category=Mugs");
  });
  const two = await visitor.open();
  assert.equal((await two.evaluate(() => window.privet.events())).length, 2);

  await one.evaluate(() => window.privet.revoke("history"));
  await eventually(two, async () => !(await window.privet.consent()).granted.includes("history"));
  for (const page of [one, two]) {
    const events = await page.evaluate(() => window.privet.events());
    assert.deepEqual(
      events.map(({ kind, purposes }) => [kind, purposes]),
      [
        ["view", ["session"]],
        ["declare", ["interests"]],
      ],
    );
  }

  await two.evaluate(() => window.privet.revoke("session", "interests"));
  await eventually(one, async () => !(await window.privet.events()).length);
  for (const page of [one, two]) {
    assert.deepEqual((await page.evaluate(() => window.privet.consent())).granted, ["context"]);
    assert.equal(await page.evaluate(() => window.privet.observe("view", "I3")), undefined);
  }
  assert.deepEqual((await readAll(one)).events, []);
  await one.evaluate(() => window.privet.forget("all"));
  await eventually(one, async () => !(await indexedDB.databases()).length);
  assert.deepEqual(await written(two), nothingWritten);
  await visitor.context.close();
});

test("a tab that has not heard of a revocation keeps nothing all the same", async () => {
  const visitor = await world.visitor({ prepare: () => delete window.BroadcastChannel });
  const one = await visitor.open();
  await one.evaluate(() => window.privet.grant("history", "session"));
  const deaf = await visitor.open();
  await one.evaluate(() => window.privet.revoke("history"));
  assert.deepEqual((await deaf.evaluate(() => window.privet.observe("view", "I1"))).purposes, ["session"]);
  await one.evaluate(() => window.privet.revoke("session"));
  assert.equal(await deaf.evaluate(() => window.privet.observe("view", "I2")), undefined);
  await visitor.context.close();
});

test("an event that another tab's revocation overtakes is not kept", async () => {
  const visitor = await world.visitor();
  const [one, two] = [await visitor.open(), await visitor.open()];
  await one.evaluate(() => window.privet.grant("history"));
  await eventually(two, async () => (await window.privet.consent()).granted.includes("history"));
  const [, kept] = await Promise.all([
    one.evaluate(() => window.privet.revoke("history")),
    two.evaluate(() => Promise.all(Array.from({ length: 50 }, (_, i) => window.privet.observe("view", `I${i}`)))),
  ]);
  await eventually(two, async () => !(await window.privet.consent()).granted.includes("history"));
  assert.deepEqual(await two.evaluate(() => window.privet.events()), []);
  assert.deepEqual((await readAll(one)).events, []);
  assert.equal(kept.length, 50);
  await visitor.context.close();
});

test("any set of purposes may be on, and everything works with it", async () => {
  const visitor = await world.visitor();
  const page = await visitor.open();
  const problems = await page.evaluate(async () => {
    const { privet } = window;
    const all = ["context", "session", "history", "interests", "region", "prediction"];
    const problems = [];
    for (let set = 0; set < 1 << all.length; set++) {
      const wanted = all.filter((_, p) => (set >> p) & 1);
      const { granted } = await privet.choose(wanted);
      if (granted.join() !== wanted.join()) problems.push(`${wanted}: ${granted} is granted`);
      for (const [kind, key] of [
        ["view", "I1"],
        ["declare", "category=Mugs"],
      ])
        await privet.observe(kind, key);
      const { items, ranked } = await privet.rank({ top: 3 });
      if (!ranked || items.length !== 3) problems.push(`${wanted}: not ranked`);
      const { score, contributions } = await privet.explain(items[0].item.id);
      if (contributions.reduce((sum, { amount }) => sum + amount, 0) !== score) problems.push(`${wanted}: no sum`);
      for (const { purpose } of contributions)
        if (purpose && !wanted.includes(purpose)) problems.push(`${wanted}: ${purpose} has a weight`);
      for (const { purposes } of await privet.events())
        if (!purposes.every((purpose) => wanted.includes(purpose))) problems.push(`${wanted}: kept for ${purposes}`);
    }
    return [...problems, ...(await privet.problems()).map(String)];
  });
  assert.deepEqual(problems, []);
  assert.deepEqual(page.errors, []);
  await visitor.context.close();
});

test("a refusal that comes before the page is ready is heeded too", async () => {
  const prepare = () => addEventListener("DOMContentLoaded", () => (window.refused = window.privet.revoke("context")));
  const visitor = await world.visitor({ prepare });
  const page = await visitor.open();
  const { granted, chosen } = await page.evaluate(() => window.refused);
  assert.deepEqual(granted, []);
  assert.ok(chosen);
  await visitor.context.close();
});
