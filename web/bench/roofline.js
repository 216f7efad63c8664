// How fast this machine's memory is read, in the page or process that this
// script is part of.

const SIZE = 1 << 28; // bytes, far beyond any cache
const RUNS = 15;

/** Returns gigabytes a second, run by run. */
export async function bandwidth(site) {
  const { memory, sum } = new WebAssembly.Instance(await site.module("roofline.wasm")).exports;
  memory.grow((SIZE >> 16) - 1);
  const words = new BigInt64Array(memory.buffer).fill(1n); // pages that were never written may all be one
  const runs = [];
  for (let i = 0; i < RUNS; i++) {
    const start = performance.now();
    const total = sum(0, SIZE);
    runs.push(SIZE / 1e6 / (performance.now() - start));
    if (total != BigInt(words.length)) throw new Error(`the sum is ${total}`);
  }
  return runs;
}
