// A profile on its way to another device, by file and by QR code. testdata/transfer/README.md says what the bytes mean.
import assert from "node:assert/strict";
import { createCipheriv, createDecipheriv, pbkdf2Sync } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { test } from "node:test";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { engine, notFor } from "./browser.mjs";
import { load } from "./source.mjs";
import { tap } from "./tap.mjs";
import { nothingWritten, useWorld, written } from "./visit.mjs";

const world = useWorld();
const passphrase = "eight or more";
const MARK = "#privet=";

let opened;
/** A page for all tests that need no visitor of their own. */
const somePage = () => (opened ??= world.visitor().then((visitor) => visitor.open()));

const frozen = (name) => readFile(new URL(`../../testdata/transfer/${name}`, import.meta.url), "utf8");
const frozenJSON = async (name) => JSON.parse(await frozen(name));
const frozenPassphrase = async () => (await frozen("passphrase.txt")).trimEnd();

/** Calls the module in a page. What it rejects with becomes its message, which begins with the code. */
const callIn = (page, name, ...args) =>
  page.evaluate(
    async ([name, args]) => {
      const transfer = await import("/privet/privet-transfer.js");
      try {
        return await transfer[name](...args.map((arg) => (arg?.address ? new URL(arg.address) : arg)));
      } catch (e) {
        return e.name === "PrivetError" ? e.message : `crash: ${e.stack}`;
      }
    },
    [name, args],
  );
const call = async (name, ...args) => callIn(await somePage(), name, ...args);

// The formats once more, by Node's own cryptography.

const keys = new Map();
function keyOf(passphrase, salt, iterations) {
  const id = [passphrase, salt.toString("hex"), iterations].join();
  if (!keys.has(id)) keys.set(id, pbkdf2Sync(passphrase.normalize("NFKC"), salt, iterations, 32, "sha256"));
  return keys.get(id);
}

function encrypt(plain, key, iv, header) {
  const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(header);
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(sealed, key, iv, header) {
  const cipher = createDecipheriv("aes-256-gcm", key, iv).setAAD(header).setAuthTag(sealed.subarray(-16));
  return Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]);
}

const base64url = (bytes) => Buffer.from(bytes).toString("base64url");
const bytesOf = (text) => Buffer.from(text, "base64url");

/** Flat objects of ASCII strings and whole numbers are canonical where their members are in order. */
const canonical = (header) => Buffer.from(JSON.stringify(header, Object.keys(header).sort()));

const salt = Buffer.alloc(16, 1);
const iv = Buffer.alloc(12, 2);

/** A file of compressed JSON, or whatever else `packed` is. */
function sealedOf(packed, { iterations = 600_000, ...more } = {}) {
  const header = { format: "privet-sealed", version: 1, kdf: "PBKDF2-SHA-256", iterations, ...more };
  Object.assign(header, { salt: base64url(salt), iv: base64url(iv) });
  return { ...header, data: base64url(encrypt(packed, keyOf(passphrase, salt, iterations), iv, canonical(header))) };
}

function openSealed({ data, ...header }, passphrase) {
  const key = keyOf(passphrase, bytesOf(header.salt), header.iterations);
  return JSON.parse(inflateRawSync(decrypt(bytesOf(data), key, bytesOf(header.iv), canonical(header))));
}

function codeOf(columns, version = 1) {
  const header = Buffer.concat([Buffer.of(version), salt, iv]);
  const plain = deflateRawSync(JSON.stringify(columns));
  return base64url(Buffer.concat([header, encrypt(plain, keyOf(passphrase, salt, 600_000), iv, header)]));
}

function openCode(text, passphrase) {
  const bytes = bytesOf(text);
  const [header, sealed] = [bytes.subarray(0, 29), bytes.subarray(29)];
  const key = keyOf(passphrase, header.subarray(1, 17), 600_000);
  return JSON.parse(inflateRawSync(decrypt(sealed, key, header.subarray(17), header)));
}

const packed = (value) => deflateRawSync(JSON.stringify(value));

