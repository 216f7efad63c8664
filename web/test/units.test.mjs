import assert from "node:assert/strict";
import { test } from "node:test";
import { build } from "esbuild";

let loads = 0;

/** A module of src, as it is and as if for the first time. */
async function load(path) {
  const entry = new URL(`../src/${path}`, import.meta.url).pathname;
  const { outputFiles } = await build({ entryPoints: [entry], bundle: true, format: "esm", write: false });
  const source = `${outputFiles[0].text}// ${loads++}`;
  return import(`data:text/javascript;base64,${Buffer.from(source).toString("base64")}`);
}

const sum = (list) => list.reduce((a, b) => a + b, 0);

test("shares add up to 100, whatever the amounts", async () => {
  const { shares } = await load("ui/share.ts");
  for (const [amounts, expected] of [
    [[1], [100]],
    [
      [1, 1, 1],
      [34, 33, 33],
    ],
    [
      [2, 1],
      [67, 33],
    ],
    [
      [150, -50],
      [150, -50],
    ],
    [
      [5, 0],
      [100, 0],
    ],
    [[], []],
    [
      [0, 0],
      [0, 0],
    ],
    [
      [1, -2],
      [0, 0],
    ],
  ])
    assert.deepEqual(shares(amounts), expected, String(amounts));
  let seed = 1;
  const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647; // Lehmer's generator (Park and Miller, 1988)
  for (let n = 1; n < 200; n++) {
    const amounts = Array.from({ length: 1 + (n % 12) }, () => Math.round((random() - 0.3) * 1e6));
    const percent = shares(amounts);
    if (sum(amounts) <= 0) continue;
    assert.equal(sum(percent), 100, String(amounts));
    percent.forEach((p, i) =>
      assert.ok(Math.abs(p - (amounts[i] / sum(amounts)) * 100) <= 1, `${amounts} gives ${percent}`),
    );
  }
});

test("what is over is taken from the session, and what is too much is dropped", async () => {
  const { tidied } = await load("profile.ts");
  const [session, both, minute] = [2, 6, 60_000];
  const now = 1_000 * minute;
  const profile = (...events) => ({
    consent: { version: 1, granted: ["session", "history"], receipts: [] },
    events: events.map(([ago, purposes], i) => ({ id: i + 1, at: now - ago * minute, kind: 1, purposes, key: "a" })),
    damaged: [],
  });
  const left = (p, overflow = []) => tidied(p, now, overflow).events.map(({ id, purposes }) => [id, purposes]);
  for (const [p, expected] of [
    [profile(), []],
    [profile([5, session]), [[1, session]]],
    [profile([30, session]), [[1, session]]],
    [profile([31, session]), []],
    [profile([31, both]), [[1, 4]]],
    [
      profile([70, session], [45, session], [20, session]),
      [
        [1, session],
        [2, session],
        [3, session],
      ],
    ],
    [
      profile([70, session], [39, both], [5, session]),
      [
        [2, 4],
        [3, session],
      ],
    ],
  ])
    assert.deepEqual(left(p), expected);
  assert.deepEqual(left(profile([3, both], [2, both], [1, both]), [1, 2]), [[3, both]]);
  const untouched = profile([1, both]);
  assert.equal(tidied(untouched, now, []), untouched, "what is tidy is left alone");
});

test("a stored profile is changed by its difference alone", async () => {
  const { changeOf, forgotten, granted, preferred, revoked, unknownVisitor } = await load("profile.ts");
  const row = (id, purposes) => ({ id, at: 1, kind: 1, purposes, key: "a" });
  const stored = {
    consent: { version: 1, granted: ["session", "history"], receipts: [] },
    ids: [1, 2, 3, 4],
    rows: [row(1, 6), row(2, 2), row(3, 4), "damaged"],
  };
  const change = (edit) => {
    const { consent, put, remove, empty } = changeOf(stored, edit);
    return { granted: consent?.granted, put: put.map(({ id, purposes }) => [id, purposes]), remove, empty };
  };
  assert.deepEqual(
    change((p) => granted(p, ["region"], 5)),
    { granted: ["session", "history", "region"], put: [], remove: [], empty: false },
  );
  assert.deepEqual(
    change((p) => revoked(p, ["session"], 5)),
    { granted: ["history"], put: [[1, 4]], remove: [2, 4], empty: false },
  );
  assert.deepEqual(
    change((p) => forgotten(p, { event: 3 })),
    { granted: undefined, put: [], remove: [3], empty: false },
  );
  assert.deepEqual(
    change((p) => forgotten(p, { purpose: "history" })),
    { granted: undefined, put: [[1, 2]], remove: [3], empty: false },
  );
  assert.deepEqual(
    change((p) => preferred(p, undefined)),
    { granted: ["session", "history"], put: [], remove: [], empty: false },
  );
  assert.deepEqual(change(unknownVisitor), { granted: ["context"], put: [], remove: [1, 2, 3, 4], empty: true });
});

