// Up to eight tabs of one visitor write at once, for longer than the log has room.
import assert from "node:assert/strict";
import { test } from "node:test";
import { eventually, readAll, until, useWorld } from "../visit.mjs";
import { progress, times } from "./length.mjs";

const world = useWorld();

/** The engine's log: format.MaxEvents. What is more goes, the oldest first. */
const MAX_EVENTS = 4096;
/** So many more may lie there until a page starts: SLACK in client.ts. */
const SLACK = 255;
/** Events in all, and of one tab at a time. */
const EVENTS = times(1000, 10_500);
const BURST = 25;

/** What of the tabs' events must be there, by id: `acknowledged` are pairs of id and key. */
function newest(acknowledged) {
  const sorted = acknowledged.toSorted(([a], [b]) => a - b);
  assert.equal(new Set(sorted.map(([id]) => id)).size, sorted.length, "an id was given twice");
  return sorted.slice(-MAX_EVENTS);
}

const kept = (page) => page.evaluate(async () => (await window.privet.events()).map(({ id, key }) => [id, key]));

for (const count of times([8], [2, 4, 8]))
  test(`${count} tabs that write at once lose nothing that the log has room for, and double nothing`, async () => {
    const visitor = await world.visitor();
    const tabs = [];
    for (let i = 0; i < count; i++) tabs.push(await visitor.open());
    await tabs[0].evaluate(() => window.privet.grant("history"));
    for (const tab of tabs) await eventually(tab, async () => (await window.privet.consent()).granted.length === 2);

    const acknowledged = [];
    let begun = 0;
    const write = async (tab) => {
      while (begun < EVENTS) {
        const first = begun;
        begun += BURST;
        const keys = Array.from({ length: BURST }, (_, i) => `key-${first + i}`);
        const ids = await tab.evaluate(
          async (keys) =>
            (await Promise.all(keys.map((key) => window.privet.observe("view", key)))).map(({ id }) => id),
          keys,
        );
        acknowledged.push(...ids.map((id, i) => [id, keys[i]]));
        if (acknowledged.length % 1000 === 0) progress(`${acknowledged.length} events of ${EVENTS} by ${count} tabs`);
      }
    };
    await Promise.all(tabs.map(write));

    const wanted = newest(acknowledged);
    const [tab] = tabs;
    const rows = async () => (await readAll(tab)).events.length;
    await until(async () => (await rows()) <= MAX_EVENTS + SLACK, "no more is stored than may be");
    const next = await visitor.open();
    await eventually(next, async (n) => (await window.privet.events()).length === n, wanted.length);
    assert.deepEqual(await kept(next), wanted);
    assert.equal((await readAll(next)).events.length, wanted.length);
    for (const tab of [...tabs, next]) {
      await eventually(tab, async (last) => (await window.privet.events()).at(-1).id === last, wanted.at(-1)[0]);
      assert.deepEqual(await kept(tab), wanted);
      assert.deepEqual(await tab.evaluate(async () => (await window.privet.problems()).map(String)), []);
      assert.deepEqual(tab.errors, []);
    }
    await visitor.context.close();
  });
