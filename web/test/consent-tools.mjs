// Consent tools of other makers in pages, as a site would have them.
import { build } from "esbuild";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);
const published = (path) => readFile(require.resolve(path), "utf8");

/** A script of the code, with the packages that it imports. */
async function bundle(code) {
  const stdin = { contents: code, resolveDir: fileURLToPath(new URL(".", import.meta.url)) };
  const { outputFiles } = await build({ stdin, bundle: true, format: "iife", write: false });
  return outputFiles[0].text;
}

/**
 * A consent management platform of IAB Tech Lab's library, which keeps the
 * visitor's string as platforms do, and asks where it has none. `cmp.choose`
 * takes the numbers of purposes and custom purposes that the visitor allows.
 */
const tcf = `
  import { CmpApi } from "@iabtechlabtcf/cmpapi";
  import { GVL, TCModel, TCString } from "@iabtechlabtcf/core";

  const none = { purposes: {}, specialPurposes: {}, features: {}, specialFeatures: {}, vendors: {}, stacks: {}, dataCategories: {} };
  const gvl = new GVL({ gvlSpecificationVersion: 3, vendorListVersion: 1, tcfPolicyVersion: 5, lastUpdated: "2026-11-01T00:00:00Z", ...none });
  const api = new CmpApi(31, 1);
  window.cmp = {
    api,
    choose({ publisher = [], custom = [], vendors = [] }) {
      const model = new TCModel(gvl);
      Object.assign(model, { cmpId: 31, cmpVersion: 1, isServiceSpecific: true, numCustomPurposes: 2 });
      model.publisherConsents.set(publisher);
      model.publisherCustomConsents.set(custom);
      model.purposeConsents.set(vendors);
      localStorage.tc = TCString.encode(model);
      api.update(localStorage.tc, false);
    },
  };
  if (localStorage.tc) api.update(localStorage.tc, false);
  else api.update("", true);`;

/** The same for the Global Privacy Platform. `cmp.choose` takes the fields of one section by its name. */
const gpp = `
  import { CmpApi } from "@iabgpp/cmpapi";

  const api = new CmpApi(31, 1);
  const list = (allowed, length) => Array.from({ length }, (_, i) => allowed.includes(i + 1));
  window.cmp = {
    api,
    choose(section, fields) {
      api.setSignalStatus("not ready");
      for (const [name, value] of Object.entries(fields)) api.setFieldValue(section, name, value);
      api.setApplicableSections([api.cmpApiContext.gppModel.getSectionIds().at(-1)]);
      api.fireSectionChange(section);
      localStorage.gpp = JSON.stringify([section, fields]);
      api.setSignalStatus("ready");
    },
    allow: (publisher, custom) =>
      cmp.choose("tcfeuv2", { PublisherConsents: list(publisher, 24), NumCustomPurposes: 2, PublisherCustomConsents: list(custom, 2) }),
  };
  api.setCmpStatus("loaded");
  if (localStorage.gpp) cmp.choose(...JSON.parse(localStorage.gpp));
  else api.setCmpDisplayStatus("visible");`;

/**
 * A stub as the specification's example behaves, for its library has none: it
 * answers "ping" by its return value, and puts listeners aside.
 */
const gppStub = `
  window.__gpp = (...call) => {
    if (!call.length) return [];
    if (call[0] === "ping") return { gppVersion: "1.1", cmpStatus: "stub", signalStatus: "not ready", applicableSections: [-1] };
    return { eventName: "listenerRegistered", listenerId: 1, data: true };
  };`;

/**
 * OneTrust has no package: this is its documented interface, as a visitor from
 * a country meets it where all groups are active until they choose. OneTrust
 * tells of a choice later than it is made, and of the page's start as well.
 */
