import assert from "node:assert/strict";
import { test } from "node:test";
import { toolPages } from "./consent-tools.mjs";
import { ALL, follow, hears, hearsNoMore, NONE, WHILE } from "./hearing.mjs";
import { eventually, useWorld } from "./visit.mjs";

// What each tool means by what it says.

const world = useWorld();
const visit = () => world.visitor({ pages: toolPages });

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
