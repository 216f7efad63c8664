// Plays the vectors of testdata/vectors on an engine module, in Node and in
// browsers alike. The README beside the vectors says what their fields mean.
import { layouts, operations, replyHeader, statuses } from "../../src/abi.gen.ts";
import { decode, encode } from "../../src/codec.ts";

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
    const [op, requestName, responseName] = operations[step.op] ?? [step.op, "", ""];
    const request = requestOf(step, requestName, files);
    if (!step.catalog && !step.trend) equal(hex(request), recorded[i].request ?? "", `${where}: request`);

    const reply = call(wasm, op, request);
    const [status, body] = [statuses[reply[0] + 256 * reply[1]], reply.subarray(replyHeader)];
    equal(status, step.status, `${where}: status`);
    equal(hex(reply), recorded[i].reply, `${where}: reply`);
    if (status != "ok") {
      only(step.failure, ["record", "field", "index"], `${where}: failure`);
      match(decode("Failure", body), { index: 0, ...step.failure }, `${where}: failure`);
    } else if (responseName) {
      const response = decode(responseName, body);
      equal(hex(encode(responseName, response)), hex(body), `${where}: response encoded again`);
      if (step.expect) match(response, step.expect, `${where}: response`);
    } else equal(body.length, 0, `${where}: response`);
  });
}

/** Returns the bytes that a step sends. */
function requestOf(step, requestName, { catalogs, trends }) {
  if (step.bytes !== undefined) return unhex(step.bytes);
  if (!step.catalog && !step.trend) return encode(requestName, complete(requestName, step.request));
  const { cut, set = {}, append = "", ...other } = step.edit ?? {};
  only(other, [], "edit");
  const file = unhex(step.trend ? trends[step.trend] : catalogs[step.catalog]);
  for (const [at, bytes] of Object.entries(set)) file.set(unhex(bytes), Number(at));
  return new Uint8Array([...file.slice(0, cut), ...unhex(append)]);
}

/** Fills in what a vector leaves out, by the message's layout. */
function complete(message, given) {
  const fields = layouts[message].split(" ").filter(Boolean);
  const names = fields.map((field) => field.split(":")[0]);
  only(given, names, message);
  return Object.fromEntries(
    fields.map((field) => {
      const [name, type] = field.split(":");
      const value = given[name];
      const inner = type.replace("*", "");
      if (type[0] == "*") return [name, (value ?? []).map((v) => (layouts[inner] ? complete(inner, v) : v))];
      if (layouts[inner]) return [name, complete(inner, value ?? {})];
      return [name, value ?? (type == "s" ? "" : 0)];
    }),
  );
}

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
