import { text } from "./speak.js";

/** One file that this page's Privet fetched. */
export interface Request {
  name: string;
  /** What it is for, in words. */
  purpose: string;
  /** Bytes as they came over the wire, or would have. */
  size: number;
  /** Whether the browser had it already. */
  cached: boolean;
}

/**
 * What this page's Privet fetched, as the browser itself noted it: every file
 * comes from the directory of the manifest.
 */
export function requests(directory: URL): Request[] {
  const entries = performance.getEntriesByType("resource") as PerformanceResourceTiming[];
  return entries
    .filter(({ name }) => name.startsWith(directory.href))
    .map(({ name, encodedBodySize, transferSize }) => {
      const file = name.slice(directory.href.length);
      return { name: file, purpose: purposeOf(file), size: encodedBodySize, cached: !transferSize };
    });
}

function purposeOf(file: string): string {
  const { center } = text;
  if (/^privet-text/.test(file)) return center.requestWords;
  if (/\.m?js$/.test(file)) return center.requestScript;
  const purposes: Record<string, string> = {
    manifest: center.requestManifest,
    engine: center.requestEngine,
    catalog: center.requestCatalog,
    trend: center.requestTrend,
    texts: center.requestTexts,
    shards: center.requestShards,
    shard: center.requestShard,
    joiner: center.requestJoiner,
  };
  return purposes[file.split(".")[0]!] ?? file;
}
