// Times whole rankings on every host: native Go and wazero by
// host/headless/bench, then Node and Chromium on the same catalogs, through the
// page's codec. Prints a table; with JSON=FILE appends an object a line to it.
//
//   node bench/rank.mjs
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { launchChromium, wholeChromium } from "../test/browser.mjs";
import { readEngine } from "../test/vectors/files.mjs";
import { json, row } from "./row.mjs";
import { serve } from "./server.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "privet-bench-"));

/** Prints a host's rows. */
function print(host, rows) {
  for (const { name, value, unit } of rows) row(`${host}: ${name}`, value, unit);
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

async function inChromium(workloads) {
  const catalogs = workloads.map(({ catalog }) => [catalog, join(folder, catalog)]);
  const server = await serve({
    "": "<!doctype html><title>bench</title>",
    "engine.wasm": here("../../wasm/engine.wasm"),
    ...Object.fromEntries(catalogs),
  });
  const browser = await launchChromium({ executablePath: wholeChromium() });
  try {
    const page = await browser.newPage();
    await page.goto(server.origin);
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
