// What could make `make bench` print figures that mean nothing.
import assert from "node:assert/strict";
import test from "node:test";
import { open as openPlain } from "../bench/peers/plain.js";
import { agree } from "../bench/race.js";
import { interval, median } from "../bench/statistics.js";

const list = Array.from({ length: 20 }, (_, i) => 2 * i);

test("contestants whose lists differ are not compared", async () => {
  const right = { name: "right", rank: () => list };
  await agree([right, { name: "of another type", rank: async () => BigInt64Array.from(list, BigInt) }]);
  const swapped = { name: "swapped", rank: () => [list[1], list[0], ...list.slice(2)] };
  await assert.rejects(agree([right, swapped]), /^Error: swapped ranks 2,0,4/);
  await assert.rejects(agree([{ name: "short", rank: () => [1, 2] }]), /^Error: short ranks 1,2/);
});

test("plain JavaScript ranks as a full sort does, equal scores in item order", async () => {
  const items = 5000;
  const rows = Int8Array.from({ length: items * 64 }, (_, i) => ((i * i) % 7) - 3);
  const visitor = Array.from({ length: 64 }, (_, d) => (d % 5) - 2);
  const rank = await openPlain({ items, vectors: "rows", visitor }, { bytes: async () => new Uint8Array(rows.buffer) });
  const scores = Array.from({ length: items }, (_, i) => visitor.reduce((sum, v, d) => sum + v * rows[64 * i + d], 0));
  const sorted = [...scores.keys()].sort((a, b) => scores[b] - scores[a] || a - b);
  assert.ok(new Set(scores).size < items, "some are equal");
  assert.deepEqual(rank(), sorted.slice(0, 20));
});

test("medians and their intervals", () => {
  const upTo = (n) => Array.from({ length: n }, (_, i) => n - i);
  assert.equal(median(upTo(9)), 5);
  assert.equal(median(upTo(10)), 5.5);
  // Tables of the sign test's confidence intervals: ranks k and n + 1 − k.
  for (const [n, k] of [
    [6, 1],
    [9, 2],
    [15, 4],
    [25, 8],
    [31, 10],
  ])
    assert.deepEqual(interval(upTo(n)), [k, n + 1 - k]);
  assert.throws(() => interval(upTo(5)), /too few/);
});
