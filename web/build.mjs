// Builds web/dist from web/src. Same sources, same bytes.
//
//   node build.mjs           writes dist
//   node build.mjs --check   fails where dist is not what the sources give
//   node build.mjs --size    prints the sizes that a visitor downloads; JSON=FILE appends an object a line to it
import { build } from "esbuild";
import { appendFileSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { brotliCompressSync, constants } from "node:zlib";
import { minify } from "terser";
import { manifestOf } from "./elements.mjs";

const src = new URL("src/", import.meta.url);
const dist = new URL("dist/", import.meta.url);

const languages = (await readdir(new URL("texts/", src)))
  .flatMap((name) => name.match(/^(\w+)\.json$/)?.[1] ?? [])
  .sort();

/** dist's scripts: the script tag, the module, and what both load when it is needed. */
const scripts = {
  "privet.js": { entry: "script.ts", format: "iife" },
  "privet.mjs": { entry: "module.ts", format: "esm" },
  "privet-store.js": { entry: "keeper.ts", format: "esm" },
  "privet-ui.js": { entry: "ui/ui.ts", format: "esm" },
  "privet-site.js": { entry: "site/site.ts", format: "esm" },
  "privet-react.mjs": { entry: "wrappers/react.ts", format: "esm" },
  "privet-vue.mjs": { entry: "wrappers/vue.ts", format: "esm" },
  "privet-experiments.js": { entry: "experiments/experiments.ts", format: "esm" },
  "privet-shards.js": { entry: "shards/shards.ts", format: "esm" },
  "privet-tools.js": { entry: "tools/follow.ts", format: "esm" },
  "privet-transfer.js": { entry: "transfer/transfer.ts", format: "esm" },
  ...Object.fromEntries(
    languages.map((language) => [`privet-text-${language}.js`, { entry: `texts/${language}.json`, format: "esm" }]),
  ),
};

/** What privet dev adds to pages. It lies beside dist, of which visitors get all. */
const tools = { "../dev/dev.js": { entry: "dev/dev.ts", format: "iife" } };

async function bundle() {
  const files = new Map();
  for (const [name, { entry, format }] of Object.entries({ ...scripts, ...tools })) {
    const { outputFiles } = await build({
      ...(entry.endsWith(".json") ? await words(entry) : { entryPoints: [new URL(entry, src).pathname] }),
      bundle: true,
      external: ["react", "vue"], // of the site that uses a wrapper
      format,
      // A classic script's address, for as long as it runs for the first time.
      ...(format === "iife" && { define: { "import.meta.url": "document.currentScript.src" } }),
      minify: true,
      target: "es2022",
      charset: "utf8",
      legalComments: "none",
      write: false,
      logLevel: "warning",
    });
    files.set(name, await smaller(outputFiles[0].text, format === "esm"));
  }
  for (const name of ["privet.d.ts", "privet-react.d.ts", "privet-vue.d.ts"])
    files.set(name, await readFile(new URL(name, src)));
  files.set("custom-elements.json", await manifestOf(src));
  return files;
}

/** What esbuild has made small, once more: a twentieth of the first script. */
async function smaller(code, module) {
  const { code: minified } = await minify(code, { ecma: 2022, module, compress: { passes: 3 } });
  return Buffer.from(minified);
}

/** What a page shows of a language's texts. The rest is for what `privet report` writes. */
async function words(entry) {
  const { page: _, ...texts } = JSON.parse(await readFile(new URL(entry, src)));
  return { stdin: { contents: JSON.stringify(texts), loader: "json" } };
}

async function write(files) {
  await rm(dist, { recursive: true, force: true });
  await mkdir(dist);
  for (const [name, bytes] of files) await writeFile(new URL(name, dist), bytes);
}

async function check(files) {
  const present = [...(await readdir(dist).catch(() => [])), ...Object.keys(tools)];
  const stale = [...new Set([...present, ...files.keys()])].filter(
    (name) => !present.includes(name) || !files.has(name),
  );
  for (const [name, bytes] of files)
    if (present.includes(name) && !bytes.equals(await readFile(new URL(name, dist)))) stale.push(name);
  if (stale.length) {
    console.error(`dist is stale: ${stale.join(", ")}; run: npm run build`);
    process.exitCode = 1;
  }
}

function size(files) {
  const brotli = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
  for (const name of Object.keys(scripts)) {
    const bytes = files.get(name);
    const row = { name: `${name}, brotli`, value: brotli(bytes), unit: "bytes" };
    if (process.env.JSON) appendFileSync(process.env.JSON, `${JSON.stringify(row)}\n`);
    console.log(
      `${name.padEnd(20)}${String(bytes.length).padStart(8)} bytes${String(brotli(bytes)).padStart(8)} brotli`,
    );
  }
}

const files = await bundle();
if (process.argv.includes("--check")) await check(files);
else if (process.argv.includes("--size")) size(files);
else await write(files);
