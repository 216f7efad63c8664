// What an answer of the edge costs: `privet serve`, the worker as it is deployed and its script alone, against a plain
// script with the same bytes and headers and against static assets without any script, all workers in one workerd. Prints
// a table; with JSON=FILE appends an object a line to it. An answer that is not the expected one ends it.
//
// What is deployed, and static assets, go through a stand-in for Cloudflare's own routing and storage, which is slower than
// either script and on Cloudflare no part of a worker's processor time.
//
//   node bench/edge.mjs [DIR]      DIR: what `privet build` wrote; default ../build/shop
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Pool } from "undici";
import { startSite } from "../test/site.mjs";
import { assets, script, startWorkerd } from "./workerd.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const shop = resolve(process.argv[2] ?? here("../../build/shop"));
const json = process.env.JSON && resolve(process.env.JSON);

/** Rounds in which every server has its turn, and requests of a turn: 10,000 of each kind for each server. */
const ROUNDS = 20;
const TURN = 500;
const AT_ONCE = 4;
/** Fresh processes of each kind. */
const STARTS = 10;

const manifest = "/privet/manifest.json";
const catalog = `/privet/${JSON.parse(readFileSync(join(shop, "manifest.json"), "utf8")).catalog.file}`;

/** Headers as Cloudflare hands them to a worker: what the client accepts is told beside them too. */
const accepting = (codings) => ({
  "accept-encoding": codings,
  "mf-cf-blob": JSON.stringify({ clientAcceptEncoding: codings }),
});

/** Kinds of request: the n-th one of a server whose manifest has this tag, and the status that it must get. */
const kinds = {
  "304 of the manifest": (n, tag) => [manifest, { ...accepting("br"), "if-none-match": tag }, 304],
  "304 never asked for before": (n, tag) => [manifest, { ...accepting(`br, x-${n}`), "if-none-match": tag }, 304],
  catalog: () => [catalog, accepting("identity"), 200],
  "7 × 304, 2 manifests, 1 catalog": (n, tag) =>
    n % 10 < 7 ? kinds["304 of the manifest"](n, tag) : n % 10 < 9 ? [manifest, accepting("br"), 200] : kinds.catalog(),
};

/** What the others are compared with. */
const PLAIN = "plain script";

/** The worker without its static assets, as which all files but the manifest are deployed. */
const ALONE = "the worker's script alone";

const serves = (server, kind) => server !== ALONE || kind.startsWith("304");

let asked = 0;

async function ask(pool, [path, headers, expected]) {
  const { statusCode, headers: got, body } = await pool.request({ path, method: "GET", headers });
  const bytes = Buffer.from(await body.arrayBuffer());
  asked++;
  assert.equal(statusCode, expected, `answer ${asked}: ${path}`);
  return { headers: got, bytes };
}

/** Headers of a connection or a platform, and the tag, which a platform may choose, say nothing about the file. */
const transport = [
  "cf-cache-status",
  "connection",
  "content-length",
  "date",
  "etag",
  "keep-alive",
  "transfer-encoding",
];

/** The other headers. */
const meaning = (headers) => Object.fromEntries(Object.entries(headers).filter(([name]) => !transport.includes(name)));

/** Processor time of a process so far, in microseconds; NaN where the system does not tell. */
function processorTime(pid) {
  if (!pid) throw new Error("of which process?");
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    const spent = (thread) => Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "utf8").split(" ")[0]);
    return threads.reduce((sum, thread) => sum + spent(thread), 0) / 1000;
  } catch {
    return NaN;
  }
}

/** A turn: requests of one kind to one server. */
async function turn({ pool, pid, tag }, kind, first) {
  const took = [];
  let next = first;
  const worker = async () => {
    while (next < first + TURN) {
      const request = kind(next++, tag);
      const began = performance.now();
      await ask(pool, request);
      took.push(performance.now() - began);
    }
  };
  const [spent, began] = [processorTime(pid), performance.now()];
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const whole = performance.now() - began;
  took.sort((a, b) => a - b);
  return {
    processor: (processorTime(pid) - spent) / TURN,
    rate: (TURN / whole) * 1000,
    p50: took[TURN * 0.5],
    p95: took[TURN * 0.95],
  };
}

/** Median, and between which two of the values it is with a probability of 95 %, whatever their distribution. */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  const rank = Math.max(0, Math.floor((n - 1.96 * Math.sqrt(n)) / 2));
  return { value: sorted[n >> 1], low: sorted[rank], high: sorted[n - 1 - rank] };
}

function say(name, values, unit) {
  const { value, low, high } = median(values);
  if (json && value === value) appendFileSync(json, JSON.stringify({ name: `edge: ${name}`, value, unit }) + "\n");
  const digits = value < 10 ? 2 : 0;
  return value === value
    ? `${value.toFixed(digits)} [${low.toFixed(digits)}, ${high.toFixed(digits)}]`
    : "not told here";
}

/** Measures a kind of request on servers, turn by turn. */
async function measure(name, servers) {
  const turns = Object.fromEntries(Object.keys(servers).map((server) => [server, []]));
  for (
    let round = -1;
    round < ROUNDS;
    round++ // the first one warms up
  )
    for (const [server, at] of Object.entries(servers)) {
      const result = await turn(at, kinds[name], (round + 1) * TURN);
      if (round >= 0) turns[server].push(result);
    }
  console.log(
    `\n${name.padEnd(34)}${["1/s", "p50, ms", "p95, ms", "processor, µs", "× plain script"].map((h) => h.padStart(22)).join("")}`,
  );
  for (const [server, results] of Object.entries(turns)) {
    const column = (part, unit) =>
      say(
        `${server}, ${name}, ${part}`,
        results.map((r) => r[part]),
        unit,
      ).padStart(22);
    const times = results.map(({ processor }, round) => processor / turns[PLAIN][round].processor);
    console.log(
      `  ${server.padEnd(32)}${column("rate", "1/s")}${column("p50", "ms")}${column("p95", "ms")}${column("processor", "µs")}` +
        say(`${server}, ${name}, processor against ${PLAIN}`, times, "×").padStart(22),
    );
  }
}

