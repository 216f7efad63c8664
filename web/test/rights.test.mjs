// What a visitor can do with what is known of them, and the proof of it.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import canonicalize from "canonicalize";
import { eventually, home, nothingWritten, ranking, readAll, useWorld, verifies, written } from "./visit.mjs";

const world = useWorld();
const DAY = 24 * 60 * 60 * 1000;

const center = async (page) => {
  await page.evaluate(() => window.privet.center());
  const dialog = page.getByRole("dialog", { name: "Your privacy" });
  await dialog.getByRole("heading", { name: "What may count" }).waitFor();
  return dialog;
};
const keys = (page) => page.evaluate(async () => (await window.privet.events()).map(({ key }) => key));

test("every choice has a receipt that says what was shown, is signed, and lies about nothing", async () => {
  const visitor = await world.visitor();
  const page = await visitor.open();
  await page.evaluate(() => window.privet.ask());
  await page.getByRole("switch", { name: "Earlier visits" }).check();
  await page.getByRole("button", { name: "Save my choice" }).click();
  await eventually(page, async () => (await window.privet.consent()).chosen);
  await page.evaluate(async () => {
    for (const id of ["I1", "I2", "I3"]) await window.privet.observe("view", id);
  });
  const dialog = await center(page);
  await dialog.getByRole("switch", { name: "Earlier visits" }).uncheck();
  await dialog.getByText("Your choice counts from now on.").waitFor();

  const [given, withdrawn] = await page.evaluate(() => window.privet.receipts());
  for (const receipt of [given, withdrawn]) {
    assert.ok(await verifies(receipt));
    const altered = structuredClone(receipt);
    altered["dpv:hasRecordOfActivity"]["dpv:hasProcess"][2]["dpv:hasConsentStatus"]["@type"] = "dpv:ConsentRefused";
    assert.ok(!(await verifies(altered)), "what was altered is found out");
  }
  assert.deepEqual(given["privet:proof"].publicKey, withdrawn["privet:proof"].publicKey);
  const record = given["dpv:hasRecordOfActivity"];
  assert.equal(record["dpv:hasDataController"]["@id"], world.site.origin);
  const { purposes, consent, lasts, glossary } = JSON.parse(
    await readFile(new URL("../src/texts/en.json", import.meta.url)),
  );
  const shown = new TextEncoder().encode(canonicalize({ purposes, consent, lasts, glossary }));
  const digest = Buffer.from(await crypto.subtle.digest("SHA-256", shown)).toString("hex");
  assert.deepEqual(record["dpv:hasNotice"], {
    "@type": "dpv:ConsentNotice",
    "dct:language": "en",
    "privet:sha256": digest,
  });
  const engine = await readFile(new URL("../../wasm/engine.wasm", import.meta.url));
  assert.equal(given["privet:engine"], Buffer.from(await crypto.subtle.digest("SHA-256", engine)).toString("hex"));
  const history = record["dpv:hasProcess"].find((process) => process["dct:identifier"] === "history");
  assert.deepEqual(history["dpv:hasStorageCondition"], [
    { "@type": "dpv:StorageLocation", "dpv:hasLocation": "tech:Device" },
    { "@type": "dpv:StorageDuration", "dpv:hasDuration": "P180D" },
  ]);
  const status = history["dpv:hasConsentStatus"];
  assert.equal(status["@type"], "dpv:ConsentGiven");
  const lasting = Date.parse(status["dpv:hasDuration"]["rdf:value"]) - Date.parse(status["dpv:isIndicatedAtTime"]);
  assert.equal(lasting, 180 * DAY);
  assert.equal(given["privet:deleted"], undefined);
  assert.deepEqual(withdrawn["privet:deleted"], {
    before: { events: 3, session: 0, history: 3, interests: 0, prediction: 0 },
    after: { events: 0, session: 0, history: 0, interests: 0, prediction: 0 },
  });

  await dialog.getByText("Your choices so far").click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    dialog
      .getByRole("button", { name: /^Download: / })
      .first()
      .click(),
  ]);
  assert.deepEqual(JSON.parse(await readFile(await download.path(), "utf8")), withdrawn, "the newest comes first");
  const told = await world.site.inspect(await download.path());
  assert.match(told, /signature +signed with the key/);
  assert.match(told, /shown +the English texts of this version/);
  assert.match(told, /engine +that of this version/);
  assert.match(told, /"history" +withdrawn/);
  assert.match(told, /"history" +3 +0/, "what was deleted");
  assert.deepEqual(page.errors, []);
  await visitor.context.close();
});

