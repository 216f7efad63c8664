// custom-elements.json is true: each element that it lists is defined, has the attributes that its code reads, and no others.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { eventually, home, useWorld } from "./visit.mjs";

const world = useWorld();

/** Notes which attributes are read or set of which element. */
const note = () => {
  window.touched = {};
  for (const name of ["getAttribute", "hasAttribute", "toggleAttribute"]) {
    const method = Element.prototype[name];
    Element.prototype[name] = function (attribute, ...rest) {
      (window.touched[this.localName] ??= new Set()).add(attribute);
      return method.call(this, attribute, ...rest);
    };
  }
};

test("the elements, their attributes and parts are those of custom-elements.json", async () => {
  const { modules } = JSON.parse(await readFile(new URL("../dist/custom-elements.json", import.meta.url)));
  const declared = modules.flatMap(({ declarations }) => declarations);
  assert.deepEqual(declared.map(({ tagName }) => tagName).sort(), [
    "privet-center",
    "privet-consent",
    "privet-order",
    "privet-slot",
  ]);
  const list =
    '<privet-order now><p data-id="I1">1</p><p data-id="I2">2</p></privet-order><privet-consent></privet-consent><privet-center></privet-center>';
  const visitor = await world.visitor({ pages: { "/test/all.html": home + list }, prepare: note });
  const page = await visitor.open("/test/all.html");
  await eventually(page, () => document.querySelectorAll("[ranked]").length === 2);
  await page.evaluate(() => window.privet.ask());
  for (const { tagName, attributes = [], cssParts = [] } of declared) {
    const found = await page.evaluate(
      (name) => ({
        defined: !!customElements.get(name),
        attributes: [...(window.touched[name] ?? [])].sort(),
        parts: [
          ...new Set(
            [...(document.querySelector(name).shadowRoot?.querySelectorAll("[part]") ?? [])].map((e) => e.part.value),
          ),
        ].sort(),
      }),
      tagName,
    );
    assert.ok(found.defined, tagName);
    const names = (those) => those.map(({ name }) => name).sort();
    // An order ranks what is in the page: how many, and from which on, is not asked, though a slot's code reads it.
    const read = found.attributes.filter((name) => tagName !== "privet-order" || !["top", "from"].includes(name));
    assert.deepEqual(read, names(attributes), tagName);
    assert.deepEqual(found.parts, names(cssParts), tagName);
  }
  await visitor.context.close();
});
