import { placeOf } from "./address.js";
import { idsIn, MOST, textsIn } from "./identity.js";

// What a page says of its content in schema.org's words, as JSON-LD or microdata.

/** What a page is about. */
export interface Thing {
  ids: string[];
  /** Where it says that its page is. */
  addresses: string[];
  category: string | undefined;
}

type Node = Readonly<Record<string, unknown>>;

/** Types of what can be an item, by their names or addresses. */
const TYPE =
  /^(https?:\/\/schema\.org\/|schema:)?(Product|ProductGroup|ProductModel|IndividualProduct|(\w*News)?Article|TechArticle|(Live)?BlogPosting)$/;

/** The most characters of JSON-LD that are read. */
const MAX_LENGTH = 1 << 20;

/**
 * The one product or article that the page is about, or undefined: a page with
 * several of which none says that it is here, a list perhaps, is about none of them.
 */
export function thingOf(page: Document): Thing | undefined {
  const canonical = page.querySelector<HTMLLinkElement>("link[rel=canonical]")?.href;
  const here = [location.href, canonical].map((address) => placeOf(address)?.path);
  return onlyOne(nodesOf(page), here) ?? onlyOne(scopesOf(page), here);
}

function onlyOne(nodes: readonly Node[], here: readonly (string | undefined)[]): Thing | undefined {
  const things = nodes.map(thing);
  const isHere = ({ addresses }: Thing) => addresses.some((address) => here.includes(placeOf(address)?.path));
  const [stated] = things.filter(isHere);
  const [first, ...others] = things.filter(({ addresses }) => !addresses.length);
  // Said twice, by a theme and by a plug-in, it is one thing.
  return stated ?? (others.every(({ ids }) => String(ids) === String(first!.ids)) ? first : undefined);
}

function thing(node: Node): Thing {
  const variants = listOf(node.hasVariant);
  const pages = [node, ...listOf(node.offers), ...listOf(node.mainEntityOfPage)];
  return {
    ids: [node, ...variants].flatMap(idsIn),
    addresses: [...pages.flatMap(({ url }) => textsIn(url)), ...textsIn(node.mainEntityOfPage)],
    category: [node.category ?? node.articleSection]
      .flatMap(textsIn)
      .at(-1)
      ?.split(/>| \/ /)
      .at(-1)
      ?.trim(),
  };
}

/** Its members that are nodes. */
function listOf(value: unknown): Node[] {
  return [value]
    .flat()
    .slice(0, MOST)
    .filter((one): one is Node => typeof one === "object" && one !== null);
}

const isThing = (types: unknown) => textsIn(types).some((type) => TYPE.test(type));

/** Products and articles of the page's JSON-LD that stand at its top, in a graph or as a page's main entity. */
function nodesOf(page: Document): Node[] {
  return [...page.querySelectorAll('script[type="application/ld+json" i]')].flatMap(({ textContent }) => {
    try {
      const text = textContent ?? "";
      if (text.length > MAX_LENGTH) return [];
      const top = listOf(JSON.parse(text)).flatMap((node) => [node, ...listOf(node["@graph"])]);
      return top.flatMap((node) => [node, ...listOf(node.mainEntity)]).filter((node) => isThing(node["@type"]));
    } catch {
      return []; // it is not JSON, as on many pages
    }
  });
}

/** Products and articles of the page's microdata that are no part of something else. */
function scopesOf(page: Document): Node[] {
  return [...page.querySelectorAll("[itemscope][itemtype]")]
    .filter((scope) => isThing(scope.getAttribute("itemtype")!.split(/\s+/)))
    .filter((scope) => !scope.hasAttribute("itemprop") || scope.getAttribute("itemprop") === "mainEntity")
    .slice(0, MOST)
    .map(membersOf);
}

function membersOf(scope: Element): Node {
  const members: Record<string, unknown> = Object.create(null); // "__proto__" is a name like any other
  for (const element of scope.querySelectorAll<HTMLElement>("[itemprop]")) {
    if (element.parentElement!.closest("[itemscope]") !== scope) continue;
    for (const name of element.getAttribute("itemprop")!.split(/\s+/)) members[name] ??= valueOf(element);
  }
  return members;
}

function valueOf(element: HTMLElement): unknown {
  if (element.hasAttribute("itemscope")) return membersOf(element);
  const { href } = element as Partial<HTMLAnchorElement>;
  const said = element instanceof HTMLDataElement ? element.value : element.textContent;
  return element.getAttribute("content") ?? href ?? said;
}
