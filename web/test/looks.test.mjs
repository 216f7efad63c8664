// Every screen of Privet's own, as everyone sees it: in light and dark, on a
// small phone, in every language's direction; axe-core finds nothing, and
// nothing is wider than the window. SCREENS=DIR keeps a picture of each.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { test } from "node:test";
import { notFor } from "./browser.mjs";
import { eventually, home, useWorld } from "./visit.mjs";

const world = useWorld();
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const asking =
  home
    .replace("<title>", '<meta name="viewport" content="width=device-width"><title>')
    .replace("<h1>Shop</h1>", "<main><h1>Shop</h1><privet-consent></privet-consent>") + "</main>";

/** What each screen needs, and what of it may be looked at. */
const screens = {
  banner: async (page) => {
    await page.locator("privet-consent section").waitFor();
  },
  dialog: async (page) => {
    await page.evaluate(() => window.privet.ask());
    await page.locator("privet-consent dialog").waitFor();
  },
  "dialog, all of it": async (page) => {
    await page.evaluate(() => window.privet.observe("view", "I4"));
    await page.evaluate(() => window.privet.ask());
    await unfold(page, "privet-consent");
  },
  "centre, nothing known": async (page) => {
    await page.evaluate(() => window.privet.center());
    await page.getByRole("dialog").last().waitFor();
  },
  centre: async (page) => {
    await page.evaluate(async () => {
      const { privet } = window;
      await privet.choose(["context", "session", "history", "interests", "region", "prediction"]);
      for (const id of ["I0", "I4", "I8", "I1"]) await privet.observe(id === "I1" ? "like" : "view", id);
      await privet.observe("declare", "category=Mugs");
      await privet.prefer({ muted: ["category=Garden"], variety: 40 });
      await privet.center();
    });
    await page.locator("privet-center .interest").first().waitFor();
    await unfold(page, "privet-center");
  },
  why: async (page) => {
    await page.evaluate(async () => {
      await window.privet.choose(["context", "history"]);
      for (const id of ["I0", "I4", "I8"]) await window.privet.observe("like", id);
    });
    await eventually(page, () => document.querySelector("privet-slot[ranked]"));
    await page.locator("privet-slot .privet-why").first().click();
    await page.locator("privet-why dialog").waitFor();
  },
};

/** Opens every disclosure in an element, also those that opening draws. */
async function unfold(page, selector) {
  const closed = page.locator(`${selector} details:not([open]) > summary`);
  await page.locator(`${selector} details`).first().waitFor();
  for (let n = await closed.count(); n; n--) await closed.first().click();
}

const looks = {
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  "dark phone": { colorScheme: "dark", viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true },
  "phone in Arabic": { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true, lang: "ar" },
  "in Arabic": { lang: "ar" },
};

for (const [look, { lang = "en", ...options }] of Object.entries(looks))
  test(
    `axe finds nothing, and nothing is too wide: ${look}`,
    { skip: options.colorScheme === "dark" && notFor({ firefox: "its driver cannot set dark colours" }) },
    async (t) => {
      const pages = {
        "/test/asking.html": asking.replace('lang="en"', lang === "ar" ? 'lang="ar" dir="rtl"' : 'lang="en"'),
      };
      for (const [name, prepare] of Object.entries(screens))
        await t.test(name, async () => {
          const visitor = await world.visitor({ pages, bypassCSP: true, reducedMotion: "reduce", ...options }); // for axe itself
          const page = await visitor.open("/test/asking.html");
          await prepare(page);
          if (process.env.SCREENS)
            await page.screenshot({ path: join(process.env.SCREENS, `${look} ${name}.png`.replaceAll(/[ ,]+/g, "-")) });
          await page.evaluate(axe);
          const { violations, passes } = await page.evaluate(() =>
            window.axe.run(document, { resultTypes: ["violations"] }),
          );
          assert.ok(passes.length > 10);
          assert.deepEqual(
            violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`),
            [],
          );
          const wide = await page.evaluate(() => {
            const boxes = [document.documentElement];
            for (const host of document.querySelectorAll("*"))
              boxes.push(...(host.shadowRoot?.querySelectorAll("dialog, section, privet-center") ?? []));
            return boxes
              .filter((box) => box.scrollWidth > box.clientWidth + 1 && box.clientWidth)
              .map((box) => box.outerHTML.slice(0, 80));
          });
          assert.deepEqual(wide, []);
          const moving = await page.evaluate(() => document.getAnimations().length);
          assert.equal(moving, 0, "nothing moves for who prefers that");
          assert.deepEqual(page.errors, []);
          await visitor.context.close();
        });
    },
  );
