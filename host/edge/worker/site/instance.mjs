// One Go instance for many requests. To start one costs more processor time than a free plan allows for a request, and
// the edge handler keeps nothing from one request that another could see.

import "./wasm_exec.js";
import module from "./guest.wasm";
import assets from "./assets.json";
import manifests from "./manifests.mjs";

/**
 * Go's answers, by all that it was told. Equal questions have equal answers, so that one is enough: to enter Go and come
 * back costs more than the rest of an answer. Bounded, because anybody may ask for anything.
 */
const answers = new Map();
const MOST_ANSWERS = 100;

/** The running instance's function from a Request to a Promise of a Response. */
let handle;

export async function answer(request) {
  const question = essence(request);
  const key = question.join("\n"); // neither an address nor a header can hold one
  let known = answers.get(key);
  if (!known) {
    known = await ask(...question);
    if (known.status < 400) remember(key, known);
  }
  const { body, ...init } = known;
  // The body is coded already: "manual" keeps the runtime from coding it once more.
  return new Response(body, { ...init, encodeBody: "manual" });
}

function remember(key, known) {
  if (answers.size === MOST_ANSWERS) answers.clear();
  answers.set(key, known);
}

/** All that an answer depends on: no cookie and no query string gets as far as Go. */
function essence({ method, url, headers, cf }) {
  // Cloudflare asks every worker for "br, gzip" and keeps aside what the client itself accepts.
  const codings = cf?.clientAcceptEncoding ?? headers.get("Accept-Encoding") ?? "";
  return [method, url.split("?", 1)[0], codings, headers.get("If-None-Match") ?? ""];
}

async function ask(method, url, codings, tags) {
  const told = new Map([
    ["Accept-Encoding", codings],
    ["If-None-Match", tags],
  ]);
  handle ??= start();
  let answered;
  try {
    answered = handle({ method, url, headers: told, body: null });
  } catch {
    handle = undefined;
  }
  // Go works until it has nothing left to do before it gives way. If it panicked meanwhile, which may throw or not, no answer
  // will come from this instance any more; the next question gets a new one.
  if (!handle) return { status: 500, headers: { "Cache-Control": "no-store" }, body: "internal server error\n" };
  const { status, headers, body } = await answered;
  return { status, headers: Object.fromEntries(headers), body: body && (await new Response(body).arrayBuffer()) };
}

function start() {
  const go = new Go();
  const binding = {};
  go.exit = () => void (handle = undefined);
  globalThis.context = { binding, tree: { manifests, assets } };
  go.run(new WebAssembly.Instance(module, { ...go.importObject, workers: { ready() {} } }));
  return binding.handleRequest;
}