test("deleting everything hands out the receipt of it, which is kept nowhere", async () => {
  const visitor = await world.visitor();
  const page = await visitor.open();
  await page.evaluate(async () => {
    await window.privet.grant("history");
    await window.privet.observe("view", "I1");
  });
  const dialog = await center(page);
  await dialog.getByRole("button", { name: "Delete everything", exact: true }).click();
  await dialog.getByText("Deleted 1 thing.").waitFor();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    dialog.getByRole("button", { name: "Download the receipt of the deletion" }).click(),
  ]);
  const receipt = JSON.parse(await readFile(await download.path(), "utf8"));
  assert.match(await world.site.inspect(await download.path()), /"events" +1 +0/);
  assert.ok(await verifies(receipt));
  assert.deepEqual([receipt["privet:deleted"].before.events, receipt["privet:deleted"].after.events], [1, 0]);
  await eventually(page, async () => !(await indexedDB.databases()).length);
  assert.deepEqual(await written(page), nothingWritten);
  await visitor.context.close();
});

test("a day, a purpose or an event is forgotten, and comes back by undo, to the same ranking", async () => {
  const visitor = await world.visitor();
  await visitor.context.clock.install({ time: Date.now() - DAY });
  const before = await visitor.open();
  await before.evaluate(async () => {
    await window.privet.choose(["context", "history", "session"]);
    for (const id of ["I1", "I2"]) await window.privet.observe("view", id);
  });
  await visitor.context.clock.setSystemTime(Date.now() + DAY);
  const page = await visitor.open();
  await page.evaluate(() => window.privet.observe("like", "I3"));
  const now = Date.now() + 2 * DAY;
  const all = await ranking(page, { top: 64, now });
  const dialog = await center(page);
  const days = dialog.getByRole("button", { name: /^Delete this day: / });
  assert.equal(await days.count(), 2);
  await days.last().click();
  await dialog.getByText("Deleted 2 things.").waitFor();
  assert.deepEqual(await keys(page), ["I3"]);
  assert.notDeepEqual(await ranking(page, { top: 64, now }), all);
  await dialog.getByRole("button", { name: "Undo" }).click();
  await dialog.getByText("It is back.").waitFor();
  assert.deepEqual(await keys(page), ["I1", "I2", "I3"]);
  assert.deepEqual(await ranking(page, { top: 64, now }), all, "bit for bit");

  await dialog.getByRole("button", { name: "Delete these: Earlier visits" }).click();
  await eventually(page, async () => (await window.privet.events()).length === 1);
  await dialog.getByRole("button", { name: "Undo" }).click();
  await eventually(page, async () => (await window.privet.events()).length === 3);
  const other = await visitor.open();
  assert.deepEqual(await keys(other), ["I1", "I2", "I3"], "it is back in the storage");

  await dialog.locator(".event", { hasText: "You like" }).getByRole("button").click();
  await dialog.getByRole("button", { name: "Undo" }).waitFor();
  await page.evaluate(() => window.privet.revoke("history", "session"));
  await dialog.getByRole("button", { name: "Undo" }).click();
  await dialog.getByText("It is back.").waitFor();
  assert.deepEqual(await keys(page), [], "what was withdrawn meanwhile does not come back");
  assert.deepEqual(page.errors, []);
  await visitor.context.close();
});

test("an interest shows what is behind it, can be pinned, and muted as if nothing had been done with it", async () => {
  const visitor = await world.visitor();
  const page = await visitor.open();
  const plain = await ranking(page, { top: 64 });
  await page.evaluate(async () => {
    await window.privet.choose(["context", "history", "interests"]);
    for (const id of ["I0", "I4", "I8"]) await window.privet.observe("like", id); // lanterns
  });
  const lanterns = await ranking(page, { top: 64 });
  await page.evaluate(() => window.privet.observe("view", "I1")); // a mug
  const both = await ranking(page, { top: 64 });
  const dialog = await center(page);
  const line = dialog.locator(".interest", { hasText: "Lanterns" });
  await line.getByText("because of 3 things you did").click();
  await line.getByText("You like “Lanterns 4”").waitFor();
  await dialog.getByRole("button", { name: /^Mute: Mugs/ }).click();
  await eventually(page, async () => (await window.privet.consent()).preferences.muted);
  assert.deepEqual(await ranking(page, { top: 64 }), lanterns, "bit for bit as if the mug had not been looked at");
  const reloaded = await visitor.open();
  assert.deepEqual(await ranking(reloaded, { top: 64 }), lanterns);
  await reloaded.evaluate(() => window.privet.observe("like", "I5")); // another mug
  assert.deepEqual(await ranking(reloaded, { top: 64 }), lanterns, "what is done later does not count either");
  assert.equal((await keys(reloaded)).length, 5, "but it is kept and shown");
  await dialog.getByRole("button", { name: /^Mute: Lanterns/ }).click();
  await eventually(page, async () => (await window.privet.consent()).preferences.muted.length === 2);
  assert.deepEqual(await ranking(page, { top: 64 }), plain);
  for (const name of [/^Mute: Mugs/, /^Mute: Lanterns/]) await dialog.getByRole("button", { name }).click();
  await eventually(page, async () => !(await window.privet.consent()).preferences.muted);
  await page.evaluate(async () => {
    const [event] = (await window.privet.events()).filter(({ key }) => key === "I5");
    await window.privet.forget({ event: event.id });
  });
  assert.deepEqual(await ranking(page, { top: 64 }), both);

  const pin = dialog.getByRole("button", { name: /^Pin: Lanterns/ });
  await pin.click();
  await eventually(page, async () => (await window.privet.events()).some(({ kind }) => kind === "declare"));
  await eventually(page, () => document.activeElement); // drawn again
  await dialog.getByRole("button", { name: /^Pin: Lanterns/, pressed: true }).click();
  await eventually(page, async () => !(await window.privet.events()).some(({ kind }) => kind === "declare"));
  assert.deepEqual(page.errors, []);
  await visitor.context.close();
});

