import type { Operation } from "../abi.gen.js";
import { codec } from "../codec.js";
import { instantiate, run, type Exports } from "../engine.js";
import { PrivetError } from "../error.js";
import { opHead, opJoin, opJoinTrend, opShard } from "./join.gen.js";

/** Whole files in and out, copied: the module's memory is its own. */
const files = { ...codec, decode: <T>(_: unknown, bytes: Uint8Array) => bytes.slice().buffer as T };

const operation = (name: string, op: number): Operation<Uint8Array, ArrayBuffer> => [
  name,
  op,
  undefined,
  () => null!,
  files,
];

/** joiner.wasm: makes one catalog of a head and shards. */
export class Joiner {
  readonly #wasm: Exports;

  constructor(module: WebAssembly.Module) {
    this.#wasm = instantiate(module);
  }

  /** Files in, files out. Throws a PrivetError. */
  join(head: ArrayBuffer, shards: ArrayBuffer[], trend: ArrayBuffer | undefined) {
    const call = (name: string, op: number, bytes = new ArrayBuffer(0)) =>
      run(this.#wasm, operation(name, op), new Uint8Array(bytes));
    try {
      call("head", opHead, head);
      for (const shard of shards) call("shard", opShard, shard);
      const catalog = call("join", opJoin);
      return { catalog, trend: trend && call("joinTrend", opJoinTrend, trend) };
    } catch (e) {
      throw PrivetError.from(e, "engine-trap", "joiner");
    }
  }
}
