// How long the faults last: PRIVET_FAULTS=long (make faults) takes its time and
// says how far it is; otherwise each kind is seen a few times, in make test.
import { createHash, randomInt } from "node:crypto";

const long = process.env.PRIVET_FAULTS === "long";

/** How often something is done. */
export const times = (short, many) => (long ? many : short);

/** Says how far a long test is. */
export const progress = (text) => long && console.log(text);

/** Chance that can be had again: the seed is printed, and PRIVET_SEED sets it. Gives whole numbers below `n`. */
export function chance(t) {
  const seed = process.env.PRIVET_SEED ?? randomInt(2 ** 31);
  t.diagnostic(`PRIVET_SEED=${seed}`);
  let drawn = 0;
  return (n) => createHash("sha256").update(`${seed} ${drawn++}`).digest().readUInt32LE() % n;
}
