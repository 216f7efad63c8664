/** Members in which a site's tags name an item, the likeliest to be the catalog's id first. */
const MEMBERS = ["item_id", "sku", "productID", "mpn", "productGroupID", "identifier", "id", "gtin", "gtin13"];

/** All ids that a tag gives an item. It is anybody's data: each member may be anything. */
export function idsIn(tag: unknown): string[] {
  const members = Object(tag) as Record<string, unknown>;
  return [...new Set(MEMBERS.flatMap((name) => textsIn(members[name])))];
}

/** A value's texts: of a text or a number itself, of a list each one's, of schema.org's PropertyValue what it says. */
export function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.slice(0, MOST).flatMap((one) => (Array.isArray(one) ? [] : textsIn(one)));
  const { value: said, name = said } = Object(value) as { value?: unknown; name?: unknown };
  const text = typeof value === "object" ? name : value;
  const plain = typeof text === "string" || typeof text === "number" ? String(text).trim() : "";
  return plain ? [plain] : [];
}

/** How much of a list counts: what Google's tags may name at once. */
export const MOST = 200;
