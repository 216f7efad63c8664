import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { writeShop } from "./shop.mjs";

const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));

const privet = join(root, "build/privet");
/** Takes a second where it is built already, as `make test` does. */
const built = run("go", ["build", "-o", privet, "./host/privet"], { cwd: root });

/**
 * Builds a shop with `privet build` and serves it with `privet serve`. `shop`
 * names a directory that is built already; `rules` is the text of an owner's
 * rules.yaml; `trend` says what is wanted these days, too;
 * `build` are further arguments of `privet build`; with `sign`, `key` is
 * the public one that signed it. Call stop() in the end.
 */
export async function startSite({ shop, rules, trend, build = [], sign = false } = {}) {
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
    await run(privet, ["build", ...files, "--out", shop, "--name", "Test shop", "--currency", "GBP", ...build]);
    if (trend) await run(privet, ["trend", "--events", join(dir, "events.csv"), shop]);
  }
  let key;
  if (sign) {
    const { stdout } = await run(privet, ["sign", "--new", "--key", join(dir, "key.pem"), shop]);
    [, key] = /data-key="(.*)"/.exec(stdout);
  }
  const server = spawn(privet, ["serve", "--addr", "127.0.0.1:0", shop], { stdio: ["ignore", "pipe", "inherit"] });
  const origin = await new Promise((resolve, reject) => {
    server.once("exit", (code) => reject(new Error(`privet serve ended with ${code}`)));
    let said = "";
    server.stdout.on("data", (chunk) => {
      const [, url] = /(http:\/\/127\.0\.0\.1:\d+)/.exec((said += chunk)) ?? [];
      if (url) resolve(url);
    });
  });
  return {
    origin,
    key,
    pid: server.pid,
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
    async stop() {
      const ended = new Promise((resolve) => server.once("exit", resolve));
      server.kill("SIGTERM");
      await ended;
      await rm(dir, { recursive: true });
    },
  };
}
