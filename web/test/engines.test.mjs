// What a visitor does, in every engine: that Privet works there, not every case of it.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { engines } from "./engines.mjs";
import { startSite } from "./site.mjs";
import { eventually, nothingWritten, ranking, verifies, written } from "./visit.mjs";

let site;
before(async () => (site = await startSite()));
after(() => site?.stop());

const consent = (page) => page.evaluate(() => window.privet.consent());
const keys = (page) => page.evaluate(async () => (await window.privet.events()).map(({ key }) => key));
const receipts = (page) => page.evaluate(() => window.privet.receipts());
/** Whether what asks is not even loaded. */
const asksNobody = (page) => page.evaluate(() => !customElements.get("privet-consent"));
const choose = (page, purposes) => page.evaluate((purposes) => window.privet.choose(purposes), purposes);

function like(page, ids) {
  return page.evaluate(async (ids) => {
    for (const id of ids) await window.privet.observe("like", id);
  }, ids);
}

/** Waits until something with this name, or a text that begins so, can be seen, in whatever shadow tree. */
const sees = (page, text) => eventually(page, find, { text });

/** Waits for a button or a label of a switch like that, and presses it once a pointer would reach it. */
const press = (page, text) => eventually(page, find, { text, pressing: true });

function find({ text, pressing }) {
  const all = (root) => [...root.querySelectorAll("*")].flatMap((e) => [e, ...(e.shadowRoot ? all(e.shadowRoot) : [])]);
  const own = (e) => [...e.childNodes].map((node) => node.nodeValue ?? "").join("");
  const named = (e) => (e.ariaLabel ?? own(e).trim()).startsWith(text);
  const found = all(document).find((e) => named(e) && e.checkVisibility() && (!pressing || e.matches("button, label")));
  if (!found || !pressing) return !!found;
  found.scrollIntoView({ block: "center" });
  const { x, y, width, height } = found.getBoundingClientRect();
  if (found.getRootNode().elementFromPoint(x + width / 2, y + height / 2) !== found) return false;
  found.click();
  return true;
}

/** How far a part of what asks is from the nearest edge of the window; below 0 it is outside. */
function marginOf(page, part) {
  return page.evaluate((part) => {
    const found = document.querySelector("privet-consent").shadowRoot.querySelector(`[part=${part}]`);
    const { left, top, right, bottom } = found.getBoundingClientRect();
    return Math.min(left, top, innerWidth - right, innerHeight - bottom);
  }, part);
}

/** The events as they lie in the storage: what each consists of, whether a word is in their bytes, and the key that seals them. */
function stored(page, word) {
  return page.evaluate(async (word) => {
    const done = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
    const db = await done(indexedDB.open("privet"));
    const tx = db.transaction(["events", "records"]);
    const [events, key] = await Promise.all([
      done(tx.objectStore("events").getAll()),
      done(tx.objectStore("records").get("key")),
    ]);
    db.close();
    return {
      members: events.map((row) => Object.keys(row).sort().join()),
      readable: events.some(({ sealed }) => new TextDecoder("latin1").decode(sealed).includes(word)),
      key: [key.algorithm.name, key.extractable],
    };
  }, word);
}

