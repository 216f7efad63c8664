// Lets contestants rank the same items in turn, in the page or process that this
// script is part of.

/** Enough for any clock, and for what a call of a function costs not to matter. */
const BATCH = 4; // ms

/** Returns for each contestant its milliseconds a ranking in each round. */
export async function race(contestants, workload, { rounds, seconds }, site) {
  const runners = [];
  for (const { name, script, options } of contestants) {
    // A module of its own for each: libraries keep their settings in globals.
    const { open } = await import(site.script(`peers/${script}`, name));
    const rank = await open(workload, site, options);
    runners.push({ name, rank, size: 1, took: [] });
  }
  await agree(runners);
  for (const runner of runners) await warmUp(runner);
  const until = performance.now() + 1000 * seconds;
  for (let round = 0; round < rounds && (round < 9 || performance.now() < until); round++)
    // Round robin, so that a slow moment hits all alike; each goes first in turn.
    for (let i = 0; i < runners.length; i++) {
      const runner = runners[(i + round) % runners.length];
      runner.took.push((await batch(runner)) / runner.size);
    }
  await agree(runners);
  return Object.fromEntries(runners.map(({ name, took }) => [name, took]));
}

/** Throws where a contestant's list is not the first one's. */
export async function agree(runners) {
  const lists = [];
  for (const { name, rank } of runners) lists.push({ name, list: Array.from(await rank(), Number).join() });
  for (const { name, list } of lists)
    if (list != lists[0].list || list.split(",").length != 20)
      throw new Error(`${name} ranks ${list}, and ${lists[0].name} ${lists[0].list}`);
}

/** Runs until compilers have had time to do their best, and finds how many rankings a batch is. */
async function warmUp(runner) {
  for (const start = performance.now(); performance.now() - start < 300; )
    if ((await batch(runner)) < BATCH) runner.size *= 2;
}

async function batch({ rank, size }) {
  const start = performance.now();
  for (let i = 0; i < size; i++) {
    const answer = rank();
    if (answer instanceof Promise) await answer; // awaiting what is there already would cost the fast ones a turn
  }
  return performance.now() - start;
}
