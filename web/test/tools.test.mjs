import assert from "node:assert/strict";
import { test } from "node:test";
import { toolPages, tools } from "./consent-tools.mjs";
import { ALL, follow, hears, hearsNoMore, NONE, PART, WHILE } from "./hearing.mjs";
import { eventually, useWorld } from "./visit.mjs";

// What privet-tools.js hears of every tool.

const world = useWorld();
const visit = () => world.visitor({ pages: toolPages });

for (const { name, scripts, mapping, yes, part, no } of tools) {
  test(`${name}: silence, a yes, a part of it, a withdrawal, and what holds on the next page`, async () => {
    const visitor = await visit();
    const page = await visitor.open(`/test/${name}.html`);
    await follow(page, name, mapping);
    await hearsNoMore(page);
    await yes(page);
    await hears(page, ALL);
    await part(page);
    await hears(page, ALL, PART);

    const next = await visitor.open(`/test/${name}.html`);
    await follow(next, name, mapping);
    await hears(next, PART);
    await no(next);
    await hears(next, PART, NONE);

    const last = await visitor.open(`/test/${name}.html`);
    await follow(last, name); // by default what is functional allows everything
    await hears(last, NONE);
    await part(last);
    await hears(last, NONE, ALL);
    for (const { errors } of [page, next, last]) assert.deepEqual(errors, []);
    await visitor.context.close();
  });

  test(`${name}: may come later than Privet, and is left alone in the end`, async () => {
    const visitor = await visit();
    const page = await visitor.open("/test/none.html");
    await follow(page, name, mapping);
    await page.waitForTimeout(WHILE);
    for (const script of scripts) await page.addScriptTag({ url: `/test/${script}.mjs` });
    await hearsNoMore(page);
    await yes(page);
    await hears(page, ALL);
    const count = await page.evaluate(() => {
      window.stop();
      return window.heard.length;
    });
    await no(page);
    await hearsNoMore(page, count);
    assert.deepEqual(page.errors, []);
    await visitor.context.close();
  });
}

test("settings open where the tool has some, and nothing happens where it is not there", async () => {
  const visitor = await visit();
  const page = await visitor.open("/test/none.html");
  for (const name of ["tcf", "gpp", "googleconsent", "onetrust", "klaro", "cookieconsent"]) {
    await follow(page, name);
    const opens = await page.evaluate(() => typeof window.tool.open === "function" && (window.tool.open(), true));
    assert.equal(opens, !["tcf", "gpp", "googleconsent"].includes(name), name);
  }
  for (const [name, opened] of [
    ["onetrust", () => window.opened],
    ["klaro", () => document.querySelector("#klaro .cm-modal")],
    ["cookieconsent", () => document.querySelector("#cc-main .pm")],
  ]) {
    await page.goto(`/test/${name}.html`);
    await follow(page, name);
    await page.evaluate(() => window.tool.open());
    await eventually(page, opened);
  }
  assert.deepEqual(page.errors, []);
  await visitor.context.close();
});