for (const { name, skip, start } of engines)
  describe(name, () => {
    let engine;
    before(async () => {
      if (!skip) engine = await start();
    });
    after(() => engine?.stop());

    /** A test with a visitor, whose pages have nothing to complain about in the end. */
    const visit = (what, options, work) =>
      test(`${what}, in ${name}`, { skip }, async () => {
        const visitor = await engine.visitor(site.origin, options);
        const pages = [];
        const open = async () => {
          pages.push(await visitor.open("/"));
          return pages.at(-1);
        };
        try {
          await work(open);
          for (const page of pages) {
            assert.deepEqual(page.errors, []);
            assert.deepEqual(await page.evaluate(async () => (await window.privet.problems()).map(String)), []);
          }
        } finally {
          await visitor.close();
        }
      });

    visit("lists are ranked and nothing is written before an answer, and a no is kept", {}, async (open) => {
      const page = await open();
      await eventually(page, () => !!document.querySelector("privet-slot[name=home][ranked]"));
      await like(page, ["I4"]);
      await page.resize(320, 640);
      await sees(page, "Lists that suit you?");
      assert.ok((await marginOf(page, "banner")) >= 0, "a small window has room for all of it");
      assert.deepEqual((await consent(page)).granted, ["context"]);
      assert.deepEqual(await written(page), nothingWritten);

      await press(page, "No, thank you");
      await eventually(page, async () => !!(await window.privet.consent()).chosen);
      await page.reload();
      const { granted, ask } = await consent(page);
      assert.deepEqual(granted, ["context"]);
      assert.equal(ask, undefined);
      assert.ok(await asksNobody(page));
      assert.equal((await receipts(page)).length, 1);
      assert.deepEqual(await keys(page), []);
    });

    visit("what is chosen counts, is kept sealed, adds up, and has a receipt", {}, async (open) => {
      const page = await open();
      const everyones = await ranking(page, { top: 64 });
      await press(page, "Let me choose");
      await sees(page, "What may your browser use?");
      assert.ok((await marginOf(page, "dialog")) > 0);
      await press(page, "Earlier visits");
      await press(page, "Save my choice");
      await eventually(page, async () => !!(await window.privet.consent()).chosen);
      assert.deepEqual((await consent(page)).granted, ["context", "history"]);

      await like(page, ["I0", "I4", "I8"]);
      const own = await ranking(page, { top: 64 });
      assert.notDeepEqual(own, everyones);
      assert.deepEqual(await stored(page, "I8"), {
        members: Array(3).fill("id,iv,sealed"),
        readable: false,
        key: ["AES-GCM", false],
      });
      await page.reload();
      assert.deepEqual(await ranking(page, { top: 64 }), own);

      const { score, contributions } = await page.evaluate((id) => window.privet.explain(id), own[0][0]);
      assert.ok(contributions.some(({ purpose }) => purpose === "history"));
      assert.equal(
        contributions.reduce((sum, { amount }) => sum + amount, 0),
        score,
      );
      const [receipt] = await receipts(page);
      assert.ok(await verifies(receipt));
    });

    visit("a no in one tab deletes in another", {}, async (open) => {
      const [one, two] = [await open(), await open()];
      await choose(one, ["context", "history"]);
      await like(one, ["I0", "I4"]);
      await eventually(two, async () => (await window.privet.events()).length === 2);
      await choose(two, ["context"]);
      await eventually(one, async () => !(await window.privet.events()).length);
      assert.deepEqual((await stored(one)).members, []);
      await one.evaluate(() => window.privet.forget("all").then(() => {}));
      await eventually(two, async () => !(await indexedDB.databases()).length);
      assert.deepEqual(await written(two), nothingWritten);
    });

    visit("the privacy centre takes away, gives back and pauses", {}, async (open) => {
      const page = await open();
      await choose(page, ["context", "history"]);
      await like(page, ["I0", "I4"]);
      const own = await ranking(page, { top: 64 });
      await press(page, "Privacy");
      await press(page, "Delete: You like “Lanterns 4”");
      await sees(page, "Deleted 1 thing.");
      assert.deepEqual(await keys(page), ["I0"]);
      await press(page, "Undo");
      await sees(page, "It is back.");
      assert.deepEqual(await ranking(page, { top: 64 }), own);
      await press(page, "Pause");
      await eventually(page, async () => !!(await window.privet.consent()).preferences.paused);
      assert.deepEqual((await consent(page)).granted, []);
      assert.notDeepEqual(await ranking(page, { top: 64 }), own);
      assert.deepEqual(await keys(page), ["I0", "I4"]);
    });

    visit("Global Privacy Control is a no that nobody asks about", { gpc: true }, async (open) => {
      const page = await open();
      await sees(page, "Nothing is remembered, as your browser asks.");
      assert.equal((await consent(page)).signal, "gpc");
      assert.ok(await asksNobody(page));
      assert.deepEqual(await written(page), nothingWritten);
      await press(page, "Choose yourself");
      await press(page, "Earlier visits");
      await press(page, "Save my choice");
      await eventually(page, async () => (await window.privet.consent()).granted.includes("history"));
      const [receipt] = await receipts(page);
      assert.equal(receipt["privet:signal"], "gpc");
    });
  });
