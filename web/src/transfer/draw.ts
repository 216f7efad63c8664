import { encode } from "uqr";
import { need } from "../error.js";

/** The most bytes of a QR code: version 40 with the least error correction, in byte mode (ISO/IEC 18004). */
export const CAPACITY = 2953;

/** The width of the light margin that a reader needs, in modules. */
const QUIET_ZONE = 4;

/** The most CSS pixels that a code is wide: two a module of the largest one, for which most phones have room. */
const WIDTH = 370;

/**
 * The QR code of a text. It is dark on light in every colour scheme, as not
 * every reader knows inverted ones, and as wide as whole pixels a module make
 * it: scaled to anything else, a large one is harder to read.
 */
export function draw(text: string, label: string): SVGSVGElement {
  need(new TextEncoder().encode(text).length <= CAPACITY, "too-large", `a QR code holds ${CAPACITY} bytes`);
  const { data, size } = encode(text, { ecc: "L", border: QUIET_ZONE });
  const width = String(size * Math.floor(WIDTH / size));
  const box = { width, height: width, viewBox: `0 0 ${size} ${size}` };
  const runs = (row: boolean[]) => [...row.map(Number).join("").matchAll(/1+/g)];
  const dark = data.map((row, y) =>
    runs(row).map(({ 0: { length }, index }) => `M${index} ${y}h${length}v1h-${length}z`),
  );
  return element("svg", { role: "img", "aria-label": label, "shape-rendering": "crispEdges", ...box }, [
    element("path", { fill: "#fff", d: `M0 0h${size}v${size}h-${size}z` }),
    element("path", { fill: "#000", d: dark.flat().join("") }),
  ]);
}

function element<N extends keyof SVGElementTagNameMap>(
  name: N,
  attributes: Record<string, string>,
  children: SVGElement[] = [],
): SVGElementTagNameMap[N] {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children);
  return made;
}
