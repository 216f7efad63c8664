import assert from "node:assert/strict";
import { test } from "node:test";
import { notFor } from "./browser.mjs";
import { eventually, nothingWritten, useWorld, written } from "./visit.mjs";

const world = useWorld();

/** Adds up layout shifts that no click caused. */
const measureShifts = () => {
  window.shifts = 0;
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) if (!shift.hadRecentInput) window.shifts += shift.value;
  }).observe({ type: "layout-shift", buffered: true });
};

// Tall windows: a shift counts only where it can be seen.
const desktop = { viewport: { width: 1280, height: 2000 } };
const phone = { viewport: { width: 390, height: 2000 }, isMobile: true, hasTouch: true };

/** Titles of a row, the home page's first one by default. */
const row = (page, name = "home") => page.locator(`privet-slot[name=${name}] .card-title`).allTextContents();

/** Waits until a slot is in an order that the browser made. */
const ranked = (page, name = "home") =>
  eventually(page, (name) => document.querySelector(`privet-slot[name=${name}][ranked]`), name);

/** Opens an item by way of its category, as a visitor does, and stays until the shop says what it knows: `known` things. */
async function look(page, category, n, known) {
  await page.goto(`/c/${category}`);
  await ranked(page, "shelf");
  await page.locator(".cards-list .card-link").nth(n).click();
  await remembers(page, known);
}

/** Waits until the shop says how many things it remembers; 0 where it asks whether it may. */
function remembers(page, known) {
  return eventually(
    page,
    (says) => document.querySelector("#memory[data-state]")?.innerText.includes(says),
    known ? `So far ${known} thing` : "Lists can suit you",
  );
}

async function home(page) {
  await page.goto("/");
  await ranked(page);
  return row(page);
}

for (const [device, options] of Object.entries({ desktop, phone }))
  test(`on a ${device}, looking at lanterns changes the home page, which says why; deleting one changes it back`, async () => {
    const visitor = await world.visitor({ prepare: measureShifts, ...options });
    const page = await visitor.open("/");
    await eventually(page, () => document.querySelector("#memory").dataset.state === "ask");
    const everyones = await row(page);
    assert.equal(everyones.length, 8);

    await page.getByRole("button", { name: "Choose" }).first().click();
    for (const name of ["This visit", "Earlier visits"]) await page.getByRole("switch", { name }).check();
    assert.deepEqual(await written(page), nothingWritten);
    await page.getByRole("button", { name: "Save my choice" }).click();
    await eventually(page, () => document.querySelector("#memory").dataset.state === "on");

    await look(page, "lanterns", 0, 1);
    await look(page, "lanterns", 1, 2);
    const two = await home(page);
    assert.notDeepEqual(two, everyones);
    assert.equal(await page.textContent("#for-you"), "Picked for you");
    assert.ok(two.filter((title) => title.startsWith("Lanterns")).length > 4, `lanterns first: ${two}`);

    await look(page, "mugs", 0, 3);
    const seen = await page.textContent("h1");
    const three = await home(page);
    assert.notDeepEqual(three, two);

    await page.locator("[data-why]").first().click();
    assert.match(await page.locator("privet-why dialog").innerText(), /You looked at “Lanterns \d+”/);
    await page.keyboard.press("Escape");

    await page.click("#privacy");
    const line = page.locator("privet-center .event", { hasText: `“${seen}”` });
    await line.getByRole("button", { name: /Delete/ }).click();
    await line.waitFor({ state: "detached" });
    await page.keyboard.press("Escape");
    await eventually(
      page,
      (before) => document.querySelector("privet-slot .card-title").textContent === before,
      two[0],
    );
    assert.deepEqual(await row(page), two);

    await ranked(page, "recent");
    assert.equal((await row(page, "recent")).length, 2);
    assert.deepEqual((await row(page, "continue")).sort(), (await row(page, "recent")).sort());
    assert.equal(await page.evaluate(() => window.shifts), 0);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "wider than the window");
    assert.deepEqual(page.errors, []);
    await visitor.context.close();
  });

