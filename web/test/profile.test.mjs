import assert from "node:assert/strict";
import { test } from "node:test";
import { notFor } from "./browser.mjs";
import { eventually, ranking, readAll, useWorld } from "./visit.mjs";

const world = useWorld();

test("what a visitor does changes the ranking, a reload keeps it, and forgetting one event restores it exactly", async () => {
  const visitor = await world.visitor();
  const page = await visitor.open();
  const plain = await ranking(page, { top: 64 });
  await page.evaluate(() => window.privet.grant("history"));
  assert.deepEqual(await ranking(page, { top: 64 }), plain, "consent alone must change nothing");

  const before = await page.evaluate(async () => (await window.privet.observe("view", "I1")).id);
  const one = await ranking(page, { top: 64 });
  assert.notDeepEqual(one, plain);
  const second = await page.evaluate(async () => (await window.privet.observe("buy", "I2")).id);
  const two = await ranking(page, { top: 64 });
  assert.notDeepEqual(two, one);

  const reloaded = await visitor.open();
  assert.deepEqual(await ranking(reloaded, { top: 64 }), two);
  const { deleted } = await reloaded.evaluate((event) => window.privet.forget({ event }), second);
  assert.equal(deleted, 1);
  assert.deepEqual(await ranking(reloaded, { top: 64 }), one);
  await reloaded.evaluate((event) => window.privet.forget({ event }), before);
  assert.deepEqual(await ranking(reloaded, { top: 64 }), plain);
  await visitor.context.close();
});

test("an explanation adds up to the score, and names what the visitor did", async () => {
  const visitor = await world.visitor();
  const page = await visitor.open();
  const [ranked, explained] = await page.evaluate(async () => {
    const { privet } = window;
    await privet.grant("history", "session", "region");
    for (const id of ["I0", "I4", "I8"]) await privet.observe("view", id);
    const now = Date.now();
    const { items } = await privet.rank({ top: 64, now });
    return [items, await Promise.all(items.map(({ item }) => privet.explain(item.id, { now })))];
  });
  assert.equal(ranked.length, 64);
  explained.forEach(({ item, score, position, contributions }, i) => {
    assert.equal(item.id, ranked[i].item.id);
    assert.equal(score, ranked[i].score);
    assert.equal(position, i + 1);
    assert.equal(
      contributions.reduce((sum, { amount }) => sum + amount, 0),
      score,
      item.id,
    );
  });
  const reasons = explained.flatMap(({ contributions }) => contributions);
  assert.ok(reasons.some(({ source, purpose, key }) => source === "item" && purpose === "history" && key === "I4"));
  assert.ok(reasons.every(({ source, purpose }) => (source === "popularity") === (purpose === undefined)));
  assert.ok(reasons.every(({ without }) => without === undefined));
  await visitor.context.close();
});

test("the engine holds what the export says, and nothing else", async () => {
  const visitor = await world.visitor();
  const page = await visitor.open();
  const exported = await page.evaluate(async () => {
    const { privet } = window;
    await privet.grant("session", "history");
    await privet.observe("view", "I1");
    await privet.observe("like", "not in the catalog");
    await privet.observe("declare", "category=Mugs"); // interests are not granted
    return privet.export();
  });
  assert.equal(exported.format, "privet-profile");
  assert.deepEqual(
    exported.events.map(({ id, kind, key, purposes }) => [id, kind, key, purposes]),
    [
      [1, "view", "I1", ["session", "history"]],
      [2, "like", "not in the catalog", ["session", "history"]],
    ],
  );
  assert.equal(exported.version, 2);
  assert.deepEqual(exported.consent.granted, ["context", "session", "history"]);
  assert.equal(exported.receipts.length, 1);
  assert.deepEqual(exported.damaged, []);
  const { events } = await readAll(page);
  assert.deepEqual(
    events.map(({ id }) => id),
    exported.events.map(({ id }) => id),
  );
  for (const event of events)
    assert.deepEqual(Object.keys(event).sort(), ["id", "iv", "sealed"], "it lies there sealed");
  await visitor.context.close();
});

test(
  "a session is forgotten half an hour after it, and what history keeps of it stays",
  { skip: notFor({ webkit: "its driver moves no clock" }) },
  async () => {
    const visitor = await world.visitor();
    const page = await visitor.open();
    await page.evaluate(async () => {
      const { privet } = window;
      await privet.grant("session");
      await privet.observe("view", "I1");
      await privet.grant("history");
      await privet.observe("view", "I2");
    });
    await visitor.context.clock.install({ time: Date.now() + 31 * 60 * 1000 });
    const later = await visitor.open();
    await visitor.context.clock.runFor(2000);
    await eventually(later, async () => (await window.privet.events()).length === 1);
    const events = await later.evaluate(() => window.privet.events());
    assert.deepEqual(
      events.map(({ key, purposes }) => [key, purposes]),
      [["I2", ["history"]]],
    );
    await visitor.context.close();
  },
);

