// The shop under the policy that it sends: nothing that a page may not do by itself, and the first script pinned by its
// hash. A visitor uses every part of Privet, and the browser has nothing to report.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { engine } from "./browser.mjs";
import { eventually, useWorld } from "./visit.mjs";

const world = useWorld();
const passphrase = "eight or more";

/** Keeps what a browser would report: to the page's listeners, and to the address of a `report-to`. */
const report = () => {
  window.reported = [];
  document.addEventListener("securitypolicyviolation", (e) =>
    window.reported.push(`${e.effectiveDirective}: ${e.blockedURI} ${e.sample} (${e.sourceFile}:${e.lineNumber})`),
  );
  new ReportingObserver((reports) => window.reported.push(...reports.map((r) => JSON.stringify(r))), {
    buffered: true,
  }).observe();
};

const reported = (page) => page.evaluate(() => window.reported);

/** A visitor's shop, whose policy was really sent, and what to check before leaving a page. */
async function shop(path = "/", alter = {}) {
  const visitor = await world.visitor({ prepare: report, alter });
  const page = await visitor.open(path);
  const check = async () => {
    await page.waitForLoadState("networkidle");
    assert.deepEqual(await reported(page), []);
    assert.deepEqual(page.errors, []);
  };
  return { visitor, page, check };
}

/** Opens every disclosure in an element, also those that opening draws. */
async function unfold(host) {
  const closed = host.locator("details:not([open]) > summary");
  await host.locator("details").first().waitFor();
  for (let n = await closed.count(); n; n--) await closed.first().click();
}

const goTo = async (page, path, check) => {
  await check();
  await page.goto(path);
  await eventually(page, () => document.querySelector("privet-slot[ranked]"));
};

test("the policy is the strict one, and the first script is pinned", async () => {
  const answer = await fetch(`${world.site.origin}/`);
  const policy = answer.headers.get("Content-Security-Policy").split("; ");
  for (const part of [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "connect-src 'self'",
    "style-src 'self'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ])
    assert.ok(policy.includes(part), part);
  const { visitor, page } = await shop();
  const pinned = await page.locator('script[src="/privet/privet.js"]').getAttribute("integrity");
  const sdk = await fetch(`${world.site.origin}/privet/privet.js`);
  const digest = createHash("sha384").update(Buffer.from(await sdk.arrayBuffer()));
  assert.equal(pinned, `sha384-${digest.digest("base64")}`);
  await visitor.context.close();
});

test("banner, dialog, preview, lists, why, centre and transfer break no rule of it", async () => {
  const { visitor, page, check } = await shop();
  await page.getByRole("button", { name: "Choose" }).first().click();
  const dialog = page.locator("privet-consent");
  await unfold(dialog);
  for (const purpose of await dialog.getByRole("switch").all()) await purpose.check();
  await page.getByRole("button", { name: "Save my choice" }).click();
  await eventually(page, () => document.querySelector("#memory").dataset.state === "on");

  await goTo(page, "/c/lanterns", check);
  await goTo(page, "/i/I4", check);
  for (const act of ["#like", "#dismiss", "#like", "#add"]) await page.click(act);
  await goTo(page, "/i/I8", check);
  await page.click("#basket");
  await page.keyboard.press("Escape");
  await goTo(page, "/all/2", check);
  await goTo(page, "/", check);

  await page.locator("[data-why]").first().click();
  await page.locator("privet-why dialog").waitFor();
  await page.getByRole("button", { name: "Less like this" }).first().click();
  await page.keyboard.press("Escape");

  await page.click("#privacy");
  const centre = page.locator("privet-center");
  await centre.getByText("To another device").click();
  for (const name of ["Download a copy", "Download it encrypted"]) {
    await centre.locator("#passphrase").fill(passphrase); // what was said for the last one drew the field anew
    await Promise.all([page.waitForEvent("download"), centre.getByRole("button", { name }).click()]);
  }
  await centre.locator("#passphrase").fill(passphrase);
  await centre.getByRole("button", { name: "Show a code to scan" }).click();
  await centre.locator("figure svg").waitFor();
  const address = await page.evaluate(async (passphrase) => {
    const { code } = await import("/privet/privet-transfer.js");
    return (await code(await window.privet.export(), passphrase, new URL(location.href))).url;
  }, passphrase);
  await centre
    .getByRole("button", { name: /^Delete/ })
    .first()
    .click();
  await check();
  await visitor.context.close();

  const other = await shop(address);
  await other.page.getByText("Bring it from another device").click();
  await other.page.locator("privet-center #import-passphrase").fill(passphrase);
  await other.page.getByRole("button", { name: "Open it" }).click();
  await other.page.getByText("What came along counts only for what you allow here.").waitFor();
  await other.check();
  await other.visitor.context.close();
});

test("what the policy forbids is reported, so that silence says something", async () => {
  const { visitor, page } = await shop();
  await page.evaluate(() => document.body.setAttribute("style", "color: red"));
  await eventually(page, () => window.reported.some((said) => said.startsWith("style-src")));
  // Firefox tells observers of nothing that a policy forbids.
  if (engine !== "firefox") await eventually(page, () => window.reported.some((said) => said.startsWith("{")));
  await assert.rejects(
    page.evaluate(() => (document.body.innerHTML = "<b>")),
    /TrustedHTML|Sink type mismatch/,
  );
  await visitor.context.close();
});

test("another first script than the pinned one does not run, and the shop is the shop", async () => {
  const altered = await shop("/", { "privet.js": (body) => Buffer.concat([body, Buffer.from("\n")]) });
  assert.equal(await altered.page.evaluate(() => typeof window.privet), "undefined");
  assert.match(altered.page.errors.join(), /integrity/);
  assert.equal(await altered.page.locator("privet-slot[name=home] .card").count(), 8);
  await altered.visitor.context.close();
});
