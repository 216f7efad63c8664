// The wrappers with the real frameworks: a server renders the site's own order, the page takes that over without a word, and refines it.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { eventually, style, useWorld } from "./visit.mjs";

const world = useWorld();
const dist = new URL("../dist/", import.meta.url);

const react = `
  import { createElement as h } from "react";
  import { PrivetOrder, PrivetSlot, useRanking } from "privet/react";
  export function App({ items }) {
    const best = useRanking({ top: 1 });
    return h("main", null,
      h("output", null, best?.items[0]?.item.id ?? "none"),
      h(PrivetSlot, { items, as: "section", strategy: "similar", about: ["I0"], children: (item, why) =>
        h("a", { className: "card", href: item.url }, h("b", null, item.title), h("button", { onClick: why }, "Why?")) }),
      h(PrivetOrder, { now: true, className: "list" }, items.map((item) => h("p", { key: item.id, "data-id": item.id }, item.title))));
  }`;

const vue = `
  import { h } from "vue";
  import { PrivetOrder, PrivetSlot, useRanking } from "privet/vue";
  export const App = { props: ["items"], setup(props) {
    const best = useRanking({ top: 1 });
    return () => h("main", null, [
      h("output", null, best.value?.items[0]?.item.id ?? "none"),
      h(PrivetSlot, { items: props.items, as: "section", options: { strategy: "similar", about: ["I0"] } }, { default: ({ item, why }) =>
        h("a", { class: "card", href: item.url }, [h("b", null, item.title), h("button", { onClick: why }, "Why?")]) }),
      h(PrivetOrder, { now: "", class: "list" }, () => props.items.map((item) => h("p", { key: item.id, "data-id": item.id }, item.title)))]);
  } };`;

const hydrateReact = `import { hydrateRoot } from "react-dom/client"; import { createElement } from "react";
  hydrateRoot(document.querySelector("#app"), createElement(App, window.props), { onRecoverableError: (e) => console.error(e) });
  window.mounted = true;`;
const renderReact = `import { renderToString } from "react-dom/server"; import { createElement } from "react";
  export const render = async (props) => renderToString(createElement(App, props));`;

const frameworks = {
  "React 19": { app: react, client: hydrateReact, server: renderReact, alias: {} },
  "React 18": {
    app: react,
    client: hydrateReact,
    server: renderReact,
    alias: { react: "react-18", "react-dom": "react-dom-18" },
  },
  "Vue 3": {
    app: vue,
    client: `import { createSSRApp } from "vue"; createSSRApp(App, window.props).mount("#app"); window.mounted = true;`,
    server: `import { renderToString } from "@vue/server-renderer"; import { createSSRApp } from "vue";
      export const render = (props) => renderToString(createSSRApp(App, props));`,
    alias: {},
  },
};

/** A bundle of an app's module, as a site would make it, in the development mode that warns. */
async function bundle({ app, alias }, last, platform) {
  const { outputFiles } = await build({
    stdin: { contents: `${app}\n${last}`, resolveDir: new URL(".", import.meta.url).pathname, loader: "js" },
    bundle: true,
    format: "esm",
    platform,
    alias: {
      ...alias,
      "privet/react": join(dist.pathname, "privet-react.mjs"),
      "privet/vue": join(dist.pathname, "privet-vue.mjs"),
    },
    banner:
      platform === "node"
        ? { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' }
        : {},
    define: {
      "process.env.NODE_ENV": '"development"',
      __VUE_OPTIONS_API__: "true",
      __VUE_PROD_DEVTOOLS__: "false",
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "true",
    },
    write: false,
    logLevel: "error",
  });
  return outputFiles[0].text;
}

async function rendered(framework, props) {
  const folder = await mkdtemp(join(tmpdir(), "privet-wrappers-"));
  try {
    const file = join(folder, "server.mjs");
    await writeFile(file, await bundle(framework, framework.server, "node"));
    return await (await import(pathToFileURL(file).href)).render(props);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const items = ["I9", "I1", "I5", "I0"].map((id) => ({ id, title: `Default ${id}`, url: `/item/${id}` }));

for (const [name, framework] of Object.entries(frameworks))
  for (const tag of ["", '<script src="/privet/privet.js" defer></script>'])
    test(`${name}, ${tag ? "beside the script tag" : "with the module"}: rendered, hydrated without a warning, refined`, async () => {
      const html = await rendered(framework, { items });
      assert.ok(html.indexOf("Default I9") < html.indexOf("Default I1"), "the site's own order");
      assert.match(html, /<privet-order[^>]* hold/);
      assert.doesNotMatch(html, /ranked/);
      const shell = `<!doctype html><html lang="en"><meta charset="utf-8"><title>App</title><link rel="stylesheet" href="/test/style.css">
        ${tag}<script type="module" src="/test/props.mjs"></script><script type="module" src="/test/app.mjs"></script><div id="app">${html}</div>`;
      const visitor = await world.visitor({
        pages: {
          "/test/app.html": shell,
          "/test/style.css": style,
          "/test/props.mjs": `window.props = ${JSON.stringify({ items })};`,
          "/test/app.mjs": await bundle(framework, framework.client, "browser"),
        },
        prepare: () => {
          window.shifts = 0;
          new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => (window.shifts += value))).observe(
            { type: "layout-shift", buffered: true },
          );
        },
      });
      const said = [];
      visitor.context.on(
        "console",
        (message) => ["error", "warning"].includes(message.type()) && said.push(message.text()),
      );
      const page = await visitor.open("/test/app.html");
      await eventually(
        page,
        () => document.querySelector("output").textContent !== "none" && document.querySelector("privet-order[ranked]"),
      );
      await eventually(page, () => !document.querySelector("section b").textContent.startsWith("Default"));
      const shown = await page.evaluate(async () => {
        const { init } = await import("/privet/privet.mjs");
        const privet = window.privet ?? init();
        const titles = async (options) => (await privet.rank(options)).items.map(({ item }) => item.title);
        return {
          best: [document.querySelector("output").textContent, (await privet.rank({ top: 1 })).items[0].item.id],
          slot: [
            [...document.querySelectorAll("section b")].map((b) => b.textContent),
            await titles({ strategy: "similar", about: ["I0"], top: 4 }),
          ],
          list: [
            [...document.querySelectorAll(".list > p")].map((p) => p.dataset.id),
            (await privet.rank({ candidates: ["I9", "I1", "I5", "I0"] })).items.map(({ item }) => item.id),
          ],
        };
      });
      for (const [seen, wanted] of Object.values(shown)) assert.deepEqual(seen, wanted);
      await page.locator("section button").first().click();
      assert.match(await page.locator("privet-why dialog").innerText(), new RegExp(shown.slot[0][0]));
      assert.deepEqual(said, [], "nothing to warn of");
      assert.deepEqual(page.errors, []);
      await visitor.context.close();
    });

test("all that a server may import is silent where there is no window", async () => {
  const { exports } = JSON.parse(await readFile(new URL("../package.json", import.meta.url)));
  for (const [name, { default: file }] of Object.entries(exports).filter(([, entry]) => entry.default))
    assert.ok(Object.keys(await import(new URL(`../${file}`, import.meta.url).href)).length, name);
});
