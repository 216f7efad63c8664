// The browser, or the page alone, is killed in the middle of whatever it does:
// what was acknowledged is so when it comes back, and what was not has happened
// whole or not at all.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launchToKill } from "../browser.mjs";
import { startSite } from "../site.mjs";
import { eventually, verifies } from "../visit.mjs";
import { startEdge } from "./edge.mjs";
import { chance, progress, times } from "./length.mjs";
import { dropHalfRecords } from "./leveldb.mjs";

const KILLS = times(6, 240);
const MAX_RECEIPTS = 100;

let site, edge;
before(async () => {
  site = await startSite();
  edge = await startEdge(site);
});
after(async () => {
  await edge?.stop();
  await site?.stop();
});

/** What must be kept: `granted` is undefined while nothing was ever chosen. Keys are never used twice. */
const unknown = { granted: undefined, events: new Map(), receipts: 0 };

/** What a visitor may do, and what becomes of a state by it. `said` is what the call gave, once it has. */
const acts = {
  observe: (state, [kind, key], said) => {
    const purpose = kind === "declare" ? "interests" : "history";
    if (!state.granted?.includes(purpose)) return state;
    return { ...state, events: new Map(state.events).set(key, { purpose, id: said?.id }) };
  },
  grant: (state, purposes) => chosen(state, [...new Set(["context", ...(state.granted ?? []), ...purposes])]),
  revoke: (state, [gone]) =>
    chosen(
      state,
      state.granted.filter((purpose) => purpose !== gone),
    ),
  forget: (state, [what]) => {
    if (what === "all") return unknown;
    const left = [...state.events].filter(([, { id }]) => id !== what.event);
    return { ...state, events: new Map(left) };
  },
};

function chosen(state, granted) {
  const left = [...state.events].filter(([, { purpose }]) => granted.includes(purpose));
  return { granted, events: new Map(left), receipts: Math.min(state.receipts + 1, MAX_RECEIPTS) };
}

/** One life of the shop's page: what was done in it, and what has not come back yet. */
class Life {
  underway = new Set();
  over = false;

  /** `enough` settles after so many acts. */
  constructor(page, state, acts) {
    Object.assign(this, { page, state, left: acts });
    this.enough = new Promise((resolve) => (this.isEnough = resolve));
  }

  tick() {
    if (--this.left <= 0) this.isEnough();
  }

  /** Does one thing, and waits until the page has been told that it is done. */
  async do(name, ...given) {
    const act = [name, given];
    this.underway.add(act);
    const said = await this.page.evaluate(([name, given]) => window.privet[name](...given), act);
    if (this.over) return;
    this.underway.delete(act);
    this.state = acts[name](this.state, given, said);
    this.tick();
    return said;
  }
}

let keys = 0;
const key = () => `key-${keys++}`;

/**
 * What the visitor is doing when it happens, without end. It happens after so many
 * acts at most, and so many milliseconds more at most.
 */
const moments = {
  "while events are written, several at once": [
    async (life) => {
      await life.do("grant", "history");
      const write = async () => {
        for (;;) await life.do("observe", "view", key());
      };
      await Promise.all([write(), write(), write(), write()]);
    },
    60,
    20,
  ],
  "while consent comes and goes, and the key with it": [
    async (life) => {
      await life.do("grant", "history");
      await life.do("observe", "view", key());
      for (;;) {
        await life.do("grant", "interests");
        await life.do("observe", "declare", key());
        await life.do("observe", "declare", key());
        await life.do("revoke", "interests"); // what stays is sealed with another key
      }
    },
    16,
    30,
  ],
  "while events are forgotten": [
    async (life) => {
      await life.do("grant", "history");
      for (;;) {
        await life.do("observe", "like", key());
        const { id } = await life.do("observe", "like", key());
        await life.do("forget", { event: id });
      }
    },
    16,
    20,
  ],
  "while all is forgotten": [
    async (life) => {
      for (;;) {
        await life.do("grant", "history");
        await life.do("observe", "buy", key());
        await life.do("forget", "all");
      }
    },
    9,
    40,
  ],
  "while the page does what can wait": [
    async (life) => {
      await life.do("grant", "history");
      await life.do("observe", "view", key());
    },
    2,
    1500,
  ],
  "while the page starts": [
    async (life) => {
      for (;;) {
        await life.page.goto(edge.origin);
        await life.page.evaluate(() => window.privet.ready);
        life.tick();
      }
    },
    3,
    200,
  ],
};

