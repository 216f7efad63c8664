// Asking: when, how, and what comes of each answer.
import assert from "node:assert/strict";
import { test } from "node:test";
import { notFor } from "./browser.mjs";
import { eventually, home, nothingWritten, readAll, useWorld, written } from "./visit.mjs";

const world = useWorld();

const asking = home.replace("<h1>Shop</h1>", "<h1>Shop</h1><privet-consent></privet-consent>");
const pages = { "/test/asking.html": asking, "/test/soon.html": asking.replace("defer>", 'data-renew="10" defer>') };
const ALL = ["context", "session", "history", "interests", "region", "prediction"];
const DAY = 24 * 60 * 60 * 1000;

/** Adds up layout shifts, clicks or not. */
const measureShifts = () => {
  window.shifts = 0;
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) window.shifts += shift.value;
  }).observe({ type: "layout-shift", buffered: true });
};

const visit = (options = {}) => world.visitor({ pages, ...options });
const banner = (page) => page.getByRole("region", { name: "Lists that suit you?" });
const dialog = (page) => page.getByRole("dialog", { name: "What may your browser use?" });
/** What `read` says of each element. Playwright's evaluateAll crashes Firefox. */
const each = async (locator, read) => Promise.all((await locator.all()).map((element) => element.evaluate(read)));
const consent = (page) => page.evaluate(() => window.privet.consent());

test("yes, no and choosing weigh the same, silence is a no, and nothing moves", async () => {
  const visitor = await visit({ prepare: measureShifts });
  const page = await visitor.open("/test/asking.html");
  await banner(page).waitFor();
  const looks = await each(banner(page).getByRole("button"), (button) => {
    const { color, backgroundColor, borderColor, fontWeight, fontSize } = getComputedStyle(button);
    const { width, height } = button.getBoundingClientRect();
    return JSON.stringify({
      color,
      backgroundColor,
      borderColor,
      fontWeight,
      fontSize,
      width: Math.round(width),
      height,
    });
  });
  assert.equal(looks.length, 3);
  assert.equal(new Set(looks).size, 1, looks.join("\n"));
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "BODY", "it takes nobody's keyboard away");
  await page.reload();
  await banner(page).waitFor();
  assert.deepEqual(await written(page), nothingWritten);
  assert.deepEqual((await consent(page)).granted, ["context"]);
  assert.equal(await page.evaluate(() => window.shifts), 0);
  assert.deepEqual(page.errors, []);
  await visitor.context.close();
});

test("a no is kept with its receipt, and nobody asks again, in any tab", async () => {
  const visitor = await visit();
  const page = await visitor.open("/test/asking.html");
  const other = await visitor.open("/test/asking.html");
  await page.evaluate(() => window.privet.observe("view", "I1"));
  await banner(other).waitFor();
  await banner(page).getByRole("button", { name: "No, thank you" }).click();
  for (const tab of [page, other]) await banner(tab).waitFor({ state: "hidden" });
  const { granted, ask, chosen } = await consent(page);
  assert.deepEqual([granted, ask], [["context"], undefined]);
  assert.equal(chosen.until - chosen.at, 180 * DAY);
  assert.deepEqual((await readAll(page)).events, []);
  const [receipt] = await page.evaluate(() => window.privet.receipts());
  const processes = receipt["dpv:hasRecordOfActivity"]["dpv:hasProcess"];
  assert.deepEqual(
    processes.map((process) => process["dpv:hasConsentStatus"]["@type"]),
    ["dpv:ConsentGiven", ...Array(5).fill("dpv:ConsentRefused")],
  );
  assert.equal(await page.evaluate(() => window.privet.observe("view", "I1")), undefined);
  const later = await visitor.open("/test/asking.html");
  assert.equal(await banner(later).count(), 0);
  assert.ok(!later.requests.some((path) => /privet-ui/.test(path)), "what asks is not even loaded");
  await visitor.context.close();
});

test("a yes counts from the first look on this page, and only on this page", async () => {
  const visitor = await visit();
  const page = await visitor.open("/test/asking.html");
  await page.evaluate(() => window.privet.observe("view", "I1"));
  await page.reload();
  await page.evaluate(() => window.privet.observe("view", "I2"));
  await banner(page).getByRole("button", { name: "Yes, please" }).click();
  await eventually(page, async () => (await window.privet.events()).length);
  assert.deepEqual((await consent(page)).granted, ALL);
  const done = await page.evaluate(async () => (await window.privet.events()).filter(({ kind }) => kind !== "show"));
  assert.deepEqual(
    done.map(({ kind, key }) => [kind, key]),
    [["view", "I2"]],
  );
  await visitor.context.close();
});

