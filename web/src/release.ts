import { PrivetError } from "./error.js";
import { fetchFile } from "./fetch.js";
import { readManifest, type HashedFile } from "./manifest.js";
import type { Part } from "./shards/index.js";
import { verify } from "./signature.js";
import { begin } from "./timing.js";

/** A release as it is kept for a day when none can be fetched. */
export interface KeptRelease {
  /** The text of manifest.json. */
  manifest: string;
  /** The catalog's bytes, for the engine. */
  catalog: ArrayBuffer;
  /** The texts' files, in the manifest's order. */
  texts: string[];
  /** What is wanted these days, for the engine, where the site tells that and it could be had. */
  trend?: ArrayBuffer | undefined;
}

/** Everything that a manifest names, as it came. */
export interface Release extends KeptRelease {
  /** Rejects where this browser cannot run it; the rest is of use all the same. */
  engine: Promise<WebAssembly.Module>;
  /** An index of shards, where this is the head of a catalog that was split. */
  shards?: HashedFile | undefined;
  /** Where this has shards in it: the head, as it came. */
  head?: KeptRelease;
  /** The shards in it, where it is of a catalog that was split. */
  parts?: readonly Part[];
}

/**
 * Fetches the manifest and all that it names, each file checked against its
 * SHA-256. All of it, for every visitor: fetching by need would tell the server
 * what is shown to whom. Without the trend it works too: `problem` hears of that.
 */
export async function fetchRelease(
  base: URL,
  key: string | undefined,
  problem: (e: PrivetError) => void,
): Promise<Release> {
  const manifest = await fetchFile(base, (r) => r.text());
  if (key) await verify(manifest, key);
  const { engine, catalog, trend, shards, texts } = readManifest(manifest);
  const module = fetchEngine(engine, base);
  const [model, popular, ...parts] = await Promise.all([
    fetchBytes(catalog, base),
    trend && fetchBytes(trend, base).catch(problem),
    ...texts.map((t) => fetchHashed(t, base, (r) => r.text())),
  ]);
  return { manifest, catalog: model, trend: popular || undefined, texts: parts, engine: module, shards };
}

/** A kept release, as if it had been fetched. Its engine comes from the browser's cache, as its name is for ever. */
export async function revive(kept: KeptRelease, base: URL, key: string | undefined): Promise<Release> {
  if (key) await verify(kept.manifest, key);
  return { ...kept, engine: fetchEngine(readManifest(kept.manifest).engine, base) };
}

/**
 * Fetches nothing but the bytes that have the digest. What fails is asked for once
 * more, past the browser's cache: that would give wrong bytes back for as long as
 * it may keep the right ones, which is for ever.
 */
export function fetchHashed<T>({ file, sha256 }: HashedFile, base: URL, read: (r: Response) => Promise<T>): Promise<T> {
  const ask = (cache: RequestCache) => fetchFile(new URL(file, base), read, { cache, integrity: `sha256-${sha256}` });
  return ask("default").catch(() => ask("reload"));
}

export function fetchBytes(file: HashedFile, base: URL): Promise<ArrayBuffer> {
  return fetchHashed(file, base, (r) => r.arrayBuffer());
}

function fetchEngine(engine: HashedFile, base: URL): Promise<WebAssembly.Module> {
  const none = new PrivetError("no-webassembly", "there is none");
  const module = globalThis.WebAssembly ? fetchBytes(engine, base).then(compile) : Promise.reject(none);
  module.catch(() => {}); // whoever needs it will hear of it
  return module;
}

/** Not while it streams: a browser refuses that by the server's content type, which says less than the digest. */
export async function compile(bytes: ArrayBuffer): Promise<WebAssembly.Module> {
  const end = begin("compile");
  try {
    return await WebAssembly.compile(bytes);
  } catch (e) {
    throw PrivetError.from(e, "no-webassembly", "engine"); // for want of SIMD, perhaps
  } finally {
    end();
  }
}
