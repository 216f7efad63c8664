import assert from "node:assert/strict";
import { test } from "node:test";
import { notFor } from "./browser.mjs";
import { eventually, useWorld } from "./visit.mjs";

const world = useWorld();

/** Sums layout shifts from the first paint on, as the metric CLS does within one burst. */
const watchShifts = () => {
  window.shifts = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.shifts += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
};

const titles = (page) => page.locator("privet-slot b").allTextContents();
const defaults = Array.from({ length: 8 }, (_, i) => `Default ${i}`);

test("a row that is ranked moves nothing", async () => {
  const visitor = await world.visitor({ prepare: watchShifts });
  const page = await visitor.open();
  await eventually(page, () => document.querySelector("privet-slot[ranked]"));
  await page.evaluate(async () => {
    await window.privet.grant("history");
    for (const id of ["I0", "I4", "I8"]) await window.privet.observe("buy", id);
  });
  await page.waitForTimeout(300);
  assert.notDeepEqual(await titles(page), defaults);
  assert.equal(await page.evaluate(() => window.shifts), 0);
  assert.deepEqual(page.errors, []);
  await visitor.context.close();
});

test(
  "the measure of shifts can fail",
  { skip: notFor({ firefox: "it measures no layout shifts", webkit: "it measures no layout shifts" }) },
  async () => {
    const visitor = await world.visitor({ prepare: watchShifts });
    const page = await visitor.open();
    await page.evaluate(() =>
      document
        .querySelector("h1")
        .before(Object.assign(document.createElement("p"), { textContent: "Ad", style: "height:200px" })),
    );
    await eventually(page, () => window.shifts > 0);
    await visitor.context.close();
  },
);

/** What a browser may lack, how, and what a page is told. */
const lacking = [
  ["WebAssembly", () => delete window.WebAssembly, "no-webassembly"],
  [
    "WebAssembly SIMD",
    () => (WebAssembly.compile = () => Promise.reject(new WebAssembly.CompileError("no SIMD"))),
    "no-webassembly",
  ],
  ["IndexedDB", () => delete window.indexedDB, undefined],
  [
    "IndexedDB that lets anything in",
    () =>
      (indexedDB.databases = indexedDB.open =
        () => {
          throw new DOMException("no", "SecurityError");
        }),
    undefined,
  ],
  ["a way to list databases", () => delete IDBFactory.prototype.databases, undefined],
  ["Web Locks", () => Object.defineProperty(navigator, "locks", { value: undefined }), undefined],
  ["BroadcastChannel", () => delete window.BroadcastChannel, undefined],
];

for (const [name, remove, reason] of lacking)
  test(`without ${name} the page is whole`, async () => {
    const visitor = await world.visitor({ prepare: `(${watchShifts})(); (${remove})()` });
    const page = await visitor.open();
    const status = await page.evaluate(() => window.privet.ready);
    assert.equal(status.reason, reason);
    assert.equal(status.ranking, !reason);
    if (reason) assert.deepEqual(await titles(page), defaults);
    else await eventually(page, () => document.querySelector("privet-slot[ranked]"));

    const answers = await page.evaluate(async () => {
      const { privet } = window;
      const codeOf = (promise) =>
        promise.then(
          () => "fine",
          ({ code }) => code,
        );
      const answers = {
        grant: await codeOf(privet.grant("history")),
        observe: !!(await privet.observe("buy", "I3")),
        rank: (await privet.rank({ top: 3, exclude: ["I0"] })).items.length,
        explain: await codeOf(privet.explain("I3")),
        shop: await codeOf(privet.shop()),
        items: (await privet.items()).length,
        storage: (await privet.ready).storage,
        events: (await privet.events()).length,
        revoke: await codeOf(privet.revoke("history")),
        left: (await privet.events()).length,
        forget: await codeOf(privet.forget("all")),
        refresh: reason(await codeOf(privet.refresh())),
      };
      function reason(code) {
        return code;
      }
      return answers;
    });
    assert.deepEqual(answers, {
      grant: "fine",
      observe: !reason, // what can never be used is not kept
      rank: 3,
      explain: reason ?? "fine",
      shop: "fine",
      items: 64,
      storage: "none",
      events: reason ? 0 : 1,
      revoke: "fine",
      left: 0,
      forget: "fine",
      refresh: reason ?? "fine",
    });
    await page.waitForTimeout(1300);
    assert.equal(await page.evaluate(() => window.shifts), 0);
    assert.deepEqual(page.errors, []);
    await visitor.context.close();
  });

