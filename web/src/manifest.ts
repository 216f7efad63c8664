import { need, PrivetError } from "./error.js";
import type { Shop } from "./privet.js";

/** manifest.json, as the edge serves it; members that the page does not use are not listed. */
export interface Manifest extends Shop {
  version: number;
  engine: HashedFile;
  catalog: HashedFile;
  trend?: HashedFile;
  /** An index of shards, where all of this is about the head of a catalog that was split; and what joins them. */
  shards?: HashedFile;
  joiner?: HashedFile;
  /** In item order; `from` is the position of the file's first item. */
  texts: (HashedFile & { from: number; count: number })[];
}

/** A file beside the manifest, named by its content. */
export interface HashedFile {
  file: string;
  /** Base64. */
  sha256: string;
}

/** The one version that this script reads. */
const VERSION = 1;

/** The most characters of a manifest, which bounds every list in it: 50,000 items take 20,000. */
const MAX_LENGTH = 1 << 20;

/** A name is joined to an address: a slash or a scheme in it would lead elsewhere. */
const NAME = /^[a-z-]+\.[0-9a-f]{16}\.(bin|json|wasm)$/;

/** A browser ignores a digest that is not well formed, and with it the whole check. */
const DIGEST = /^[A-Za-z0-9+/]{43}=$/;

/** Whether a file's name and digest are ones that a browser can be given. */
export const isHashed = ({ file, sha256 }: HashedFile) => NAME.test(file) && DIGEST.test(sha256);

/** Reads a manifest, and refuses one that would make the page fetch or show anything odd. */
export function readManifest(text: string): Manifest {
  const check = (ok: boolean, field: string) => need(ok, "bad-manifest", `manifest.json: ${field} is wrong`);
  try {
    check(text.length <= MAX_LENGTH, "its length");
    const m: Manifest = { name: "", currency: "", categories: [], interests: [], ...JSON.parse(text) };
    check(m.version === VERSION, "version");
    check(/^([A-Z]{3})?$/.test(m.currency), "currency");
    check([m.texts, m.categories, m.interests].every(Array.isArray), "a list");
    const { catalog, trend = catalog, shards = catalog, joiner = catalog } = m;
    for (const file of [m.engine, catalog, trend, shards, joiner, ...m.texts]) check(isHashed(file), file.file);
    return m;
  } catch (e) {
    throw PrivetError.from(e, "bad-manifest", "manifest.json");
  }
}
