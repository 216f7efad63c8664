import assert from "node:assert/strict";
import { test } from "node:test";
import { hostile } from "./shop.mjs";
import { eventually, forged, home, useWorld } from "./visit.mjs";

const world = useWorld();
const drawn = (page) => eventually(page, () => document.querySelector("privet-slot[ranked]"));

test("a slot takes the place of its default items, as many as there were, in rank order", async () => {
  const visitor = await world.visitor();
  const page = await visitor.open();
  await drawn(page);
  const { shown, ranked } = await page.evaluate(async () => ({
    shown: [...document.querySelectorAll("privet-slot > a")].map((a) => ({
      title: a.querySelector("b").textContent,
      href: a.href,
      src: a.querySelector("img").src,
      alt: a.querySelector("img").alt,
      price: a.querySelector("i").textContent,
      why: a.querySelector("button").getAttribute("aria-label"),
    })),
    ranked: (await window.privet.rank({ top: 8 })).items.map(({ item }) => item),
  }));
  assert.equal(shown.length, 8);
  shown.forEach((card, i) => {
    const { title, url, image, price } = ranked[i];
    const { origin } = world.site;
    assert.deepEqual(card, {
      title,
      href: origin + url,
      src: origin + image,
      alt: title,
      price: `£${price.toFixed(2)}`,
      why: `Why this? ${title}`,
    });
  });
  await visitor.context.close();
});

test("attributes say how many, for which category and without which; a list inside, a button and conditions are the site's", async () => {
  const page1 = home
    .replace("<privet-slot>", '<privet-slot top="3" category="Mugs" exclude="I1  I5"><ul data-items>')
    .replace("</privet-slot>", "</ul></privet-slot>")
    .replace(
      /<template>.*<\/template>/,
      '</ul><template><li><b data-text="title"></b><i data-if="supplier">by</i><button data-why>Why?</button></li></template><ul data-items>',
    );
  const visitor = await world.visitor({ pages: { "/test/list.html": page1 } });
  const page = await visitor.open("/test/list.html");
  await drawn(page);
  const lists = await page.evaluate(() =>
    [...document.querySelectorAll("privet-slot [data-items]")].map((ul) => ul.children.length),
  );
  assert.equal(lists[0], 3);
  assert.equal(await page.locator("privet-slot li button").count(), 3);
  assert.equal(await page.locator("privet-slot .privet-why").count(), 0);
  assert.equal(await page.locator("privet-slot li i:visible").count(), 0);
  const [shown, expected] = await page.evaluate(async () => [
    [...document.querySelectorAll("privet-slot li b")].map((b) => b.textContent),
    (await window.privet.rank({ top: 3, exclude: ["I1", "I5"], context: { category: "Mugs" } })).items.map(
      ({ item }) => item.title,
    ),
  ]);
  assert.deepEqual(shown, expected);
  await visitor.context.close();
});

test("texts that attack become text, and addresses that attack are left out", async () => {
  // The builder drops such addresses already, so they are put back.
  const attack = (body) => {
    const texts = JSON.parse(body);
    for (const { id, url, image } of hostile)
      Object.assign(
        texts.items.find((item) => item.id === id),
        { url, image },
      );
    return Buffer.from(JSON.stringify(texts));
  };
  const visitor = await world.visitor({ alter: forged(world.site, "texts", attack) });
  const page = await visitor.open();
  await drawn(page);
  const cards = await page.evaluate(
    async (ids) => {
      // All of them in one slot, and in the privacy centre and in the explanation too.
      const { items } = await window.privet.rank({ candidates: ids });
      const slot = document.querySelector("privet-slot");
      const others = (await window.privet.items()).map(({ id }) => id).filter((id) => !ids.includes(id));
      slot.setAttribute("exclude", others.join(" "));
      await window.privet.grant("history");
      for (const { item } of items) await window.privet.observe("view", item.id);
      await window.privet.center();
      await new Promise(
        (resolve) =>
          slot.addEventListener("privet-draw", resolve, { once: true }) ?? window.privet.observe("view", "I1"),
      );
      return [...slot.querySelectorAll("a")].map((a) => ({
        title: a.querySelector("b").textContent,
        href: a.getAttribute("href"),
        src: a.querySelector("img").getAttribute("src"),
        elements: a.querySelectorAll("*").length,
      }));
    },
    hostile.map(({ id }) => id),
  );
  const byTitle = Object.fromEntries(cards.map((card) => [card.title, card]));
  assert.equal(cards.length, hostile.length);
  for (const { id, title } of hostile) {
    const safe = id === "H4";
    const { href, src, elements } = byTitle[title] ?? assert.fail(`${title} is not shown as it is`);
    assert.deepEqual([href, src], safe ? ["https://shop.example/h4", "https://shop.example/h4.png"] : [null, null]);
    assert.equal(elements, 4, "an element too many");
  }
  for (const { id } of hostile) {
    await page.evaluate((id) => window.privet.why(id, document.querySelector("h1")), id);
    await page.keyboard.press("Escape");
  }
  assert.equal(await page.evaluate(() => window.hacked), undefined);
  await visitor.context.close();
});

test("an item that stays in its place keeps its element, and a place keeps the keyboard", async () => {
  const visitor = await world.visitor();
  const page = await visitor.open();
  await drawn(page);
  const order = () => page.locator("privet-slot b").allTextContents();
  const before = await order();
  await page.evaluate(async () => {
    await window.privet.grant("history");
    window.cards = [...document.querySelectorAll("privet-slot a")];
    window.cards[7].querySelector("button").focus();
    const drawn = new Promise((resolve) => document.addEventListener("privet-draw", resolve, { once: true }));
    await window.privet.observe("dismiss", "I2");
    await drawn;
  });
  const after = await order();
  const same = await page.evaluate(() =>
    [...document.querySelectorAll("privet-slot a")].map((a, i) => a === window.cards[i]),
  );
  assert.deepEqual(
    same,
    after.map((title, i) => title === before[i]),
  );
  assert.ok(
    await page.evaluate(() => document.querySelector("privet-slot a:last-child").contains(document.activeElement)),
  );
  await visitor.context.close();
});

test("the ES module starts once, and fills slots without a script tag", async () => {
  const pages = {
    "/test/module.html": home.replace(
      '<script src="/privet/privet.js" defer></script>',
      '<script type="module" src="/test/use.mjs"></script>',
    ),
    "/test/use.mjs": `import { init, PrivetError } from "/privet/privet.mjs";
      const privet = init({ manifest: "/privet/manifest.json", category: "Mugs" });
      window.same = privet === init();
      privet.explain("no such item").catch((e) => (window.refused = e instanceof PrivetError && e.code));`,
  };
  const visitor = await world.visitor({ pages });
  const page = await visitor.open("/test/module.html");
  await drawn(page);
  await eventually(page, () => window.refused);
  assert.deepEqual(await page.evaluate(() => [window.same, window.refused, typeof window.privet]), [
    true,
    "unknown-item",
    "undefined",
  ]);
  assert.deepEqual(page.errors, []);
  await visitor.context.close();
});

test("a page that names a language there cannot be has its prices all the same", async () => {
  const pages = { "/test/odd.html": home.replace('lang="en"', 'lang="en_US"') };
  const visitor = await world.visitor({ pages });
  const page = await visitor.open("/test/odd.html");
  await eventually(page, () => document.querySelector("privet-slot[ranked]"));
  assert.match(await page.locator("privet-slot i").first().textContent(), /£\s?\d/);
  assert.deepEqual(page.errors, []);
  await visitor.context.close();
});