const view = { id: 1, at: 1_700_000_000_000, kind: "view", purposes: ["history"], key: "I1" };
const show = { ...view, kind: "show", purposes: ["prediction"], position: 3, propensity: 1 / 3, parts: 7 };

/** An export of these events. */
const profileOf = (...events) => ({
  format: "privet-profile",
  version: 2,
  consent: { granted: ["context", "history"], preferences: {} },
  events,
  receipts: [],
  experiments: {},
  damaged: [],
});

/** What is taken in of an export: what was granted, taste, events. */
const taken = ({ consent: { granted, preferences }, events }) => {
  const { paused, visit, ...taste } = preferences;
  return { ...profileOf(...events), consent: { granted, preferences: taste } };
};

/** What is taken in of a code that was made of an export. */
const takenOfCode = (profile) => {
  const acts = profile.events.filter(({ kind }) => kind !== "show");
  return taken({ ...profile, events: acts.map((event, i) => ({ ...event, id: i + 1 })) });
};

test("what one browser seals another one opens, from a file and from an address", async () => {
  const visitor = await world.visitor();
  const page = await visitor.open();
  const profile = await page.evaluate(async () => {
    const { privet } = window;
    await privet.grant("session", "history", "interests");
    for (const [kind, key] of [
      ["view", "I1"],
      ["buy", "Größe 🍃"],
      ["declare", "category=Mugs"],
    ])
      await privet.observe(kind, key);
    await privet.prefer({ variety: 40, muted: ["category=Lanterns"] });
    return privet.export();
  });
  assert.equal(profile.receipts.length, 1);
  const sealed = await callIn(page, "seal", profile, passphrase);
  const { url, events } = await callIn(page, "code", profile, passphrase, {
    address: `${world.site.origin}/test/home.html?a#b`,
  });
  assert.equal(events, 3);
  assert.ok(url.startsWith(`${world.site.origin}/test/home.html?a${MARK}`), url);
  assert.deepEqual(openSealed(sealed, passphrase), profile, "the file holds the whole export");
  assert.doesNotMatch(JSON.stringify(sealed) + url, /history|mugs/i);

  const other = await (await world.visitor({ pages: { "/test/home.html": "<!doctype html>" } })).open(url); // a page of Privet's would take it
  const text = JSON.stringify(sealed);
  assert.deepEqual(await callIn(other, "unseal", JSON.parse(text), passphrase), taken(profile));
  assert.deepEqual(await callIn(other, "unsealCode", await callIn(other, "brought"), passphrase), takenOfCode(profile));
  assert.deepEqual(await written(other), nothingWritten, "opening alone keeps nothing");
  await Promise.all([visitor.context.close(), other.context().close()]);
});

test("no two seals are alike", async () => {
  const one = await call("seal", profileOf(view), passphrase);
  const two = await call("seal", profileOf(view), passphrase);
  for (const member of ["salt", "iv", "data"]) assert.notEqual(one[member], two[member], member);
});

test("the frozen file and code are read", async () => {
  const [profile, sealed, address] = await Promise.all([
    frozenJSON("profile.json"),
    frozenJSON("sealed.json"),
    frozen("code.txt"),
  ]);
  const word = await frozenPassphrase();
  assert.notEqual(word, word.normalize("NFKC"));
  const [place, text] = address.trimEnd().split(MARK);
  assert.equal(place, "https://shop.example/privacy");
  assert.deepEqual(openSealed(sealed, word), profile);
  assert.deepEqual(openCode(text, word), await frozenJSON("code.json"));
  assert.deepEqual(await call("unseal", sealed, word), taken(profile));
  assert.deepEqual(await call("unsealCode", text, word), takenOfCode(profile));
});

