import { element, type Disclosures } from "./element.js";
import { requests } from "./requests.js";
import { say, text } from "./speak.js";

/** The ledger of what this page fetched from beside these addresses, each file with what it is for. */
export function ledger(disclosures: Disclosures, ...addresses: (URL | string)[]): HTMLElement {
  const { center } = text;
  const rows = requests(...addresses).map(({ name, size, cached }) =>
    element(
      "li",
      { class: "event" },
      element("span", {}, purposeOf(name), element("code", { class: "quiet" }, name)),
      element("span", {}, cached ? center.requestCached : say(center.requestSize, { n: Math.round(size / 100) / 10 })),
    ),
  );
  return disclosures.of(
    "requests",
    center.requests,
    element("p", { class: "quiet" }, center.requestsIntro),
    element("ul", {}, ...rows),
  );
}

/** What a file is for, in words. */
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
