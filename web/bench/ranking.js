// Times rankings in the page that this script is part of: encode, call, decode.
import { fold, start } from "./guest.js";

/** Returns a workload's rows: medians, in milliseconds. */
export function measure(module, workload, catalog) {
  const run = start(module);
  const began = performance.now();
  run("load", catalog);
  const rows = [{ name: `load ${workload.name}`, value: performance.now() - began, unit: "ms" }];
  const folding = median(() => fold(run, workload));
  rows.push({ name: `fold ${workload.events.length} events, ${workload.name}`, value: folding, unit: "ms" });
  for (const { name, request } of workload.cases) {
    const value = median(() => {
      if (run("rank", request).items.length != 20) throw new Error(`${name}: not 20 items ranked`);
    });
    rows.push({ name, value, unit: "ms" });
  }
  return rows;
}

/** The median of many batches over a second; a batch is long enough for any clock. */
function median(call) {
  let size = 1;
  const batch = () => {
    const start = performance.now();
    for (let i = 0; i < size; i++) call();
    return performance.now() - start;
  };
  while (batch() < 2) size *= 2;
  const took = [];
  for (const start = performance.now(); performance.now() - start < 1000; ) took.push(batch() / size);
  took.splice(0, took.length >> 2); // warming up
  return took.sort((a, b) => a - b)[took.length >> 1];
}
