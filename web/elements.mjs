// Makes custom-elements.json, in the format of the Web Components community group (schema 1.0.0), of what the sources say:
// a comment with `@element privet-slot`, and then
//
//   @attr {number} top - How many items.      @fires privet-draw - When.
//   @csspart banner - What.                   @cssprop --privet-ink - What.
import { readdir, readFile } from "node:fs/promises";

/** The manifest of the elements that a folder's sources define, as bytes. */
export async function manifestOf(src) {
  const names = (await readdir(src, { recursive: true })).filter((name) => /(?<!\.d)\.ts$/.test(name)).sort();
  const modules = [];
  for (const name of names) {
    const text = await readFile(new URL(name, src), "utf8");
    for (const [, comment] of text.matchAll(/\/\*\*((?:(?!\*\/)[^])*?@element [^]*?)\*\//g))
      modules.push(moduleOf(comment.replace(/^\s*\* ?/gm, "")));
  }
  return Buffer.from(`${JSON.stringify({ schemaVersion: "1.0.0", readme: "", modules }, null, 2)}\n`);
}

/** One element: every element is defined by the first script, whatever file it lies in. */
function moduleOf(comment) {
  const [description, ...tags] = comment.split(/^@(?=\w)/m);
  const of = (tag) => tags.filter((text) => text.startsWith(`${tag} `)).map((text) => text.slice(tag.length).trim());
  const named = (text) => {
    const [, type, name, said] = /^(?:\{(.*?)\} )?(\S+) - ([^]*)$/.exec(text.replace(/\s+/g, " ")) ?? [];
    if (!name) throw new Error(`custom-elements.json: what is this: @${text}`);
    return { name, description: said, ...(type && { type: { text: type } }) };
  };
  const [tagName] = of("element");
  const name = tagName.replace(/(^|-)(\w)/g, (_, dash, letter) => letter.toUpperCase());
  const lists = { attributes: "attr", events: "fires", cssParts: "csspart", cssProperties: "cssprop" };
  const declared = Object.entries(lists).flatMap(([list, tag]) => (of(tag).length ? [[list, of(tag).map(named)]] : []));
  const declaration = {
    kind: "class",
    customElement: true,
    name,
    tagName,
    description: description.trim(),
    superclass: { name: "HTMLElement" },
    ...Object.fromEntries(declared),
  };
  for (const event of declaration.events ?? []) event.type = { text: "CustomEvent" };
  const path = "privet.js";
  const exported = { kind: "custom-element-definition", name: tagName, declaration: { name, module: path } };
  return { kind: "javascript-module", path, declarations: [declaration], exports: [exported] };
}