test("a passphrase is the same however its letters are put together, and none other is", async () => {
  const word = "Gr\u00fc\u00dfe, \ufb01nden"; // u with dots, ligature fi
  const sealed = await call("seal", profileOf(view), word);
  for (const same of [word.normalize("NFD"), word.normalize("NFKC"), "Gru\u0308ße, finden", "Grüße, \uff46inden"])
    assert.deepEqual(await call("unseal", sealed, same), profileOf(view), same);
  for (const other of ["Grüsse, finden", "grüße, finden", "Grüße, finden ", "Grüße,  finden"])
    assert.match(await call("unseal", sealed, other), /^bad-value: the passphrase does not fit, or/, other);

  const short = /^bad-value: a passphrase has at least 8 characters/;
  for (const word of ["", "seven 7", "🍃🍃🍃🍃🍃🍃🍃", "u\u0308".repeat(7)]) {
    assert.match(await call("seal", profileOf(view), word), short);
    assert.match(await call("code", profileOf(view), word, { address: "https://shop.example/" }), short);
    assert.match(await call("unseal", sealed, word), short);
  }
  assert.equal((await call("seal", profileOf(view), "🍃".repeat(8))).version, 1);
});

test("a file with anything changed is refused", async () => {
  const good = sealedOf(packed(profileOf(view)));
  assert.deepEqual(await call("unseal", good, passphrase), profileOf(view), "this would refuse everything");
  assert.deepEqual(
    await call("unseal", sealedOf(packed(profileOf(view)), { iterations: 600_001 }), passphrase),
    profileOf(view),
  );
  const other = /^bad-value: the passphrase does not fit, or/;
  const flip = (text, i) =>
    Buffer.from(bytesOf(text).map((byte, at) => (at === i ? byte ^ 1 : byte))).toString("base64url");
  const without = (member) => Object.fromEntries(Object.entries(good).filter(([name]) => name !== member));
  for (const [name, sealed, refused] of [
    ["nothing", null, /^bad-value: this is no sealed export/],
    ["a text", "privet-sealed", /^bad-value: this is no sealed export/],
    ["an export", profileOf(view), /^bad-value: this is no sealed export/],
    ["format", { ...good, format: "privet-profile" }, /^bad-value: this is no sealed export/],
    ["a newer version", { ...good, version: 2 }, /^newer-version: /],
    ["an older version", { ...good, version: 0 }, /^bad-value: version or kdf/],
    ["version as text", { ...good, version: "1" }, /^bad-value: this is no sealed export/],
    ["kdf", { ...good, kdf: "PBKDF2-SHA-1" }, /^bad-value: version or kdf/],
    ["iterations", { ...good, iterations: 600_001 }, other],
    ["too few iterations", { ...good, iterations: 599_999 }, /^bad-value: iterations/],
    ["too many iterations", { ...good, iterations: 10_000_001 }, /^bad-value: iterations/],
    ["half an iteration", { ...good, iterations: 600_000.5 }, /^bad-value: iterations/],
    ["salt", { ...good, salt: flip(good.salt, 0) }, other],
    ["iv", { ...good, iv: flip(good.iv, 11) }, other],
    ["the first byte of data", { ...good, data: flip(good.data, 0) }, other],
    ["the tag", { ...good, data: flip(good.data, bytesOf(good.data).length - 1) }, other],
    ["a line break in data", { ...good, data: `${good.data}\n` }, /^bad-value: data is no base64url/],
    ["padding", { ...good, salt: `${good.salt}==` }, /^bad-value: salt is no base64url/],
    ["salt as a number", { ...good, salt: 7 }, /^bad-value: salt is no base64url/],
    ["data as a list", { ...good, data: [good.data] }, /^bad-value: data is missing/],
    ["another member", { ...good, note: "from Ann" }, other],
    ["another member that has no canonical form", { ...good, note: "\ud800" }, /^bad-value: a member that is none/],
    ...Object.keys(good).map((member) => [`no ${member}`, without(member), /^bad-value: /]),
  ])
    assert.match(await call("unseal", sealed, passphrase), refused, name);
});

