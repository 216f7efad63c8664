// A catalog that was split: every page loads the head, and a page about a category
// that category's shard.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { createServer, get } from "node:http";
import { after, before, test } from "node:test";
import { launch, notFor } from "./browser.mjs";
import { startSite } from "./site.mjs";
import { nothingWritten, readAll, until, written } from "./visit.mjs";

/** Of 64 items; the others are in four shards of about ten. */
const HEAD = 24;

const page = (category) => `<!doctype html><html lang="en"><meta charset="utf-8"><title>Test</title>
  <script src="/privet/privet.js" ${category ? `data-category="${category}"` : ""} defer></script>`;

let site, server, browser, origin, index;
/** What reached the server since it was last emptied; what the browser had in its cache did not. */
let asked = [];
/** Responses to change: a function of the body, by a part of the address. */
let alter = {};

before(async () => {
  [site, browser] = await Promise.all([startSite({ build: ["--head", String(HEAD)] }), launch()]);
  server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url, "http://site");
    asked.push(pathname.replace("/privet/", ""));
    if (pathname === "/favicon.ico") return response.writeHead(204).end();
    if (pathname === "/") return response.setHeader("content-type", "text/html").end(page(searchParams.get("about")));
    const [, change] = Object.entries(alter).find(([part]) => pathname.includes(part)) ?? [];
    const headers = { ...request.headers, ...(change && { "accept-encoding": "identity" }) };
    get(site.origin + pathname, { headers }, async (answer) => {
      if (!change) return answer.pipe(response.writeHead(answer.statusCode, answer.headers));
      const body = Buffer.concat(await answer.toArray());
      response.writeHead(200, { "content-type": answer.headers["content-type"] }).end(change(body));
    });
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  origin = `http://127.0.0.1:${server.address().port}`;
  const file = async (name) => (await fetch(`${site.origin}/privet/${name}`)).json();
  index = await file((await file("manifest.json")).shards.file);
});
after(async () => {
  await browser?.close();
  server?.close();
  await site?.stop();
});

/** A visitor, who opens pages about categories in one tab, of which responses may be altered; `prepare` runs before all else. */
async function visitor(prepare) {
  const context = await browser.newContext();
  if (prepare) await context.addInitScript(prepare);
  const tab = await context.newPage();
  const errors = [];
  tab.on("pageerror", (error) => errors.push(String(error)));
  tab.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  const open = async (about = "", altered = {}) => {
    [asked, alter] = [[], altered];
    await tab.goto(`${origin}/?about=${about}`);
    await tab.evaluate(() => window.privet.ready);
  };
  const forgetCache = async () => {
    const session = await context.newCDPSession(tab);
    await session.send("Network.clearBrowserCache");
    await session.detach();
  };
  return Object.assign(tab, { open, errors, forgetCache });
}

const shardOf = (category) => index.shards.find((shard) => shard.category === category);
const shardsAsked = () => asked.filter((name) => name.startsWith("shard."));
const categories = (tab) =>
  tab.evaluate(async (head) => {
    const items = (await window.privet.items()).slice(head);
    return [...new Set(items.map(({ category }) => category))].sort();
  }, HEAD);
const problems = (tab) => tab.evaluate(async () => (await window.privet.problems()).map(({ code }) => code));
const tailItem = (tab, category) =>
  tab.evaluate(
    async ([head, category]) => (await window.privet.items()).slice(head).find((item) => item.category === category).id,
    [HEAD, category],
  );
/** What lies in the storage of shards. */
const stored = async (tab) => (await readAll(tab)).files?.find(Array.isArray) ?? [];
/** Waits until what is stored of shards is as it should be. */
const storing = (tab, check) => until(async () => check(await stored(tab)), check);
const none = ({ length }) => !length;
/** Looks at an item of a shard, and waits until the shard is stored. */
async function look(tab, category, count = 1) {
  const id = await tailItem(tab, category);
  await tab.evaluate(async (id) => {
    await window.privet.grant("history", "session");
    await window.privet.observe("view", id);
    await window.privet.refresh(); // tidies up
  }, id);
  await storing(tab, ({ length }) => length === count);
  return id;
}
const recent = (tab) =>
  tab.evaluate(async () => (await window.privet.rank({ strategy: "recent" })).items.map(({ item }) => item.id));

