// `privet dev` on the small shop, as who works on a site has it: what is changed is shown, and the inspector tells what
// Privet.explain tells, supposes what one likes, and neither keeps anything nor moves the page.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launch } from "./browser.mjs";
import { developSite } from "./site.mjs";
import { eventually, home, nothingWritten, readAll, style, written } from "./visit.mjs";

let site, browser;

const order = `<privet-order now name="shelf"><ul data-items>${[40, 8, 4, 0, 12].map((i) => `<li data-id="I${i}">Lantern ${i}</li>`).join("")}</ul></privet-order>`;
const page = home
  .replaceAll("/test/", "/")
  .replace("<title>", '<meta name="viewport" content="width=device-width"><title>')
  .replace("<privet-slot>", '<privet-slot name="home">');

before(async () => {
  [site, browser] = await Promise.all([
    developSite({ "index.html": `${page}${order}`, "style.css": style, "module.html": asModule(page) }),
    launch(),
  ]);
});
after(async () => {
  await browser?.close();
  await site?.stop();
});

/** The page of a site that uses the module, and keeps it to itself. */
function asModule(page) {
  return page.replace(
    '<script src="/privet/privet.js" defer></script>',
    '<script type="module" src="/use.mjs"></script>',
  );
}

/** Notes what of the page itself moved, also by a click. What moves in the panel, by its own controls, is no part of it. */
const measureShifts = () => {
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const { node } of list.getEntries().flatMap(({ sources }) => sources))
      if (node?.getRootNode() === document) window.shifts.push(node.outerHTML);
  }).observe({ type: "layout-shift", buffered: true });
};

/** Where everything of the page is. */
const places = (page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("h1, privet-slot, privet-slot *, #below, privet-order li")].map((e) =>
      JSON.stringify(e.getBoundingClientRect()),
    ),
  );

/** As strict as the demo's pages. */
const csp =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'; img-src 'self'; " +
  "require-trusted-types-for 'script'; trusted-types 'none'";

/** Opens a page of the site, under a strict policy, in a browser profile of its own. */
async function open(path = "/", options = {}) {
  const context = await browser.newContext({
    baseURL: site.origin,
    viewport: { width: 1280, height: 900 },
    ...options,
  });
  await context.addInitScript(measureShifts);
  await context.route(
    (url) => url.pathname === path,
    async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, headers: { ...response.headers(), "content-security-policy": csp } });
    },
  );
  const opened = await context.newPage();
  const errors = [];
  opened.on("pageerror", (error) => errors.push(String(error)));
  opened.on("console", (said) => /policy|trusted/i.test(said.text()) && errors.push(said.text()));
  await opened.goto(path);
  await eventually(opened, () => document.querySelector("privet-slot[ranked]"));
  return Object.assign(opened, { errors });
}

/** Opens the inspector by the keyboard, and waits for its first list. */
async function inspect(page) {
  await page.keyboard.press("Alt+Shift+P");
  const panel = page.getByRole("region", { name: "Privet inspector" });
  await panel.locator("ol li").first().waitFor();
  return panel;
}

/** Ids and scores of a list in the panel: 0 is as it is, 1 what would be. */
const column = (panel, n = 0) =>
  panel
    .locator("ol")
    .nth(n)
    .locator("li")
    .evaluateAll((all) => all.map((li) => [li.dataset.id, Number(li.querySelector(".score").textContent)]));

const unfold = (panel, name) => panel.locator("summary", { hasText: name }).click();
const status = (page) => page.getByRole("status").textContent();

test("a change of the page, and one of the rules, are shown at once; what is wrong with one is told, and goes", async () => {
  const opened = await open();
  const reloaded = () => opened.waitForEvent("load", { timeout: 120_000 });
  let load = reloaded();
  await site.write("site/index.html", `${page.replace("<h1>Shop</h1>", "<h1>Another shop</h1>")}${order}`);
  await load;
  assert.equal(await opened.locator("h1").textContent(), "Another shop");

  await site.write("rules.yaml", "version: 1\nrules:\n  - {name: wrong, boots: 1}\n");
  await eventually(opened, () =>
    [...document.querySelectorAll("div")].some((e) => e.shadowRoot?.textContent.includes("rules.yaml")),
  );
  assert.match(await status(opened), /stays as it was:[^]*rules\.yaml:3/);
  await opened.reload(); // the error is told to who comes later, too
  await opened.getByRole("status").waitFor();
  assert.match(await status(opened), /rules\.yaml:3/);

  load = reloaded();
  await site.write("rules.yaml", "version: 1\nrules:\n  - {name: first, pin: 1, where: {id: I44}, slots: [home]}\n");
  await load;
  await eventually(opened, () => document.querySelector("privet-slot[ranked] b")?.textContent === "Lanterns 44");
  assert.equal(await opened.getByRole("status").count(), 0);
  const panel = await inspect(opened);
  await panel.getByRole("button", { name: "Lanterns 44" }).click();
  assert.match(await panel.locator(".why").textContent(), /rule · first/);
  assert.deepEqual(opened.errors, []);
  await opened.context().close();
});

