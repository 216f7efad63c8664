// <privet-order>: a list that is in the page already, in the visitor's order.
import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually, useWorld } from "./visit.mjs";

const world = useWorld();

/** A card that says which item it is, by its id or by a link. */
const card = (i) =>
  i % 2
    ? `<li class="card" data-id="I${i}"><b>I${i}</b> <input value="${i}"></li>`
    : `<li class="card"><a href="https://shop.example/item/I${i}/?utm_source=x"><b>I${i}</b></a> <input value="${i}"></li>`;

/** The first thirty items but for one that the catalog does not know, in a list that is twice as high as the window. */
const cards = Array.from({ length: 30 }, (_, i) => (i === 20 ? '<li class="card"><b>New!</b></li>' : card(i)));

function pageOf(attributes = "", { list = cards, head = "", css = "" } = {}) {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>List</title>
    <link rel="stylesheet" href="/test/order.css">${head}
    <script src="/privet/privet.js" defer></script>
    <h1>Shelf</h1>
    <privet-order ${attributes}><ul data-items class="${css}">
      ${list.join("\n      ")}
    </ul></privet-order>
    <p id="below">Below the list.</p>`;
}

const css = `privet-order { display: block } ul { padding: 0; display: grid; grid-template-columns: repeat(3, 1fr); gap: 10px }
  .card { list-style: none; height: 110px; position: relative } .tall .card:nth-child(even) { height: 160px }
  ul.columns { display: block; columns: 3 } .columns .card { break-inside: avoid } .columns .tall { height: 400px }
  ul.row { display: flex; overflow: auto hidden; width: 400px } .row .card { flex: none; width: 90px }
  ul.words { display: block } .words .card { display: inline-block; width: 30%; height: 110px }`;

/** Adds up layout shifts, whatever caused them. */
const measureShifts = () => {
  window.shifts = 0;
  new PerformanceObserver((list) => {
    for (const { value } of list.getEntries()) window.shifts += value;
  }).observe({ type: "layout-shift", buffered: true });
};

const shifts = (page) =>
  page.evaluate(async () => {
    for (let i = 0; i < 2; i++) await new Promise((resolve) => requestAnimationFrame(resolve)); // they are told after a frame
    return window.shifts;
  });
const order = (page) => page.locator(".card b").allTextContents();
const isMug = (id) => Number(id.slice(1)) % 4 === 1;
const usual = cards.map((_, i) => (i === 20 ? "New!" : `I${i}`));

/** A visitor who likes mugs, with a page that has a list. */
async function visit(page, options = {}) {
  const visitor = await world.visitor({
    pages: { "/test/order.html": page, "/test/order.css": css },
    prepare: measureShifts,
    viewport: { width: 800, height: 600 },
    ...options,
  });
  const first = await visitor.open();
  await first.evaluate(async () => {
    await window.privet.grant("history");
    for (const id of ["I1", "I5", "I9", "I29"]) await window.privet.observe("buy", id);
  });
  await first.close();
  const opened = await visitor.open("/test/order.html");
  return { visitor, page: opened };
}

const drawn = (page) => eventually(page, () => document.querySelector("privet-order[ranked]"));

/** What the engine says of the cards that the catalog knows. */
const wanted = (page) =>
  page.evaluate(
    async (candidates) => (await window.privet.rank({ candidates, top: 30 })).items.map(({ item }) => item.id),
    usual,
  );

test("what can be seen stays, what is below comes in the visitor's order, and nothing shifts", async () => {
  const { visitor, page } = await visit(pageOf());
  await drawn(page);
  const shown = await order(page);
  const seen = await page.evaluate(
    () =>
      [...document.querySelectorAll(".card")].filter((card) => card.getBoundingClientRect().top < innerHeight).length,
  );
  assert.ok(seen >= 12 && seen < 18, `cards on the screen: ${seen}`);
  assert.deepEqual(shown.slice(0, seen), usual.slice(0, seen));
  const below = (await wanted(page)).filter((id) => !usual.slice(0, seen).includes(id));
  assert.deepEqual(isMug(below[0]), true, "what is like what was bought comes first");
  assert.deepEqual(shown.slice(seen), below.toSpliced(20 - seen, 0, "New!"), "and what nobody knows keeps its place");
  assert.equal(await shifts(page), 0);
  assert.deepEqual(page.errors, []);
  await visitor.context.close();
});

test("with `now` all of it moves, but for the first ones that `keep` names", async () => {
  const { visitor, page } = await visit(pageOf('now keep="2"'));
  await drawn(page);
  const rest = (await wanted(page)).filter((id) => !["I0", "I1"].includes(id));
  assert.deepEqual(await order(page), ["I0", "I1", ...rest].toSpliced(20, 0, "New!"));
  await visitor.context.close();
});

test("an order that is there before the first paint is all of the list's, and shifts nothing", async () => {
  // A script waits until the list is in order, and the browser does not paint without it.
  let release;
  const held = new Promise((resolve) => (release = resolve));
  const visitor = await world.visitor({
    pages: {
      "/test/order.html": pageOf("", { head: '<script async blocking="render" src="/late.js"></script>' }),
      "/test/order.css": css,
    },
    prepare: measureShifts,
  });
  await visitor.context.route("**/late.js", async (route) => {
    await held;
    await route.fulfill({ body: "", contentType: "text/javascript" });
  });
  const page = await visitor.context.newPage();
  await page.addInitScript(() => addEventListener("privet-draw", () => fetch("/drawn"), { once: true }));
  await page.route("**/drawn", (route) => {
    release();
    return route.fulfill({ body: "" });
  });
  await page.goto("/test/order.html");
  await drawn(page);
  assert.deepEqual(await order(page), (await wanted(page)).toSpliced(20, 0, "New!"));
  assert.equal(await shifts(page), 0);
  await visitor.context.close();
});

test("the very elements are moved: what listens to them, what is typed and the keyboard stay with them", async () => {
  for (const without of ["", "moveBefore"]) {
    const { visitor, page } = await visit(pageOf(), {
      prepare: without
        ? () => ["Element", "Document", "DocumentFragment"].map((it) => delete window[it].prototype.moveBefore)
        : undefined,
    });
    await drawn(page);
    const before = await order(page);
    await page.evaluate(async () => {
      window.clicks = [];
      window.moved = [...document.querySelectorAll(".card")];
      for (const card of window.moved)
        card.addEventListener("click", () => window.clicks.push(card.textContent.trim()));
      const field = document.querySelector("[data-id=I27] input");
      field.focus({ preventScroll: true });
      field.value = "typed";
      const frame = document.createElement("iframe");
      document.querySelector("[data-id=I29]").append(frame);
      window.frame = frame.contentWindow;
      frame.contentWindow.mark = 1;
      const drawn = new Promise((resolve) => document.addEventListener("privet-draw", resolve, { once: true }));
      for (const id of ["I26", "I22", "I18"]) await window.privet.observe("buy", id);
      await drawn;
    });
    await eventually(
      page,
      (before) => [...document.querySelectorAll(".card b")].map((b) => b.textContent).join() !== before,
      before.join(),
    );
    const after = await order(page);
    assert.deepEqual([...after].sort(), [...before].sort());
    const kept = await page.evaluate(() => ({
      same: [...document.querySelectorAll(".card")].every((card) => window.moved.includes(card)),
      field: document.activeElement.closest(".card")?.dataset.id,
      value: document.activeElement.value,
      scrolled: scrollY,
      mark: document.querySelector("[data-id=I29] iframe").contentWindow?.mark,
    }));
    const frame = kept.mark;
    delete kept.mark;
    assert.deepEqual(kept, { same: true, field: "I27", value: "typed", scrolled: 0 }, without);
    if (!without) assert.equal(frame, 1, "a frame is not loaded anew");
    await page.locator("[data-id=I29] b").click();
    assert.equal((await page.evaluate(() => window.clicks)).length, 1);
    assert.deepEqual(page.errors, []);
    await visitor.context.close();
  }
});

test("where others would be moved, in columns, nothing is; what a row hides at its side may change; spaces stay between words", async () => {
  const tall = cards.map((one, i) => (i % 4 === 1 ? one.replace('class="card"', 'class="card tall"') : one));
  for (const [css, list, moves] of [
    ["columns", tall, false],
    ["row", cards, true],
    ["words", cards, true],
    ["tall", cards, true],
  ]) {
    const { visitor, page } = await visit(pageOf("", { css, list }));
    await eventually(page, () => document.querySelector("privet-order .privet-why"));
    const shown = await order(page);
    if (moves) assert.notDeepEqual(shown, usual, css);
    else assert.deepEqual(shown, usual, css);
    assert.equal(await page.locator("privet-order[ranked]").count(), moves ? 1 : 0);
    const onScreen = css === "row" ? 4 : 6;
    assert.deepEqual(shown.slice(0, onScreen), usual.slice(0, onScreen), css);
    assert.equal(await shifts(page), 0, css);
    if (css === "words") {
      const spaces = await page.evaluate(() =>
        [...document.querySelector("ul").childNodes].map((node, i) => node.nodeType === (i % 2 ? 1 : 3)),
      );
      assert.ok(spaces.every(Boolean), "words and spaces by turns");
    }
    await visitor.context.close();
  }
});

test("cards explain themselves, by their own button or a small one", async () => {
  const list = [...cards];
  list[1] = list[1].replace("<input", "<button data-why>Why?</button><input");
  const { visitor, page } = await visit(pageOf('why="Warum das?"', { list }));
  await drawn(page);
  assert.equal(await page.locator(".card > .privet-why").count(), 28, "not of the card that nobody knows");
  const own = page.locator("[data-id=I1] [data-why]");
  assert.equal(await own.getAttribute("aria-label"), "Warum das? Mugs 1");
  await own.click();
  assert.match(await page.locator("privet-why dialog").innerText(), /Mugs 1/);
  await visitor.context.close();
});

test("what is seen is noted with the place where it stands, and without chance where it had to stay", async () => {
  const { visitor, page } = await visit(pageOf());
  await drawn(page);
  await page.evaluate(() => window.privet.grant("prediction"));
  await eventually(page, async () => (await window.privet.events()).filter(({ kind }) => kind === "show").length >= 6);
  const shows = await page.evaluate(async () => (await window.privet.events()).filter(({ kind }) => kind === "show"));
  for (const { key, position, propensity } of shows) {
    assert.equal(key, usual[position - 1]);
    assert.equal(propensity, 1);
  }
  await visitor.context.close();
});

test("cards that come later are put in order too, an order that is held waits, and another one is made when it is asked for", async () => {
  const { visitor, page } = await visit(pageOf("hold now", { list: cards.slice(0, 10) }));
  await page.evaluate(() => window.privet.rank());
  assert.deepEqual(await order(page), usual.slice(0, 10));
  const change = (attribute, value) =>
    page.evaluate(
      async ([attribute, value]) => {
        const element = document.querySelector("privet-order");
        const drawn = new Promise((resolve) => document.addEventListener("privet-draw", resolve, { once: true }));
        if (value === null) element.removeAttribute(attribute);
        else element.setAttribute(attribute, value);
        await drawn;
      },
      [attribute, value],
    );
  await change("hold", null);
  const ten = await order(page);
  assert.notDeepEqual(ten, usual.slice(0, 10));
  await page.evaluate(async () => {
    const drawn = new Promise((resolve) => document.addEventListener("privet-draw", resolve, { once: true }));
    for (const id of ["I33", "I37"]) {
      const card = Object.assign(document.createElement("li"), { className: "card" });
      card.dataset.id = id;
      card.append(Object.assign(document.createElement("b"), { textContent: id }));
      document.querySelector("ul").append(card);
    }
    await drawn;
  });
  const all = await order(page);
  assert.equal(all.length, 12);
  assert.ok(all.indexOf("I33") < 10, `a mug that came later: ${all}`);
  await change("strategy", "recent");
  assert.deepEqual((await order(page)).slice(0, 3), ["I9", "I5", "I1"]);
  await page.evaluate(() => window.privet.forget("all"));
  await eventually(page, (first) => document.querySelector(".card b").textContent === first, "I0");
  assert.deepEqual(await order(page), [...usual.slice(0, 10), "I33", "I37"], "nothing is known: as the site has it");
  await visitor.context.close();
});

test("without WebAssembly, or with nothing that the catalog knows, the list stays as it is", async () => {
  const strange = cards.map((one) => one.replaceAll(/I\d+/g, "X"));
  for (const options of [{ prepare: () => delete window.WebAssembly }, { list: strange }, { list: [] }]) {
    const visitor = await world.visitor({
      pages: { "/test/order.html": pageOf("now", options), "/test/order.css": css },
      ...options,
    });
    const page = await visitor.open("/test/order.html");
    const before = await order(page);
    await page.evaluate(() => window.privet.rank());
    assert.deepEqual(await order(page), before);
    assert.equal(await page.locator("privet-order[ranked]").count(), 0);
    assert.deepEqual(page.errors, []);
    await visitor.context.close();
  }
});
