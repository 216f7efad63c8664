import type { Event } from "../privet.js";
import { element } from "./element.js";
import { say, sayDay, text } from "./speak.js";

/** The chart goes back so many days. */
const DAYS = 30;

const DAY = 24 * 60 * 60 * 1000;

/** How much was kept on each of the last days, as bars. */
export function activity(events: readonly Event[], now = Date.now()): HTMLElement {
  const today = midnight(now);
  const days = Array.from({ length: DAYS }, (_, i) => midnight(today - (DAYS - 1 - i) * DAY + DAY / 2)); // noon is on its day, also when clocks change
  const kept = new Map<number, number>();
  for (const { at } of events) kept.set(midnight(at), (kept.get(midnight(at)) ?? 0) + 1);
  const counts = days.map((day) => kept.get(day) ?? 0);
  const most = Math.max(...counts, 1);
  const bars = days.map((day, i) => {
    const words = say(text.center.activityDay, { date: sayDay(day), n: counts[i]! });
    const bar = element("i", { title: words });
    bar.style.blockSize = `${(counts[i]! / most) * 100}%`;
    return element("li", { "aria-label": words }, bar);
  });
  return element("ol", { class: "activity", "aria-label": text.center.activity }, ...bars);
}

/** The beginning of a day, in the visitor's own time zone. */
export function midnight(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}