test("without any of them the default order stands", async () => {
  const remove = () => {
    delete window.WebAssembly;
    delete window.indexedDB;
    delete window.BroadcastChannel;
    Object.defineProperty(navigator, "locks", { value: undefined });
  };
  const visitor = await world.visitor({ prepare: `(${watchShifts})(); (${remove})()` });
  const page = await visitor.open();
  const order = await page.evaluate(async () =>
    (await window.privet.rank({ top: 4 })).items.map(({ item, score }) => [item.index, score]),
  );
  assert.deepEqual(order, [
    [0, 0],
    [1, 0],
    [2, 0],
    [3, 0],
  ]);
  const some = await page.evaluate(async () =>
    (await window.privet.rank({ candidates: ["I9", "I2", "I5"], exclude: ["I2"] })).items.map(({ item }) => item.id),
  );
  assert.deepEqual(some, ["I9", "I5"]);
  assert.deepEqual(await titles(page), defaults);
  assert.equal(await page.evaluate(() => window.shifts), 0);
  assert.deepEqual(page.errors, []);
  await visitor.context.close();
});

test("a browser that is offline asks for nothing and complains of nothing", async () => {
  const offline = () => Object.defineProperty(navigator, "onLine", { value: false });
  const visitor = await world.visitor({ prepare: `(${watchShifts})(); (${offline})()` });
  const page = await visitor.open();
  const { reason, items } = await page.evaluate(() => window.privet.ready);
  assert.deepEqual([reason, items], ["offline", 0]);
  const answers = await page.evaluate(async () => {
    const { privet } = window;
    const codeOf = (promise) =>
      promise.then(
        () => "fine",
        ({ code }) => code,
      );
    return [
      await privet.rank(),
      await codeOf(privet.shop()),
      await codeOf(privet.explain("I1")),
      await codeOf(privet.refresh()),
      await privet.items(),
    ];
  });
  assert.deepEqual(answers, [{ items: [], ranked: false, reason: "offline" }, "offline", "offline", "offline", []]);
  assert.ok(!page.requests.some((path) => /manifest|engine|catalog|texts/.test(path)));
  assert.deepEqual(await titles(page), defaults);
  assert.equal(await page.evaluate(() => window.shifts), 0);
  assert.deepEqual(page.errors, []);
  await visitor.context.close();
});

test("a network that is cut leaves the default order, and a page that says nothing of its own", async () => {
  const visitor = await world.visitor({ prepare: watchShifts, alter: { "/manifest.json": () => undefined } });
  const page = await visitor.open();
  assert.equal((await page.evaluate(() => window.privet.ready)).reason, "fetch-failed");
  assert.deepEqual(await titles(page), defaults);
  assert.equal(await page.evaluate(() => window.shifts), 0);
  // The browser itself notes a request that fails; no script can keep it from that.
  assert.deepEqual(
    page.errors.filter((text) => !text.startsWith("Failed to load resource")),
    [],
  );
  await visitor.context.close();
});

test("without the file that stores, the visitor's earlier choices are not guessed", async () => {
  const visitor = await world.visitor();
  const page = await visitor.open();
  await page.evaluate(() => window.privet.grant("history", "region"));
  visitor.alterations["/privet-store.js"] = () => undefined;
  const next = await visitor.open();
  assert.deepEqual((await next.evaluate(() => window.privet.consent())).granted, []);
  const refused = await next.evaluate(() => window.privet.revoke("history").catch(({ code }) => code));
  assert.equal(refused, "fetch-failed", "a deletion must not seem to work");
  assert.ok(
    (await next.evaluate(async () => (await window.privet.problems()).map(({ code }) => code))).includes(
      "fetch-failed",
    ),
  );
  delete visitor.alterations["/privet-store.js"];
  assert.ok((await (await visitor.open()).evaluate(() => window.privet.consent())).granted.includes("history"));
  await visitor.context.close();
});
