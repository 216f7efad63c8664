import { build } from "esbuild";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** A module of src, as it is and as if for the first time. */
export async function load(path) {
  const folder = await mkdtemp(join(tmpdir(), "privet-source-"));
  try {
    const outfile = join(folder, "module.mjs");
    const entry = new URL(`../src/${path}`, import.meta.url).pathname;
    await build({ entryPoints: [entry], bundle: true, format: "esm", outfile, logLevel: "error" });
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(folder, { recursive: true });
  }
}
