// Where cards of a list stand, and how they change places without anybody seeing a move.

/** Whether the visitor may have seen anything of the page. A browser that does not tell is taken to have shown it. */
export function isPainted(): boolean {
  const tells = PerformanceObserver.supportedEntryTypes.includes("paint");
  return !tells || performance.getEntriesByType("paint").length > 0;
}

/** Whether a card is on the screen, or above it, where a change of height would move all that follows. */
export function isSeen(card: Element, list: Element): boolean {
  if (!card.getClientRects().length) return false; // of a tab that is not open
  const box = card.getBoundingClientRect();
  const shown = windowOf(list);
  return box.top < shown.bottom && box.right > shown.left && box.left < shown.right;
}

/** The part of the screen in which a list shows its cards. */
function windowOf(list: Element) {
  const { overflowX, overflowY } = getComputedStyle(list);
  const { left, right, bottom } = list.getBoundingClientRect();
  const wide = overflowX === "visible";
  return {
    left: wide ? 0 : Math.max(0, left),
    right: wide ? innerWidth : Math.min(innerWidth, right),
    bottom: overflowY === "visible" ? innerHeight : Math.min(innerHeight, bottom),
  };
}

/**
 * Puts the cards that stand at some places of a list into another order there. It
 * takes that back, and returns false, where anything that stays would be moved by
 * it on the screen, by a layout in columns perhaps; not where that is `allowed`.
 */
export function arrange(
  list: Element,
  present: readonly Element[],
  wanted: readonly Element[],
  allowed: boolean,
): boolean {
  if (present.every((card, i) => card === wanted[i])) return true;
  const staying = allowed ? [] : [list, ...list.children].filter((e) => !present.includes(e) && isSeen(e, list));
  const before = staying.map(boxOf);
  swap(list, present, wanted);
  if (staying.every((card, i) => boxOf(card) === before[i])) return true;
  swap(list, wanted, present);
  return false;
}

/** Where an element is, as far down as the screen goes. */
function boxOf(element: Element): string {
  const { left, top, right, bottom } = element.getBoundingClientRect();
  return [left, top, right, Math.min(bottom, innerHeight)].map(Math.round).join();
}

/** Moves elements to each other's places: what stands between them, a space perhaps, stays there. */
function swap(list: Element, present: readonly Element[], wanted: readonly Element[]): void {
  const moving = present.flatMap((card, i) => (card === wanted[i] ? [] : { place: new Comment(), card: wanted[i]! }));
  const places = moving.map(({ place }) => place);
  present.filter((card, i) => card !== wanted[i]).forEach((card, i) => card.before(places[i]!));
  for (const { place, card } of moving) {
    // Moved like this, an element keeps frames, animations and all.
    const parent: Pick<Element, "insertBefore"> & Partial<Pick<Element, "moveBefore">> = list;
    if (parent.moveBefore) parent.moveBefore(card, place);
    else parent.insertBefore(card, place);
    place.remove();
  }
}
