import { need, PrivetError } from "../error.js";
import { isHashed, type HashedFile } from "../manifest.js";

/** shards.json: what a catalog has more than its head. */
export interface Index {
  version: number;
  /** Of head and shards. */
  items: number;
  shards: Shard[];
}

/** The items of one category that are not in the head. */
export interface Shard {
  category: string;
  items: number;
  catalog: HashedFile;
  texts: HashedFile;
}

/** A shard with its files. */
export interface Part {
  shard: Shard;
  catalog: ArrayBuffer;
  texts: string;
}

/** The one version that this script reads. */
const VERSION = 1;

/** The most characters of an index, which bounds its list. */
const MAX_LENGTH = 8 << 20;

/** Reads an index, and refuses one that would make the page fetch anything odd. */
export function readIndex(text: string): Index {
  const check = (ok: boolean, field: string) => need(ok, "bad-manifest", `shards.json: ${field} is wrong`);
  try {
    check(text.length <= MAX_LENGTH, "its length");
    const index: Index = JSON.parse(text);
    check(index.version === VERSION, "version");
    check(Array.isArray(index.shards), "shards");
    for (const { category, items, catalog, texts } of index.shards) {
      check(typeof category === "string" && items > 0, "a category or its items");
      for (const file of [catalog, texts]) check(isHashed(file), `${file.file} or its sha256`);
    }
    return index;
  } catch (e) {
    throw PrivetError.from(e, "bad-manifest", "shards.json");
  }
}