test("the panel has every list as the page has it, with scores, and says what explain() says", async () => {
  const opened = await open();
  await opened.evaluate(async () => {
    await window.privet.grant("history", "context");
    for (const id of ["I0", "I4", "I1"]) await window.privet.observe("view", id);
  });
  const panel = await inspect(opened);
  const ranked = (options) =>
    opened.evaluate(
      async (o) => (await window.privet.rank(o)).items.map(({ item, score }) => [item.id, score]),
      options,
    );
  assert.deepEqual(await column(panel), await ranked({ top: 8, slot: "home" }));
  const shown = await opened.locator("privet-slot b").allTextContents();
  assert.deepEqual(await panel.locator("ol button").allTextContents(), shown);

  const [[id]] = await column(panel);
  await panel.locator(`[data-id=${id}] button`).click();
  const { contributions, score, position } = await opened.evaluate(
    (id) => window.privet.explain(id, { top: 8, slot: "home", counterfactual: 16 }),
    id,
  );
  const bars = await panel.locator(".why li").evaluateAll((all) => all.map((li) => Number(li.dataset.amount)));
  assert.deepEqual(
    bars,
    contributions.map(({ amount }) => amount),
  );
  assert.equal(
    bars.reduce((a, b) => a + b),
    score,
  );
  const said = await panel.locator(".why").innerText();
  assert.ok(said.includes(`Place ${position}, score ${score}`), said);
  for (const { source, without } of contributions) {
    assert.ok(said.includes(source));
    if (without) assert.ok(said.includes(`without: ${without}`), said);
  }

  await panel.getByRole("combobox", { name: "List" }).selectOption({ index: 1 });
  const candidates = ["I40", "I8", "I4", "I0", "I12"];
  assert.deepEqual(await column(panel), await ranked({ top: 5, slot: "shelf", candidates }));
  assert.deepEqual(
    (await column(panel)).map(([id]) => id),
    await opened.locator("privet-order li").evaluateAll((all) => all.map((li) => li.dataset.id)),
  );
  await unfold(panel, "Time and size");
  const figures = await panel.locator("table").allInnerTexts();
  for (const part of ["fetch", "load", "rank", "draw"]) assert.match(figures[0], new RegExp(`${part}.*\\d`));
  for (const file of ["manifest.json", "catalog.", "texts.", "engine.", "privet.js"])
    assert.ok(figures[1].includes(file), file);
  assert.deepEqual(opened.errors, []);
  await opened.context().close();
});

