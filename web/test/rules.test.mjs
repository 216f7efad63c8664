import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually, home, useWorld } from "./visit.mjs";

const world = useWorld({
  rules: `
version: 1
variety: {least: 10, usual: 20, most: 60}
rules:
  - {name: out of season, hide: true, where: {id: [I3]}}
  - {name: our favourite, pin: 2, where: {id: [I50]}, slots: [front]}
  - {name: bought is bought, met: [buy], then: hide}
  - {name: seen often enough, shown: 1, within: 7d, then: hide, slots: [fresh]}
  - {name: nobody's business, sensitive: true, where: {id: [I9]}}
`,
});

const ids = (page, options) =>
  page.evaluate(async (o) => (await window.privet.rank(o)).items.map(({ item }) => item.id), options);

/** What an explanation says of rules: position, and the names with the place without each. */
const ruled = (page, id, options) =>
  page.evaluate(
    async ([id, options]) => {
      const { position, contributions } = await window.privet.explain(id, { counterfactual: 16, ...options });
      const rules = contributions.filter(({ source }) => source === "rule");
      return [position, rules.map(({ key, without, amount }) => [key, amount, without])];
    },
    [id, options],
  );

test("an owner's rule holds where it should, and is named with what would be without it", async () => {
  const front = home.replace("<privet-slot>", '<privet-slot name="front">');
  const visitor = await world.visitor({ pages: { "/test/front.html": front } });
  const page = await visitor.open("/test/front.html");
  await eventually(page, () => document.querySelector("privet-slot[ranked]"));
  assert.equal((await page.locator("privet-slot b").allTextContents())[1], "Garden 50");
  assert.notEqual((await ids(page))[1], "I50");
  const [position, [[name, , without]]] = await ruled(page, "I50", { slot: "front", top: 8 });
  assert.deepEqual([position, name], [2, "our favourite"]);
  assert.ok(without === null || without > 2, `without it, place ${without}`);

  await page.getByRole("button", { name: "Why this? Garden 50" }).click();
  const why = page.getByRole("dialog", { name: "Why “Garden 50”?" });
  await why.getByText("The shop's rule “our favourite”").waitFor();
  await why.getByText("decides").waitFor();
  await page.keyboard.press("Escape");
  assert.deepEqual(page.errors, []);
  await visitor.context.close();
});

test("what a rule keeps out says which rule, and where it would be", async () => {
  const visitor = await world.visitor();
  const page = await visitor.open();
  const all = await ids(page, { top: 64 });
  assert.ok(!all.includes("I3"));
  const [position, [[name, amount, without]]] = await ruled(page, "I3", { top: 64 });
  assert.deepEqual([position, name, amount], [0, "out of season", 0]);
  assert.ok(without > 0);

  await page.evaluate(async (id) => {
    await window.privet.grant("history");
    await window.privet.observe("buy", id);
  }, all[0]);
  assert.ok(!(await ids(page, { top: 64 })).includes(all[0]));
  assert.equal((await ruled(page, all[0], { top: 64 }))[1][0][0], "bought is bought");
  await visitor.context.close();
});

test("what was shown often enough makes way, where the owner wants that", async () => {
  const visitor = await world.visitor();
  const page = await visitor.open();
  await page.evaluate(() => window.privet.grant("prediction"));
  await eventually(page, async () => (await window.privet.events()).length === 8);
  const keys = await page.evaluate(async () => (await window.privet.events()).map(({ key }) => key));
  const fresh = await ids(page, { slot: "fresh", top: 20 });
  assert.deepEqual(
    keys.filter((key) => fresh.includes(key)),
    [],
  );
  assert.ok((await ids(page, { top: 20 })).some((id) => keys.includes(id)));
  await visitor.context.close();
});

test("what a visitor does with a sensitive item is not kept", async () => {
  const visitor = await world.visitor();
  const page = await visitor.open();
  await page.evaluate(async () => {
    await window.privet.grant("history");
    await window.privet.observe("view", "I9");
    await window.privet.observe("view", "I5");
  });
  await eventually(page, async () => (await window.privet.events()).length === 1);
  const reader = await visitor.open();
  assert.deepEqual(
    (await reader.evaluate(() => window.privet.events())).map(({ key }) => key),
    ["I5"],
  );
  await visitor.context.close();
});

test("a visitor moves variety as far as the owner lets them", async () => {
  const visitor = await world.visitor();
  const page = await visitor.open();
  await page.evaluate(() => window.privet.center());
  const slider = page.getByRole("slider", { name: "How mixed lists are" });
  assert.deepEqual(await slider.evaluate(({ min, max, value }) => [min, max, value]), ["10", "60", "20"]);
  assert.deepEqual(await ids(page, { variety: 100 }), await ids(page, { variety: 60 }));
  assert.deepEqual(await ids(page, { variety: 0 }), await ids(page, { variety: 10 }));
  await visitor.context.close();
});
