import assert from "node:assert/strict";
import { eventually } from "./visit.mjs";

/** What tools can say: everything, all but prediction, and what needs no consent. */
export const ALL = "context session history interests region prediction";
export const PART = "context session history interests region";
export const NONE = "context";

/** How long nothing must come where nothing should, in milliseconds: a tool is looked for three times. */
export const WHILE = 400;

/** Follows a tool in the page; `heard` is what it says. */
export function follow(page, name, mapping) {
  return page.evaluate(
    async ([name, mapping]) => {
      const { toolOf } = await import("/privet/privet-tools.js");
      window.heard = [];
      window.tool = toolOf(name, mapping ?? undefined);
      window.stop = window.tool.follow((granted) => window.heard.push(granted.join(" ")));
    },
    [name, mapping],
  );
}

/** Waits for the last of these and checks that they are all that was said; the same again counts once. */
export async function hears(page, ...expected) {
  await eventually(page, (last) => window.heard.at(-1) === last, expected.at(-1));
  const all = await page.evaluate(() => window.heard);
  assert.deepEqual(
    all.filter((said, i) => said !== all[i - 1]),
    expected,
  );
}

/** Checks that so many things were said, and that no more come. */
export async function hearsNoMore(page, count = 0) {
  await page.waitForTimeout(WHILE);
  assert.equal((await page.evaluate(() => window.heard)).length, count);
}