test("what if: other purposes, another moment, another past; the page stays, nothing is written, nothing moves", async () => {
  const opened = await open();
  const asItIs = await opened.locator("privet-slot b").allTextContents();
  await opened.evaluate(() => window.privet.observe("view", "I2")); // allowed by nothing, and held in memory
  await eventually(opened, () => document.querySelector("privet-order[ranked]"));
  await opened.evaluate(() => (window.shifts = [])); // the order moves by itself, with "now"
  const stood = await places(opened);
  const panel = await inspect(opened);
  const before = await column(panel);

  await unfold(panel, "History");
  await panel.getByRole("searchbox").fill("mugs");
  await panel.getByRole("button", { name: "+ Mugs 1", exact: true }).click();
  assert.deepEqual(
    (await column(panel, 1)).map(([id]) => id),
    before.map(([id]) => id),
    "no purpose lets it count",
  );
  await unfold(panel, "Purposes");
  await panel.getByRole("switch", { name: "history" }).check();
  const mugs = (list) => list.filter(([id]) => Number(id.slice(1)) % 4 === 1).length;
  const after = await column(panel, 1);
  assert.ok(mugs(after) > mugs(before), `${after}`);
  assert.deepEqual(await column(panel), before);
  assert.ok(
    (await panel.locator("li.moved em").allTextContents()).every((said) => /^(new|up \d+|down \d+)$/.test(said)),
  );
  const brought = panel.locator("label", { has: opened.getByRole("switch", { name: "history" }) }).locator("output");
  await panel.locator("ol").nth(1).locator("button").first().click();
  const items = panel.locator("ol").nth(1).locator("li");
  let sum = 0;
  for (let i = 0; i < (await items.count()); i++) {
    const picked = items.nth(i).locator("button");
    if ((await picked.getAttribute("aria-pressed")) === "false") await picked.click();
    const reasons = panel.locator(".why").nth(1).locator("li", { hasText: "purpose: history" });
    for (const amount of await reasons.evaluateAll((all) => all.map((li) => Number(li.dataset.amount)))) sum += amount;
  }
  assert.equal(Number(await brought.textContent()), sum);

  // The longer ago, the less it says; the more often, the more.
  await panel.locator("ol").nth(1).locator("[data-id=I53] button").click();
  const reason = panel.locator(".why").nth(1).locator("li", { hasText: "item · Mugs 1" });
  const says = async () => Number(await reason.getAttribute("data-amount"));
  const [times, ago] = [panel.getByLabel("How many times"), panel.getByLabel("How long ago")];
  const now = await says();
  await ago.fill("9");
  const once = await says();
  assert.ok(0 < once && once < now, `${once}, just now ${now}`);
  await times.fill("20");
  assert.ok((await says()) > once);

  await unfold(panel, "Context");
  await panel.getByRole("switch", { name: "context" }).check();
  await panel.getByRole("combobox", { name: "category" }).selectOption("Garden");
  await panel.locator("ol").nth(1).locator("button").first().click();
  const garden = await column(panel, 1);
  assert.ok(garden.filter(([id]) => Number(id.slice(1)) % 4 === 2).length > 0, `${garden}`);

  await panel.getByRole("button", { name: "× Mugs 1" }).click();
  for (const name of ["history", "context"]) await panel.getByRole("switch", { name }).uncheck();
  assert.deepEqual(await opened.locator("privet-slot b").allTextContents(), asItIs);
  const real = await opened.evaluate(async () => (await window.privet.rank({ top: 8, slot: "home" })).items);
  assert.deepEqual(
    real.map(({ item, score }) => [item.id, score]),
    before,
  );
  assert.deepEqual(await opened.evaluate(() => window.privet.events()), []);
  assert.deepEqual(await written(opened), nothingWritten);
  assert.deepEqual(await places(opened), stood);
  assert.deepEqual(await opened.evaluate(() => window.shifts), []);
  assert.deepEqual(opened.errors, []);
  await opened.context().close();
});

test("what is kept stays byte for byte, whatever is supposed", async () => {
  const opened = await open();
  await opened.evaluate(async () => {
    await window.privet.grant("history", "session");
    await window.privet.observe("view", "I3");
  });
  const panel = await inspect(opened);
  const kept = JSON.stringify(await readAll(opened));
  const real = await column(panel);
  await unfold(panel, "Purposes");
  for (const name of ["history", "session"]) await panel.getByRole("switch", { name }).uncheck();
  const without = await column(panel, 1);
  assert.notDeepEqual(without, real);
  assert.equal(JSON.stringify(await readAll(opened)), kept);
  assert.deepEqual((await opened.evaluate(() => window.privet.consent())).granted.sort(), [
    "context",
    "history",
    "session",
  ]);
  const ranked = await opened.evaluate(async () => (await window.privet.rank({ top: 8, slot: "home" })).items);
  assert.deepEqual(
    ranked.map(({ item, score }) => [item.id, score]),
    real,
  );
  await opened.context().close();
});

