import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
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

test("the panel is used with the keyboard alone: choose, see, delete, close", async () => {
  const visitor = await world.visitor();
  const page = await visitor.open();
  const plain = await ranking(page, { top: 64 });
  await page.locator("#below").evaluate((p) => ((p.tabIndex = 0), p.focus()));
  await page.evaluate(() => window.privet.panel());
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
    assert.equal(await dialog.getByRole("checkbox", { name }).isChecked(), on, name);
  await tabTo(page, "Earlier visits");
  await page.keyboard.press("Space");
  await dialog.getByText("Your choice counts from now on.").waitFor();
  assert.deepEqual((await page.evaluate(() => window.privet.consent())).granted, ["context", "history"]);

  await page.evaluate(() => window.privet.observe("view", "I1"));
  const one = await ranking(page, { top: 64 });
  await page.evaluate(() => window.privet.observe("buy", "I2"));
  await dialog.getByText("You bought “Garden 2”").waitFor();
  await tabTo(page, "Delete: You bought “Garden 2”");
  await page.keyboard.press("Enter");
  await dialog.getByText("Deleted 1 thing.").waitFor();
  assert.deepEqual(await ranking(page, { top: 64 }), one);
  assert.equal(
    await page.evaluate(() => {
      let e = document.activeElement;
      while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
      return e.getAttribute("aria-label");
    }),
    "Delete: You looked at “Mugs 1”",
    "the keyboard stays in the list",
  );

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

test("the panel hands out a copy, deletes by purpose, and follows other tabs", async () => {
  const pages = {
    "/test/privacy.html": home.replace("<h1>Shop</h1>", "<h1>Privacy</h1><privet-panel></privet-panel>"),
  };
  const visitor = await world.visitor({ pages });
  const page = await visitor.open("/test/privacy.html");
  const panel = page.locator("privet-panel");
  await panel.getByRole("heading", { name: "What is known" }).waitFor();
  const other = await visitor.open();
  await other.evaluate(async () => {
    await window.privet.grant("history", "interests");
    await window.privet.observe("like", "I4");
    await window.privet.observe("declare", "category=Mugs");
  });
  await panel.getByText("You like “Lanterns 4”").waitFor();
  await panel.getByText("You are interested in Mugs").waitFor();

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    panel.getByRole("button", { name: "Download a copy" }).click(),
  ]);
  assert.equal(download.suggestedFilename(), "privet-profile.json");
  const copy = JSON.parse(await readFile(await download.path(), "utf8"));
  assert.deepEqual(copy, await page.evaluate(() => window.privet.export()));

  await panel.getByRole("button", { name: "Delete: What you tell" }).click();
  await panel.getByText("You are interested in Mugs").waitFor({ state: "detached" });
  await eventually(other, async () => (await window.privet.events()).length === 1);
  assert.deepEqual((await other.evaluate(() => window.privet.consent())).granted, ["context", "history", "interests"]);
  assert.deepEqual(page.errors, []);
  await visitor.context.close();
});

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
  const url = page.url();
  await card.getByRole("button", { name: `Why this? ${title}` }).click();
  const why = page.getByRole("dialog", { name: `Why “${title}”?` });
  await why.waitFor();
  assert.equal(page.url(), url, "the button must not follow the link around it");

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