test("a file or code that is cut off is refused, wherever", async () => {
  const good = sealedOf(packed(profileOf(view)));
  const text = codeOf({ granted: [], at: [], kind: [], purposes: [], key: [] });
  for (const [member, lengths] of Object.entries({
    salt: [0, 1, 20, 21],
    iv: [0, 15],
    data: [0, 1, 2, 21, 22, 40, -22, -1],
  }))
    for (const n of lengths)
      assert.match(
        await call("unseal", { ...good, [member]: good[member].slice(0, n) }, passphrase),
        /^bad-value: /,
        `${n} characters of ${member}`,
      );
  for (const n of [0, 1, 2, 10, 23, 30, 38, 39, 40, 60, -22, -2, -1])
    assert.match(await call("unsealCode", text.slice(0, n), passphrase), /^bad-value: /, `${n} characters of a code`);
  assert.match(await call("unsealCode", `${text}&utm_source=mail`, passphrase), /^bad-value: the code is no base64url/);
  assert.match(await call("unsealCode", codeOf({}, 2), passphrase), /^newer-version: /);
  assert.match(await call("unsealCode", codeOf({}, 0), passphrase), /^bad-value: there is no version 0/);
  assert.match(await call("unsealCode", "A".repeat(2954), passphrase), /^too-large: /);
});

test("what would unpack to too much is left packed", async () => {
  // What comes after the 64 MiB is no DEFLATE: who unpacked it all would say so.
  const bomb = Buffer.concat([deflateRawSync(Buffer.alloc(65 << 20)).subarray(0, -8), Buffer.alloc(64, 0xff)]);
  assert.ok(bomb.length < 100_000);
  assert.match(await call("unseal", sealedOf(bomb), passphrase), /^too-large: more than 67108864 bytes/);
  assert.match(
    await call("unseal", sealedOf(bomb.subarray(-64)), passphrase),
    /^damaged: /,
    "the bomb's end is no DEFLATE",
  );
  const page = await somePage();
  const long = await page.evaluate(async (passphrase) => {
    const { seal, unseal } = await import("/privet/privet-transfer.js");
    const big = "a".repeat(90 << 20);
    const sealed = await seal({}, passphrase);
    const tries = [
      unseal({ ...sealed, data: big }, passphrase),
      seal({ events: [big.slice(0, 65 << 20)] }, passphrase),
    ];
    return Promise.all(tries.map((promise) => promise.catch(({ code }) => code)));
  }, passphrase);
  assert.deepEqual(long, ["too-large", "too-large"]);
});

test("what was sealed is checked before anything is done with it", async () => {
  const notJSON = /^damaged: what was sealed is no compressed JSON/;
  for (const [plain, refused] of [
    [deflateRawSync("{"), notJSON],
    [deflateRawSync(Buffer.of(0x22, 0xff, 0x22)), notJSON],
    [Buffer.concat([packed(profileOf(view)), Buffer.of(0)]), notJSON],
    [packed(profileOf(view, { ...view, kind: "stare" })), /^damaged: event 1: kind is wrong/],
  ])
    assert.match(await call("unseal", sealedOf(plain), passphrase), refused, plain.toString("latin1"));

  const { acceptExport } = await load("transfer/incoming.ts");
  const good = profileOf();
  for (const [profile, refused] of [
    [[], /^damaged: what was sealed is no export/],
    [null, /^damaged: what was sealed is no export/],
    [{ ...good, format: "privet-sealed" }, /^damaged: what was sealed is no export/],
    [{ ...good, version: "2" }, /^damaged: what was sealed is no export/],
    [{ ...good, version: 3 }, /^newer-version: an export of version 3/],
    [{ ...good, version: 1 }, /^damaged: version or events/],
    [{ ...good, events: {} }, /^damaged: version or events/],
    [{ ...good, consent: null }, /^damaged: granted/],
    [{ ...good, consent: { granted: "history" } }, /^damaged: granted/],
    [{ ...good, consent: { granted: [], preferences: { variety: 101 } } }, /^damaged: preferences/],
    [{ ...good, consent: { granted: [], preferences: { muted: "Mugs" } } }, /^damaged: preferences/],
    [profileOf(...Array(10_001).fill(view)), /^too-large: 10001 events/],
  ])
    assert.throws(() => acceptExport(profile), { message: refused }, JSON.stringify(profile)?.slice(0, 300));

  const day = 24 * 60 * 60 * 1000;
  for (const [member, values, event = view] of [
    ["id", [0, "2", 2 ** 32, undefined]],
    ["at", [-1, 1.5, "2025-02-20", Date.now() + day + 60_000]],
    ["kind", ["stare", "toString", 1, undefined]],
    ["purposes", ["history", undefined]],
    ["key", ["", 7, "ü".repeat(129), null]],
    ["position", [-1, 2 ** 16, undefined], show],
    ["propensity", [1.1, -0.1, "all", undefined], show],
    ["parts", [2 ** 32, undefined], show],
  ])
    for (const value of values) {
      const wrong = profileOf(view, { ...event, [member]: value });
      const message = `damaged: event 1: ${member} is wrong`;
      assert.throws(
        () => acceptExport(wrong),
        { name: "PrivetError", code: "damaged", message },
        `${member}: ${value}`,
      );
    }
  assert.throws(() => acceptExport(profileOf(view, null)), { message: "damaged: event 1: purposes is wrong" });
});

