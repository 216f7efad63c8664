// Privet: engine.wasm and the page's codec. A ranking is all that a page's is:
// encode the request, fold 40 events into the visitor's vector, score, choose,
// decode. The others are handed that vector.
import { fold, start } from "../guest.js";

export async function open(workload, site) {
  const module = site.module("engine.wasm");
  const catalog = await site.bytes(workload.catalog);
  const run = start(await module);
  run("load", catalog);
  fold(run, workload);
  const [{ request }] = workload.cases;
  return () => run("rank", request).items.map(({ item }) => item);
}
