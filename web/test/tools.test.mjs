import assert from "node:assert/strict";
import { test } from "node:test";
import { toolPages, tools } from "./consent-tools.mjs";
import { eventually, useWorld } from "./visit.mjs";

const world = useWorld();

const ALL = "context session history interests region prediction";
const PART = "context session history interests region";
const NONE = "context";

/** How long nothing must come where nothing should, in milliseconds: a tool is looked for three times. */
const WHILE = 400;

const visit = () => world.visitor({ pages: toolPages });

/** Follows a tool in the page; `heard` is what it says. */
function follow(page, name, mapping) {
  return page.evaluate(
    async ([name, mapping]) => {
      const { toolOf } = await import("/privet/privet-tools.js");
      window.heard = [];
      window.tool = toolOf(name, mapping ?? undefined);
      window.stop = window.tool.follow((granted) => window.heard.push(granted.join(" ")));
    },
    [name, mapping],
  );
}

/** Waits for the last of these and checks that they are all that was said; the same again counts once. */
async function hears(page, ...expected) {
  await eventually(page, (last) => window.heard.at(-1) === last, expected.at(-1));
  const all = await page.evaluate(() => window.heard);
  assert.deepEqual(
    all.filter((said, i) => said !== all[i - 1]),
    expected,
  );
}

/** Checks that so many things were said, and that no more come. */
async function hearsNoMore(page, count = 0) {
  await page.waitForTimeout(WHILE);
  assert.equal((await page.evaluate(() => window.heard)).length, count);
}

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

test("tcf: nothing is chosen where the GDPR does not apply, while the dialog is open, or by an invalid string", async () => {
  const visitor = await visit();
  const page = await visitor.open("/test/tcf.html");
  await follow(page, "tcf");
  await page.evaluate(() => {
    const { api } = window.cmp;
    api.update(null);
    api.update("", false);
    window.cmp.choose({ publisher: [1, 5, 6] });
    api.update(localStorage.tc, true); // the visitor opens the dialog again
  });
  await hears(page, ALL);
  await page.evaluate(() => {
    window.cmp.api.isServiceSpecific = false;
    window.cmp.choose({});
    window.cmp.api.disable();
  });
  await hearsNoMore(page, 1);
  await visitor.context.close();
});

test("tcf: what vendors may do the site may not, unless the site says so", async () => {
  const visitor = await visit();
  const page = await visitor.open("/test/tcf.html");
  await follow(page, "tcf");
  await page.evaluate(() => window.cmp.choose({ vendors: [1, 5, 6] }));
  await hears(page, NONE);
  await follow(page, "tcf", { history: ["purpose.consents.1", "purpose.consents.5"], region: ["no.such.path"] });
  await hears(page, "context history");
  await follow(page, "tcf", { context: ["purpose.consents.9"], history: ["purpose.consents.6"] });
  await hears(page, "history");
  await visitor.context.close();
});

