/** One file that this page's Privet fetched. */
export interface Request {
  name: string;
  /** Bytes as they came over the wire, or would have. */
  size: number;
  /** Whether the browser had it already. */
  cached: boolean;
}

/**
 * What this page's Privet fetched, as the browser itself noted it: every file
 * comes from the directory of one of these addresses, the manifest's or the first script's.
 */
export function requests(...addresses: (URL | string)[]): Request[] {
  const directories = addresses.map((address) => new URL(".", address).href);
  const entries = performance.getEntriesByType("resource") as PerformanceResourceTiming[];
  return entries.flatMap(({ name, encodedBodySize, transferSize }) => {
    const directory = directories.find((directory) => name.startsWith(directory));
    if (!directory) return [];
    const file = name.slice(directory.length);
    return [{ name: file, size: encodedBodySize, cached: !transferSize }];
  });
}
