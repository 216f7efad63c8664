// An instance of engine.wasm, spoken to through the page's own codec.
import { operations, replyHeader } from "../src/abi.gen.ts";
import { decode, encode } from "../src/codec.ts";

/** Starts an instance; the function it returns runs one operation: encode, call, decode. */
export function start(module) {
  const wasm = new WebAssembly.Instance(module).exports;
  return (op, request) => {
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
}

/** Makes the state a fold over a workload's visitor and nothing else. */
export function fold(run, { events, granted }) {
  run("forget", { scope: 0, event: 0, purpose: 0 });
  run("consent", { version: 1, granted });
  if (run("observe", { events }).accepted != events.length) throw new Error("not all events accepted");
}