test("what is right is taken in, for the purposes that are known and may keep it", async () => {
  const soon = Date.now() + 23 * 60 * 60 * 1000;
  const brought = {
    ...profileOf(
      { ...view, purposes: ["history", "telepathy", "context"], stowaway: true, position: 9 },
      { ...view, id: 2, purposes: ["telepathy"], kind: "dream" },
      { ...view, id: 3, purposes: ["history"], kind: "declare" },
      { ...show, id: 4, purposes: ["prediction", "history"] },
      { ...view, id: 5, at: soon, key: "ü".repeat(128) },
    ),
    consent: {
      granted: ["telepathy", "history", "history"],
      preferences: { variety: 0, muted: ["tag=red"], paused: true, visit: true, mood: "dark" },
    },
    receipts: [{}],
    damaged: [{}],
  };
  const accepted = await call("unseal", sealedOf(packed(brought)), passphrase);
  const [{ propensity }] = accepted.events.splice(1, 1, { ...show, id: 4 });
  assert.ok(Math.abs(propensity - 1 / 3) < 1 / 65535);
  assert.deepEqual(accepted, {
    ...profileOf(view, { ...show, id: 4 }, { ...view, id: 5, at: soon, key: "ü".repeat(128) }),
    consent: { granted: ["history"], preferences: { variety: 0, muted: ["tag=red"] } },
  });
});

test("what a code says is checked as well", async () => {
  const good = {
    granted: ["history"],
    preferences: {},
    at: [1_700_000_000_000, 5],
    kind: [1, 3],
    purposes: [4, 64 | 4],
    key: ["I1", "I2"],
  };
  assert.deepEqual((await call("unsealCode", codeOf(good), passphrase)).events, [
    { ...view, at: 1_699_999_999_995, kind: "buy", key: "I2" },
    { ...view, id: 2 },
  ]);
  const uneven = /^damaged: at, kind, purposes or key is wrong/;
  for (const [columns, refused] of [
    [null, uneven],
    [{ ...good, at: undefined }, uneven],
    [{ ...good, at: { length: 2 } }, uneven],
    [{ ...good, key: ["I1"] }, uneven],
    [{ ...good, kind: "13" }, uneven],
    [{ ...good, granted: undefined }, /^damaged: granted/],
    [{ ...good, preferences: { variety: -1 } }, /^damaged: preferences/],
    [{ ...good, at: [1_700_000_000_000, 1_700_000_000_000] }, /^damaged: event 0: at/],
    [{ ...good, at: [1_700_000_000_000, "soon"] }, /^damaged: event 0: at/],
    [{ ...good, at: [Date.now() + 2e8, 5] }, /^damaged: event 0: at/],
    [{ ...good, kind: [1, 8] }, /^damaged: event 0: kind/],
    [{ ...good, key: ["I1", null] }, /^damaged: event 0: key/],
  ])
    assert.match(await call("unsealCode", codeOf(columns), passphrase), refused, JSON.stringify(columns));
});