test("paused, nothing counts and nothing more is kept, in every tab; going on brings all of it back", async () => {
  const visitor = await world.visitor();
  const page = await visitor.open();
  const other = await visitor.open();
  await page.evaluate(async () => {
    await window.privet.choose(["context", "history"]);
    for (const id of ["I0", "I4"]) await window.privet.observe("like", id);
  });
  const own = await ranking(page, { top: 64 });
  const dialog = await center(page);
  await dialog.getByRole("button", { name: "Pause" }).click();
  await eventually(other, async () => (await window.privet.consent()).preferences.paused);
  for (const tab of [page, other]) {
    assert.deepEqual((await tab.evaluate(() => window.privet.consent())).granted, []);
    assert.equal(await tab.evaluate(() => window.privet.observe("view", "I9")), undefined);
    assert.notDeepEqual(await ranking(tab, { top: 64 }), own);
  }
  assert.deepEqual(await keys(other), ["I0", "I4"]);
  await dialog.getByRole("button", { name: "Pause" }).click();
  await eventually(other, async () => (await window.privet.consent()).granted.length === 2);
  assert.deepEqual(await ranking(other, { top: 64 }), own);
  await visitor.context.close();
});

test("a guest's tab shows, uses and keeps nothing of what is kept, and nothing of the guest's", async () => {
  const visitor = await world.visitor();
  const page = await visitor.open();
  await page.evaluate(async () => {
    await window.privet.choose(["context", "history"]);
    await window.privet.observe("like", "I4");
  });
  const own = await ranking(page, { top: 64 });
  const dialog = await center(page);
  await Promise.all([page.waitForEvent("load"), dialog.getByRole("button", { name: "Guest" }).click()]);
  await page.evaluate(() => window.privet.ready);
  assert.notDeepEqual(await ranking(page, { top: 64 }), own);
  assert.deepEqual(await keys(page), []);
  assert.equal(await page.evaluate(() => window.privet.observe("view", "I9")), undefined);
  assert.equal(await page.evaluate(() => window.privet.grant("history").catch(({ code }) => code)), "guest");
  assert.deepEqual((await page.evaluate(() => window.privet.export())).receipts, []);
  await page.goto("/test/home.html"); // the tab stays a guest's from page to page
  await page.evaluate(() => window.privet.ready);
  assert.deepEqual(await keys(page), []);
  const other = await visitor.open();
  assert.deepEqual(await keys(other), ["I4"], "another tab is its owner's");
  await other.evaluate(() => window.privet.observe("like", "I8"));
  assert.deepEqual(await keys(page), [], "and tells the guest nothing");

  await page.evaluate(() => window.privet.center());
  const guests = page.getByRole("dialog", { name: "Your privacy" });
  await guests.getByText("This tab is for a guest.").waitFor();
  assert.equal(await guests.getByRole("switch").count(), 0);
  await Promise.all([page.waitForEvent("load"), guests.getByRole("button", { name: "Guest" }).click()]);
  assert.deepEqual(await page.evaluate(async () => (await window.privet.events()).map(({ key }) => key)), ["I4", "I8"]);
  assert.deepEqual(page.errors, []);
  await visitor.context.close();
});

