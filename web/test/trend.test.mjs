import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { ranking, releaseKept, useWorld } from "./visit.mjs";

const world = useWorld();
const file = "trend.0123456789abcdef.bin";

/** Ids of the site's items, in catalog order. */
async function idsOf(site) {
  const json = async (name) => (await fetch(`${site.origin}/privet/${name}`)).json();
  const { texts } = await json("manifest.json");
  return (await Promise.all(texts.map(({ file }) => json(file)))).flatMap(({ items }) => items.map(({ id }) => id));
}

/** A trend of these items, as engine/format/trend.go describes it: the item of index `hot` is, and nothing else. */
function trendOf(ids, hot) {
  const keys = ids.map((id) => Buffer.from(id));
  let [base, end] = [2166136261, 0];
  const mix = (v) => (base = Math.imul(base ^ v, 16777619));
  Buffer.concat(keys).forEach(mix);
  base ^= base >>> 15;
  mix(0);
  for (const { length } of keys) mix((end += length));
  const header = Buffer.alloc(24);
  header.write("PVTT");
  header.writeUInt16LE(1, 4);
  header.writeUInt32LE(ids.length, 8);
  header.writeUInt32LE(base >>> 0, 12);
  header.writeBigInt64LE(1_800_000_000n, 16);
  const bias = Buffer.alloc(ids.length, 10);
  return Buffer.concat([header, bias, Buffer.from(ids.map((_, i) => (i === hot ? 255 : 0)))]);
}

/** A visitor of a site whose manifest names a trend; `sent` are the bytes that come when it is asked for. */
async function visitorWith(trend, sent = trend, entry = {}) {
  const digest = createHash("sha256").update(trend).digest("base64");
  const visitor = await world.visitor({
    alter: {
      "/manifest.json": (body) =>
        Buffer.from(JSON.stringify({ ...JSON.parse(body), trend: { file, sha256: digest, ...entry } })),
    },
  });
  await visitor.context.route("**/privet/trend.*", (route) =>
    sent ? route.fulfill({ body: sent, contentType: "application/octet-stream" }) : route.abort(),
  );
  return visitor;
}

const trending = (page) => ranking(page, { strategy: "trending", top: 3 });

test("a trend says what is wanted these days, and is kept with the release", async () => {
  const ids = await idsOf(world.site);
  const hot = 40;
  const visitor = await visitorWith(trendOf(ids, hot));
  const page = await visitor.open();
  assert.equal((await trending(page))[0][0], ids[hot]);
  assert.deepEqual(await page.evaluate(() => window.privet.problems()), []);
  const before = await trending(page);

  await page.evaluate(() => window.privet.grant("history"));
  await releaseKept(page);
  visitor.alterations["/manifest.json"] = () => undefined;
  const offline = await visitor.open();
  assert.equal((await offline.evaluate(() => window.privet.ready)).ranking, true);
  assert.deepEqual(await trending(offline), before);
  await visitor.context.close();
});

const bad = {
  "cannot be fetched": [(good) => good, () => null, "fetch-failed"],
  "is not what was announced": [(good) => good, (good) => Buffer.concat([good, Buffer.from("x")]), "fetch-failed"],
  "is of other items": [(_, ids) => trendOf([...ids].reverse(), 0), undefined, "bad-catalog"],
  "is of a newer version": [
    (good) => Buffer.concat([good.subarray(0, 4), Buffer.from([9]), good.subarray(5)]),
    undefined,
    "newer-version",
  ],
  "is cut short": [(good) => good.subarray(0, 30), undefined, "bad-catalog"],
};
for (const [what, [announce, send, code]] of Object.entries(bad))
  test(`a trend that ${what} is told, and costs nothing else`, async () => {
    const ids = await idsOf(world.site);
    const announced = announce(trendOf(ids, 40), ids);
    const visitor = await visitorWith(announced, send ? send(announced) : announced);
    const page = await visitor.open();
    const plain = await (await world.visitor({ alter: { "/manifest.json": withoutTrend } })).open();
    assert.deepEqual(await page.evaluate(() => window.privet.ready), await plain.evaluate(() => window.privet.ready));
    assert.deepEqual(await ranking(page), await ranking(plain));
    assert.deepEqual(await page.evaluate(async () => (await window.privet.problems()).map(({ code }) => code)), [code]);
    await plain.context().close();
    await visitor.context.close();
  });

function withoutTrend(body) {
  const { trend: _, ...manifest } = JSON.parse(body);
  return Buffer.from(JSON.stringify(manifest));
}

test("a manifest whose trend leads elsewhere is refused like any other", async () => {
  const visitor = await visitorWith(trendOf(await idsOf(world.site), 0), undefined, { file: "//evil.example/a" });
  const page = await visitor.open();
  assert.equal((await page.evaluate(() => window.privet.ready)).reason, "bad-manifest");
  assert.ok(!page.requests.some((path) => path.includes("evil")));
  await visitor.context.close();
});
