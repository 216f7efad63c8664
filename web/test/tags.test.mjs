// What a site's tags say already: dataLayer and schema.org's markup.
import assert from "node:assert/strict";
import { test } from "node:test";
import { notFor } from "./browser.mjs";
import { eventually, home, nothingWritten, useWorld, written } from "./visit.mjs";

const world = useWorld();

const jsonLd = (node) =>
  `<script type="application/ld+json">${JSON.stringify({ "@context": "https://schema.org", ...node })}</script>`;
const product = (members) => jsonLd({ "@type": "Product", name: "A thing", ...members });

/** A page of an item, with tags in its head, scripts before Privet's in files of their own, and attributes for Privet's tag. */
function pageOf(head = "", { attributes = "", before = false } = {}) {
  return home.replace(
    '<script src="/privet/privet.js" defer></script>',
    `${head}${before ? '<script src="/test/before.mjs"></script>' : ""}<script src="/privet/privet.js" ${attributes} defer></script>`,
  );
}

/** Opens such a page for a visitor who allows what `granted` says. */
async function visit(page, { before, granted = ["history"], path = "/test/item.html", ...options } = {}) {
  const visitor = await world.visitor({
    pages: { [path]: page, ...(before && { "/test/before.mjs": before }) },
    ...options,
  });
  const first = await visitor.open();
  if (granted.length) await first.evaluate((granted) => window.privet.grant(...granted), granted);
  await first.close();
  const opened = await visitor.open(path);
  return { visitor, page: opened };
}

const acts = (page) =>
  page.evaluate(async () => (await window.privet.events()).map(({ kind, key }) => `${kind} ${key}`).sort());

/** Waits for these acts, and that no more come with what is on its way. */
async function expects(page, expected) {
  await eventually(page, async (n) => (await window.privet.events()).length >= n, expected.length);
  await page.evaluate(() => window.privet.observe("like", "I59")); // after all that was observed before
  await eventually(page, async () => (await window.privet.events()).some(({ key }) => key === "I59"));
  assert.deepEqual(await acts(page), [...expected, "like I59"].sort());
  assert.deepEqual(page.errors, []);
}

const thing =
  '<div itemscope itemtype="https://schema.org/Product"><meta itemprop="sku" content="I7"><a itemprop="url" href="/test/item.html">x</a><span itemprop="category">Cards</span></div>';
const crowd = ["I1", "I2", "I3"];

for (const [what, markup, expected] of [
  ["a product's sku", product({ sku: "I7" }), ["view I7"]],
  ["a number, with a space", product({ sku: 5, productID: " I7 " }), ["view I7"]],
  ["mpn, where sku is unknown", product({ sku: "X-1", mpn: ["I7"] }), ["view I7"]],
  ["an identifier", product({ identifier: { "@type": "PropertyValue", value: "I7" } }), ["view I7"]],
  [
    "a graph",
    jsonLd({ "@graph": [{ "@type": "WebSite" }, { "@type": ["Product", "Thing"], sku: "I7" }] }),
    ["view I7"],
  ],
  [
    "a page's main entity",
    jsonLd({ "@type": "ItemPage", mainEntity: { "@type": "schema:Product", sku: "I7" } }),
    ["view I7"],
  ],
  [
    "a variant",
    jsonLd({ "@type": "ProductGroup", hasVariant: [{ "@type": "Product", sku: "none" }, { sku: "I7" }] }),
    ["view I7"],
  ],
  ["an article", jsonLd({ "@type": "NewsArticle", identifier: "I7", articleSection: ["Cards"] }), ["view I7"]],
  ["microdata", thing, ["view I7"]],
  ["both", product({ sku: "I7" }) + thing, ["view I7"]],
  ["the same twice", product({ sku: "I7" }) + product({ sku: "I7" }), ["view I7"]],
  [
    "one of several that says it is here",
    product({ sku: "I7", url: "/test/item.html" }) + product({ sku: "I8" }),
    ["view I7"],
  ],
  [
    "an address of the catalog",
    product({ sku: "none", url: "https://elsewhere.example/item/I7/?a=b" }) + '<link rel="canonical" href="/item/I7">',
    ["view I7"],
  ],
  ["a list", crowd.map((sku) => product({ sku })).join(""), []],
  [
    "a list of cards",
    crowd.map((sku) => thing.replaceAll("I7", sku).replace("/test/item.html", `/item/${sku}`)).join(""),
    [],
  ],
  [
    "items of a list",
    jsonLd({ "@type": "ItemList", itemListElement: crowd.map((sku) => ({ "@type": "Product", sku })) }),
    [],
  ],
  ["an item that is elsewhere", product({ sku: "I7", url: "/other" }), []],
  ["something else", jsonLd({ "@type": "Organization", identifier: "I7" }), []],
  ["no JSON", '<script type="application/ld+json">{"@type": "Product",</script>' + product({ sku: "I7" }), ["view I7"]],
  [
    "odd JSON",
    [null, 3, [[[]]], { "@type": { a: 1 } }, { "@type": "Product", sku: { name: {} }, offers: [null] }]
      .map((x) => `<script type="application/ld+json">${JSON.stringify(x)}</script>`)
      .join(""),
    [],
  ],
])
  test(`markup: ${what}`, async () => {
    const { visitor, page } = await visit(pageOf(markup));
    await expects(page, expected);
    await visitor.context.close();
  });