test("a tool that is broken or hostile says nothing and breaks nothing", async () => {
  const visitor = await visit();
  const page = await visitor.open("/test/none.html");
  const broken = {
    tcf: [
      () => (window.__tcfapi = "a string"),
      () => (window.__tcfapi = () => undefined.nothing),
      () => (window.__tcfapi = () => {}),
      () => (window.__tcfapi = (command, version, callback) => callback(null, false)),
      () => (window.__tcfapi = (command, version, callback) => callback("all", true)),
      () =>
        (window.__tcfapi = (command, version, callback) =>
          callback(
            { gdprApplies: "true", eventStatus: "tcloaded", tcString: "C", publisher: { consents: "156" } },
            true,
          )),
    ],
    gpp: [
      () => (window.__gpp = {}),
      () => (window.__gpp = () => undefined.nothing),
      () => (window.__gpp = (command, callback) => callback(null, false)),
      () =>
        (window.__gpp = (command, callback) =>
          callback({ cmpStatus: "loaded", pingData: { signalStatus: "ready" } }, true)),
      () =>
        (window.__gpp = (command, callback) =>
          callback(
            { cmpStatus: "loaded", pingData: { signalStatus: "ready", applicableSections: 7, parsedSections: 7 } },
            true,
          )),
    ],
    onetrust: [
      () => (window.OneTrust = {}),
      () => (window.OneTrust = { OnConsentChanged: (listen) => listen() }),
      () => (window.OneTrust = { OnConsentChanged: (listen) => listen(), IsAlertBoxClosed: () => true }),
      () => {
        window.OneTrust = { OnConsentChanged: (listen) => listen(), IsAlertBoxClosed: () => true };
        window.OnetrustActiveGroups = ["C0003"];
      },
    ],
    klaro: [
      () => (window.klaro = document.createElement("div")),
      () => (window.klaro = { getManager: () => undefined }),
      () => (window.klaro = { getManager: () => ({ confirmed: true, watch: () => undefined.nothing }) }),
      () => (window.klaro = { getManager: () => ({ confirmed: true, watch() {} }) }),
    ],
    cookieconsent: [
      () => (window.CookieConsent = { validConsent: () => true, getCookie: () => "functionality" }),
      () => (window.CookieConsent = { validConsent: () => true }),
      () => window.dispatchEvent(new CustomEvent("cc:onConsent", { detail: null })),
    ],
    googleconsent: [
      () => (window.dataLayer = "a string"),
      () =>
        (window.dataLayer = [
          ["consent", "update", null],
          ["consent", "update"],
        ]),
      () => (window.dataLayer = [new Proxy({}, { get: () => undefined.nothing })]),
    ],
  };
  for (const [name, acts] of Object.entries(broken))
    for (const act of acts) {
      await page.evaluate(act);
      await follow(page, name);
      await page.evaluate(act);
      await page.evaluate(() => window.tool.open?.());
      await page.waitForTimeout(60); // it is looked for once more
      await page.evaluate(() => window.stop());
      assert.deepEqual(await page.evaluate(() => window.heard), [], `${name}: ${act}`);
    }
  assert.deepEqual(page.errors, []);
  await visitor.context.close();
});

test("an error of who is told is theirs alone", async () => {
  const visitor = await visit();
  const page = await visitor.open("/test/onetrust.html");
  await page.evaluate(async () => {
    const { toolOf } = await import("/privet/privet-tools.js");
    window.calls = 0;
    window.chooseGroups("C0003");
    toolOf("onetrust").follow(() => {
      window.calls++;
      throw new Error("the caller's own");
    });
  });
  await eventually(page, () => window.calls === 2); // at once, and when OneTrust tells
  await page.waitForTimeout(WHILE);
  assert.equal(await page.evaluate(() => window.calls), 2);
  assert.deepEqual(page.errors, Array(2).fill("Error: the caller's own"));
  await visitor.context.close();
});

test("an unknown tool and an impossible mapping are refused", async () => {
  const visitor = await visit();
  const page = await visitor.open("/test/none.html");
  const refusals = await page.evaluate(async () => {
    const { toolOf } = await import("/privet/privet-tools.js");
    const code = (...values) => {
      try {
        toolOf(...values);
        return "none";
      } catch (e) {
        return `${e.name} ${e.code}`;
      }
    };
    return {
      wrong: [
        ["cookiebot"],
        ["constructor"],
        [undefined],
        ["klaro", null],
        ["klaro", "history"],
        ["klaro", 1],
        ["klaro", ["history"]],
        ["klaro", { marketing: ["privet"] }],
        ["klaro", { history: "privet" }],
        ["klaro", { history: [""] }],
        ["klaro", { history: [1] }],
        ["klaro", { history: [] }],
        ["klaro", { history: undefined }],
      ].map((values) => code(...values)),
      right: [["klaro"], ["klaro", {}], ["klaro", { context: [], history: ["a", "b"] }]].map((values) =>
        code(...values),
      ),
    };
  });
  assert.deepEqual([...new Set(refusals.wrong)], ["PrivetError bad-value"]);
  assert.deepEqual([...new Set(refusals.right)], ["none"]);
  await visitor.context.close();
});
