// The site of documentation: what its pages show of HTML and JavaScript does what it says, on a small shop; and the pages
// themselves can be read by everyone, where they lie. Commands and files of it are tried by host/docs/snippet_test.go.
// SCREENS=DIR keeps a picture of each page.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { eventually, useWorld } from "./visit.mjs";

const world = useWorld();
const run = promisify(execFile);
const root = fileURLToPath(new URL("../..", import.meta.url));
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const page = (body) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Test</title><link rel="icon" href="data:,">${body}`;

const sources = join(root, "host/docs/pages");
const blocks = { html: [], js: [] };
for (const name of (await readdir(sources)).sort())
  for (const [, language, text] of (await readFile(join(sources, name), "utf8")).matchAll(
    /^```(html|js)\n(.*?)^```$/gms,
  ))
    blocks[language].push({ name: `${name}, the ${language} block ${text.split("\n")[0]}`, text });
assert.ok(blocks.html.length >= 4 && blocks.js.length >= 2);

/** A page with a block in it, once Privet has started there. */
async function opened(body) {
  // What a page shows may have handlers in its markup.
  const visitor = await world.visitor({ pages: { "/test/docs.html": page(body) }, bypassCSP: true });
  return visitor.open("/test/docs.html");
}

for (const { name, text } of blocks.html)
  test(name, async () => {
    const page = await opened(text);
    assert.equal((await page.evaluate(() => window.privet.ready)).ranking, true);
    await eventually(page, () =>
      [...document.querySelectorAll("privet-slot, privet-order")].every((list) => list.hasAttribute("ranked")),
    );
    if (text.includes("<privet-consent>")) await page.locator("privet-consent section").waitFor();
    const button = page.locator("body > button").first();
    if (await button.count()) {
      await button.click();
      await page.getByRole("dialog").last().waitFor();
    }
    assert.deepEqual(page.errors, []);
    await page.context().close();
  });

for (const { name, text } of blocks.js)
  test(name, async () => {
    const page = await opened(`<script src="/privet/privet.js"></script>`);
    await page.evaluate(`(async () => {${text}})()`);
    assert.deepEqual(page.errors, []);
    await page.context().close();
  });

let site;
before(async () => {
  const go = (...args) => run("go", args, { cwd: root, maxBuffer: 1 << 24 });
  site = await mkdtemp(join(tmpdir(), "privet-docs-"));
  await go("build", "-o", join(site, "privet"), "./host/privet");
  const commands = join(site, "commands.md");
  await run("sh", ["-c", '"$0" --man-markdown > "$1"', join(site, "privet"), commands]);
  await go("run", "./host/docs", "--commands", commands, "--out", join(site, "docs"));
});
after(() => rm(site, { recursive: true }));

/** All pages have one style: in its other colours, and on a wide screen, some of them say enough. */
const looks = {
  desktop: { pages: /^(start|elements|cli)\./, viewport: { width: 1280, height: 900 } },
  "small dark phone": {
    pages: /./,
    viewport: { width: 320, height: 640 },
    isMobile: true,
    hasTouch: true,
    colorScheme: "dark",
  },
};

for (const [look, { pages, ...options }] of Object.entries(looks))
  test(`axe finds nothing in the pages, nothing is too wide, and nothing is loaded from elsewhere: ${look}`, async (t) => {
    const docs = join(site, "docs");
    const names = (await readdir(docs)).filter((name) => name.endsWith(".html"));
    assert.ok(names.length >= 20);
    const context = await world.browser.newContext(options);
    for (const name of [...names, "source/host/project/template/deploy/nginx.conf.html"].filter((name) =>
      pages.test(name),
    ))
      await t.test(name, async () => {
        const page = await context.newPage();
        const asked = [];
        page.on("request", (request) => asked.push(request.url()));
        await page.goto(pathToFileURL(join(docs, name)).href);
        if (process.env.SCREENS)
          await page.screenshot({ path: join(process.env.SCREENS, `${look} ${name.replaceAll("/", "-")}.png`) });
        await page.evaluate(axe);
        const { violations, passes } = await page.evaluate(() =>
          window.axe.run(document, { resultTypes: ["violations"] }),
        );
        assert.ok(passes.length > 10);
        assert.deepEqual(
          violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`),
          [],
        );
        const [wide, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
        assert.ok(wide <= window, `${wide} > ${window}`);
        assert.ok(asked.every((url) => url.startsWith("file:")));
        await page.close();
      });
    await context.close();
  });