for (const [device, options] of Object.entries({ desktop, phone }))
  test(`on a ${device}, an item's page shows what goes with it and what is bought with it, and nothing moves`, async () => {
    const visitor = await world.visitor({ prepare: measureShifts, ...options });
    const page = await visitor.open("/i/I4");
    for (const [name, strategy] of Object.entries({ similar: "similar", together: "together" })) {
      await ranked(page, name);
      const expected = await page.evaluate(
        async (strategy) =>
          (await window.privet.rank({ strategy, about: ["I4"], top: 4, slot: strategy })).items.map(
            ({ item }) => item.title,
          ),
        strategy,
      );
      assert.deepEqual(await row(page, name), expected);
      assert.ok(!expected.includes(await page.textContent("h1")));
    }
    await page.getByRole("heading", { name: "Bought together" }).waitFor();
    await page.locator("privet-slot[name=together] [data-why]").first().click();
    assert.match(await page.locator("privet-why dialog").innerText(), /It goes with “Lanterns 4”/);
    assert.equal(await page.evaluate(() => window.shifts), 0);
    assert.deepEqual(page.errors, []);
    await visitor.context.close();
  });

test("a shelf is in the visitor's own order, over all of its pages", async () => {
  const visitor = await world.visitor({ prepare: measureShifts });
  const page = await visitor.open("/all");
  const pages = async () => {
    const titles = [];
    for (const address of ["/all", "/all/2", "/all/3"]) {
      await page.goto(address);
      await ranked(page, "shelf");
      titles.push(...(await row(page, "shelf")));
    }
    return titles;
  };
  const before = await pages();
  assert.equal(new Set(before).size, 64);
  await page.evaluate(async () => {
    await window.privet.grant("history");
    for (const id of ["I1", "I5", "I9"]) await window.privet.observe("buy", id);
  });
  const after = await pages();
  assert.notDeepEqual(after, before);
  assert.equal(new Set(after).size, 64);
  await page.goto("/c/mugs");
  await ranked(page, "shelf");
  assert.ok((await row(page, "shelf")).every((title) => title.startsWith("Mugs")));
  assert.equal(await page.evaluate(() => window.shifts), 0);
  await visitor.context.close();
});

test("what was done before a Yes is kept with it, but for what was taken back", async () => {
  const visitor = await world.visitor();
  const page = await visitor.open("/");
  await look(page, "mugs", 2, 0);
  await page.click("#add");
  await page.click("#like");
  await eventually(page, () => document.querySelector("#basket-count").textContent === "1");
  assert.match(await page.textContent("#toast"), /until you leave this page/);
  assert.deepEqual(await written(page), nothingWritten);

  const pressed = (id, on) => eventually(page, ([id, on]) => document.querySelector(id).ariaPressed === on, [id, on]);
  for (const [id, on] of [
    ["#dismiss", "true"],
    ["#dismiss", "false"],
    ["#like", "true"],
  ]) {
    await page.click(id);
    await pressed(id, on);
  }
  await page.getByRole("button", { name: "Yes, please" }).click();
  await remembers(page, 3);
  await page.reload();
  await eventually(page, () => document.querySelector("#basket-count").textContent === "1");
  assert.equal(await page.getAttribute("#like", "aria-pressed"), "true");

  await page.click("#dismiss"); // takes the liking back
  await eventually(page, () => document.querySelector("#dismiss").ariaPressed === "true");
  assert.equal(await page.getAttribute("#like", "aria-pressed"), "false");
  const kinds = await page.evaluate(async () => (await window.privet.events()).map(({ kind }) => kind));
  assert.deepEqual(kinds, ["view", "add", "view", "dismiss"]);
  await page.click("#basket");
  await page.locator("#basket-lines button").click();
  await eventually(page, () => document.querySelector("#basket-count").textContent === "0");
  assert.deepEqual(page.errors, []);
  await visitor.context.close();
});

