// In which language a page hears of Privet, and how what is put into its texts is written.
import assert from "node:assert/strict";
import { test } from "node:test";
import { home, useWorld } from "./visit.mjs";

const world = useWorld();

test("Privet speaks the page's language, else the visitor's, else English", async () => {
  for (const [lang, locale, title, direction, why] of [
    ["de-AT", "fr-FR", "Ihre Privatsphäre", "ltr", "Warum? "],
    ["ar", "en-US", "خصوصيتك", "rtl", "لماذا؟ "],
    ["eo", "pt-BR", "A sua privacidade", "ltr", "Why this? "],
    ["eo", "eo", "Your privacy", "ltr", "Why this? "],
  ]) {
    const pages = { "/test/page.html": home.replace('lang="en"', `lang="${lang}"`) };
    const visitor = await world.visitor({ pages, locale });
    const page = await visitor.open("/test/page.html");
    const button = page.locator(".privet-why").first();
    assert.ok((await button.getAttribute("aria-label")).startsWith(why), lang);
    await page.evaluate(() => window.privet.center());
    const heading = page.getByRole("dialog", { name: title }).getByRole("heading", { name: title });
    await heading.waitFor();
    assert.equal(await heading.evaluate((h) => getComputedStyle(h).direction), direction, lang);
    assert.deepEqual(page.errors, []);
    await visitor.context.close();
  }
});

test("in Arabic a number chooses its form, and a Latin title keeps its direction", async () => {
  const pages = { "/test/page.html": home.replace('lang="en"', 'lang="ar" dir="rtl"') };
  const visitor = await world.visitor({ pages, timezoneId: "Asia/Dubai" });
  const page = await visitor.open("/test/page.html");
  await page.evaluate(async () => {
    await window.privet.choose(["history", "region"]);
    for (const id of ["I0", "I4"]) await window.privet.observe("view", id);
    await window.privet.center();
  });
  const dialog = page.getByRole("dialog", { name: "خصوصيتك" });
  await dialog.getByText("عنصران محفوظان.").waitFor();
  await dialog.locator(".event", { hasText: "شاهدت «\u2068Lanterns 4\u2069»" }).waitFor();
  await dialog.getByText("ساعتك مضبوطة على \u2068آسيا\u2069.").waitFor();
  await page.evaluate(() => window.privet.observe("view", "I8"));
  await dialog.getByText("3 عناصر محفوظة.").waitFor();
  await dialog.getByText("اختياراتك حتى الآن").click();
  await dialog.getByText("المسموح به: \u2068الزيارات السابقة والمنطقة من العالم\u2069").waitFor();
  assert.deepEqual(page.errors, []);
  await visitor.context.close();
});