test("one chooses each purpose, with all that it declares, by keyboard or not; Escape is no answer", async () => {
  const visitor = await visit();
  const page = await visitor.open("/test/asking.html");
  await banner(page).getByRole("button", { name: "Let me choose" }).click();
  await dialog(page).waitFor();
  const names = [
    "This moment",
    "This visit",
    "Earlier visits",
    "What you tell",
    "Part of the world",
    "What you take or leave",
  ];
  for (const [i, name] of names.entries())
    assert.equal(await dialog(page).getByRole("switch", { name }).isChecked(), i === 0, name);
  await page.keyboard.press("Escape");
  await dialog(page).waitFor({ state: "hidden" });
  assert.deepEqual(await written(page), nothingWritten);
  assert.ok(await banner(page).isVisible());

  await banner(page).getByRole("button", { name: "Let me choose" }).click();
  const history = dialog(page).getByRole("switch", { name: "Earlier visits" });
  await history.focus();
  await page.keyboard.press("Space");
  assert.ok(await history.isChecked());
  assert.equal(
    await page.evaluate(() => document.querySelector("privet-consent").shadowRoot.activeElement.id),
    "switch-history",
    "the keyboard stays where it was",
  );
  await dialog(page).getByText("More about this").nth(2).click();
  for (const said of [
    "What it looks at",
    "what you put into the basket",
    "In this browser, and nowhere else.",
    "180 days.",
  ])
    await dialog(page).getByText(said).filter({ visible: true }).first().waitFor();
  await dialog(page).getByRole("button", { name: "Receipt" }).click();
  await dialog(page).getByText("A note of what you chose").filter({ visible: true }).waitFor();
  await page.keyboard.press("Escape"); // the note alone
  await dialog(page).getByRole("button", { name: "All on" }).click();
  await dialog(page).getByRole("button", { name: "All off" }).click();
  await dialog(page).getByRole("switch", { name: "What you tell" }).check();
  await dialog(page).getByRole("button", { name: "Save my choice" }).click();
  await dialog(page).waitFor({ state: "hidden" });
  assert.deepEqual((await consent(page)).granted, ["interests"], "also what is on by default was switched off");
  assert.deepEqual(page.errors, []);
  await visitor.context.close();
});

test("trying shows two lists side by side, keeps nothing, and leaves the page's own lists alone", async () => {
  const visitor = await visit();
  const page = await visitor.open("/test/asking.html");
  const row = () => page.locator("privet-slot b").allTextContents();
  await eventually(page, () => document.querySelector("privet-slot[ranked]"));
  const before = await row();
  await page.evaluate(async () => {
    for (const id of ["I0", "I4", "I8"]) await window.privet.observe("like", id);
  });
  await page.evaluate(() => window.privet.ask());
  await dialog(page).getByText("Try it before you choose").click();
  const sides = async () => {
    const titles = await each(dialog(page).locator(".beside ol"), (list) =>
      [...list.querySelectorAll("li > span:first-child")].map((span) => span.textContent),
    );
    assert.equal(titles.length, 2);
    for (const side of titles) assert.equal(side.length, 5);
    return titles;
  };
  const [usual, off] = await sides();
  assert.deepEqual(off, usual, "with what is on by default this shop's list is the usual one");
  await dialog(page).getByRole("switch", { name: "Earlier visits" }).check();
  const [still, own] = await sides();
  assert.deepEqual(still, usual);
  assert.notDeepEqual(own, usual);
  assert.ok(own.filter((title) => title.startsWith("Lanterns")).length > 2, `the visitor likes lanterns: ${own}`);
  assert.ok(await dialog(page).getByText("new in the list").count());
  const [category] = await page.evaluate(async () => (await window.privet.shop()).categories);
  await dialog(page)
    .getByRole("button", { name: `For somebody who looked at ${category}` })
    .click();
  const [, others] = await sides();
  assert.ok(others.filter((title) => title.startsWith(category)).length > 2, `somebody likes ${category}: ${others}`);

  assert.deepEqual(await written(page), nothingWritten);
  assert.deepEqual(await row(), before);
  await dialog(page).getByRole("button", { name: "Back" }).click();
  await page.evaluate(() => {
    document.querySelector("privet-consent").shadowRoot.querySelector("[data-key=no]").click();
    return window.privet.ask(); // who asks while an answer is being kept is asked all the same
  });
  await banner(page).waitFor({ state: "hidden" });
  await dialog(page).getByRole("button", { name: "For you, after this visit" }).click();
  await dialog(page).getByText("You have not looked at anything").waitFor(); // a no drops what was looked at
  assert.deepEqual(page.errors, []);
  await visitor.context.close();
});