const item = (...ids) => ({ items: ids.map((id) => ({ item_id: id, item_name: "x" })) });
const push = (event, ...ids) => `dataLayer.push(${JSON.stringify({ event, ecommerce: item(...ids) })});`;
const gtag = (name, ...ids) => `gtag("event", ${JSON.stringify(name)}, ${JSON.stringify(item(...ids))});`;
const begin = "window.dataLayer = window.dataLayer || []; function gtag() { dataLayer.push(arguments); }";

test("what was pushed before Privet and after it is heard once, by the page's push and by gtag", async () => {
  const before = `${begin} ${push("view_item", "I1")} ${gtag("view_item", "I2")} ${push("add_to_cart", "I1", "I3", "I1")} window.later = gtag;`;
  const { visitor, page } = await visit(pageOf("", { before: true }), { before });
  await page.evaluate(() => {
    window.dataLayer.push({ ecommerce: null });
    window.dataLayer.push({ event: "purchase", ecommerce: { items: [{ item_id: "I4" }, { sku: "I5" }] } });
    window.later("event", "add_to_wishlist", { items: [{ item_id: "I6" }] });
    window.later("event", "select_item", { items: [{ item_id: "I6" }] });
    window.later("event", "remove_from_cart", { items: [{ item_id: "I6" }] });
  });
  await expects(page, ["view I1", "view I2", "add I1", "add I3", "buy I4", "buy I5", "like I6"]);
  await page.reload(); // a page of thanks is shown again
  await page.evaluate(() => window.dataLayer.push({ event: "purchase", ecommerce: { items: [{ item_id: "I4" }] } }));
  await eventually(page, async () => (await window.privet.events()).filter(({ kind }) => kind === "view").length === 4);
  await page.evaluate(() => window.privet.observe("dismiss", "I58"));
  assert.equal((await acts(page)).filter((act) => act === "buy I4").length, 1);
  await visitor.context.close();
});

test("push does what it did: it returns and throws the same, for whoever wraps it and in whatever order", async () => {
  const before = `${begin} const push = dataLayer.push;
    dataLayer.push = function (...entries) { if (entries[0] === "throw") throw new RangeError("theirs"); push.apply(dataLayer, entries); return "theirs"; };`;
  const { visitor, page } = await visit(pageOf("", { before: true }), { before });
  const came = await page.evaluate(() => {
    const { dataLayer } = window;
    const out = [dataLayer.push({ event: "view_item", ecommerce: { items: [{ item_id: "I1" }] } })];
    const inner = dataLayer.push;
    dataLayer.push = (...entries) => [inner(...entries), "outer"]; // without a this
    out.push(dataLayer.push({ event: "view_item", ecommerce: { items: [{ item_id: "I2" }] } }));
    try {
      dataLayer.push("throw");
    } catch (e) {
      out.push(String(e));
    }
    const trap = new Proxy(
      {},
      {
        get: () => {
          throw new Error("no");
        },
      },
    );
    for (const odd of [
      null,
      7,
      trap,
      { event: "view_item", ecommerce: 3 },
      { event: "toString", ecommerce: { items: [1] } },
      { event: { toString: 1 } },
      { event: "view_item", ecommerce: { items: [null, trap, { item_id: {} }, Symbol()] } },
    ])
      dataLayer.push(odd);
    return out;
  });
  assert.deepEqual(came, ["theirs", ["theirs", "outer"], "RangeError: theirs"]);
  await expects(page, ["view I1", "view I2"]);
  await visitor.context.close();
});

test("a dataLayer that cannot be heard, or is none, breaks nothing", async () => {
  for (const before of ["window.dataLayer = Object.freeze([])", "window.dataLayer = { push: 1 }"]) {
    const { visitor, page } = await visit(pageOf(product({ sku: "I7" }), { before: true }), { before });
    await expects(page, ["view I7"]);
    await visitor.context.close();
  }
});

