import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./source.mjs";

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

test("browsers draw the arms of an experiment by its shares, each experiment by itself, and always the same", async () => {
  const { runningAt } = await load("experiments/draw.ts");
  const arms = [
    { name: "a", share: 700 },
    { name: "b", share: 300 },
  ];
  const experiments = [
    { name: "one", holdout: 100, arms },
    { name: "two", holdout: 0, arms },
  ];
  const browsers = 20_000;
  const counts = {};
  for (let i = 0; i < browsers; i++) {
    const lot = Math.imul(i, 0x9e3779b1) >>> 0; // spread as random ones are, and the same each time
    const names = (drawn) => [...drawn.values()].map((arm) => arm?.name ?? "out").join(" ");
    const drawn = names(runningAt(experiments, lot, 0));
    assert.equal(names(runningAt([...experiments].reverse(), lot, 0)), drawn.split(" ").reverse().join(" "));
    counts[drawn] = (counts[drawn] ?? 0) + 1;
  }
  const expected = { out: 0.1, a: 0.63, b: 0.27 };
  for (const [one, share] of Object.entries(expected))
    for (const [two, other] of [
      ["a", 0.7],
      ["b", 0.3],
    ]) {
      const p = share * other;
      const deviation = Math.sqrt(p * (1 - p) * browsers);
      assert.ok(
        Math.abs(counts[`${one} ${two}`] - p * browsers) < 4 * deviation,
        `${one} ${two}: ${JSON.stringify(counts)}`,
      );
    }
});

test("experiments run from their beginning until before their end, an arm can be tried, and hostile ones are none", async () => {
  const { runningAt, slugOf } = await load("experiments/draw.ts");
  const arms = [
    { name: "a", share: 999 },
    { name: "b", share: 1 },
  ];
  const one = { name: "one", from: 10, until: 20, holdout: 0, arms };
  const at = (now, tries) => [...runningAt([one], 1, now, tries).values()].map((arm) => arm?.name ?? "holdout");
  assert.deepEqual([at(9_999), at(10_000), at(19_999), at(20_000)], [[], ["a"], ["a"], []]);
  assert.deepEqual(
    [{ one: "b" }, { one: "holdout" }, { one: "c" }, { one: 7 }, { two: "b" }].map((tries) => at(15_000, tries)),
    [["b"], ["holdout"], ["a"], ["a"], ["a"]],
  );
  assert.equal(slugOf("More Variety"), "more-variety");
  for (const hostile of [
    undefined,
    7,
    "x",
    {},
    [{ name: 'a" onload="x', arms }],
    [{ name: "one", arms: [{ name: "]{}", share: 1000 }] }],
    [{ name: "one", arms: 3 }],
    [{ name: 5, arms: [] }],
    [null],
    [{ name: "one", arms: [null] }],
  ])
    assert.equal(runningAt(hostile, 1, 0).size, 0, JSON.stringify(hostile));
});