test("a page about a category ranks its shard with the head, as the command does; any other page the head", async () => {
  const tab = await visitor();
  await tab.open();
  assert.deepEqual(await categories(tab), []);
  assert.deepEqual(shardsAsked(), []);
  assert.equal((await tab.evaluate(() => window.privet.ready)).items, HEAD);

  await tab.open("Mugs");
  assert.deepEqual(await categories(tab), ["Mugs"]);
  assert.deepEqual(shardsAsked(), [shardOf("Mugs").catalog.file]);
  const now = Date.UTC(2026, 5, 1, 10);
  const ids = await tab.evaluate(
    async (now) => (await window.privet.rank({ top: 100, now, strategy: "trending" })).items.map(({ item }) => item.id),
    now,
  );
  assert.equal(ids.length, HEAD + shardOf("Mugs").items);
  const args = ["--shard", "Mugs", "--top", "100", "--strategy", "trending", "--now", new Date(now).toISOString()];
  assert.deepEqual(ids, await site.rank(...args));

  await tab.open("nothing of the kind");
  assert.deepEqual(await categories(tab), []);
  assert.deepEqual(await written(tab), nothingWritten);
  assert.deepEqual(await problems(tab), []);
  assert.deepEqual(tab.errors, []);
});

test("what was looked at counts on other pages, sealed and without a request, until it is forgotten", async () => {
  const tab = await visitor();
  await tab.open("Mugs");
  const mug = await look(tab, "Mugs");
  const rows = JSON.stringify(await stored(tab), (_, v) =>
    v instanceof Uint8Array ? Buffer.from(v).toString("latin1") : v,
  );
  assert.ok(!rows.includes("Mugs"), "nobody who reads the disk finds which it is");
  // Not every driver hands out an ArrayBuffer's bytes.
  const bytes = await tab.evaluate(
    () =>
      new Promise((resolve) => {
        const open = indexedDB.open("privet-files");
        open.onsuccess = () => {
          const request = open.result.transaction("files").objectStore("files").get("shards");
          request.onsuccess = () => {
            open.result.close();
            const [{ catalog }] = request.result;
            resolve([...new Uint8Array(catalog.sealed ?? catalog)]);
          };
        };
      }),
  );
  assert.ok(bytes.length > 100);
  assert.ok(!Buffer.from(bytes).includes("PVTS"), "nor what a shard begins with");

  await tab.open("Lanterns");
  assert.deepEqual(await categories(tab), ["Lanterns", "Mugs"]);
  assert.deepEqual(shardsAsked(), [shardOf("Lanterns").catalog.file], "of the mugs nobody hears");
  assert.deepEqual(await recent(tab), [mug]);

  await tab.open();
  assert.deepEqual(await categories(tab), ["Mugs"], "the lanterns were only passed by");
  assert.deepEqual(shardsAsked(), []);
  assert.deepEqual(await recent(tab), [mug]);

  await tab.evaluate(() => window.privet.revoke("history", "session"));
  await storing(tab, none);
  await tab.open();
  assert.deepEqual(await categories(tab), []);
  assert.deepEqual(await problems(tab), []);
  assert.deepEqual(tab.errors, []);
});

test("shards of the latest events come first, and forgetting an event forgets its shard alone", async () => {
  const tab = await visitor();
  await tab.open("Mugs");
  await look(tab, "Mugs");
  await tab.open("Lanterns");
  const lantern = await look(tab, "Lanterns", 2);
  await tab.open();
  assert.deepEqual(await categories(tab), ["Lanterns", "Mugs"]);
  assert.equal(await tab.evaluate(async (head) => (await window.privet.items())[head].category, HEAD), "Lanterns");

  await tab.evaluate(async (lantern) => {
    const { id } = (await window.privet.events()).find(({ key }) => key === lantern);
    await window.privet.forget({ event: id });
    await window.privet.refresh();
  }, lantern);
  await storing(tab, ({ length }) => length === 1);
  await tab.open();
  assert.deepEqual(await categories(tab), ["Mugs"]);
  assert.deepEqual(await problems(tab), []);
});

