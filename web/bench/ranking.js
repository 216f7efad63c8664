// Times rankings in the page that this script is part of: encode, call, decode.
import { operations, replyHeader } from "../src/abi.gen.ts";
import { decode, encode } from "../src/codec.ts";

/** Returns a workload's rows: medians, in milliseconds. */
export function measure(module, workload, catalog) {
  const wasm = new WebAssembly.Instance(module).exports;
  const run = (op, request) => {
    const [, number, put, take] = operations[op];
    const bytes = put ? encode(put, request) : request;
    const at = wasm.buffer(bytes.length);
    new Uint8Array(wasm.memory.buffer, at).set(bytes);
    const reply = wasm.call(number, bytes.length);
    const view = new DataView(wasm.memory.buffer, reply);
    if (view.getUint16(0, true)) throw new Error(`${op}: status ${view.getUint16(0, true)}`);
    const body = new Uint8Array(wasm.memory.buffer, reply + replyHeader, view.getUint32(4, true));
    return take && decode(take, body);
  };
  const began = performance.now();
  run("load", catalog);
  const rows = [{ name: `load ${workload.name}`, value: performance.now() - began, unit: "ms" }];
  const { events, granted } = workload;
  const fold = median(() => {
    run("forget", { scope: 0, event: 0, purpose: 0 });
    run("consent", { version: 1, granted });
    if (run("observe", { events }).accepted != events.length) throw new Error("not all events accepted");
  });
  rows.push({ name: `fold ${events.length} events, ${workload.name}`, value: fold, unit: "ms" });
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