test("on a shared computer all of it lasts as long as a tab is open, and half an hour at most", async () => {
  const visitor = await world.visitor();
  const page = await visitor.open();
  await page.evaluate(async () => {
    await window.privet.choose(["context", "history"]);
    await window.privet.observe("like", "I4");
  });
  const dialog = await center(page);
  await dialog.getByRole("button", { name: "Only while I am here" }).click();
  await eventually(page, async () => (await window.privet.consent()).preferences.visit);
  await page.reload();
  assert.deepEqual(await keys(page), ["I4"], "from page to page it stays");
  const other = await visitor.open();
  assert.deepEqual(await keys(other), ["I4"], "and in another tab, as long as one is open");
  await page.close();
  await other.reload();
  assert.deepEqual(await keys(other), ["I4"]);
  await other.close();
  const next = await visitor.open();
  assert.deepEqual(await keys(next), [], "the last tab was closed");
  await eventually(next, async () => !(await indexedDB.databases()).length);

  await next.evaluate(async () => {
    await window.privet.choose(["context", "history"]);
    await window.privet.prefer({ visit: true });
    await window.privet.observe("like", "I4");
  });
  await visitor.context.clock.install({ time: Date.now() + 31 * 60 * 1000 });
  await next.reload();
  assert.deepEqual(await keys(next), []);
  await eventually(next, async () => !(await indexedDB.databases()).length);
  await visitor.context.close();
});

test("less like this is one tap, and is taken back by another", async () => {
  const visitor = await world.visitor();
  const page = await visitor.open();
  const before = await ranking(page, { top: 64 });
  const [[id]] = before;
  const why = page.locator("privet-why");
  await page.locator("privet-slot .privet-why").first().click();
  await why.getByRole("button", { name: "Less like this" }).click();
  await why.getByText("switch on “Earlier visits”").waitFor();
  assert.deepEqual(await written(page), nothingWritten);
  await page.keyboard.press("Escape");

  await page.evaluate(() => window.privet.choose(["context", "history"]));
  await page.locator("privet-slot .privet-why").first().click();
  await why.getByRole("button", { name: "Less like this" }).click();
  await why.getByText("There will be less like this.").waitFor();
  await why.getByText("It would not be in this list.").waitFor();
  const less = await ranking(page, { top: 64 });
  assert.ok(!less.some(([other]) => other === id));
  await why.getByRole("button", { name: "Undo" }).click();
  await why.getByText("Place 1 in a list").waitFor();
  assert.deepEqual(await ranking(page, { top: 64 }), before);
  assert.deepEqual(page.errors, []);
  await visitor.context.close();
});

test("the ledger lists what the page fetched, each with what it is for and its size", async () => {
  const visitor = await world.visitor();
  const page = await visitor.open();
  const dialog = await center(page);
  await dialog.getByText("What this page fetched for it").click();
  const lines = await dialog.locator("details", { hasText: "Everybody's browser" }).locator("li").allInnerTexts();
  const asked = page.requests
    .filter((path) => path.startsWith("/privet/"))
    .map((path) => path.slice("/privet/".length));
  assert.deepEqual(lines.map((line) => line.split("\n")[1]).sort(), [...asked].sort());
  for (const [file, purpose] of [
    ["engine.", "the program that makes the order"],
    ["catalog.", "what goes with what"],
    ["manifest.json", "what there is"],
    ["texts.", "titles and prices"],
    ["privet-text-en.js", "the words of this page"],
  ])
    assert.match(
      lines.find((line) => line.includes(`\n${file}`)),
      new RegExp(`^${purpose}\n.*\n[\\d.]+ kB$`),
    );
  await visitor.context.close();
});

test("the centre is whole where the page has no catalog, and under a careful site's policy", async () => {
  const pages = {
    "/test/bare.html": home.replace(/<privet-slot>[\s\S]*<\/privet-slot>/, "<privet-center></privet-center>"),
  };
  const visitor = await world.visitor({ pages, alter: { "/manifest.json": () => undefined } });
  const page = await visitor.open("/test/bare.html");
  const panel = page.locator("privet-center");
  await panel.getByRole("switch", { name: "Earlier visits" }).check();
  await panel.getByText("Your choice counts from now on.").waitFor();
  assert.equal((await readAll(page)).receipts.length, 1);
  assert.deepEqual(
    page.errors.filter((text) => !text.startsWith("Failed to load resource")),
    [],
  );
  await visitor.context.close();
});

