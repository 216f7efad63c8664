import type { Client } from "../client.js";
import { element } from "../ui/element.js";
import { requests } from "../ui/requests.js";
import type { Made } from "./whatif.js";

/** What the way to the first list took, what this list takes, and what was fetched. */
export function figures({ manifest, home }: Client, is: Made, wouldBe: Made | undefined): HTMLElement[] {
  const measures = performance.getEntriesByType("measure").filter(({ name }) => name.startsWith("privet:"));
  const times: [string, number][] = [
    ...measures.map(({ name, duration }): [string, number] => [`${name.slice(7)}, the first time`, duration]),
    ...(wouldBe?.fold === undefined ? [] : [["fold, what if", wouldBe.fold] as [string, number]]),
    ["rank, this list", is.rank],
  ];
  const files = requests(manifest, home);
  const fetched = files.reduce((sum, { size }) => sum + size, 0);
  return [
    table("Milliseconds", ...times.map(([name, ms]): [string, string] => [name, ms.toFixed(1)])),
    table(
      "Bytes",
      ...files.map(({ name, size, cached }): [string, string] => [cached ? `${name}, cached` : name, String(size)]),
      ["in all", String(fetched)],
    ),
  ];
}

function table(title: string, ...rows: [string, string][]): HTMLElement {
  const lines = rows.map(([name, value]) =>
    element("tr", {}, element("th", { scope: "row" }, name), element("td", {}, value)),
  );
  return element("table", {}, element("caption", {}, title), element("tbody", {}, ...lines));
}