test("each kind of event is kept for the purposes that may keep it", async () => {
  const { purposesFor } = await load("profile.ts");
  const [view, declare, show] = [1, 6, 7];
  const all = ["context", "session", "history", "interests", "region", "prediction"];
  for (const [kind, granted, expected] of [
    [view, all, 2 | 4 | 32],
    [view, ["prediction"], 32],
    [view, ["context", "interests", "region"], 0],
    [declare, all, 8],
    [show, all, 32],
    [show, ["session", "history"], 0],
  ])
    assert.equal(purposesFor(kind, { granted }), expected, `kind ${kind}, ${granted}`);
});

test("a row without a place is read as before, and one that nobody needs stored goes with the last purpose", async () => {
  const { isEmpty, preferred, readProfile, revoked } = await load("profile.ts");
  const old = { id: 1, at: 1, kind: 1, purposes: 4, key: "a" };
  const show = { id: 2, at: 2, kind: 7, purposes: 32, key: "b", position: 3, propensity: 9, parts: 2 ** 32 - 1 };
  const consent = { version: 1, granted: ["context", "prediction"], receipts: [] };
  const profile = readProfile({ consent, ids: [1, 2], rows: [old, show] });
  assert.deepEqual(profile.damaged, []);
  assert.deepEqual(profile.events, [{ ...old, position: 0, propensity: 0, parts: 0 }, show]);
  const left = revoked(profile, ["prediction"], 5);
  assert.deepEqual(
    left.events.map(({ id }) => id),
    [1],
  );
  const bare = revoked(readProfile({ consent, ids: [2], rows: [show] }), ["prediction"], 5);
  assert.equal(isEmpty(bare), true);
  assert.equal(isEmpty(preferred(bare, 0)), false, "a preference is kept");
  assert.equal(isEmpty(preferred(preferred(bare, 0), undefined)), true);
});