const onetrust = `
  const [listeners, event] = [[], () => setTimeout(() => listeners.forEach((listen) => listen()))];
  const choose = (groups) => {
    localStorage.groups = window.OnetrustActiveGroups = "," + groups + ",";
    event();
  };
  window.OnetrustActiveGroups = localStorage.groups ?? ",C0001,C0002,C0003,C0004,";
  window.OneTrust = {
    OnConsentChanged: (listen) => listeners.push(listen),
    IsAlertBoxClosed: () => "groups" in localStorage,
    ToggleInfoDisplay: () => (window.opened = true),
  };
  window.chooseGroups = choose;
  event();`;

const klaroConfig = `
  window.klaroConfig = {
    default: true,
    services: [
      { name: "privet", title: "Lists of your own", purposes: ["functional"] },
      { name: "statistics", title: "Statistics", purposes: ["analytics"] },
    ],
  };`;

const cookieconsentRun = `
  CookieConsent.run({
    revision: Number(localStorage.revision ?? 0),
    hideFromBots: false, // it takes a driven browser for one
    categories: { necessary: { readOnly: true }, functionality: {}, analytics: {} },
    language: {
      default: "en",
      translations: {
        en: {
          consentModal: { title: "Cookies", acceptAllBtn: "All", acceptNecessaryBtn: "None", showPreferencesBtn: "Some" },
          preferencesModal: {
            title: "Some", acceptAllBtn: "All", acceptNecessaryBtn: "None", savePreferencesBtn: "Save",
            sections: [
              { title: "Functionality", linkedCategory: "functionality" },
              { title: "Analytics", linkedCategory: "analytics" },
            ],
          },
        },
      },
    },
  });`;

/** gtag as Google's snippet defines it, and a banner of the site's own that remembers. */
const gtag = `
  window.dataLayer = window.dataLayer || [];
  function gtag() { dataLayer.push(arguments); }
  const types = ["analytics_storage", "functionality_storage", "personalization_storage"];
  gtag("consent", "default", { analytics_storage: "granted", functionality_storage: "granted", personalization_storage: "denied" });
  gtag("js", new Date());
  window.chooseTypes = (granted) => {
    localStorage.types = granted;
    for (const type of types) gtag("consent", "update", { [type]: granted.includes(type) ? "granted" : "denied" });
    dataLayer.push({ event: "consent" });
  };
  if ("types" in localStorage) chooseTypes(localStorage.types);`;

const files = {
  "/test/tcf-stub.mjs": await published("@iabtechlabtcf/stub"),
  "/test/tcf.mjs": await bundle(tcf),
  "/test/gpp-stub.mjs": gppStub,
  "/test/gpp.mjs": await bundle(gpp),
  "/test/onetrust.mjs": `{${onetrust}}`,
  "/test/klaro-config.mjs": klaroConfig,
  "/test/klaro.mjs": await published("klaro/dist/klaro-no-css.js"),
  "/test/cookieconsent.mjs": await published("vanilla-cookieconsent"),
  "/test/cookieconsent-run.mjs": cookieconsentRun,
  "/test/gtag.mjs": gtag,
};

/** Chooses services in Klaro's window. */
const inKlaro =
  (...services) =>
  async (page) => {
    await page.evaluate(() => window.klaro.show(undefined, true));
    for (const name of ["privet", "statistics"])
      if ((await page.isChecked(`#service-item-${name}`)) !== services.includes(name))
        await page.click(`[for=service-item-${name}]`);
    await page.click("#klaro .cm-btn-accept");
  };

/** Chooses categories in cookieconsent's window. */
const inCookieconsent =
  (...categories) =>
  async (page) => {
    await page.evaluate(() => window.CookieConsent.showPreferences());
    for (const name of ["functionality", "analytics"])
      await page.setChecked(`#cc-main input[value=${name}]`, categories.includes(name));
    await page.click("#cc-main [data-role=save]");
  };

/** Does something in the page. */
const inPage = (act) => (page) => page.evaluate(act);

/**
 * The tools. Each has the scripts of its page, a mapping under which "part"
 * allows all purposes but prediction, and how a visitor chooses.
 */
