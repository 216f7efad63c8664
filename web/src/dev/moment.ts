import { contextOf } from "../context.js";
import type { Item } from "../privet.js";
import { purposes } from "../abi.gen.js";
import { element } from "../ui/element.js";

/** Where `privet dev` tells what the catalog's model knows. */
const TOKENS = "/privet-dev/tokens.json";

/** What stays as it is, in a list of values: no value is this long. */
const AS_IT_IS = "as it is";

/**
 * A list of values for each key of the context that the catalog knows, "daypart".
 * `set` is told what would be: undefined where it stays as it is, "" for none.
 */
export async function moments(
  items: readonly Item[],
  set: (key: string, value: string | undefined) => void,
): Promise<HTMLElement[]> {
  const answer = await fetch(TOKENS);
  if (!answer.ok) return [element("p", {}, await answer.text())];
  const values = new Map<string, string[]>();
  for (const token of (await answer.json()) as string[]) {
    const [key = "", value = ""] = token.split(/=(.*)/s);
    values.set(key, [...(values.get(key) ?? []), value]);
  }
  return [...values].filter(([key]) => isContext(key, items)).map(([key, all]) => choice(key, all.sort(), set));
}

/** Whether a key is of the moment: one that pages tell, or that no item has. */
function isContext(key: string, items: readonly Item[]): boolean {
  const told = contextOf(purposes, new Date(), {}).some((token) => token.startsWith(`${key}=`));
  const had = items.some((item) => key in item || item.tags?.some((tag) => tag.startsWith(`${key}=`)));
  return told || key === "category" || !had;
}

function choice(key: string, values: readonly string[], set: (key: string, value: string | undefined) => void) {
  const option = (text: string, value: string) => element("option", { value }, text);
  const select = element("select", {}, option(AS_IT_IS, AS_IT_IS), option("none", ""));
  select.append(...values.map((value) => option(value, value)));
  select.addEventListener("change", () => set(key, select.value === AS_IT_IS ? undefined : select.value));
  return element("label", {}, element("span", {}, key), select);
}