/** Starts a workerd with one worker and asks it once. */
async function coldStart(worker, config) {
  const workerd = await startWorkerd({ worker }, config);
  const pool = new Pool(workerd.origins.worker);
  const began = performance.now();
  await ask(pool, [manifest, accepting("br"), 200]);
  const first = performance.now() - began;
  const processor = processorTime(workerd.pid) / 1000;
  await pool.close();
  await workerd.stop();
  return { first, processor };
}

async function measureColdStarts(workers, config) {
  const starts = Object.fromEntries(Object.keys(workers).map((name) => [name, []]));
  for (let i = 0; i < STARTS; i++)
    for (const [name, worker] of Object.entries(workers)) starts[name].push(await coldStart(worker, config));
  console.log(
    `\n${"a fresh workerd".padEnd(34)}${"first answer, ms".padStart(22)}${"processor so far, ms".padStart(22)}`,
  );
  for (const [name, results] of Object.entries(starts)) {
    const column = (part) =>
      say(
        `${name}, fresh workerd, ${part}`,
        results.map((r) => r[part]),
        "ms",
      ).padStart(22);
    console.log(`  ${name.padEnd(32)}${column("first")}${column("processor")}`);
  }
}

/** Writes the plain script, with what the given server answers. */
async function writePlain(dir, pool) {
  mkdirSync(dir);
  cpSync(here("edge.worker.mjs"), join(dir, "worker.mjs"));
  const files = [];
  for (const [body, path, codings] of [
    ["manifest", manifest, "br"],
    ["catalog", catalog, "identity"],
  ]) {
    const { headers, bytes } = await ask(pool, [path, accepting(codings), 200]);
    const unchanged = await ask(pool, [path, { ...accepting(codings), "if-none-match": headers.etag }, 304]);
    writeFileSync(join(dir, `${body}.bin`), bytes);
    const lasting = (all) => ({ ...meaning(all), etag: headers.etag });
    files.push({ path, body, headers: lasting(headers), unchanged: lasting(unchanged.headers) });
  }
  writeFileSync(join(dir, "files.json"), JSON.stringify(files));
}

/** Every server must answer as the first one does, in each kind of request that it serves. */
async function compare(servers, model) {
  for (const [name, { pool, tag }] of Object.entries(servers))
    for (const [kind, request] of Object.entries(kinds)) {
      if (!serves(name, kind)) continue;
      const want = await ask(model.pool, request(0, model.tag));
      const got = await ask(pool, request(0, tag));
      assert.deepEqual(got.bytes, want.bytes, `${name}: ${kind}`);
      const { "content-type": _, ...headers } = meaning(got.headers); // static assets send it with a 304 too
      const { "content-type": __, ...wanted } = meaning(want.headers);
      assert.deepEqual(headers, wanted, `${name}: ${kind}`);
    }
}

const dir = mkdtempSync(join(tmpdir(), "privet-edge-"));
const running = [];
try {
  const site = await startSite({ shop });
  running.push(() => site.stop());
  const native = new Pool(site.origin, { connections: AT_ONCE });
  running.push(() => native.close());
  const bundle = join(dir, "worker");
  const go = (...command) => execFileSync("go", ["run", ...command], { cwd: here("../.."), stdio: "ignore" });
  go("./host/edge/worker", "--out", join(dir, "script"));
  go("./host/privet", "worker", "--script", join(dir, "script"), "--out", bundle, shop);
  go("./host/privet", "serve", "--write", join(dir, "files"), shop);
  await writePlain(join(dir, "plain"), native);
  const config = JSON.parse(readFileSync(join(bundle, "wrangler.jsonc"), "utf8").replace(/^\s*\/\/.*$/gm, ""));

  const alone = script(bundle, config.main);
  const plain = script(join(dir, "plain"), "worker.mjs");
  const workers = {
    "the worker, as deployed": { ...alone, ...assets(join(bundle, config.assets.directory), config, true) },
    [ALONE]: alone,
    [PLAIN]: plain,
    "static assets alone": assets(join(dir, "files"), config, false),
  };
  await measureColdStarts({ [ALONE]: alone, [PLAIN]: plain }, config);

  const workerd = await startWorkerd(workers, config);
  running.push(workerd.stop);
  const servers = { "privet serve": { pool: native, pid: site.pid } };
  for (const [name, origin] of Object.entries(workerd.origins)) {
    const pool = new Pool(origin, { connections: AT_ONCE });
    running.push(() => pool.close());
    servers[name] = { pool, pid: workerd.pid };
  }
  for (const server of Object.values(servers))
    server.tag = (await ask(server.pool, [manifest, accepting("br"), 200])).headers.etag;
  await compare(servers, servers["privet serve"]);

  for (const kind of Object.keys(kinds))
    await measure(kind, Object.fromEntries(Object.entries(servers).filter(([name]) => serves(name, kind))));
  console.log(`\n${asked} answers, each as expected`);
} finally {
  for (const stop of running.reverse()) await stop();
  rmSync(dir, { recursive: true });
}
