import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { notFor } from "./browser.mjs";
import { eventually, home, ranking, useWorld } from "./visit.mjs";

const world = useWorld();

/** Presses Tab until the thing of this name has the keyboard. */
async function tabTo(page, name) {
  for (let i = 0; i < 80; i++) {
    await page.keyboard.press("Tab");
    const here = await page.evaluate(() => {
      let e = document.activeElement;
      while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
      return e && (e.getAttribute("aria-label") ?? e.labels?.[0]?.textContent ?? e.textContent);
    });
    if (here === name) return;
  }
  assert.fail(`the keyboard does not reach ${name}`);
}

test("the privacy centre is used with the keyboard alone: choose, see, delete, close", async () => {
  const visitor = await world.visitor();
  const page = await visitor.open();
  const plain = await ranking(page, { top: 64 });
  await page.locator("#below").evaluate((p) => ((p.tabIndex = 0), p.focus()));
  await page.evaluate(() => window.privet.center());
  const dialog = page.getByRole("dialog", { name: "Your privacy" });
  await dialog.waitFor();

  for (const [name, on] of [
    ["This moment", true],
    ["This visit", false],
    ["Earlier visits", false],
    ["What you tell", false],
    ["Part of the world", false],
    ["What you take or leave", false],
  ])
    assert.equal(await dialog.getByRole("switch", { name }).isChecked(), on, name);
  await tabTo(page, "Earlier visits");
  await page.keyboard.press("Space");
  await dialog.getByText("Your choice counts from now on.").waitFor();
  assert.deepEqual((await page.evaluate(() => window.privet.consent())).granted, ["context", "history"]);

  await page.evaluate(() => window.privet.observe("view", "I1"));
  const one = await ranking(page, { top: 64 });
  await page.evaluate(() => window.privet.observe("buy", "I2"));
  await dialog.locator(".event", { hasText: "You bought “Garden 2”" }).waitFor();
  await tabTo(page, "Delete: You bought “Garden 2”");
  await page.keyboard.press("Enter");
  await dialog.getByText("Deleted 1 thing.").waitFor();
  assert.deepEqual(await ranking(page, { top: 64 }), one);
  // The keyboard stays in the list.
  await eventually(page, () => {
    let e = document.activeElement;
    while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
    return e.getAttribute("aria-label") === "Delete: You looked at “Mugs 1”";
  });

  await tabTo(page, "Delete everything");
  await page.keyboard.press("Enter");
  await dialog.getByText("Nothing. Nobody here remembers anything about you.").waitFor();
  assert.deepEqual(await ranking(page, { top: 64 }), plain);
  await eventually(page, async () => !(await indexedDB.databases()).length);

  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  assert.equal(await page.evaluate(() => document.activeElement.id), "below");
  assert.deepEqual(page.errors, []);
  await visitor.context.close();
});

test(
  "the privacy centre hands out a copy, deletes by purpose, and follows other tabs",
  { skip: notFor({ webkit: "its driver hands out no download" }) },
  async () => {
    const pages = {
      "/test/privacy.html": home.replace("<h1>Shop</h1>", "<h1>Privacy</h1><privet-center></privet-center>"),
    };
    const visitor = await world.visitor({ pages });
    const page = await visitor.open("/test/privacy.html");
    const panel = page.locator("privet-center");
    await panel.getByRole("heading", { name: "What is known" }).waitFor();
    const other = await visitor.open();
    await other.evaluate(async () => {
      await window.privet.grant("history", "interests");
      await window.privet.observe("like", "I4");
      await window.privet.observe("declare", "category=Mugs");
    });
    const line = (said) => panel.locator(".event", { hasText: said });
    await line("You like “Lanterns 4”").waitFor();
    await line("You are interested in Mugs").waitFor();

    const [download] = await Promise.all([
      page.waitForEvent("download"),
      panel.getByRole("button", { name: "Download a copy" }).click(),
    ]);
    assert.equal(download.suggestedFilename(), "privet-profile.json");
    const copy = JSON.parse(await readFile(await download.path(), "utf8"));
    assert.deepEqual(copy, await page.evaluate(() => window.privet.export()));
    const told = await world.site.inspect(await download.path());
    assert.match(told, /2 events/);
    assert.match(told, /receipts: 1\n +signed with the key/);

    await panel.getByRole("button", { name: "Delete these: What you tell" }).click();
    await line("You are interested in Mugs").waitFor({ state: "detached" });
    await eventually(other, async () => (await window.privet.events()).length === 1);
    assert.deepEqual((await other.evaluate(() => window.privet.consent())).granted, [
      "context",
      "history",
      "interests",
    ]);
    assert.deepEqual(page.errors, []);
    await visitor.context.close();
  },
);

