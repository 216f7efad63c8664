import * as abi from "./abi.gen.js";
import type { Observed, Operation } from "./abi.gen.js";
import type { Catalog } from "./catalog.js";
import { decode } from "./codec.js";
import { bits } from "./consent.js";
import { need, PrivetError } from "./error.js";
import type { Code } from "./privet.js";
import type { Profile } from "./profile.js";

/** The most events of one observe: ObserveRequest.events' limit. */
const BATCH = 4096;

export interface Exports {
  memory: WebAssembly.Memory;
  abi_version(): number;
  buffer(n: number): number;
  call(op: number, n: number): number;
}

/** All that an instance is told: enough to bring a new one to the same state. */
export interface Journal {
  catalog: Catalog;
  profile: Profile;
  /** Hears what became of the profile's events. */
  observed(reply: Observed): void;
  problem(problem: PrivetError): void;
}

/**
 * The engine with one catalog in it. An instance that trapped is thrown away,
 * and a new one told everything that the journal says.
 */
export class Engine {
  #wasm: Exports | undefined;

  constructor(
    private readonly module: WebAssembly.Module,
    private readonly journal: () => Journal,
  ) {}

  /** Runs one operation. Throws a PrivetError with the engine's status, or `engine-trap`. */
  call<Q, A>(op: Operation<Q, A>, request: Q): A {
    try {
      return run(this.#wasm ?? this.start(), op, request);
    } catch (e) {
      if (!(e instanceof PrivetError)) this.#wasm = undefined;
      throw PrivetError.from(e, "engine-trap", op[0]);
    }
  }

  /** Starts an instance and tells it everything. */
  start(): Exports {
    this.#wasm = undefined;
    const { catalog, problem } = this.journal();
    const { release, shop } = catalog;
    const wasm = instantiate(this.module);
    const { items, variety } = run(wasm, abi.opLoad, catalog.bytes);
    need(items === catalog.items.length, "bad-catalog", `${items} items, not ${catalog.items.length}`);
    shop.variety = variety;
    try {
      if (release.trend) run(wasm, abi.opTrend, new Uint8Array(release.trend));
    } catch (e) {
      problem(PrivetError.from(e, "engine-trap", "trend"));
      release.trend = undefined;
      return this.start(); // as if there had been none
    }
    this.#wasm = wasm;
    this.fold();
    return wasm;
  }

  /** Makes the state a fold over the profile as it is now, and nothing else. */
  fold(): void {
    const { profile, observed } = this.journal();
    this.call(abi.opForget, { scope: abi.ForgetScope.all, event: 0, purpose: 0 });
    this.call(abi.opConsent, { version: abi.consentVersion, granted: bits(profile.consent.granted) });
    for (let i = 0; i < profile.events.length; i += BATCH)
      observed(this.call(abi.opObserve, { events: profile.events.slice(i, i + BATCH) }));
  }
}

export function instantiate(module: WebAssembly.Module): Exports {
  try {
    // No imports: what is not handed in cannot be reached.
    const wasm = new WebAssembly.Instance(module).exports as unknown as Exports;
    const version = wasm.abi_version();
    need(version === abi.abiVersion, "bad-engine", `ABI ${version}, not ${abi.abiVersion}`);
    return wasm;
  } catch (e) {
    throw PrivetError.from(e, "bad-engine", "engine");
  }
}

export function run<Q, A>(wasm: Exports, [op, number, put, take, codec]: Operation<Q, A>, request: Q): A {
  const bytes = put ? codec.encode(put, request) : (request as Uint8Array);
  const at = wasm.buffer(bytes.length);
  need(at, "too-large", `${op}: ${bytes.length} bytes`);
  new Uint8Array(wasm.memory.buffer, at).set(bytes);
  const reply = wasm.call(number, bytes.length);
  const view = new DataView(wasm.memory.buffer, reply); // only now: the call may have grown the memory
  const body = new Uint8Array(wasm.memory.buffer, reply + abi.replyHeader, view.getUint32(4, true));
  const status = view.getUint16(0, true);
  if (status) {
    const { record, index, field, offset, detail } = decode(abi.takeFailure, body);
    throw new PrivetError(
      abi.statuses[status] as Code,
      `${op}: ${record}[${index}].${field} at byte ${offset}: ${detail}`,
    );
  }
  return (take && codec.decode(take, body)) as A;
}