test("gpp: each section of the USA", async () => {
  const visitor = await visit();
  const page = await visitor.open("/test/gpp.html");
  await follow(page, "gpp");
  const state = (section, fields) =>
    page.evaluate(
      ([section, fields]) => {
        window.heard.length = 0;
        window.cmp.api.clear();
        window.cmp.choose(section, fields);
      },
      [section, fields],
    );
  // The values are those of the sections' specifications: of an opt-out 0 not applicable, 1 opted out, 2 not opted out;
  // of consent 0 not applicable, 1 refused, 2 given.
  for (const [section, fields, expected] of [
    ["usnat", { PersonalDataConsents: 2, SaleOptOut: 2, SharingOptOut: 2, TargetedAdvertisingOptOut: 2 }, ALL],
    ["usnat", { PersonalDataConsents: 2, SaleOptOut: 1 }, NONE],
    ["usnat", { PersonalDataConsents: 2, SharingOptOut: 1 }, NONE],
    ["usnat", { PersonalDataConsents: 2, TargetedAdvertisingOptOut: 1 }, NONE],
    ["usnat", { PersonalDataConsents: 2, KnownChildSensitiveDataConsents: [0, 1, 0] }, NONE],
    ["usnat", { PersonalDataConsents: 2, Gpc: true }, NONE],
    ["usnat", { PersonalDataConsents: 1 }, NONE],
    ["usnat", { SaleOptOut: 2, SharingOptOut: 2, TargetedAdvertisingOptOut: 2 }, undefined],
    ["usca", { PersonalDataConsents: 2, SaleOptOut: 2 }, ALL],
    ["usva", { SaleOptOut: 2, TargetedAdvertisingOptOut: 2 }, undefined],
    ["usva", { SaleOptOut: 1 }, NONE],
    ["usco", { Gpc: true }, NONE],
    ["usut", { TargetedAdvertisingOptOut: 1 }, NONE],
    ["usct", { KnownChildSensitiveDataConsents: [1, 0, 0] }, NONE],
    ["usfl", { AdditionalDataProcessingConsent: 2 }, ALL],
    ["usmt", { AdditionalDataProcessingConsent: 2, Gpc: true }, NONE],
    ["usor", { AdditionalDataProcessingConsent: 2 }, ALL],
    ["ustx", { AdditionalDataProcessingConsent: 1 }, NONE],
    ["usde", { AdditionalDataProcessingConsent: 2 }, ALL],
    ["usia", { SaleOptOut: 1 }, NONE],
    ["usne", { AdditionalDataProcessingConsent: 2 }, ALL],
    ["usnh", { AdditionalDataProcessingConsent: 2 }, ALL],
    ["usnj", { AdditionalDataProcessingConsent: 2 }, ALL],
    ["ustn", { AdditionalDataProcessingConsent: 2 }, ALL],
    ["usmn", { AdditionalDataProcessingConsent: 2 }, ALL],
    ["usmd", { AdditionalDataProcessingConsent: 2 }, ALL],
    ["usin", { AdditionalDataProcessingConsent: 2 }, ALL],
    ["usky", { AdditionalDataProcessingConsent: 2 }, ALL],
    ["usri", { AdditionalDataProcessingConsent: 2 }, ALL],
    ["uspv1", { Notice: "Y", OptOutSale: "Y" }, undefined],
  ]) {
    await state(section, fields);
    const told = await page.evaluate(() => window.heard.at(-1));
    assert.equal(told, expected, `${section} ${JSON.stringify(fields)}`);
  }
  const told = await page.evaluate(async () => {
    const { api } = window.cmp;
    window.heard.length = 0;
    window.cmp.choose("usca", { PersonalDataConsents: 2 });
    api.setSignalStatus("not ready");
    api.setFieldValue("usca", "SaleOptOut", 1);
    api.fireSectionChange("usca");
    await null;
    const before = [...window.heard];
    api.setSignalStatus("ready");
    await null;
    return [before, window.heard];
  });
  assert.deepEqual(told, [[ALL], [ALL, NONE]], "while a tool is not ready it says nothing");
  await visitor.context.close();
});

test("gpp: sections as the specification writes them, several at once, and those that are not in force", async () => {
  const visitor = await visit();
  const page = await visitor.open("/test/none.html");
  const europe = [
    { Version: 2, IsServiceSpecific: true },
    { SegmentType: 3, PubPurposesConsent: [1, 5, 6] },
  ];
  const california = [{ PersonalDataConsents: 2 }, { SubsectionType: 1, Gpc: true }];
  for (const [applicableSections, parsedSections, expected] of [
    [[2], { tcfeuv2: europe }, [ALL]],
    [[2], { tcfeuv2: [{ PurposeConsent: [1, 5, 6] }] }, [NONE]],
    [[2], { tcfeuv2: [{ ...europe[0], IsServiceSpecific: false }, europe[1]] }, []],
    [[2, 8], { tcfeuv2: europe, usca: california }, [NONE]],
    [[2, 8], { tcfeuv2: europe, usca: [{ PersonalDataConsents: 0 }, { Gpc: false }] }, [ALL]],
    [[2], { tcfeuv2: europe, usca: california }, [ALL]],
    [[-1], { tcfeuv2: europe, usca: california }, []],
    [[0, 99], { tcfeuv2: europe }, []],
    [[5], { tcfcav1: [{ PubPurposesExpressConsent: [1, 5, 6] }] }, []],
    [[2], {}, []],
  ]) {
    await page.evaluate(
      (ping) => {
        window.__gpp = (command, callback) => {
          if (command === "ping") callback(ping, true);
          else callback({ eventName: "listenerRegistered", listenerId: 7, data: true, pingData: ping }, true);
        };
      },
      { cmpStatus: "loaded", signalStatus: "ready", applicableSections, parsedSections },
    );
    await follow(page, "gpp");
    assert.deepEqual(
      await page.evaluate(() => window.heard),
      expected,
      JSON.stringify([applicableSections, parsedSections]),
    );
  }
  await visitor.context.close();
});