test("the context says how things are, and no more", async () => {
  const defaults = {
    referrer: "",
    width: 1280,
    mouse: true,
    screen: [1280, 800],
    at: "2026-07-05T19:30:00",
    query: "",
    given: {},
  };
  const of = async (what, granted = ["context", "region"]) => {
    const { referrer, width, mouse, screen, at, query, given } = { ...defaults, ...what };
    Object.assign(globalThis, {
      innerWidth: width,
      document: { referrer },
      location: { hostname: "shop.example", search: query },
      screen: { width: screen[0], height: screen[1] },
      matchMedia: () => ({ matches: mouse }),
    });
    Object.defineProperty(globalThis, "navigator", { value: { language: "en-GB" }, configurable: true });
    Intl.DateTimeFormat.prototype.resolvedOptions = () => ({ timeZone: "Europe/London" });
    const { contextOf } = await load("context.ts");
    return Object.fromEntries(contextOf(granted, new Date(at), given).map((t) => t.split(/=(.*)/s).slice(0, 2)));
  };
  const moment = { daypart: "evening", weekday: "sunday", season: "summer" };
  const place = { device: "desktop", viewport: "large", language: "en", referrer: "none" };
  assert.deepEqual(await of({}), { ...moment, ...place, region: "Europe" });
  assert.deepEqual(await of({}, ["context", "history"]), { ...moment, ...place });
  assert.deepEqual(await of({}, ["region"]), { region: "Europe" });
  assert.deepEqual(await of({ given: { category: "Mugs" } }, []), {});

  for (const [what, key, expected] of [
    [{ at: "2026-01-01T00:00:00" }, "daypart", "night"],
    [{ at: "2026-01-01T05:59:00" }, "daypart", "night"],
    [{ at: "2026-01-01T06:00:00" }, "daypart", "morning"],
    [{ at: "2026-01-01T12:00:00" }, "daypart", "afternoon"],
    [{ at: "2026-12-01T12:00:00" }, "season", "winter"],
    [{ at: "2026-02-28T12:00:00" }, "season", "winter"],
    [{ at: "2026-03-01T12:00:00" }, "season", "spring"],
    [{ at: "2026-09-30T12:00:00" }, "season", "autumn"],
    [{ mouse: false, screen: [390, 844] }, "device", "phone"],
    [{ mouse: false, screen: [1180, 820] }, "device", "tablet"],
    [{ width: 390 }, "viewport", "small"],
    [{ width: 800 }, "viewport", "medium"],
    [{ referrer: "https://shop.example/a" }, "referrer", "same-site"],
    [{ referrer: "https://www.google.co.uk/search?q=secret" }, "referrer", "search"],
    [{ referrer: "https://t.co/abc" }, "referrer", "social"],
    [{ referrer: "https://m.facebook.com/" }, "referrer", "social"],
    [{ referrer: "https://notgoogle.example/" }, "referrer", "other"],
    [{ referrer: "https://next.com/" }, "referrer", "other"],
    [{ query: "?utm_source=a&utm_campaign=spring%20sale" }, "campaign", "spring sale"],
    [{ query: `?utm_campaign=${"x".repeat(64)}` }, "campaign", "x".repeat(64)],
    [{ query: `?utm_campaign=${"x".repeat(65)}` }, "campaign", undefined],
    [{ query: "?utm_campaign=" }, "campaign", undefined],
    [{ given: { daypart: "noon" } }, "daypart", "noon"],
    [{ given: { category: "A=B" } }, "category", "A=B"],
  ])
    assert.equal((await of(what))[key], expected, JSON.stringify(what));
});

test("messages of any length, letters beyond ASCII, and no more than a u16 can count", async () => {
  const { decode, encode, put2, put8, putList, putString, take2, take8, takeList, takeString } = await load("codec.ts");
  const keys = ["", "a", "é", "aé", "日本", "a😀b", "x".repeat(200), "é".repeat(40_000), "\u{feff}mark"];
  const times = [0, 1, 2 ** 31, 2 ** 32, 1_728_043_200_000, -1, Number.MAX_SAFE_INTEGER];
  const put = (v) => {
    putList(v.keys, putString);
    putList(v.times, put8);
    put2(v.last);
  };
  const take = () => ({ keys: takeList(takeString), times: takeList(take8), last: take2() });
  for (const copies of [1, 2000]) {
    const message = { keys: [], times: [], last: 0xabcd };
    for (let i = 0; i < copies; i++) {
      message.keys.push(...keys.slice(0, copies > 1 ? 7 : keys.length));
      message.times.push(...times);
    }
    const bytes = encode(put, message).slice();
    const parts = [];
    const number = (n, size) => {
      const part = Buffer.alloc(8);
      part.writeBigInt64LE(BigInt(n));
      parts.push(part.subarray(0, size));
    };
    number(message.keys.length, 4);
    for (const key of message.keys) {
      const whole = Buffer.from(key);
      number(Math.min(whole.length, 0xffff), 2);
      parts.push(whole.subarray(0, 0xffff));
    }
    number(message.times.length, 4);
    for (const time of message.times) number(time, 8);
    number(message.last, 2);
    assert.deepEqual(Buffer.from(bytes), Buffer.concat(parts));
    const taken = decode(take, bytes);
    assert.deepEqual(taken.times, message.times);
    assert.equal(taken.last, message.last);
    for (const [i, key] of message.keys.entries())
      if (Buffer.byteLength(key) <= 0xffff) assert.equal(taken.keys[i], key);
  }
  assert.throws(() => encode(() => undefined.nothing, {}), TypeError, "what is wrong with a value is told");
});