test("what is in the head is on every page, and keeps no shard", async () => {
  const tab = await visitor();
  await tab.open("Mugs");
  await tab.evaluate(async (head) => {
    const items = (await window.privet.items()).slice(0, head);
    await window.privet.grant("history", "session");
    await window.privet.observe("view", items.find(({ category }) => category === "Mugs").id);
    await window.privet.refresh();
  }, HEAD);
  await until(async () => (await readAll(tab)).files?.length); // what can wait is done
  await tab.open("Lanterns");
  assert.deepEqual(await categories(tab), ["Lanterns"]);
  await look(tab, "Lanterns");
});

test("when a purpose is withdrawn, shards that stay are sealed anew", async () => {
  const tab = await visitor();
  await tab.open("Mugs");
  const mug = await tailItem(tab, "Mugs");
  await tab.evaluate(async (id) => {
    await window.privet.grant("session");
    await window.privet.observe("view", id);
  }, mug);
  await look(tab, "Mugs");
  const [{ about: before }] = await stored(tab);
  await tab.evaluate(() => window.privet.revoke("session"));
  assert.equal((await tab.evaluate(() => window.privet.events())).length, 1);
  await storing(tab, ([{ about }]) => JSON.stringify(about.iv) !== JSON.stringify(before.iv));
  await tab.open();
  assert.deepEqual(await categories(tab), ["Mugs"]);
  assert.deepEqual(await problems(tab), []);
});

/** Opens a page that works in the store of files until its `window.done`. */
async function hold(tab) {
  const other = await tab.context().newPage();
  await other.goto(`${origin}/`);
  await other.evaluate(
    () =>
      new Promise((resolve) => {
        indexedDB.open("privet-files").onsuccess = ({ target }) => {
          const files = target.result.transaction("files", "readwrite").objectStore("files");
          const again = () => window.done || (files.get("name").onsuccess = again);
          target.result.close(); // which waits for it
          again();
          resolve();
        };
      }),
  );
  return other;
}

test("a page waits for stored shards only so long, and has its own all the same", async () => {
  const tab = await visitor();
  await tab.open("Mugs");
  await look(tab, "Mugs");
  await hold(tab);
  await tab.open("Lanterns");
  assert.deepEqual(await categories(tab), ["Lanterns"]);
  assert.deepEqual(await problems(tab), ["storage-failed"]);
});

test("where the store of files does not answer, events are kept all the same, and taken back", async () => {
  const tab = await visitor();
  await tab.open("Mugs");
  const mug = await look(tab, "Mugs");
  const holder = await hold(tab);
  await tab.evaluate((id) => window.privet.observe("view", id), mug);
  assert.equal((await tab.evaluate(() => window.privet.events())).length, 2);
  await tab.evaluate(() => window.privet.forget("all"));
  await until(async () => (await written(tab)).databases.join() === "privet-files");
  await holder.evaluate(() => (window.done = true));
  await until(async () => !(await written(tab)).databases.length);
});

test("a shard of an older catalog is left out, and not kept any longer", async () => {
  const tab = await visitor();
  const shards = index.shards.map((shard) => ({ ...shard, note: "of an older build" }));
  const older = Buffer.from(JSON.stringify({ ...index, shards }));
  const sha256 = createHash("sha256").update(older).digest("base64");
  await tab.open("Mugs", {
    "manifest.json": (body) =>
      Buffer.from(JSON.stringify({ ...JSON.parse(body), shards: { file: "shards.0000000000000000.json", sha256 } })),
    "shards.0000000000000000.json": () => older,
  });
  await look(tab, "Mugs");
  await tab.open("Lanterns");
  assert.deepEqual(await categories(tab), ["Lanterns"]);
  await tab.evaluate(() => window.privet.refresh());
  await storing(tab, none);
  assert.deepEqual(await problems(tab), []);
});

