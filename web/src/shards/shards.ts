// This file is privet-shards.js: a page loads it where the catalog was split in a
// head, which every page loads, and a shard for each category.
import type { Client } from "../client.js";
import { PrivetError } from "../error.js";
import { fetchFile } from "../fetch.js";
import { readManifest, type HashedFile } from "../manifest.js";
import { compile, fetchBytes, fetchHashed, type Release } from "../release.js";
import { readIndex, type Shard } from "./index.js";
import { Joiner } from "./joiner.js";

/** Items of other categories' shards that a page has at most: what it ranks, and holds in memory, is bounded. */
const BUDGET = 30000;

/**
 * Whether the browser, told to answer from its cache alone, does. WebKit may have no cache, and asks the server then:
 * WebKitGTK does in a session that leaves nothing behind.
 */
const ASKS_NOBODY = !/Apple/.test(navigator.vendor);

/** A shard's files. */
interface Part {
  shard: Shard;
  catalog: ArrayBuffer;
  texts: string;
}

/**
 * The release with those shards in it that a page has a use for: that of the
 * category that it is about, and those of which the visitor's events are and that
 * the browser has in its cache. Only the first is ever asked of the server, which
 * knows what its page is about. Where anything fails it is the head, which ranks
 * on its own, and `problem` hears why.
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
    return parts.length ? join(release, parts, new Joiner(await module)) : release;
  } catch (e) {
    problem(PrivetError.from(e, "bad-catalog", "shards"));
    return release;
  }
}

/** The shards for this page, its own first. */
async function chosen(shards: Shard[], client: Client, problem: (e: PrivetError) => void): Promise<Part[]> {
  const { page, manifest, visitor } = client;
  const of = (category: string) => shards.find((shard) => shard.category === category);
  const own = page.category === undefined ? undefined : of(page.category);
  const fetching = own && fetched(own, manifest).catch(problem);
  await visitor.opened;
  const visited = visitor.isUnknown || !ASKS_NOBODY ? [] : await visitor.keeper().then((keeper) => keeper.shards());
  let room = BUDGET;
  const others = visited.flatMap((category) => {
    const shard = of(category);
    return shard && shard !== own && (room -= shard.items) >= 0 ? cached(shard, manifest) : [];
  });
  return (await Promise.all([fetching, ...others])).filter((part) => !!part);
}

async function fetched(shard: Shard, base: URL): Promise<Part> {
  const [catalog, texts] = await Promise.all([
    fetchBytes(shard.catalog, base),
    fetchHashed(shard.texts, base, (r) => r.text()),
  ]);
  return { shard, catalog, texts };
}

/** A shard that the browser has; nothing where it has not, for asking would tell the server where the visitor was before. */
async function cached(shard: Shard, base: URL): Promise<Part | undefined> {
  const read = <T>({ file, sha256 }: HashedFile, body: (r: Response) => Promise<T>) =>
    fetchFile(new URL(file, base), body, {
      cache: "only-if-cached",
      mode: "same-origin",
      integrity: `sha256-${sha256}`,
    });
  try {
    const [catalog, texts] = await Promise.all([
      read(shard.catalog, (r) => r.arrayBuffer()),
      read(shard.texts, (r) => r.text()),
    ]);
    return { shard, catalog, texts };
  } catch {
    return undefined;
  }
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
  };
}