test(
  "an old choice is asked for again, keeps less the older it gets, and then nothing",
  { skip: notFor({ webkit: "its driver moves no clock" }) },
  async () => {
    const visitor = await visit();
    const page = await visitor.open("/test/soon.html");
    const start = Date.now();
    await banner(page).getByRole("button", { name: "Yes, please" }).click();
    await eventually(page, async () => (await window.privet.consent()).chosen);
    await page.evaluate(() => window.privet.observe("like", "I4"));
    const until = await page.evaluate(async () => (await window.privet.consent()).chosen.until);
    assert.ok(Math.abs(until - start - 10 * DAY) < 60_000);

    await visitor.context.clock.install({ time: start + 9 * DAY });
    const near = await visitor.open("/test/soon.html");
    assert.equal(await banner(near).count(), 0);
    assert.deepEqual(
      await near.evaluate(async () =>
        (await window.privet.events()).flatMap(({ kind, purposes }) => (kind === "show" ? [] : [[kind, purposes]])),
      ),
      [["like", ["history", "prediction"]]],
    );
    await visitor.context.clock.setSystemTime(start + 10 * DAY + 60_000);
    const after = await visitor.open("/test/soon.html");
    await banner(after).getByText("too old to count").waitFor();
    const { granted, ask } = await consent(after);
    assert.deepEqual([granted, ask], [["context"], "expired"]);
    assert.deepEqual(await after.evaluate(() => window.privet.events()), []);
    await after.clock.runFor(2000);
    await eventually(after, async () => {
      const open = indexedDB.open("privet");
      const db = await new Promise((resolve) => (open.onsuccess = () => resolve(open.result)));
      const count = db.transaction("events").objectStore("events").count();
      const n = await new Promise((resolve) => (count.onsuccess = () => resolve(count.result)));
      db.close();
      return n === 0;
    });
    assert.equal(
      (await after.evaluate(() => window.privet.receipts())).length,
      1,
      "what was chosen can still be shown",
    );
    await visitor.context.close();
  },
);

test(
  "a page that stays open forgets in time, without being loaded again",
  { skip: notFor({ webkit: "its driver moves no clock" }) },
  async () => {
    const visitor = await visit();
    await visitor.context.clock.install();
    const page = await visitor.open("/test/asking.html");
    await page.evaluate(async () => {
      await window.privet.choose(["session", "history"]);
      await window.privet.observe("view", "I4");
    });
    assert.deepEqual(await page.evaluate(async () => (await window.privet.events())[0].purposes), [
      "session",
      "history",
    ]);
    await page.clock.fastForward(36 * 60 * 1000);
    await eventually(page, async () => (await window.privet.events())[0].purposes.join() === "history");
    await page.clock.fastForward(181 * DAY);
    await eventually(page, async () => !(await window.privet.events()).length);
    await banner(page).getByText("too old to count").waitFor();
    await visitor.context.close();
  },
);

test("a purpose that means something else now is asked for again, and counts no longer until then", async () => {
  const newer = (body) =>
    Buffer.from(
      String(body).replace("history:{version:1", "history:{version:2").replace("[1,1,1,1,1,1]", "[1,1,2,1,1,1]"),
    );
  const visitor = await visit();
  const page = await visitor.open("/test/asking.html");
  await banner(page).getByRole("button", { name: "Yes, please" }).click();
  await eventually(page, async () => (await window.privet.consent()).chosen);
  await page.evaluate(() => window.privet.observe("like", "I4"));
  for (const script of ["privet.js", "privet-store.js", "privet-ui.js"]) visitor.alterations[`/${script}`] = newer;
  const next = await visitor.open("/test/asking.html");
  await banner(next).getByText("has changed since").waitFor();
  const { granted, ask } = await consent(next);
  assert.deepEqual([granted, ask], [ALL.filter((purpose) => purpose !== "history"), "changed"]);
  assert.ok(
    (await next.evaluate(() => window.privet.events())).some(({ purposes }) => purposes.includes("history")),
    "it waits for the answer",
  );
  await banner(next).getByRole("button", { name: "No, thank you" }).click();
  await eventually(next, async () => !(await window.privet.events()).length);
  assert.equal((await consent(next)).ask, undefined);
  await visitor.context.close();
});
