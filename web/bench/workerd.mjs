// Workers in one workerd, each on a port of its own, so that no proxy stands between.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";

/** How a file of a worker's directory is loaded, by the end of its name. */
const kinds = { mjs: "ESModule", js: "ESModule", json: "ESModule", wasm: "CompiledWasm", bin: "Data" };

/** The worker in a directory: all of its files are modules, `main` is the first. */
export function script(dir, main) {
  const names = readdirSync(dir).filter((name) => kinds[name.split(".").pop()]);
  const modules = [main, ...names.filter((name) => name !== main)].map((name) => {
    const [path, type] = [join(dir, name), kinds[name.split(".").pop()]];
    if (type !== "ESModule") return { path, type, contents: readFileSync(path) };
    const text = readFileSync(path, "utf8");
    return { path, type, contents: name.endsWith(".json") ? `export default ${text}` : text };
  });
  return { modules, modulesRoot: dir };
}

/** Static assets as the worker's wrangler.jsonc wants them, before a script or without one. */
export function assets(directory, config, hasScript) {
  const { html_handling, not_found_handling } = config.assets;
  return {
    ...(!hasScript && { modules: [{ type: "ESModule", path: "none.mjs", contents: "export default {}" }] }),
    assets: {
      directory,
      assetConfig: { html_handling, not_found_handling },
      routerConfig: { has_user_worker: hasScript },
    },
  };
}

/** Starts workers by name. `origin(name)` is where one answers, `pid` the process of all. */
export async function startWorkerd(workers, config) {
  const common = {
    compatibilityDate: config.compatibility_date,
    unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
  };
  const named = Object.entries(workers).map(([name, worker]) => ({ name, ...common, ...worker }));
  const flare = new Miniflare(convertV4MiniflareOptions({ cf: false, workers: named }));
  await flare.ready;
  const origins = {};
  for (const name of Object.keys(workers)) origins[name] = (await flare.unsafeGetDirectURL(name)).origin;
  return { origins, pid: child("workerd"), stop: () => flare.dispose() };
}

/** This process's child that runs a command, where the system tells. */
function child(command) {
  try {
    const children = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, "utf8").trim().split(" ");
    return children.find((pid) => readFileSync(`/proc/${pid}/comm`, "utf8").trim() === command);
  } catch {
    return undefined;
  }
}