test("everything goes to another device by file, under a passphrase, and counts there for what is allowed there", async () => {
  const visitor = await world.visitor();
  const page = await visitor.open();
  await page.evaluate(async () => {
    await window.privet.choose(["context", "history", "interests"]);
    for (const id of ["I0", "I4", "I8"]) await window.privet.observe("like", id);
    await window.privet.observe("declare", "category=Mugs");
    await window.privet.prefer({ variety: 30 });
  });
  const own = await center(page);
  await own.getByText("To another device").click();
  await own.getByRole("button", { name: "Download it encrypted" }).click();
  await own.getByRole("status").getByText("at least 8 characters").waitFor();
  await own.locator("#passphrase").fill("correct horse");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    own.getByRole("button", { name: "Download it encrypted" }).click(),
  ]);
  const sealed = await readFile(await download.path());
  assert.ok(!sealed.includes("Mugs") && !sealed.includes('"I4"'), "nothing of it is readable");

  const another = await world.visitor();
  const there = await another.open();
  await there.evaluate(async () => {
    await window.privet.choose(["context", "history"]);
    await window.privet.observe("view", "I1");
  });
  const dialog = await center(there);
  const bring = async (passphrase) => {
    await dialog
      .locator("#import-file")
      .setInputFiles({ name: "sealed.json", mimeType: "application/json", buffer: sealed });
    await dialog.locator("#import-passphrase").fill(passphrase);
    await dialog.getByRole("button", { name: "Open it" }).click();
  };
  await dialog.getByText("Bring it from another device").click();
  await bring("wrong horse");
  await dialog.getByText("The passphrase does not fit").waitFor();
  assert.deepEqual(await keys(there), ["I1"]);
  const field = dialog.locator("#import-passphrase");
  assert.equal(await field.inputValue(), "wrong horse", "so that a slip can be mended, with the same file");
  await field.fill("correct horse");
  await dialog.getByRole("button", { name: "Open it" }).click();
  await dialog.getByText("3 things were added.").waitFor();
  assert.equal(await field.inputValue(), "", "and is not left lying about");
  assert.deepEqual(await keys(there), ["I0", "I4", "I8", "I1"], "in the order of time");
  assert.equal((await there.evaluate(() => window.privet.consent())).preferences.variety, 30);
  await dialog.getByRole("button", { name: "Allow here what you allowed there: What you tell" }).click();
  await dialog.getByText("1 thing was added.").waitFor();
  assert.deepEqual(await keys(there), ["I0", "I4", "I8", "category=Mugs", "I1"]);
  await bring("correct horse");
  await dialog.getByText("0 things were added.").waitFor(); // what is known is not doubled
  const ids = await there.evaluate(async () => (await window.privet.events()).map(({ id }) => id));
  assert.deepEqual(
    ids,
    [...ids].sort((a, b) => a - b),
  );
  const again = await another.open();
  assert.deepEqual(await keys(again), ["I0", "I4", "I8", "category=Mugs", "I1"]);
  assert.deepEqual([...page.errors, ...there.errors], []);
  await visitor.context.close();
  await another.context.close();
});

test("the code to scan opens this page on another device, which asks for the passphrase", async () => {
  const visitor = await world.visitor();
  const page = await visitor.open();
  await page.evaluate(async () => {
    await window.privet.choose(["context", "history"]);
    for (const id of ["I0", "I4", "I8"]) await window.privet.observe("like", id);
  });
  const own = await center(page);
  await own.getByText("To another device").click();
  await own.locator("#passphrase").fill("correct horse");
  await own.getByRole("button", { name: "Show a code to scan" }).click();
  await own.getByText("the newest 3 things").waitFor();
  assert.ok(await own.getByRole("img", { name: /Scan this/ }).isVisible());
  // What transfer.test.mjs reads from a picture of the code.
  const address = await page.evaluate(async () => {
    const { code } = await import("/privet/privet-transfer.js");
    return (await code(await window.privet.export(), "correct horse", new URL(location.href))).url;
  });
  const another = await world.visitor();
  const there = await another.open(new URL(address).pathname + new URL(address).hash);
  const dialog = there.getByRole("dialog", { name: "Your privacy" });
  await dialog.getByText("Bring it from another device").click();
  await dialog.locator("#import-passphrase").fill("correct horse");
  await dialog.getByRole("button", { name: "Open it" }).click();
  await dialog.getByText("0 things were added.").waitFor(); // nothing is allowed here yet
  await dialog.getByRole("button", { name: /^Allow here what you allowed there: Earlier visits/ }).click();
  await dialog.getByText("3 things were added.").waitFor();
  assert.equal(new URL(there.url()).hash, "", "and it is gone from the address");
  assert.deepEqual(await keys(there), ["I0", "I4", "I8"]);
  assert.ok(there.requests.every((path) => !path.includes("privet=")));
  assert.deepEqual(there.errors, []);
  await visitor.context.close();
  await another.context.close();
});