test("klaro: a switch counts once it is saved, and consents that are reset are withdrawn", async () => {
  const visitor = await visit();
  const page = await visitor.open("/test/klaro.html");
  await follow(page, "klaro");
  const manager = (act) => page.evaluate(act);
  await manager(() => {
    window.klaro.getManager().resetConsents(); // before any choice there is nothing to withdraw
    window.klaro.getManager().updateConsent("privet", true);
  });
  await hearsNoMore(page);
  await manager(() => window.klaro.getManager().saveAndApplyConsents());
  await hears(page, ALL);
  await manager(() => window.klaro.getManager().updateConsent("privet", false));
  await hearsNoMore(page, 1);
  await manager(() => window.klaro.getManager().resetConsents());
  await hears(page, ALL, NONE);
  await visitor.context.close();
});

test("klaro: of a service that it does not have it says nothing", async () => {
  const visitor = await visit();
  const page = await visitor.open("/test/klaro.html");
  const unknown = Object.fromEntries(ALL.split(" ").map((purpose) => [purpose, ["another"]]));
  await follow(page, "klaro", unknown);
  await page.evaluate(() => window.klaro.getManager().saveAndApplyConsents());
  await hearsNoMore(page);
  await visitor.context.close();
});

test("klaro: what it has to switch on is switched on as without Privet", async () => {
  const visitor = await visit();
  const page = await visitor.open("/test/klaro.html");
  await page.evaluate(() => {
    window.klaro.getManager().changeAll(true);
    window.klaro.getManager().saveAndApplyConsents();
  });
  const slow = new Promise((resolve) => setTimeout(resolve, 2 * WHILE));
  await visitor.context.route("**/test/slow.mjs", async (route) => {
    await slow;
    await route.fulfill({ body: "", contentType: "text/javascript" });
  });
  const next = await visitor.open("/test/klaro-early.html");
  await eventually(next, () => window.heard?.at(-1));
  assert.equal(await next.evaluate(() => window.switchedOn), true);
  await visitor.context.close();
});

test("cookieconsent: a choice of an older revision is none, nor is what it keeps before it runs", async () => {
  const visitor = await visit();
  const page = await visitor.open("/test/cookieconsent.html");
  await page.evaluate(() => {
    window.CookieConsent.acceptCategory("all");
    localStorage.revision = "1";
  });
  const next = await visitor.open("/test/none.html");
  await next.addScriptTag({ url: "/test/cookieconsent.mjs" });
  await follow(next, "cookieconsent");
  await hearsNoMore(next);
  await next.addScriptTag({ url: "/test/cookieconsent-run.mjs" });
  await next.evaluate(() => window.stop());
  await follow(next, "cookieconsent");
  await hearsNoMore(next);
  await next.evaluate(() => window.CookieConsent.acceptCategory("all"));
  await hears(next, ALL);
  await visitor.context.close();
});

test("googleconsent: defaults are no choice, nor are updates of other types", async () => {
  const visitor = await visit();
  const page = await visitor.open("/test/none.html");
  await follow(page, "googleconsent");
  await page.evaluate(() => {
    window.gtag = function () {
      window.dataLayer.push(arguments);
    };
    const granted = { personalization_storage: "granted", functionality_storage: "granted" };
    window.gtag("consent", "default", granted);
    window.gtag("consent", "update", { ad_storage: "granted" });
    window.dataLayer.push({ event: "consent" }, null, "consent", ["config", "update", granted]);
  });
  await hearsNoMore(page);
  await page.evaluate(() => window.gtag("consent", "update", { personalization_storage: "granted" }));
  await hears(page, "context region");
  await page.evaluate(() => window.gtag("consent", "update", { functionality_storage: "granted" }));
  await hears(page, "context region", ALL);
  assert.equal(await page.evaluate(() => window.dataLayer.push({})), 9, "the page's own push works on");
  await visitor.context.close();
});

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