export const tools = [
  {
    name: "tcf",
    scripts: ["tcf-stub", "tcf"],
    mapping: { prediction: ["publisher.customPurpose.consents.2"] },
    yes: inPage(() => window.cmp.choose({ publisher: [1, 5, 6], custom: [2] })),
    part: inPage(() => window.cmp.choose({ publisher: [1, 5, 6], custom: [1] })),
    no: inPage(() => window.cmp.choose({})),
  },
  {
    name: "gpp",
    scripts: ["gpp-stub", "gpp"],
    mapping: { prediction: ["publisher.customPurpose.consents.2"] },
    yes: inPage(() => window.cmp.allow([1, 5, 6], [2])),
    part: inPage(() => window.cmp.allow([1, 5, 6], [1])),
    no: inPage(() => window.cmp.allow([], [])),
  },
  {
    name: "onetrust",
    scripts: ["onetrust"],
    mapping: { prediction: ["C0004"] },
    yes: inPage(() => window.chooseGroups("C0001,C0002,C0003,C0004")),
    part: inPage(() => window.chooseGroups("C0001,C0003")),
    no: inPage(() => window.chooseGroups("C0001")),
  },
  {
    name: "klaro",
    scripts: ["klaro-config", "klaro"],
    mapping: { prediction: ["statistics"] },
    yes: inKlaro("privet", "statistics"),
    part: inKlaro("privet"),
    no: inKlaro(),
  },
  {
    name: "cookieconsent",
    scripts: ["cookieconsent", "cookieconsent-run"],
    mapping: { prediction: ["analytics"] },
    yes: inCookieconsent("functionality", "analytics"),
    part: inCookieconsent("functionality"),
    no: inCookieconsent(),
  },
  {
    name: "googleconsent",
    scripts: ["gtag"],
    mapping: { prediction: ["analytics_storage"] },
    yes: inPage(() => window.chooseTypes("personalization_storage functionality_storage analytics_storage")),
    part: inPage(() => window.chooseTypes("personalization_storage functionality_storage")),
    no: inPage(() => window.chooseTypes("")),
  },
];

/** A page with these scripts of the tools, and these elements. */
const pageWith = (scripts, more = "") =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Tool</title>
  ${scripts.map((name) => `<script src="/test/${name}.mjs" defer></script>`).join("\n  ")}${more}
  <h1>Shop</h1>`;

/** Privet's script, following a tool. */
const privetWith = (tool, map) =>
  `<script src="/privet/privet.js" data-tool="${tool}" data-tool-map='${map}' defer></script>`;

/** A page that loads slowly, with Privet's part before a script that Klaro switches on. */
const klaroEarly = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Tool</title>
  <script src="/test/klaro-config.mjs"></script>
  <script src="/test/klaro.mjs"></script>
  <script src="/test/klaro-early.mjs"></script>
  <h1>Shop</h1>
  <script src="/test/slow.mjs"></script>
  <script type="text/plain" data-type="text/javascript" data-name="privet" data-src="/test/switched-on.mjs"></script>`;

/** Files of a site: for each tool a page with it alone, and one where Privet follows it; and one without any. */
export const toolPages = {
  ...files,
  "/test/none.html": pageWith([]),
  "/test/klaro-early.html": klaroEarly,
  "/test/klaro-early.mjs": `import("/privet/privet-tools.js").then(({ toolOf }) => {
    window.heard = [];
    toolOf("klaro").follow((granted) => heard.push(granted.join(" ")));
  });`,
  "/test/switched-on.mjs": "window.switchedOn = true;",
  "/test/wrong-tool.html": pageWith([], privetWith("cookiebot", "{}")),
  "/test/wrong-map.html": pageWith([], privetWith("klaro", "{history:")),
  ...Object.fromEntries(
    tools.flatMap(({ name, scripts, mapping }) => [
      [`/test/${name}.html`, pageWith(scripts)],
      [`/test/privet-${name}.html`, pageWith(scripts, privetWith(name, JSON.stringify(mapping)))],
    ]),
  ),
};
