import { appendFileSync } from "node:fs";
import { resolve } from "node:path";

/** The file that figures go to as well, if one is named. */
export const json = process.env.JSON && resolve(process.env.JSON);

/** Prints a figure, with a 95 % interval where it has one; with JSON=FILE appends it as an object to the file. */
export function row(name, value, unit, interval) {
  const range = interval ? `  ${interval.map((x) => x.toPrecision(3)).join(" to ")}` : "";
  console.log(`${name.padEnd(64)} ${value.toFixed(unit == "bytes" ? 0 : 4).padStart(12)} ${unit}${range}`);
  const [low, high] = interval ?? [];
  if (json) appendFileSync(json, JSON.stringify({ name, value: Number(value.toPrecision(6)), unit, low, high }) + "\n");
}