// The criteria of cookieconsent's issue 811, which whoever keeps consent may follow.
test("where the browser says no for its visitor, nobody asks, nothing is written, and whoever comes to choose may", async () => {
  const visitor = await world.visitor({
    prepare: () => Object.defineProperty(navigator, "globalPrivacyControl", { value: true }),
  });
  const page = await visitor.open("/");
  await eventually(page, () => document.querySelector("#memory").dataset.state === "gpc");
  assert.equal(await page.getByRole("button", { name: "Yes, please" }).count(), 0, "no banner");
  assert.equal((await page.evaluate(() => window.privet.consent())).signal, "gpc");
  await page.goto("/c/mugs");
  await page.locator(".cards-list .card-link").nth(2).click();
  await page.waitForURL("**/i/*");
  await eventually(page, () => document.querySelector("#memory").dataset.state === "gpc");
  assert.deepEqual(await written(page), nothingWritten);

  await page.getByRole("button", { name: "Choose yourself" }).click();
  await page.getByRole("switch", { name: "Earlier visits" }).check();
  assert.deepEqual(await written(page), nothingWritten);
  await page.getByRole("button", { name: "Save my choice" }).click();
  await remembers(page, 1);
  const { granted, signal } = await page.evaluate(() => window.privet.consent());
  assert.deepEqual(granted, ["context", "history"]);
  assert.equal(signal, undefined, "an explicit choice wins");
  const receipts = await page.evaluate(() => window.privet.receipts());
  assert.equal(receipts.at(-1)["privet:signal"], "gpc", "and its receipt says over what");
  await page.reload();
  await remembers(page, 2);

  await page.evaluate(() => window.privet.forget("all"));
  await eventually(page, () => document.querySelector("#memory").dataset.state === "gpc");
  assert.deepEqual(await written(page), nothingWritten);
  assert.deepEqual(page.errors, []);
  await visitor.context.close();
});

test("pictures tell the server nothing: every page asks for the same files", async () => {
  const visitor = await world.visitor();
  const before = await visitor.open("/");
  await before.getByRole("button", { name: "Yes, please" }).click();
  await eventually(before, () => document.querySelector("#memory").dataset.state === "on");
  await look(before, "lanterns", 3, 1);
  const after = await visitor.open("/");
  await eventually(after, () => document.querySelector("privet-slot[name=recent][ranked] use"));
  const files = (page) => page.requests.filter((path) => /^\/shop\//.test(path));
  assert.deepEqual([...new Set(files(after))].sort(), [...new Set(files(before))].sort());
  await visitor.context.close();
});

for (const [without, options] of Object.entries({
  script: { javaScriptEnabled: false },
  WebAssembly: { prepare: () => delete window.WebAssembly },
  "the SDK": { alter: { "privet.js": () => undefined } },
}))
  test(
    `without ${without} the shop is the shop, in its default order`,
    { skip: without === "script" && notFor({ firefox: "its driver cannot switch scripts off" }) },
    async () => {
      const visitor = await world.visitor(options);
      const page = await visitor.open("/");
      const titles = await row(page);
      assert.equal(titles.length, 8);
      assert.equal(await page.locator("privet-slot[name=home] .picture use").count(), 8);
      for (const heading of ["Carry on where you were", "Recently viewed"])
        assert.equal(await page.getByRole("heading", { name: heading }).count(), 0, heading);
      await page.locator("privet-slot .card-link").first().click();
      await page.waitForURL("**/i/*"); // and its styles, which say what is to be seen
      assert.equal(await page.textContent("h1"), titles[0]);
      assert.equal(await page.locator("privet-slot[name=similar] .card").count(), 4);
      assert.equal(await page.getByRole("heading", { name: "Bought together" }).count(), 0);
      // The page's own script decides, and may still be on its way.
      await page.locator("#add").waitFor({ state: without === "WebAssembly" ? "visible" : "hidden" });
      if (without !== "the SDK") assert.deepEqual(page.errors, []); // a file that is missing is an error by itself
      await visitor.context.close();
    },
  );