/** Five hundred acts of a busy visitor, each after something that was shown. */
function busyVisitor() {
  let [seed, at] = [1, 1_700_000_000_000];
  const random = (n) => (seed = (seed * 48271) % 2147483647) % n; // Lehmer's generator (Park and Miller, 1988)
  const key = () => `${["LAN", "MUG", "CAN", "HOL"][random(4)]}-${String(random(500)).padStart(3, "0")}`;
  const events = [];
  for (let id = 1; id <= 1000; id += 2) {
    at += random(10) ? random(120_000) : random(5 * 86_400_000);
    const act = ["view", "view", "view", "add", "buy"][random(5)];
    events.push({ ...show, id, at, key: key(), propensity: 1, parts: random(2 ** 31) });
    events.push({ id: id + 1, at, kind: act, purposes: ["history", "prediction"], key: key() });
  }
  return profileOf(...events);
}

test("a code holds the newest two hundred acts and more, as many as fit", async () => {
  const profile = busyVisitor();
  const address = "https://shop.example/lanterns?colour=red";
  const { url, events } = await call("code", profile, passphrase, { address });
  assert.ok(events >= 200, `${events} events`);
  assert.ok(url.length > 2953 - 20 && url.length <= 2953, `${url.length} characters`);
  const acts = profile.events.filter(({ kind }) => kind !== "show").slice(-events);
  const brought = await call("unsealCode", url.slice(address.length + MARK.length), passphrase);
  assert.deepEqual(brought, takenOfCode({ ...profile, events: acts }));

  assert.match(await call("code", profile, passphrase, { address: `${address}&${"x".repeat(2900)}` }), /^too-large: /);
  const empty = await call("code", profileOf(), passphrase, { address });
  assert.equal(empty.events, 0);
  assert.deepEqual(await call("unsealCode", empty.url.split(MARK)[1], passphrase), profileOf());
});

test("an address that brings a code along leaves no trace of it, and is sent nowhere", async () => {
  const line = await tap(world.site.origin);
  try {
    // Without Privet in the page, which would take the code before the test does.
    const visitor = await world.visitor({ baseURL: line.origin, alter: { "/privet.js": () => Buffer.from("") } });
    const other = await visitor.open("/");
    const { url } = await call("code", profileOf(view), passphrase, { address: `${line.origin}/c/mugs?x=1` });
    const text = url.split(MARK)[1];
    await other.goto(url);
    assert.equal(other.url(), url);
    await other.evaluate(() => history.replaceState({ theirs: 1 }, ""));
    assert.equal(await callIn(other, "brought"), text);
    const clean = `${line.origin}/c/mugs?x=1`;
    assert.deepEqual(await other.evaluate(() => [location.href, history.state]), [clean, { theirs: 1 }]);
    if (engine === "chromium") {
      // No other tells what is in a tab's history.
      const tab = await visitor.context.newCDPSession(other);
      const { entries } = await tab.send("Page.getNavigationHistory");
      assert.deepEqual(
        entries.map(({ url }) => url),
        ["about:blank", `${line.origin}/`, clean],
      );
    }
    assert.equal(await callIn(other, "brought"), undefined, "it is brought once");
    assert.deepEqual(await callIn(other, "unsealCode", text, passphrase), profileOf(view));
    // Who leaves while a page still fetches makes that page complain.
    for (const go of ["reload", "goBack", "goForward"]) {
      await other.waitForLoadState("networkidle");
      await other[go]();
    }
    assert.equal(other.url(), clean);
    await other.waitForLoadState("networkidle");
    const requests = line.requests();
    assert.ok(requests.some((request) => request.startsWith("GET /c/mugs?x=1 ")));
    for (const request of requests) {
      assert.match(request, /^GET /);
      assert.ok(!request.includes("privet=") && !request.includes(text.slice(0, 20)), request);
    }
    await other.goto("/#privet");
    assert.equal(await callIn(other, "brought"), undefined);
    assert.equal(other.url(), `${line.origin}/#privet`, "another fragment is left alone");
    // The demo pins its script, which this test has emptied.
    assert.deepEqual(
      other.errors.filter((error) => !/integrity/.test(error)),
      [],
    );
    await visitor.context.close();
  } finally {
    line.stop();
  }
});

