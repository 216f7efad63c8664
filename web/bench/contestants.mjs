// Who is compared, and how each is bundled for a page and for Node.
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const library = (path) => here(`../node_modules/${path}`);

/** What both libraries do better with, up to a point: no page should take more. */
const threads = Math.min(4, cpus().length);

/**
 * `script` is in peers/ and gets the options; `wasm` are the files that it fetches
 * beside its items; `input` is what of a workload it reads; `most` the most items
 * it is meant for; `ships` what a page loads where that is more than the script.
 * Threads need a page that is isolated, and neither library starts any in Node.
 */
export const contestants = [
  {
    name: "Privet",
    script: "privet",
    options: {},
    wasm: ["engine.wasm"],
    input: "catalog",
    ships: "../dist/privet.js",
  },
  { name: "TF.js", script: "tfjs", options: {}, wasm: ["tfjs-backend-wasm-simd.wasm"], input: "vectors" },
  {
    name: `TF.js, ${threads} threads`,
    script: "tfjs",
    options: { threads },
    wasm: ["tfjs-backend-wasm-threaded-simd.wasm"],
    input: "vectors",
  },
  { name: "ONNX Runtime Web", script: "onnx", options: {}, wasm: ["ort-wasm-simd-threaded.wasm"], input: "model" },
  {
    name: `ONNX Runtime Web, ${threads} threads`,
    script: "onnx",
    options: { threads },
    wasm: ["ort-wasm-simd-threaded.wasm"],
    input: "model",
  },
  { name: "plain JavaScript", script: "plain", options: {}, wasm: [], input: "vectors" },
  { name: "Uniform Context", script: "uniform", options: {}, wasm: [], input: "vectors", most: 50 },
  {
    name: "Uniform Context, after an act",
    script: "uniform",
    options: { act: true },
    wasm: [],
    input: "vectors",
    most: 50,
  },
];

/** Where files lie that the contestants fetch. */
export const wasmFiles = {
  "engine.wasm": here("../../wasm/engine.wasm"),
  "tfjs-backend-wasm-simd.wasm": library("@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm"),
  "tfjs-backend-wasm-threaded-simd.wasm": library(
    "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm",
  ),
  "ort-wasm-simd-threaded.wasm": library("onnxruntime-web/dist/ort-wasm-simd-threaded.wasm"),
};

/** What runs where the ranking is. */
export const scripts = [
  ...new Set(contestants.map(({ script }) => `peers/${script}.js`)),
  "race.js",
  "roofline.js",
  "site.js",
];

/** Libraries stay where they are, for their files are beside them. */
const asInstalled = {
  name: "as installed",
  setup: ({ onResolve }) =>
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind == "entry-point" ? undefined : { path: import.meta.resolve(path), external: true },
    ),
};

/** Writes the scripts into a folder, as modules for "browser" or "node". */
export async function bundle(outdir, host) {
  await build({
    entryPoints: scripts.map((script) => here(script)),
    outdir,
    outbase: here("."),
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    ...(host == "node"
      ? { platform: "node", outExtension: { ".js": ".mjs" }, plugins: [asInstalled] }
      : { platform: "browser" }),
    logLevel: "error",
  });
}