test("why: reasons whose bars add up to the score, and forgetting one from there", async () => {
  const visitor = await world.visitor();
  const page = await visitor.open();
  await page.evaluate(async () => {
    await window.privet.grant("history");
    for (const id of ["I0", "I4", "I8"]) await window.privet.observe("buy", id);
  });
  await eventually(page, () => document.querySelector("privet-slot[ranked]"));
  const card = page.locator("privet-slot a").first();
  const title = await card.locator("b").textContent();
  const url = await page.evaluate(() => location.href);
  await card.getByRole("button", { name: `Why this? ${title}` }).click();
  const why = page.getByRole("dialog", { name: `Why “${title}”?` });
  await why.waitFor();
  assert.equal(await page.evaluate(() => location.href), url, "the button must not follow the link around it");

  const bars = () =>
    page.evaluate(() => {
      const { shadowRoot } = document.querySelector("privet-why");
      const rows = [...shadowRoot.querySelectorAll("li")];
      return {
        amounts: rows.map((li) => Number(li.dataset.amount)),
        percent: rows.map((li) => Number(li.dataset.percent)),
        score: Number(shadowRoot.querySelector("[data-score]").dataset.score),
      };
    });
  const { amounts, percent, score } = await bars();
  const sum = (list) => list.reduce((a, b) => a + b, 0);
  assert.equal(sum(amounts), score);
  assert.equal(sum(percent), 100);

  const forget = why.getByRole("button", { name: /^Forget this: You bought/ });
  const count = await forget.count();
  assert.ok(count > 0, "no reason is a thing that the visitor did");
  await forget.first().click();
  await eventually(page, async () => (await window.privet.events()).length === 2);
  await eventually(
    page,
    (n) => document.querySelector("privet-why").shadowRoot.querySelectorAll(".forget").length === n,
    count - 1,
  );
  const left = await bars();
  assert.equal(sum(left.amounts), left.score);
  await page.keyboard.press("Escape");
  await why.waitFor({ state: "detached" });
  assert.deepEqual(page.errors, []);
  await visitor.context.close();
});

test("how mixed lists are is the visitor's to choose, and counts wherever a site does not say", async () => {
  const visitor = await world.visitor();
  const page = await visitor.open();
  const plain = await ranking(page, { top: 8 });
  const mixed = await ranking(page, { top: 8, variety: 100 });
  assert.notDeepEqual(mixed, plain);
  await page.locator("#below").evaluate((p) => ((p.tabIndex = 0), p.focus()));
  await page.evaluate(() => window.privet.center());
  const dialog = page.getByRole("dialog", { name: "Your privacy" });
  await dialog.getByRole("slider", { name: "How mixed lists are" }).waitFor();
  await tabTo(page, "How mixed lists are");
  await page.keyboard.press("End");
  await dialog.getByText("Your choice counts from now on.").waitFor();
  assert.equal((await page.evaluate(() => window.privet.consent())).preferences.variety, 100);
  assert.deepEqual(await ranking(page, { top: 8 }), mixed);
  assert.deepEqual(await ranking(page, { top: 8, variety: 0 }), plain);

  const other = await visitor.open();
  assert.deepEqual(await ranking(other, { top: 8 }), mixed);
  const { consent, receipts } = await other.evaluate(() => window.privet.export());
  assert.deepEqual([consent.granted, consent.preferences, receipts], [["context"], { variety: 100 }, []]);
  await other.evaluate(() => window.privet.grant("region"));
  assert.equal((await other.evaluate(() => window.privet.revoke("region"))).preferences.variety, 100);

  await dialog.getByRole("button", { name: "As the shop does it" }).click();
  await eventually(other, async () => (await window.privet.consent()).preferences.variety === undefined);
  for (const tab of [page, other]) assert.deepEqual(await ranking(tab, { top: 8 }), plain);
  await page.evaluate(() => window.privet.forget("all"));
  await eventually(page, async () => !(await indexedDB.databases()).length);
  assert.deepEqual(page.errors, []);
  await visitor.context.close();
});

test("what was shown is told, in one line, and can be deleted one by one or whole", async () => {
  const visitor = await world.visitor();
  const page = await visitor.open();
  await page.evaluate(() => window.privet.grant("prediction"));
  await eventually(page, async () => (await window.privet.events()).length === 8);
  await page.evaluate(() => window.privet.center());
  const dialog = page.getByRole("dialog", { name: "Your privacy" });
  await dialog.getByText("You were shown 8 things").click();
  const line = dialog.getByRole("button", { name: /^Delete: You were shown “/ }).first();
  const said = await line.getAttribute("aria-label");
  await line.click();
  await dialog.getByText("You were shown 7 things").waitFor();
  assert.ok(
    await dialog
      .getByRole("button", { name: /^Delete: You were shown “/ })
      .first()
      .isVisible(),
    "still open",
  );
  assert.equal(await dialog.getByRole("button", { name: said }).count(), 0);
  await dialog.getByRole("button", { name: "Delete these: What you take or leave" }).click();
  await dialog.getByText("Nothing. Nobody here remembers anything about you.").waitFor();
  assert.deepEqual(page.errors, []);
  await visitor.context.close();
});

test("why: what a dismissed item would be without that, and what list it would be in", async () => {
  const visitor = await world.visitor();
  const page = await visitor.open();
  const best = await page.evaluate(async () => {
    const { items } = await window.privet.rank({ top: 1 });
    await window.privet.grant("history");
    await window.privet.observe("dismiss", items[0].item.id);
    return items[0].item;
  });
  const { position, contributions } = await page.evaluate(
    (id) => window.privet.explain(id, { counterfactual: 16 }),
    best.id,
  );
  assert.equal(position, 0);
  const hidden = contributions.find(({ source }) => source === "hidden");
  assert.deepEqual([hidden.amount, hidden.without], [0, 1]);
  assert.ok(contributions.filter(({ source }) => source !== "hidden").every(({ without }) => without === null));

  await page.evaluate((id) => void window.privet.why(id, document.querySelector("h1")), best.id);
  const why = page.getByRole("dialog", { name: `Why “${best.title}”?` });
  await why.getByText("It would not be in this list.").waitFor();
  await why.getByText("Without this it would be number 1.").waitFor();
  await why.getByRole("button", { name: "Forget this: You do not want it" }).click();
  await why.getByText("Place 1 in a list").waitFor();
  assert.deepEqual(page.errors, []);
  await visitor.context.close();
});
