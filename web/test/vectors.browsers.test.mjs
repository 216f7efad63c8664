// Every browser answers the vectors with the bytes of every other host.
import assert from "node:assert/strict";
import { test } from "node:test";
import { engines } from "./engines.mjs";
import { bundlePlayer, readEngine, readVectors } from "./vectors/files.mjs";

for (const { name, skip, start } of engines)
  test(`vectors in ${name}`, { skip }, async (t) => {
    const engine = await start();
    t.after(() => engine.stop());
    const page = await (await engine.visitor("about:")).open("blank");
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