test("stored shards that are damaged cost their items, and are not kept any longer", async () => {
  const damage = (tab, catalog) =>
    tab.evaluate(
      (catalog) =>
        new Promise((resolve) => {
          const open = indexedDB.open("privet-files");
          open.onsuccess = () => {
            const tx = open.result.transaction("files", "readwrite");
            const files = tx.objectStore("files");
            files.get("shards").onsuccess = ({ target }) =>
              files.put([{ ...target.result[0], catalog: catalog && new Uint8Array(catalog).buffer }], "shards");
            tx.oncomplete = () => resolve(open.result.close());
          };
        }),
      catalog,
    );
  const open = async (prepare) => {
    const tab = await visitor(prepare);
    await tab.open("Mugs");
    await look(tab, "Mugs");
    return tab;
  };
  // Without cryptography, as on http, nothing is sealed; the bytes are the file's.
  const plain = () => Object.defineProperty(crypto, "subtle", { value: undefined });
  for (const [prepare, catalog, said] of [
    [undefined, undefined, []],
    [undefined, [1, 2, 3], ["bad-catalog"]],
    [plain, [1, 2, 3], ["bad-catalog"]],
  ]) {
    const tab = await open(prepare);
    await damage(tab, catalog);
    await tab.open("Lanterns");
    assert.deepEqual(await problems(tab), said);
    await tab.evaluate(() => window.privet.refresh());
    await storing(tab, none);
    await tab.open("Lanterns");
    assert.deepEqual(await categories(tab), ["Lanterns"]);
    assert.deepEqual(await problems(tab), []);
  }
});

test(
  "it counts, too, when the browser has emptied its cache",
  {
    skip: notFor({
      firefox: "its driver cannot empty the browser's cache",
      webkit: "its driver cannot empty the browser's cache",
    }),
  },
  async () => {
    const tab = await visitor();
    await tab.open("Mugs");
    await look(tab, "Mugs");
    await tab.forgetCache();
    await tab.open("Lanterns");
    assert.deepEqual(await categories(tab), ["Lanterns", "Mugs"]);
    assert.deepEqual(shardsAsked(), [shardOf("Lanterns").catalog.file]);
    assert.deepEqual(await problems(tab), []);
  },
);

for (const [name, part, change, code] of [
  ["is cut off", "shard.", (body) => body.subarray(0, 100), "fetch-failed"],
  ["is another's", "shard.", (body) => Buffer.from(body.map((b) => b ^ 1)), "fetch-failed"],
  ["has an index that is no JSON", "shards.", () => Buffer.from("<html>"), "fetch-failed"],
  ["has no joiner", "joiner.", () => Buffer.from("asm"), "fetch-failed"],
  [
    "has an index that leads elsewhere",
    "manifest.json",
    (body) =>
      Buffer.from(JSON.stringify({ ...JSON.parse(body), shards: { file: "//evil.example/x.json", sha256: "" } })),
    "bad-manifest",
  ],
])
  test(`a shard that ${name} costs its items, and no others`, async () => {
    const tab = await visitor();
    await tab.open("Mugs", { [part]: change });
    const status = await tab.evaluate(() => window.privet.ready);
    assert.deepEqual(await problems(tab), [code]);
    if (code === "bad-manifest") return assert.equal(status.ranking, false);
    assert.equal(status.ranking, true);
    assert.equal(status.items, HEAD);
  });

test("without the script that joins, the head ranks", async () => {
  const tab = await visitor();
  await tab.open("Mugs", { "privet-shards.js": () => Buffer.from("throw new Error('gone')") });
  assert.equal((await tab.evaluate(() => window.privet.ready)).items, HEAD);
  assert.deepEqual(await problems(tab), ["fetch-failed"]);
});
