// An instance of engine.wasm, spoken to as the page speaks to it.
import { operations } from "../src/abi.gen.ts";
import { instantiate, run } from "../src/engine.ts";

/** Starts an instance; the function it returns runs one operation: encode, call, decode. */
export function start(module) {
  const wasm = instantiate(module);
  return (op, request) => run(wasm, operations[op], request);
}

/** Makes the state a fold over a workload's visitor and nothing else. */
export function fold(run, { events, granted }) {
  run("forget", { scope: 0, event: 0, purpose: 0 });
  run("consent", { version: 1, granted });
  if (run("observe", { events }).accepted != events.length) throw new Error("not all events accepted");
}