test("one look is one view, whoever tells it: markup, dataLayer, and the site itself", async () => {
  const before = `${begin} ${push("view_item", "I7")} addEventListener("DOMContentLoaded", () => privet.observe("view", "I7"));`;
  const { visitor, page } = await visit(pageOf(product({ sku: "I7" }), { before: true }), { before });
  await expects(page, ["view I7"]);
  await page.evaluate(() => window.privet.observe("view", "I7")); // a second look
  assert.equal((await acts(page)).filter((act) => act === "view I7").length, 2);
  await visitor.context.close();
});

test("a variant's id that stood at the page's own item is that item from then on", async () => {
  const before = `${begin} ${push("view_item", "I7-red")} window.more = () => { ${push("add_to_cart", "I7-red")} };`;
  const { visitor, page } = await visit(
    pageOf(product({ sku: "I7-red", url: "/item/I7" }) + '<link rel="canonical" href="/item/I7">', { before: true }),
    { before },
  );
  await page.evaluate(() => window.more());
  await expects(page, ["view I7", "add I7"]);
  await visitor.context.close();
});

test(
  "what the catalog does not know is told once, for who looks for it",
  { skip: notFor({ webkit: "its driver hears nothing but errors" }) },
  async () => {
    const before = `${begin} ${push("view_item", "X1")} ${push("add_to_cart", "X2", "I3")}`;
    const told = [];
    const { visitor, page } = await visit(pageOf("", { before: true }), { before });
    await eventually(page, async () => (await window.privet.events()).length === 1);
    page.on("console", (message) => message.type() === "debug" && told.push(message.text()));
    await page.reload();
    await eventually(page, async () => (await window.privet.events()).length === 2);
    assert.equal(told.length, 1);
    assert.match(told[0], /X1/);
    await visitor.context.close();
  },
);

test("what the page is about is a context of its first ranking", async () => {
  for (const [markup, attributes, expected] of [
    [product({ sku: "I5" }), "", "category=Mugs"],
    [product({ sku: "unknown", category: "Home > Lanterns" }), "", "category=Lanterns"],
    [product({ sku: "I5" }), 'data-category="Cards"', "category=Cards"],
  ]) {
    const { visitor, page } = await visit(pageOf(markup, { attributes }));
    await eventually(page, () => document.querySelector("privet-slot[ranked]"));
    const context = await page.evaluate(async () => {
      const { contributions } = await window.privet.explain("I5");
      return contributions.filter(({ key }) => key.startsWith("category=")).map(({ key }) => key);
    });
    assert.deepEqual(context, [expected]);
    await visitor.context.close();
  }
});

test("a list that is viewed says the page's category where its items have one", async () => {
  const before = `${begin} ${gtag("view_item_list", "I1", "I5", "I9")}`;
  const { visitor, page } = await visit(pageOf("", { before: true }), { before });
  const keys = await page.evaluate(async () => (await window.privet.explain("I5")).contributions.map(({ key }) => key));
  assert.ok(keys.includes("category=Mugs"), String(keys));
  await expects(page, []);
  await visitor.context.close();
});

test("with data-read=none nothing is read; where nothing is allowed nothing is kept; without tags nothing is loaded", async () => {
  const tagged = (attributes) => pageOf(product({ sku: "I7" }), { attributes, before: true });
  const before = `${begin} ${push("view_item", "I7")}`;
  const none = await visit(tagged('data-read="none"'), { before });
  await expects(none.page, []);
  assert.ok(!none.page.requests.includes("/privet/privet-site.js"));
  await none.visitor.context.close();

  const { visitor, page } = await visit(tagged(""), { before, granted: [] });
  await eventually(page, () => document.querySelector("privet-slot[ranked]"));
  assert.deepEqual(await acts(page), []);
  assert.deepEqual(await written(page), nothingWritten);
  assert.ok(page.requests.includes("/privet/privet-site.js"));
  const plain = await visitor.open();
  assert.ok(!plain.requests.includes("/privet/privet-site.js"));
  await visitor.context.close();
});

test("without privet-site.js lists are ranked all the same, and it is told", async () => {
  const { visitor, page } = await visit(pageOf(product({ sku: "I7" })), {
    alter: { "privet-site.js": () => undefined },
  });
  await eventually(page, () => document.querySelector("privet-slot[ranked]"));
  assert.deepEqual(await page.evaluate(async () => (await window.privet.problems()).map(({ code }) => code)), [
    "fetch-failed",
  ]);
  await visitor.context.close();
});
