// Reads what the vectors need from the repository, for the tests that play them.
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = new URL("../../../testdata/vectors/", import.meta.url);
const json = (name) => JSON.parse(readFileSync(new URL(name, root), "utf8"));

// What is no suite.
const files = ["catalogs.json", "trends.json"];

/** The suites, their recordings, the catalogs and the trends, as the player takes them. */
export function readVectors() {
  const names = readdirSync(root).filter((name) => name.endsWith(".json") && !files.includes(name));
  if (!names.length) throw new Error(`no vectors in ${root}`);
  const by = (folder) => Object.fromEntries(names.map((name) => [name.replace(".json", ""), json(folder + name)]));
  return { suites: by(""), wires: by("wire/"), catalogs: json("catalogs.json"), trends: json("trends.json") };
}

/** The bytes of the committed engine. */
export const readEngine = () => readFileSync(new URL("../../../wasm/engine.wasm", import.meta.url));

/** The player and the codec as one script: "esm", or "iife" that defines `player`. */
export async function bundlePlayer(format) {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("player.js", import.meta.url))],
    bundle: true,
    format,
    globalName: format == "iife" ? "player" : undefined,
    target: "es2022",
    write: false,
  });
  return outputFiles[0].text;
}
