// Times whole rankings on every host: native Go and wazero by
// host/headless/bench, then Node and Chromium on the same catalogs, through the
// page's codec. Prints a table; with JSON=FILE appends an object a line to it.
//
//   node bench/rank.mjs
import { execFileSync } from "node:child_process";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { launch } from "../test/browser.mjs";
import { readEngine } from "../test/vectors/files.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const json = process.env.JSON && resolve(process.env.JSON);
const folder = mkdtempSync(join(tmpdir(), "privet-bench-"));

/** Prints a host's rows. */
function print(host, rows) {
  for (const { name, value, unit } of rows) {
    console.log(`${`${host}: ${name}`.padEnd(44)} ${value.toFixed(4).padStart(10)} ${unit}`);
    if (json) appendFileSync(json, JSON.stringify({ name: `${host}: ${name}`, value, unit }) + "\n");
  }
}

/** The measuring script, as "esm" or as "iife" that defines `bench`. */
async function bundle(format) {
  const { outputFiles } = await build({
    entryPoints: [here("ranking.js")],
    bundle: true,
    format,
    globalName: format == "iife" ? "bench" : undefined,
    target: "es2022",
    write: false,
  });
  return outputFiles[0].text;
}

async function inNode(workloads) {
  const script = join(folder, "ranking.mjs");
  writeFileSync(script, await bundle("esm"));
  const { measure } = await import(script);
  const module = new WebAssembly.Module(readEngine());
  for (const workload of workloads) print("node", measure(module, workload, readFileSync(join(folder, workload.catalog))));
}

/** In a page of its own, isolated so that its clock is fine: 5 µs instead of 100. */
async function inChromium(workloads) {
  const server = createServer((request, response) => {
    const name = request.url.slice(1);
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
    if (name == "") response.setHeader("Content-Type", "text/html").end("<!doctype html><title>bench</title>");
    else if (name == "engine.wasm") response.end(readEngine());
    else if (workloads.some(({ catalog }) => catalog == name)) response.end(readFileSync(join(folder, name)));
    else response.writeHead(404).end();
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    await page.addScriptTag({ content: await bundle("iife") });
    for (const workload of workloads) {
      const rows = await page.evaluate(async (workload) => {
        const bytes = async (name) => new Uint8Array(await (await fetch(name)).arrayBuffer());
        return bench.measure(await WebAssembly.compile(await bytes("engine.wasm")), workload, await bytes(workload.catalog));
      }, workload);
      print("chromium", rows);
    }
  } finally {
    await browser.close();
    server.close();
  }
}

try {
  execFileSync("go", ["run", "./host/headless/bench", "--write", folder, "--json", json ?? ""], {
    cwd: here("../.."),
    stdio: "inherit",
  });
  const workloads = JSON.parse(readFileSync(join(folder, "workloads.json"), "utf8"));
  await inNode(workloads);
  await inChromium(workloads);
} finally {
  rmSync(folder, { recursive: true });
}
