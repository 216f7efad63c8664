// A browser answers the vectors with the bytes of every other host.
import assert from "node:assert/strict";
import { test } from "node:test";
import { engine, launch } from "./browser.mjs";
import { bundlePlayer, readEngine, readVectors } from "./vectors/files.mjs";

test(`vectors in ${engine}`, async (t) => {
  const browser = await launch();
  t.after(() => browser.close());
  const page = await browser.newPage();
  await page.evaluate((script) => {
    window.player = new Function(`${script}; return player`)();
  }, await bundlePlayer("iife"));
  const results = await page.evaluate(
    async ([files, engine]) => {
      const bytes = Uint8Array.from(atob(engine), (c) => c.charCodeAt(0));
      return player.play(files, await WebAssembly.compile(bytes));
    },
    [readVectors(), readEngine().toString("base64")],
  );
  assert.ok(results.length >= 60);
  for (const { name, problem } of results) await t.test(name, () => assert.equal(problem, ""));
});