test("what was acknowledged outlives a kill, and nothing is half done", { timeout: 3_600_000 }, async (t) => {
  const random = chance(t);
  const profile = await mkdtemp(join(tmpdir(), "privet-kills-"));
  const names = Object.keys(moments);
  let [underway, halves] = [0, 0];
  let browser = await launchToKill(profile);
  let life = { state: unknown, underway: new Set() };
  try {
    for (let kill = 0; ; kill++) {
      const errors = [];
      const page = await browser.context.newPage();
      page.on("pageerror", (error) => errors.push(String(error)));
      await page.goto(edge.origin);
      const found = await read(page);
      const why = `after kill ${kill}, ${names[(kill - 1) % names.length]}`;
      const state = agreed(found, life, why);
      for (const receipt of found.receipts)
        assert.ok(await verifies(receipt), `${why}: a receipt that does not verify`);
      if (!state.granted) await eventually(page, async () => !(await indexedDB.databases()).length);
      if (kill === KILLS) break;

      const [run, most, milliseconds] = moments[names[kill % names.length]];
      life = new Life(page, state, 1 + random(most));
      const doing = run(life).catch((e) => life.over || Promise.reject(e)); // it ends by the kill
      await Promise.race([life.enough, doing]);
      await new Promise((resolve) => setTimeout(resolve, random(milliseconds)));
      assert.deepEqual(errors, []);
      life.over = true;
      if (kill % 5 === 3) {
        const crashed = page.waitForEvent("crash");
        await browser.crash();
        await crashed;
      } else {
        await browser.kill();
        halves += await dropHalfRecords(profile);
        browser = await launchToKill(profile);
      }
      await doing;
      underway += life.underway.size;
      if (kill % 20 === 19) progress(`${kill + 1} kills of ${KILLS}`);
    }
    t.diagnostic(`${KILLS} kills, ${keys} events, ${underway} acts underway at a kill, ${halves} half records`);
  } finally {
    await browser.kill();
    await rm(profile, { recursive: true, maxRetries: 5 });
  }
});

/** What a new page finds. */
function read(page) {
  return page.evaluate(async () => {
    const { privet } = window;
    const { granted, chosen } = await privet.consent();
    const events = (await privet.events()).map(({ id, key }) => [key, id]);
    const problems = (await privet.problems()).map(String);
    return { granted: chosen && granted, events, receipts: await privet.receipts(), problems };
  });
}

/** The state that was found, if it can be: what was acknowledged, with or without each act that was underway. */
function agreed({ granted, events, receipts, problems }, { state, underway }, why) {
  assert.deepEqual(problems, [], why);
  const found = JSON.stringify(summary({ granted, receipts: receipts.length, keys: events.map(([key]) => key) }));
  const ids = new Map(events);
  assert.equal(ids.size, events.length, `${why}: an event is doubled`);
  // Events that were underway at once may each be there; any other act is alone.
  let possible = [state];
  for (const [name, given] of underway) {
    if (name === "observe" && !ids.has(given[1])) continue;
    const done = possible.map((before) => acts[name](before, given));
    possible = name === "observe" ? done : [...possible, ...done];
  }
  const is = possible.find((state) => JSON.stringify(summary({ ...state, keys: [...state.events.keys()] })) === found);
  const wanted = possible.map((state) => summary({ ...state, keys: [...state.events.keys()] }));
  assert.ok(is, `${why}: found ${found}, and not one of ${JSON.stringify(wanted)}`);
  return { ...is, events: new Map([...is.events].map(([key, event]) => [key, { ...event, id: ids.get(key) }])) };
}

const summary = ({ granted, receipts, keys }) => ({ granted: granted?.toSorted(), receipts, keys: keys.toSorted() });
