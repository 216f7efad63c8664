import assert from "node:assert/strict";
import { test } from "node:test";
import { notFor } from "./browser.mjs";
import { toolPages, tools } from "./consent-tools.mjs";
import { ALL, NONE, PART, WHILE } from "./hearing.mjs";
import { eventually, nothingWritten, useWorld, written } from "./visit.mjs";

// What Privet does about it, in a page with data-tool.

const world = useWorld();
const visit = () => world.visitor({ pages: toolPages });
const tool = (name) => tools.find((tool) => tool.name === name);

/** Waits until Privet allows exactly this, and checks what its receipts say of the tool: how often it was heeded. */
async function allows(page, granted, receipts) {
  await eventually(page, async (granted) => (await window.privet.consent()).granted.join(" ") === granted, granted);
  const via = await page.evaluate(async () =>
    (await window.privet.receipts()).map((receipt) => {
      const [first] = receipt["dpv:hasRecordOfActivity"]["dpv:hasProcess"];
      return first["dpv:hasConsentStatus"]["dpv:hasIndicationMethod"];
    }),
  );
  assert.deepEqual(via, receipts);
}

for (const { name, yes, part, no } of tools)
  test(`a page that follows ${name} grants and revokes with it, and does not ask`, async () => {
    const visitor = await visit();
    const page = await visitor.open(`/test/privet-${name}.html`);
    assert.equal((await page.evaluate(() => window.privet.consent())).ask, undefined);
    assert.deepEqual((await written(page)).databases, []);
    await yes(page);
    await allows(page, ALL, [name]);
    await page.evaluate(() => window.privet.observe("view", "I1"));
    await part(page);
    await allows(page, PART, [name, name]);
    const [event] = await page.evaluate(() => window.privet.events());
    assert.deepEqual(event.purposes, ["session", "history"]);

    const next = await visitor.open(`/test/privet-${name}.html`);
    await next.waitForTimeout(WHILE);
    await allows(next, PART, [name, name]); // it says the same again
    await no(next);
    for (const tab of [next, page]) {
      await allows(tab, NONE, [name, name, name]);
      assert.deepEqual(await tab.evaluate(() => window.privet.events()), []);
    }
    const [withdrawal] = await next.evaluate(async () => (await window.privet.receipts()).slice(-1));
    assert.equal(withdrawal["privet:deleted"].before.events, 1);
    assert.equal(withdrawal["privet:deleted"].after.events, 0);
    for (const { errors } of [page, next]) assert.deepEqual(errors, []);
    await visitor.context.close();
  });

test("a no where nothing was allowed leaves no trace", async () => {
  const visitor = await visit();
  const page = await visitor.open("/test/privet-klaro.html");
  await tool("klaro").no(page);
  await page.waitForTimeout(WHILE);
  assert.deepEqual({ ...(await written(page)), cookies: "" }, nothingWritten); // the cookie is Klaro's
  await visitor.context.close();
});

test("what the visitor chooses in Privet holds against what the tool says again, until they choose there", async () => {
  const visitor = await visit();
  const { yes, part } = tool("klaro");
  const page = await visitor.open("/test/privet-klaro.html");
  await yes(page);
  await allows(page, ALL, ["klaro"]);
  await page.evaluate(() => window.privet.revoke("history"));
  const next = await visitor.open("/test/privet-klaro.html");
  await next.waitForTimeout(WHILE);
  await allows(next, "context session interests region prediction", ["klaro", "site"]);
  await part(next);
  await allows(next, PART, ["klaro", "site", "klaro"]);
  await visitor.context.close();
});

test("choices in quick succession are heeded in their order", async () => {
  const visitor = await visit();
  const page = await visitor.open("/test/privet-googleconsent.html");
  await tool("googleconsent").yes(page);
  await allows(page, ALL, ["googleconsent"]);
  await page.evaluate(async () => {
    window.chooseTypes("personalization_storage");
    await null;
    window.chooseTypes("personalization_storage functionality_storage analytics_storage");
  });
  await eventually(page, async () => (await window.privet.receipts()).length === 3);
  await allows(page, ALL, Array(3).fill("googleconsent"));
  await visitor.context.close();
});

test(
  "a choice that is too old is made anew while the tool holds to it",
  { skip: notFor({ webkit: "its driver moves no clock" }) },
  async () => {
    const visitor = await visit();
    const page = await visitor.open("/test/privet-onetrust.html");
    await tool("onetrust").yes(page);
    await allows(page, ALL, ["onetrust"]);
    await page.evaluate(() => window.privet.observe("view", "I1"));
    await visitor.context.clock.setFixedTime(Date.now() + 181 * 24 * 60 * 60 * 1000);
    const later = await visitor.open("/test/privet-onetrust.html");
    await allows(later, ALL, ["onetrust", "onetrust"]);
    assert.deepEqual(await later.evaluate(() => window.privet.events()), []);
    await visitor.context.close();
  },
);

test("in a guest's tab no tool is followed", async () => {
  const visitor = await visit();
  await visitor.context.addInitScript(() => sessionStorage.setItem("privet-guest", "1"));
  const page = await visitor.open("/test/privet-onetrust.html");
  await tool("onetrust").yes(page);
  await page.waitForTimeout(WHILE);
  assert.deepEqual((await page.evaluate(() => window.privet.consent())).granted, []);
  assert.deepEqual(await page.evaluate(() => window.privet.problems()), []);
  await visitor.context.close();
});

test("a tool that cannot be followed is told as a problem, and Privet works on without consent", async () => {
  const visitor = await visit();
  for (const wrong of ["tool", "map"]) {
    const page = await visitor.open(`/test/wrong-${wrong}.html`);
    await eventually(page, async () => (await window.privet.problems()).length);
    assert.deepEqual(await page.evaluate(async () => (await window.privet.problems()).map(({ code }) => code)), [
      "bad-value",
    ]);
    assert.equal(await page.evaluate(async () => (await window.privet.rank()).ranked), true);
    assert.deepEqual(page.errors, []);
  }
  await visitor.context.close();
});

test("the module takes the mapping as an object", async () => {
  const visitor = await visit();
  const page = await visitor.open("/test/onetrust.html");
  await page.evaluate(async () => {
    const { init } = await import("/privet/privet.mjs");
    window.privet = init({ tool: "onetrust", toolMap: { session: ["C0002"], region: ["C0002", "C0003"] } });
    window.chooseGroups("C0003");
  });
  await allows(page, "context history interests prediction", ["onetrust"]);
  await visitor.context.close();
});