test("wrong arguments are refused by code, and nothing else is", async () => {
  const visitor = await world.visitor();
  const page = await visitor.open();
  const codes = await page.evaluate(async () => {
    const { privet } = window;
    const codeOf = (promise) =>
      promise.then(
        () => "fine",
        ({ name, code }) => `${name} ${code}`,
      );
    await privet.grant("history");
    return {
      kind: await codeOf(privet.observe("stare", "I1")),
      inherited: await codeOf(privet.observe("toString", "I1")),
      key: await codeOf(privet.observe("view", "")),
      long: await codeOf(privet.observe("view", "ü".repeat(129))),
      top: await codeOf(privet.rank({ top: 0 })),
      many: await codeOf(privet.rank({ top: 10_001 })),
      now: await codeOf(privet.rank({ now: 1.5 })),
      purpose: await codeOf(privet.grant("everything")),
      shown: await codeOf(privet.observe("show", "I1")),
      strategy: await codeOf(privet.rank({ strategy: "clairvoyant" })),
      inheritedStrategy: await codeOf(privet.rank({ strategy: "toString" })),
      about: await codeOf(privet.rank({ about: ["I1"] })),
      variety: await codeOf(privet.rank({ variety: 101 })),
      prefer: await codeOf(privet.prefer({ variety: 0.5 })),
      counterfactual: await codeOf(privet.explain("I1", { counterfactual: 17 })),
      forgetPurpose: await codeOf(privet.forget({ purpose: "everything" })),
      forgetEvent: await codeOf(privet.forget({ event: 77 })),
      explain: await codeOf(privet.explain("no such item")),
      unknownIds: await codeOf(privet.rank({ candidates: ["no such item"], exclude: ["nor this"] })),
      long256: await codeOf(privet.observe("view", "ü".repeat(128))),
    };
  });
  assert.deepEqual(codes, {
    kind: "PrivetError bad-value",
    inherited: "PrivetError bad-value",
    key: "PrivetError bad-value",
    long: "PrivetError bad-value",
    top: "PrivetError bad-value",
    many: "PrivetError bad-value",
    now: "PrivetError bad-value",
    purpose: "PrivetError bad-value",
    shown: "PrivetError bad-value",
    strategy: "PrivetError bad-value",
    inheritedStrategy: "PrivetError bad-value",
    about: "PrivetError bad-value",
    variety: "PrivetError bad-value",
    prefer: "PrivetError bad-value",
    counterfactual: "PrivetError bad-value",
    forgetPurpose: "PrivetError bad-value",
    forgetEvent: "PrivetError unknown-event",
    explain: "PrivetError unknown-item",
    unknownIds: "fine",
    long256: "fine",
  });
  assert.deepEqual(page.errors, []);
  await visitor.context.close();
});

test("candidates, exclusions and the page's category reach the engine", async () => {
  const visitor = await world.visitor();
  const page = await visitor.open();
  const of = async (options) => (await ranking(page, options)).map(([id]) => id);
  assert.deepEqual((await of({ candidates: ["I5", "I9", "I7"] })).sort(), ["I5", "I7", "I9"]);
  assert.deepEqual(await of({ candidates: [] }), []);
  const [best] = await of({});
  assert.ok(!(await of({ exclude: [best] })).includes(best));
  await visitor.context.close();
});

test("a trap costs one call: a new instance knows everything again", async () => {
  const visitor = await world.visitor({
    prepare: () => {
      // The module cannot be made to trap on purpose, so a host that traps once stands in for it.
      const { Instance } = WebAssembly;
      window.started = 0;
      WebAssembly.Instance = function (module) {
        window.started++;
        const { exports } = new Instance(module);
        const call = (op, n) => {
          if (!window.trap) return exports.call(op, n);
          window.trap = false;
          throw new WebAssembly.RuntimeError("unreachable");
        };
        return { exports: { ...exports, call } };
      };
    },
  });
  const page = await visitor.open();
  await page.evaluate(async () => {
    await window.privet.grant("history");
    await window.privet.observe("buy", "I3");
  });
  const before = await ranking(page);
  const [code, fallback] = await page.evaluate(async () => {
    const item = "I7";
    window.trap = true;
    const code = await window.privet.explain(item).catch(({ code }) => code);
    window.trap = true;
    return [code, await window.privet.rank({ top: 2 })];
  });
  assert.equal(code, "engine-trap");
  assert.deepEqual(
    [fallback.ranked, fallback.reason, fallback.items.map(({ item }) => item.index)],
    [false, "engine-trap", [0, 1]],
  );
  assert.deepEqual(await ranking(page), before);
  await page.evaluate(async () => {
    window.trap = true;
    await window.privet.observe("buy", "I11"); // kept although the engine traps on it
  });
  const after = await ranking(page);
  assert.notDeepEqual(after, before);
  assert.deepEqual(await ranking(await visitor.open()), after);
  assert.deepEqual(page.errors, []);
  await visitor.context.close();
});
