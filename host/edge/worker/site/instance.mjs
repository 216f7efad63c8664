// One Go instance for many requests. To start one costs more processor time than a free plan allows for a request, and
// the edge handler keeps nothing from one request that another could see.

import "./wasm_exec.js";
import module from "./guest.wasm";
import assets from "./assets.json";
import plain from "./manifest.bin";
import brotli from "./manifest.br.bin";
import gzip from "./manifest.gz.bin";

/** What has happened in this isolate; nothing about who asked for what. */
export const count = { answers: 0, instances: 0 };

/** The running instance's function from a Request to a Promise of a Response. */
let handle;

export async function answer(request) {
  count.answers++;
  handle ??= start();
  let answered;
  try {
    answered = handle(withClientCodings(request));
  } catch {
    handle = undefined;
  }
  // Go works until it has nothing left to do before it gives way. If it panicked meanwhile, which may throw or not, no answer
  // will come from this instance any more; the next request gets a new one.
  if (!handle) return new Response("internal server error\n", { status: 500, headers: { "Cache-Control": "no-store" } });
  const { body, status, headers } = await answered;
  // The body is coded already: "manual" keeps the runtime from coding it once more.
  return new Response(body, { status, headers, encodeBody: "manual" });
}

function start() {
  const go = new Go();
  const binding = {};
  go.exit = () => void (handle = undefined);
  globalThis.context = { binding, tree: { manifest: { plain, brotli, gzip }, assets } };
  go.run(new WebAssembly.Instance(module, { ...go.importObject, workers: { ready() {} } }));
  count.instances++;
  return binding.handleRequest;
}

/** Cloudflare asks every worker for "br, gzip" and keeps aside what the client itself accepts. */
function withClientCodings(request) {
  const codings = request.cf?.clientAcceptEncoding;
  if (codings === undefined) return request;
  const headers = new Headers(request.headers);
  headers.set("Accept-Encoding", codings);
  return new Request(request.url, { method: request.method, headers });
}
