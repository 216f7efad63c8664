// Node answers the vectors with the bytes of every other host.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { bundlePlayer, readEngine, readVectors } from "./vectors/files.mjs";

const script = join(mkdtempSync(join(tmpdir(), "privet-vectors-")), "player.mjs");
writeFileSync(script, await bundlePlayer("esm"));
const { play } = await import(script);
rmSync(dirname(script), { recursive: true });
const module = new WebAssembly.Module(readEngine());

test("the module imports nothing", () => {
  assert.deepEqual(WebAssembly.Module.imports(module), []);
});

test("vectors in Node", async (t) => {
  const results = play(readVectors(), module);
  assert.ok(results.length >= 60);
  for (const { name, problem } of results) await t.test(name, () => assert.equal(problem, ""));
});

test("a field that no host knows fails the suite", () => {
  const files = readVectors();
  files.suites.export.vectors[0].steps[0].expects = {};
  assert.match(play(files, module).map((r) => r.problem).join(), /unknown field expects/);
});

test("a byte that differs fails its vector", () => {
  const files = readVectors();
  const [first] = Object.values(files.wires.rank);
  first.at(-1).reply = first.at(-1).reply.replace(/.$/, (digit) => (digit == "0" ? "1" : "0"));
  assert.equal(play(files, module).filter((r) => r.problem).length, 1);
});
