// This file is privet-shards.js: a page loads it where the catalog was split in a
// head, which every page loads, and a shard for each category.
import type { Client } from "../client.js";
import { PrivetError } from "../error.js";
import { readManifest } from "../manifest.js";
import { compile, fetchBytes, fetchHashed, type Release } from "../release.js";
import { readIndex, type Part, type Shard } from "./index.js";
import { Joiner } from "./joiner.js";

/** Items of other categories' shards that a page has at most: what it ranks, and holds in memory, is bounded. */
const BUDGET = 30000;

/**
 * The release with those shards in it that this page has a use for: that of the
 * category that it is about, and those of the visitor's events, as far as they were
 * kept. Only the first is ever asked of the server, which knows what its page is
 * about. Where anything fails it is the head, which ranks on its own, and
 * `problem` hears why.
 */
export async function joined(release: Release, client: Client, problem: (e: PrivetError) => void): Promise<Release> {
  try {
    const base = client.manifest;
    const { joiner } = readManifest(release.manifest);
    if (!joiner) throw new PrivetError("bad-manifest", "manifest.json: it has shards and no joiner");
    const module = fetchBytes(joiner, base).then(compile);
    module.catch(() => {}); // not needed where there is no shard
    const index = readIndex(await fetchHashed(release.shards!, base, (r) => r.text()));
    const parts = await chosen(index.shards, client, problem);
    if (!parts.length) return { ...release, parts };
    const joining = new Joiner(await module);
    try {
      return join(release, parts, joining);
    } catch (e) {
      problem(e as PrivetError);
      return { ...release, parts: [] }; // so that what cannot be joined is not kept any longer
    }
  } catch (e) {
    problem(PrivetError.from(e, "bad-catalog", "shards"));
    return release;
  }
}

/** The shards for this page, its own first. */
async function chosen(shards: Shard[], client: Client, problem: (e: PrivetError) => void): Promise<Part[]> {
  const { page, manifest, visitor } = client;
  const own = shards.find(({ category }) => category === page.category);
  const fetching = own && fetched(own, manifest).catch(problem);
  await visitor.opened;
  const reading = visitor.isUnknown ? undefined : visitor.keeper().then((keeper) => keeper.shards());
  const kept = (await reading?.catch(problem)) ?? []; // this page's own is there all the same
  const present = new Set(shards.map((shard) => JSON.stringify(shard))); // those of an older catalog are of no use
  const first = await fetching;
  let room = BUDGET;
  const others = kept.filter(
    ({ shard }) =>
      present.has(JSON.stringify(shard)) && shard.category !== first?.shard.category && (room -= shard.items) >= 0,
  );
  return first ? [first, ...others] : others;
}

async function fetched(shard: Shard, base: URL): Promise<Part> {
  const [catalog, texts] = await Promise.all([
    fetchBytes(shard.catalog, base),
    fetchHashed(shard.texts, base, (r) => r.text()),
  ]);
  return { shard, catalog, texts };
}

/** One release of all, as if it had come so. */
function join(head: Release, parts: Part[], joiner: Joiner): Release {
  const manifest = JSON.parse(head.manifest);
  for (const { shard } of parts) {
    manifest.texts.push({ ...shard.texts, from: manifest.items, count: shard.items });
    manifest.items += shard.items;
  }
  const { catalog, trend } = joiner.join(
    head.catalog,
    parts.map((part) => part.catalog),
    head.trend,
  );
  return {
    manifest: JSON.stringify(manifest),
    catalog,
    trend,
    texts: [...head.texts, ...parts.map(({ texts }) => texts)],
    engine: head.engine,
    head,
    parts,
  };
}
