// What of a visit is on the browser's disk, and what stays there when it is deleted.
import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { launchIn } from "./browser.mjs";
import { eventually, useWorld } from "./visit.mjs";

const world = useWorld();

/** A browser with a profile of its own on disk: `visit` runs work in a page of the shop, from start to end of the browser. */
async function useProfile(work) {
  const profile = await mkdtemp(join(tmpdir(), "privet-profile-"));
  const visit = async (work, argument, paths = ["/"]) => {
    const context = await launchIn(profile, { baseURL: world.site.origin });
    const [page] = context.pages();
    let result;
    for (const path of paths) {
      await page.goto(path);
      await eventually(page, () => document.querySelector("privet-slot[ranked]"));
      result = await page.evaluate(work, argument);
    }
    await context.close();
    return result;
  };
  try {
    return await work(visit, () => keptFor(profile));
  } finally {
    await rm(profile, { recursive: true, maxRetries: 5 });
  }
}

/** What a profile on disk keeps for sites: the files' names and contents, by their path below. */
async function keptFor(profile) {
  const kept = {};
  for (const folder of [
    "IndexedDB",
    "Local Storage",
    "Session Storage",
    "Service Worker",
    "File System",
    "databases",
  ]) {
    const at = join(profile, "Default", folder);
    const entries = await readdir(at, { recursive: true, withFileTypes: true }).catch(() => []);
    for (const entry of entries.filter((entry) => entry.isFile())) {
      const file = join(entry.parentPath ?? entry.path, entry.name);
      kept[file.slice(profile.length)] = await readFile(file, "latin1");
    }
  }
  return kept;
}

const shop = ["/", "/c/mugs", "/i/I7"];

/** The files that tell of a visit to this site. */
function tracesIn(kept) {
  const host = new RegExp(`127\\.0\\.0\\.1[:_]${new URL(world.site.origin).port}`);
  return Object.keys(kept).filter((file) => host.test(file) || host.test(kept[file]));
}

test("with nothing allowed, nothing of a visit is on disk", async () => {
  const traces = (...granted) =>
    useProfile(async (visit, kept) => {
      await visit(
        async (granted) => {
          const { privet } = window;
          if (granted.length) await privet.grant(...granted);
          await privet.observe("like", "I7");
          await privet.ask();
          await privet.center();
          await privet.export();
        },
        granted,
        shop,
      );
      return tracesIn(await kept());
    });
  assert.notDeepEqual(await traces("history"), [], "what is allowed is kept: this would see it");
  assert.deepEqual(await traces(), []);
});

/** How many of these pieces of bytes are in some file. */
function found(pieces, kept) {
  const files = Object.values(kept).map((content) => Buffer.from(content, "latin1"));
  return pieces.filter((piece) => files.some((file) => file.includes(piece))).length;
}

/** A word as a browser may write it: in bytes, or in UTF-16. */
const written = (word) => [Buffer.from(word), Buffer.from(word, "utf16le")];

test("what is kept is on disk in no readable form, and a no leaves nothing but itself there", async () => {
  await useProfile(async (visit, kept) => {
    await visit(
      async (key) => {
        await window.privet.choose(["context"]);
        await window.privet.observe("like", key);
      },
      "unmistakable-no",
      shop,
    );
    assert.equal(found(written("unmistakable"), await kept()), 0);
    assert.ok(
      found(written("dpv:ConsentRefused"), await kept()) > 0,
      "the receipt of the no is readable: this would see it",
    );

    const sealed = await visit(async () => {
      const { privet } = window;
      await privet.choose(["context", "history", "interests"]);
      for (let i = 0; i < 20; i++) await privet.observe("like", `unmistakable-${i}`);
      await privet.observe("declare", "category=unmistakable");
      await privet.prefer({ muted: ["category=unmistakable"] });
      const open = indexedDB.open("privet");
      const db = await new Promise((resolve) => (open.onsuccess = () => resolve(open.result)));
      const rows = db.transaction("events").objectStore("events").getAll();
      await new Promise((resolve) => (rows.onsuccess = resolve));
      db.close();
      return rows.result.map(({ sealed }) => [...new Uint8Array(sealed)]);
    });
    assert.equal(sealed.length, 21);
    const rows = sealed.map((bytes) => Buffer.from(bytes));
    assert.ok(found(rows, await kept()) > 15, "rows are found on disk as they lie there: this would see what stays");
    assert.equal(found(written("unmistakable"), await kept()), 0);

    await visit(() => window.privet.forget("all"));
    assert.equal(found(written("unmistakable"), await kept()), 0);
    // README.md, "What is on disk", says so: the storage engine keeps the bytes of deleted rows until it compacts.
    assert.ok(found(rows, await kept()) > 0, "deleted rows are no longer on disk at once: README.md can say better");
  });
});
