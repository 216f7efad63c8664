// Plays the vectors of testdata/vectors on an engine module, in Node and in
// browsers alike. The README beside the vectors says what their fields mean.
import { operations, replyHeader, statuses, takeFailure } from "../../src/abi.gen.ts";
import { decode, encode, end } from "../../src/codec.ts";

/**
 * Plays every vector, each on an instance of its own. Returns a vector's name
 * and what is wrong with it, or "".
 */
export function play({ suites, wires, ...files }, module) {
  const results = [];
  for (const [suite, content] of Object.entries(suites)) {
    only(content, ["about", "vectors"], suite);
    if (!content.vectors?.length) throw new Error(`${suite}: no vectors`);
    for (const vector of content.vectors) {
      const name = `${suite}/${vector.name}`;
      let problem = "";
      try {
        playVector(vector, wires[suite]?.[vector.name], files, new WebAssembly.Instance(module).exports);
      } catch (e) {
        problem = String(e.message ?? e);
      }
      results.push({ name, problem });
    }
    equal(Object.keys(wires[suite]).length, content.vectors.length, `${suite}: recordings`);
  }
  return results;
}

function playVector(vector, recorded, files, wasm) {
  only(vector, ["name", "steps"], "vector");
  equal(recorded?.length, vector.steps.length, "recorded steps");
  vector.steps.forEach((step, i) => {
    const where = `step ${i}`;
    only(step, ["op", "request", "bytes", "catalog", "trend", "edit", "status", "failure", "expect"], where);
    const [, op, put, take] = operations[step.op] ?? ["", step.op];
    const request = requestOf(step, put, files);
    if (!step.catalog && !step.trend) equal(hex(request), recorded[i].request ?? "", `${where}: request`);

    const reply = call(wasm, op, request);
    const [status, body] = [statuses[reply[0] + 256 * reply[1]], reply.subarray(replyHeader)];
    equal(status, step.status, `${where}: status`);
    equal(hex(reply), recorded[i].reply, `${where}: reply`);
    if (status != "ok") {
      only(step.failure, ["record", "field", "index"], `${where}: failure`);
      match(decode(takeFailure, body), { index: 0, ...step.failure }, `${where}: failure`);
    } else if (take) {
      const response = decode(take, body);
      equal(end, body.length, `${where}: end of the response`);
      if (step.expect) match(response, step.expect, `${where}: response`);
    } else equal(body.length, 0, `${where}: response`);
  });
}

/** Returns the bytes that a step sends. */
function requestOf(step, put, { catalogs, trends }) {
  if (step.bytes !== undefined) return unhex(step.bytes);
  if (!step.catalog && !step.trend) return encode(whole(put), step.request ?? {});
  const { cut, set = {}, append = "", ...other } = step.edit ?? {};
  only(other, [], "edit");
  const file = unhex(step.trend ? trends[step.trend] : catalogs[step.catalog]);
  for (const [at, bytes] of Object.entries(set)) file.set(unhex(bytes), Number(at));
  return new Uint8Array([...file.slice(0, cut), ...unhex(append)]);
}

/** Puts a request in which whatever is missing is 0, "" or empty, and refuses fields that it does not have. */
const whole = (put) => (request) => {
  const checks = [];
  const watched = (value) => {
    if (Array.isArray(value)) return value.map(watched);
    if (typeof value != "object") return value;
    const asked = [];
    checks.push(() => only(value, asked, "request"));
    return new Proxy(value, { get: (_, name) => (asked.push(name), watched(value[name])) });
  };
  put(watched(request));
  for (const check of checks) check();
};

function call(wasm, op, request) {
  const at = wasm.buffer(request.length);
  new Uint8Array(wasm.memory.buffer).set(request, at);
  const reply = wasm.call(op, request.length);
  const length = new DataView(wasm.memory.buffer).getUint32(reply + 4, true);
  return new Uint8Array(wasm.memory.buffer, reply, replyHeader + length).slice();
}

/** Throws unless got has what want names; lists must agree in length. */
function match(got, want, where) {
  if (Array.isArray(want)) {
    equal(got?.length, want.length, `${where}: length`);
    want.forEach((w, i) => match(got[i], w, `${where}[${i}]`));
  } else if (want && typeof want == "object") {
    for (const name in want) match(got?.[name], want[name], `${where}.${name}`);
  } else equal(got, want, where);
}

function equal(got, want, where) {
  if (got !== want) throw new Error(`${where}: want ${want}, got ${got}`);
}

function only(object, allowed, where) {
  for (const name in object) if (!allowed.includes(name)) throw new Error(`${where}: unknown field ${name}`);
}

const hex = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");
const unhex = (text) => Uint8Array.from(text.match(/../g) ?? [], (b) => parseInt(b, 16));
