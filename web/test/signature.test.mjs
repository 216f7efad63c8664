// A page that pins the operator's key takes nothing else, wherever the catalog comes from.
import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { launch } from "./browser.mjs";
import { startSite } from "./site.mjs";
import { eventually } from "./visit.mjs";

let signed, plain, page, browser, origin;
/** Attributes of the script tag, and what becomes of the manifest's text on its way. */
let attributes = "";
let change = (text) => text;

before(async () => {
  [signed, plain, browser] = await Promise.all([startSite({ sign: true }), startSite(), launch()]);
  // The site itself: its page and scripts are its own, the catalog comes from an edge elsewhere.
  page = createServer(async ({ url }, response) => {
    const script = /^\/scripts\/(privet[\w-]*\.m?js)$/.exec(url);
    if (script) {
      response.setHeader("content-type", "text/javascript");
      return response.end(await readFile(new URL(`../dist/${script[1]}`, import.meta.url)));
    }
    if (url !== "/") return response.writeHead(204).end();
    response.setHeader("content-type", "text/html").end(`<!doctype html><title>Test</title>
      <script src="/scripts/privet.js" ${attributes} defer></script><privet-center></privet-center>`);
  });
  await new Promise((listening) => page.listen(0, "127.0.0.1", listening));
  origin = `http://127.0.0.1:${page.address().port}`;
});
after(async () => {
  await browser?.close();
  page?.close();
  await Promise.all([signed?.stop(), plain?.stop()]);
});

/** Opens the page with a catalog of a site, pinned to a key. */
async function opened(site, key, alter = (text) => text) {
  attributes = `data-manifest="${site.origin}/privet/manifest.json" ${key === undefined ? "" : `data-key="${key}"`}`;
  change = alter;
  const context = await browser.newContext();
  const requests = [];
  const tab = await context.newPage();
  tab.on("request", (request) => requests.push(request.url()));
  await context.route("**/manifest.json", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: change(await response.text()) });
  });
  await tab.goto(origin);
  const { ranking, items } = await tab.evaluate(() => window.privet.ready);
  const problems = await tab.evaluate(async () => (await window.privet.problems()).map(({ code }) => code));
  return { tab, context, requests, ranking, items, problems };
}

test("what the key signed is taken, from an edge elsewhere, and no script of that edge runs", async () => {
  const { tab, ranking, items, problems, requests, context } = await opened(signed, signed.key);
  assert.deepEqual([ranking, items, problems], [true, 64, []]);
  await tab.evaluate(() => window.privet.grant("history"));
  await eventually(tab, () => {
    const listed = document.querySelector("privet-center").shadowRoot?.textContent ?? "";
    return ["manifest.json", "privet-ui.js"].every((file) => listed.includes(file));
  });
  const scripts = requests.filter((url) => url.endsWith("js"));
  assert.ok(scripts.length >= 4, `${scripts}`);
  assert.deepEqual([...new Set(scripts.map((url) => new URL(url).origin))], [origin]);
  await context.close();
});

test("a page without a key takes what is signed, and what is not", async () => {
  assert.equal((await opened(signed)).ranking, true);
  assert.equal((await opened(plain)).ranking, true);
});

const another = generateKeyPairSync("ed25519")
  .publicKey.export({ format: "der", type: "spki" })
  .subarray(-32)
  .toString("base64");
for (const [name, site, key, alter] of [
  ["nothing signed", () => plain],
  ["another key signed", () => signed, () => another],
  ["was changed by a letter", () => signed, undefined, (text) => text.replace("Test shop", "Best shop")],
  ["has its signature elsewhere", () => signed, undefined, (text) => text.replace(/^{("signature":"[^"]*"),/, "{ $1,")],
  ["has no signature in it", () => signed, undefined, (text) => text.replace(/("signature":")[^"]*/, "$1")],
  ["is pinned to what is no key", () => signed, () => "not base64!"],
])
  test(`what ${name} is not taken`, async () => {
    const { ranking, items, problems, requests } = await opened(site(), key ? key() : signed.key, alter);
    assert.deepEqual([ranking, items, problems], [false, 0, ["bad-signature"]]);
    assert.deepEqual(
      requests.filter((url) => /catalog|engine/.test(url)),
      [],
      "and nothing of it is fetched",
    );
  });