test("a keyboard and a screen reader are enough, and axe-core finds nothing", async () => {
  const axe = await readFile(new URL(import.meta.resolve("axe-core/axe.min.js")), "utf8");
  const opened = await open("/", { reducedMotion: "reduce" });
  const opener = opened.getByRole("button", { name: "Privet", exact: true });
  assert.equal(await opener.getAttribute("aria-expanded"), "false");
  const panel = await inspect(opened);
  assert.equal(await opener.getAttribute("aria-expanded"), "true");
  for (const name of ["Purposes", "Context", "History", "Time and size"]) await unfold(panel, name);
  await panel.getByRole("searchbox").fill("lanterns");
  await panel.locator(".chips button").first().click();
  await panel.locator("ol button").nth(2).focus();
  await opened.keyboard.press("Enter");
  assert.equal(await panel.locator("ol [aria-pressed=true]").count(), 2, "in both columns");
  assert.ok(
    await panel
      .locator("ol button")
      .nth(2)
      .evaluate((e) => e.matches(":focus")),
    "the keyboard stays where it was",
  );
  await opened.evaluate(axe);
  const violations = await opened.evaluate(async () => {
    const host = [...document.querySelectorAll("body > div")].find((e) => e.shadowRoot?.querySelector("section"));
    const { violations } = await window.axe.run(host);
    return violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]);
  });
  assert.deepEqual(violations, []);
  await opened.keyboard.press("Escape");
  assert.equal(await panel.count(), 0);
  assert.ok(await opener.evaluate((e) => e.matches(":focus")));
  await opened.context().close();
});

test("a site that keeps the module to itself is inspected too", async () => {
  await site.write("site/use.mjs", 'import { init } from "/privet/privet.mjs"; init({ category: "Mugs" });');
  const opened = await open("/module.html");
  const panel = await inspect(opened);
  assert.equal((await column(panel)).length, 8);
  assert.equal(await opened.evaluate(() => window.privet), undefined);
  await opened.context().close();
});

for (const [name, viewport] of Object.entries({
  desktop: { width: 1280, height: 900 },
  phone: { width: 390, height: 844 },
}))
  test(`on a ${name} all of it fits`, async () => {
    const opened = await open("/", { viewport });
    const panel = await inspect(opened);
    await unfold(panel, "Purposes");
    await unfold(panel, "History");
    await panel.getByRole("switch", { name: "session" }).check();
    await panel.getByRole("searchbox").fill("garden");
    await panel.locator(".chips button").first().click();
    await panel.locator("ol").nth(1).locator("button").first().click();
    const wide = await opened.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    const cut = await panel.evaluate((e) =>
      [...e.querySelectorAll("*")]
        .filter(
          (c) => c.scrollWidth > c.clientWidth + 1 && c.clientWidth && getComputedStyle(c).overflowX !== "visible",
        )
        .map((c) => c.outerHTML.slice(0, 80)),
    );
    assert.deepEqual([wide, cut], [false, []]);
    if (process.env.SCREENS) await opened.screenshot({ path: join(process.env.SCREENS, `inspector ${name}.png`) });
    await opened.context().close();
  });

test("the panel puts the tab into any arm of an experiment, of which nothing is counted, and takes it out again", async () => {
  const opened = await open();
  const reloaded = () => opened.waitForEvent("load", { timeout: 120_000 });
  const load = reloaded();
  await site.write(
    "rules.yaml",
    "version: 1\nexperiments:\n  - {name: Mixed, arms: [{name: usual, share: 50%}, {name: varied, share: 50%}]}\n",
  );
  await load;
  await opened.evaluate(() => window.privet.grant("history"));
  for (const [choice, arm] of [
    ["varied", "varied"],
    ["holdout", "holdout"],
    ["as it is drawn", undefined],
  ]) {
    await opened.keyboard.press("Alt+Shift+P");
    const panel = opened.getByRole("region", { name: "Privet inspector" });
    await panel.locator("summary", { hasText: "Experiments" }).click();
    const select = panel.getByLabel("Mixed");
    const load = reloaded();
    await select.selectOption({ label: choice });
    await load;
    await opened.evaluate(() => window.privet.ready);
    const mixed = (await opened.evaluate(() => window.privet.experiments())).Mixed;
    if (arm) assert.deepEqual([mixed.arm, mixed.since], [arm, undefined]);
    else assert.ok(mixed.since > 0);
    assert.equal(await opened.evaluate(() => sessionStorage.length), arm ? 1 : 0);
    await eventually(
      opened,
      (ranked) => document.querySelector("privet-slot").hasAttribute("ranked") === ranked,
      arm !== "holdout",
    );
  }
  assert.deepEqual(opened.errors, []);
  await opened.context().close();
});
