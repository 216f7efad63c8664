// Any sequence of choices, withdrawals, preferences, acts, waits and new
// versions, in any of several tabs, against a model that is written from what
// consent means and not from how it is kept.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { build } from "esbuild";
import fc from "fast-check";
import { launch } from "./browser.mjs";

const TABS = 3;
const [MINUTE, DAY] = [60_000, 86_400_000];
const RENEW_DAYS = 100;
const RENEW = RENEW_DAYS * DAY;
const PURPOSES = ["context", "session", "history", "interests", "region", "prediction"];
const KEEPS = { session: 30 * MINUTE, history: 180 * DAY, interests: 365 * DAY, prediction: 90 * DAY };
const [DECLARE, SHOW] = [6, 7];

let server, browser, page;
before(async () => {
  const entry = new URL("model/tabs.ts", import.meta.url).pathname;
  const bundled = { entryPoints: [entry], bundle: true, format: "iife", globalName: "tabs", write: false };
  const script = (await build(bundled)).outputFiles[0].text;
  server = createServer((_, response) => response.setHeader("content-type", "text/html").end("<!doctype html>"));
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  browser = await launch();
  page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`); // has storage and cryptography, as 127.0.0.1 counts as secure
  await page.addScriptTag({ content: script });
  await page.evaluate(([count, renew]) => tabs.open(count, renew), [TABS, RENEW_DAYS]);
});
after(async () => {
  await browser?.close();
  server?.close();
});

/** What should be so, by plain rules. */
class Model {
  /** By purpose: when it was allowed, and of which version. */
  grants = {};
  /** The last choice; `versions` are those that were asked for. */
  choice = undefined;
  preferences = {};
  /** Each { at, kind, purposes: Set }. */
  events = [];
  versions = PURPOSES.map(() => 1);

  allowed(now) {
    return PURPOSES.filter((purpose, p) => {
      const grant = this.grants[purpose];
      if (purpose === "context") return grant || !this.choice;
      return grant && grant.version === this.versions[p] && now - grant.at < RENEW;
    });
  }

  granted(now) {
    return this.preferences.paused ? [] : this.allowed(now);
  }

  ask(now) {
    if (!this.choice) return "new";
    if (now - this.choice.at >= RENEW) return "expired";
    return this.versions.some((version, p) => version !== this.choice.versions[p]) ? "changed" : undefined;
  }

  do(step, now) {
    const decided = (purposes) => {
      this.grants = this.choice ? this.grants : { context: { at: now, version: this.versions[0] } };
      const versions = this.versions.map((version, p) =>
        !this.choice || purposes.includes(PURPOSES[p]) ? version : this.choice.versions[p],
      );
      this.choice = { at: now, versions };
      delete this.preferences.paused;
    };
    const allow = (purpose) => (this.grants[purpose] = { at: now, version: this.versions[PURPOSES.indexOf(purpose)] });
    const refuse = (purpose) => {
      delete this.grants[purpose];
      for (const event of this.events) event.purposes.delete(purpose);
    };
    switch (step.do) {
      case "grant":
        decided(step.purposes);
        step.purposes.forEach(allow);
        break;
      case "revoke":
        if (this.isUnknown() && !step.purposes.some((purpose) => this.granted(now).includes(purpose))) break;
        decided(step.purposes);
        step.purposes.forEach(refuse);
        break;
      case "choose":
        decided(PURPOSES);
        for (const purpose of PURPOSES) step.purposes.includes(purpose) ? allow(purpose) : refuse(purpose);
        break;
      case "prefer":
        Object.assign(this.preferences, step.preferences);
        for (const [name, value] of Object.entries(this.preferences))
          if (value === undefined) delete this.preferences[name];
        break;
      case "observe": {
        const may =
          step.kind === DECLARE
            ? ["interests"]
            : step.kind === SHOW
              ? ["prediction"]
              : ["session", "history", "prediction"];
        const purposes = new Set(may.filter((purpose) => this.granted(now).includes(purpose)));
        if (purposes.size) this.events.push({ at: now, kind: step.kind, purposes });
        break;
      }
      case "forget":
        for (const event of this.events) event.purposes.delete(step.purpose);
        break;
      case "erase":
        Object.assign(this, { grants: {}, choice: undefined, preferences: {}, events: [] });
        break;
      case "version":
        this.versions[step.purpose]++;
    }
    this.events = this.events.filter(({ purposes }) => purposes.size);
  }

  isUnknown() {
    return !this.choice && !Object.keys(this.preferences).length && !this.events.length;
  }

  /** What time takes. */
  age(now) {
    const last = Math.max(this.choice?.at ?? 0, ...this.events.map(({ at }) => at));
    if (this.preferences.visit && now - last > 30 * MINUTE)
      return void Object.assign(this, { grants: {}, choice: undefined, preferences: {}, events: [] });
    // A visit goes back as far as no gap is longer than half an hour.
    let visit = now;
    for (const { at } of [...this.events].reverse()) if (visit - at <= 30 * MINUTE) visit = Math.min(visit, at);
    for (const event of this.events)
      for (const purpose of [...event.purposes]) {
        const grant = this.grants[purpose];
        const share = grant ? Math.max(0, now - grant.at) / RENEW : 1;
        const keeps = share >= 1 ? -1 : KEEPS[purpose] * Math.min(1, 2 * (1 - share));
        const over = purpose === "session" ? share >= 1 || event.at < visit : now - event.at > keeps;
        if (over) event.purposes.delete(purpose);
      }
    this.events = this.events.filter(({ purposes }) => purposes.size);
  }
}

const tab = fc.integer({ min: 0, max: TABS - 1 });
const purposes = fc.uniqueArray(fc.constantFrom(...PURPOSES), { maxLength: PURPOSES.length });
const steps = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("observe"),
      tab,
      kind: fc.constantFrom(1, 3, 5, DECLARE, SHOW),
      key: fc.constantFrom("a", "b"),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom("grant", "revoke", "choose"), tab, purposes }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("wait"),
      by: fc.constantFrom(MINUTE, 20 * MINUTE, 31 * MINUTE, 9 * DAY, 40 * DAY, 99 * DAY, 101 * DAY),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("prefer"),
      tab,
      preferences: fc.constantFrom(
        { paused: true },
        { paused: undefined },
        { visit: true },
        { visit: undefined },
        { variety: 7 },
        { muted: ["category=Mugs"] },
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("version"), purpose: fc.integer({ min: 0, max: 5 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("forget"), tab, purpose: fc.constantFrom(...PURPOSES) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("erase"), tab }) },
);

test("whatever happens, every tab and the storage say what consent means", async () => {
  let taken = 0;
  const follow = fc.asyncProperty(fc.array(steps, { minLength: 4, maxLength: 24 }), async (sequence) => {
    await page.evaluate(() => tabs.reset());
    const model = new Model();
    // In one call, as each costs more than what it does; what was seen after each step is compared here.
    const seen = await page.evaluate(async (sequence) => {
      const seen = [];
      for (const step of sequence) seen.push({ began: Date.now(), ...(await tabs.step(step)) });
      return seen;
    }, sequence);
    sequence.forEach((step, i) => {
      const { began, at, tabs, rows, problems } = seen[i];
      model.do(step, began);
      model.age(at);
      const where = `after step ${i}, ${JSON.stringify(step)}`;
      assert.deepEqual(problems, [], where);
      for (const tab of tabs) {
        assert.deepEqual(tab.granted, model.granted(at), `${where}: granted`);
        assert.equal(tab.ask, model.ask(at), `${where}: ask`);
        const events = tab.events.map(([, kind, bits]) => [kind, PURPOSES.filter((_, p) => (bits >> p) & 1)]);
        const expected = model.events.map(({ kind, purposes }) => [
          kind,
          PURPOSES.filter((purpose) => purposes.has(purpose)),
        ]);
        assert.deepEqual(events, expected, `${where}: events`);
      }
      assert.equal(rows, model.events.length, `${where}: rows in the storage`);
      taken++;
    });
  });
  await fc.assert(follow, { numRuns: Number(process.env.CONSENT_RUNS ?? 60), interruptAfterTimeLimit: 150_000 });
  assert.ok(taken > 200, `only ${taken} steps`);
});