const reader = createRequire(import.meta.url).resolve("jsqr");

/** What a QR reader makes of a picture, undefined where it finds no code. */
async function scan(picture) {
  const context = await world.browser.newContext();
  const desk = await context.newPage();
  await desk.addScriptTag({ path: reader });
  const read = await desk.evaluate(async (png) => {
    const image = new Image();
    image.src = `data:image/png;base64,${png}`;
    await image.decode();
    const { width, height } = image;
    const canvas = Object.assign(document.createElement("canvas"), { width, height }).getContext("2d");
    canvas.drawImage(image, 0, 0);
    const { data } = canvas.getImageData(0, 0, width, height);
    return window.jsQR(data, width, height, { inversionAttempts: "dontInvert" })?.data;
  }, picture.toString("base64"));
  await context.close();
  return read;
}

for (const colorScheme of ["light", "dark"])
  test(
    `a phone shows a code that a reader reads, in ${colorScheme} colours`,
    { skip: colorScheme === "dark" && notFor({ firefox: "its driver cannot set dark colours" }) },
    async () => {
      const pages = {
        "/test/code.html": `<!doctype html><html lang="en"><meta charset="utf-8"><title>Code</title>
        <link rel="stylesheet" href="/test/code.css"><main></main>`,
        "/test/code.css": ":root { color-scheme: light dark } body { margin: 0 }",
      };
      const visitor = await world.visitor({
        pages,
        viewport: { width: 390, height: 844 },
        deviceScaleFactor: 3,
        colorScheme,
      });
      const phone = await visitor.open("/test/code.html");
      const full = `https://shop.example/${MARK}${base64url(pbkdf2Sync("", salt, 1, 2193, "sha256"))}`;
      assert.equal(full.length, 2953);
      for (const text of [full, (await frozen("code.txt")).trimEnd()]) {
        await phone.evaluate(async (text) => {
          const { draw } = await import("/privet/privet-transfer.js");
          document.querySelector("main").replaceChildren(draw(text, "A code to scan"));
        }, text);
        const drawn = phone.getByRole("img", { name: "A code to scan" });
        const { width } = await drawn.boundingBox();
        assert.ok(width > 185 && width <= 370, `${width} pixels`);
        assert.ok(
          (await scan(await phone.screenshot({ clip: { x: 0, y: 0, width: 390, height: 390 } }))) === text,
          `${text.length} characters`,
        );
      }
      assert.equal(
        await phone.evaluate(async () => {
          const { draw } = await import("/privet/privet-transfer.js");
          try {
            draw("ü".repeat(1477), "too long");
          } catch ({ name, code }) {
            return `${name} ${code}`;
          }
        }),
        "PrivetError too-large",
      );
      await visitor.context.close();
    },
  );

test("a page that is no secure context is told so", async () => {
  const visitor = await world.visitor();
  await visitor.context.route("http://shop.example/**", (route) =>
    route
      .fetch({ url: route.request().url().replace("http://shop.example", world.site.origin) })
      .then((response) => route.fulfill({ response })),
  );
  const other = await visitor.open("http://shop.example/");
  assert.equal(await other.evaluate(() => isSecureContext), false);
  assert.match(await callIn(other, "seal", profileOf(view), passphrase), /^no-crypto: /);
  assert.match(await callIn(other, "unseal", sealedOf(packed(profileOf(view))), passphrase), /^no-crypto: /);
  await visitor.context.close();
});
