import { execFile, spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { writeShop } from "./shop.mjs";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));

/** The tests' shop has 400 visitors. */
const few = ["--min-visitors", "5"];

const privet = join(root, "build/privet");
/** Takes a second where it is built already, as `make test` does. */
const built = run("go", ["build", "-o", privet, "./host/privet"], { cwd: root });

/**
 * Builds a shop with `privet build` and serves it with `privet serve`. `shop`
 * names a directory that is built already; `rules` is the text of an owner's
 * rules.yaml; `trend` says what is wanted these days, too;
 * `build` are further arguments of `privet build`; with `sign`, `key` is
 * the public one that signed it. `pid` is the server. Call stop() in the end.
 *
 * A site of which nothing is said is the one that run.mjs has started for all
 * files, if it has: nothing that a test does to it stays.
 */
export async function startSite(options = {}) {
  const shared = process.env.PRIVET_SITE;
  if (shared && !Object.values(options).some(Boolean)) return siteOf({ ...JSON.parse(shared), stop() {} });
  return startOwnSite(options);
}

async function startOwnSite({ shop, rules, trend, build = [], sign = false }) {
  const dir = await mkdtemp(join(tmpdir(), "privet-web-"));
  await built;
  if (!shop) {
    shop = join(dir, "shop");
    await writeShop(dir);
    const files = ["--items", join(dir, "items.csv"), "--events", join(dir, "events.csv")];
    if (rules) {
      await writeFile(join(dir, "rules.yaml"), rules);
      files.push("--rules", join(dir, "rules.yaml"));
    }
    await run(privet, ["build", ...files, ...few, "--out", shop, "--name", "Test shop", "--currency", "GBP", ...build]);
    if (trend) await run(privet, ["trend", "--events", join(dir, "events.csv"), ...few, shop]);
  }
  let key;
  if (sign) {
    const { stdout } = await run(privet, ["sign", "--new", "--key", join(dir, "key.pem"), shop]);
    [, key] = /data-key="(.*)"/.exec(stdout);
  }
  const { origin, pid, stop } = await serve(privet, "serve", "--addr", "127.0.0.1:0", shop);
  return siteOf({ origin, pid, shop, key, stop: () => stop().then(() => rm(dir, { recursive: true })) });
}

/** What tests do with a site. */
function siteOf({ origin, pid, shop, key, stop }) {
  return {
    origin,
    pid,
    shop,
    key,
    stop,
    /** What `privet inspect` says of a file. Rejects where it finds something wrong. */
    inspect: async (file) => (await run(privet, ["inspect", file])).stdout,
    /** What `privet rank` answers for the site's catalog: ids, the best first. */
    rank: async (...args) => {
      const { stdout } = await run(privet, ["rank", "--catalog", shop, "--json", ...args]);
      return stdout
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line).item);
    },
  };
}

/**
 * Has `privet dev` build a shop and serve the pages of a site, by name, with it. write() changes a file of the
 * site ("site/index.html"), or rules.yaml. Call stop() in the end.
 */
export async function developSite(pages) {
  const dir = await mkdtemp(join(tmpdir(), "privet-dev-"));
  await built;
  await writeShop(dir);
  await mkdir(join(dir, "site"));
  const write = (name, text) => writeFile(join(dir, name), text);
  await write("rules.yaml", "version: 1\n");
  for (const [name, text] of Object.entries(pages)) await write(join("site", name), text);
  const files = ["items.csv", "events.csv", "rules.yaml"].flatMap((f) => [`--${f.split(".")[0]}`, join(dir, f)]);
  const out = ["--site", join(dir, "site"), "--out", join(dir, "shop"), "--name", "Test shop", "--currency", "GBP"];
  const { origin, stop } = await serve(privet, "dev", "--addr", "127.0.0.1:0", ...files, ...few, ...out);
  // The first build is done when there is a catalog.
  for (let built = false; !built; ) {
    const { ok } = await fetch(`${origin}/privet/manifest.json`);
    if (!(built = ok)) await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    origin,
    write,
    async stop() {
      await stop();
      await rm(dir, { recursive: true });
    },
  };
}

/** Starts a command that serves, and waits for the address that it prints. */
async function serve(privet, ...args) {
  const server = spawn(privet, args, { stdio: ["ignore", "pipe", "inherit"] });
  const origin = await new Promise((resolve, reject) => {
    server.once("exit", (code) => reject(new Error(`privet ${args[0]} ended with ${code}`)));
    let said = "";
    server.stdout.on("data", (chunk) => {
      const [, url] = /(http:\/\/127\.0\.0\.1:\d+)/.exec((said += chunk)) ?? [];
      if (url) resolve(url);
    });
  });
  const stop = async () => {
    const ended = new Promise((resolve) => server.once("exit", resolve));
    server.kill("SIGTERM");
    await ended;
  };
  return { origin, pid: server.pid, stop };
}
