import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Items whose texts attack the page. They are ordinary in every other way. */
export const hostile = [
  {
    id: "H1",
    title: `<img src=x onerror="window.hacked=1">`,
    url: "javascript:window.hacked=1",
    image: "javascript:window.hacked=1",
  },
  {
    id: "H2",
    title: `"><script>window.hacked=1</script>`,
    url: "\tjava\nscript:window.hacked=1",
    image: "data:text/html,<script>window.hacked=1</script>",
  },
  {
    id: `"><b>H3</b>`,
    title: "&lt;b&gt;",
    url: "data:text/html,<script>window.hacked=1</script>",
    image: "vbscript:window.hacked=1",
  },
  { id: "H4", title: "fine", url: "https://shop.example/h4", image: "https://shop.example/h4.png" },
];

const categories = ["Lanterns", "Mugs", "Garden", "Cards"];

/**
 * Writes the files of a small shop: 60 ordinary items in four categories, whose
 * visitors mostly stay within one, and the hostile ones. No chance is involved.
 */
export async function writeShop(dir) {
  await mkdir(dir, { recursive: true });
  const cell = (v) => (v === undefined ? "" : `"${String(v).replaceAll('"', '""')}"`);
  const items = Array.from({ length: 60 }, (_, i) => ({
    id: `I${i}`,
    title: `${categories[i % 4]} ${i}`,
    category: categories[i % 4],
    price: 1 + i / 4,
    url: `/item/I${i}`,
    image: `/images/I${i}.png`,
  }));
  const all = [...items, ...hostile.map((item) => ({ ...item, category: "Cards", price: 9.5 }))];
  const columns = ["id", "title", "category", "price", "url", "image"];
  const rows = all.map((item) => columns.map((c) => cell(item[c])).join(","));
  await writeFile(join(dir, "items.csv"), [columns.join(","), ...rows, ""].join("\n"));

  const events = ["visitor,item,kind,time"];
  for (let visitor = 0; visitor < 400; visitor++)
    for (let step = 0; step < 6; step++) {
      const strays = step === 5;
      const category = (visitor + (strays ? 1 : 0)) % 4;
      const item = (visitor * 7 + step * (1 + (visitor % 3))) % 16;
      const { id } = all.filter((_, i) => (i < 60 ? i % 4 === category : category === 3))[item % 15];
      const time = new Date(Date.UTC(2026, 0, 1 + (visitor % 60), 10, step)).toISOString();
      events.push([`v${visitor}`, cell(id), step === 4 ? "buy" : "view", time].join(","));
    }
  await writeFile(join(dir, "events.csv"), `${events.join("\n")}\n`);
}
