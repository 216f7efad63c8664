import { createHash } from "node:crypto";
import { after, before } from "node:test";
import canonicalize from "canonicalize";
import { launch } from "./browser.mjs";
import { startSite } from "./site.mjs";

/** How long to wait for what must come, in milliseconds. */
const PATIENCE = 30_000;

/** Nothing but the site's own files, and WebAssembly: what a careful site would send. */
const csp =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src 'self' data:; style-src 'self'";

/** A page with a slot of eight default items, as a site would write it. */
export const home = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Test</title>
  <link rel="stylesheet" href="/test/style.css">
  <script src="/privet/privet.js" defer></script>
  <h1>Shop</h1>
  <privet-slot>
    <template><a class="card" data-href="url"><img data-src="image" data-alt="title" width="40" height="40"><b data-text="title"></b> <i data-text="price" data-if="price"></i></a></template>
    ${Array.from({ length: 8 }, (_, i) => `<a class="card" href="/default/${i}"><b>Default ${i}</b></a>`).join("\n    ")}
  </privet-slot>
  <p id="below">Below the slot.</p>`;

/** A page of the site that has no Privet: to prepare what is stored. */
export const bare = { "/test/bare.html": "<!doctype html><title>bare</title>" };

export const style = `privet-slot { display: grid; grid-template-columns: repeat(4, 1fr); gap: 8px }
  .card { display: block; height: 90px; overflow: hidden }`;

export const dot = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

/** One site, of an owner's rules, and one browser for a test file: `const world = useWorld()`. */
export function useWorld({ rules } = {}) {
  const world = { site: undefined, browser: undefined, visitor: undefined };
  before(async () => {
    [world.site, world.browser] = await Promise.all([startSite({ rules }), launch()]);
  });
  after(async () => {
    await world.browser?.close();
    await world.site?.stop();
  });

  /**
   * A visitor with a browser profile of their own. `pages` are files of the site
   * by path; `prepare` runs in each page before anything else; `alter` are
   * responses to change, a function of the body by a part of the address.
   */
  world.visitor = async ({ pages = {}, prepare, alter = {}, ...options } = {}) => {
    const context = await world.browser.newContext({ baseURL: world.site.origin, ...options });
    if (prepare) await context.addInitScript(prepare);
    const files = { "/test/home.html": home, "/test/style.css": style, ...pages };
    await context.route("**/test/**", (route) => {
      const path = new URL(route.request().url()).pathname;
      const contentType = { html: "text/html", css: "text/css", mjs: "text/javascript" }[path.split(".").pop()];
      return files[path] === undefined
        ? route.fulfill({ status: 404 })
        : route.fulfill({
            body: files[path],
            headers: { "content-type": contentType, "content-security-policy": csp },
          });
    });
    await context.route("**/images/*", (route) => route.fulfill({ body: dot, contentType: "image/png" }));
    const alterations = { ...alter };
    await context.route("**/privet/**", async (route) => {
      const [, change] = Object.entries(alterations).find(([part]) => route.request().url().includes(part)) ?? [];
      if (!change) return route.continue();
      const response = await route.fetch();
      const body = await change(await response.body());
      return body === undefined ? route.abort() : route.fulfill({ response, body });
    });
    return { context, alterations, open: (path = "/test/home.html") => open(context, path) };
  };
  return world;
}

/** Opens a page and notes what it asks for and complains about. */
async function open(context, path) {
  const page = await context.newPage();
  const errors = [];
  const requests = [];
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("request", (request) => requests.push(new URL(request.url()).pathname));
  await page.goto(path);
  await page.evaluate(() => window.privet?.ready);
  return Object.assign(page, { errors, requests });
}

/**
 * Alterations for a visitor: one file of the manifest, "catalog" or "texts", is
 * changed and the manifest says its new digest, as a builder gone wrong would.
 */
export function forged(site, member, change) {
  return {
    [`/${member}.`]: change,
    "/manifest.json": async (body) => {
      const manifest = JSON.parse(body);
      const entry = [manifest[member]].flat()[0];
      const good = await fetch(`${site.origin}/privet/${entry.file}`);
      const bad = change(Buffer.from(await good.arrayBuffer()));
      entry.sha256 = createHash("sha256").update(bad).digest("base64");
      return Buffer.from(JSON.stringify(manifest));
    },
  };
}

/** Everything that a page's origin has written, by kind; empty lists and strings where nothing is. */
export function written(page) {
  return page.evaluate(async () => ({
    databases: (await indexedDB.databases()).map(({ name }) => name),
    caches: await caches.keys(),
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
    cookies: document.cookie,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
  }));
}

/** Everything in the page's databases, as it lies there, by store. */
export function readAll(page) {
  return page.evaluate(async () => {
    const read = (name) =>
      new Promise((resolve, reject) => {
        const open = indexedDB.open(name);
        open.onupgradeneeded = () => open.transaction.abort(); // it has just been deleted
        open.onerror = () => (open.error.name === "AbortError" ? resolve({}) : reject(open.error));
        open.onsuccess = () => {
          const names = [...open.result.objectStoreNames];
          const tx = open.result.transaction(names);
          const rows = names.map((name) => tx.objectStore(name).getAll());
          tx.oncomplete = () => {
            open.result.close();
            resolve(Object.fromEntries(names.map((name, i) => [name, rows[i].result])));
          };
        };
      });
    const databases = await indexedDB.databases();
    return Object.assign({}, ...(await Promise.all(databases.map(({ name }) => read(name)))));
  });
}

export const nothingWritten = { databases: [], caches: [], local: [], session: [], cookies: "", workers: 0 };

/** Waits until `check`, which may be asynchronous, gives something true. `said` is what an error says of it. */
export async function until(check, said = check) {
  for (const end = Date.now() + PATIENCE; !(await check()); ) {
    if (Date.now() > end) throw new Error(`still not so after ${PATIENCE} ms: ${said}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/**
 * Waits until `check`, which may be asynchronous, gives something true in the
 * page. Playwright's own waiting takes any promise for true.
 */
export const eventually = (page, check, argument) => until(() => page.evaluate(check, argument), check);

/** Waits until a release is kept for when none can be fetched. */
export const releaseKept = (page) => until(async () => (await readAll(page)).files?.length === 2, "a release is kept");

/** Ids and scores of a page's best items, at a fixed time. */
export function ranking(page, options = {}) {
  return page.evaluate(async (o) => {
    const { items } = await window.privet.rank({ now: 1_800_000_000_000, ...o });
    return items.map(({ item, score }) => [item.id, score]);
  }, options);
}

/** Whether a receipt is what its key signed. */
export async function verifies(receipt) {
  const { signature, ...proof } = receipt["privet:proof"];
  const ecdsa = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("jwk", proof.publicKey, ecdsa, false, ["verify"]);
  const signed = new TextEncoder().encode(canonicalize({ ...receipt, "privet:proof": proof }));
  return crypto.subtle.verify(ecdsa, key, Buffer.from(signature, "base64url"), signed);
}
