/** The parts of the way from the script's start to the first ranked row. */
export type Part = "fetch" | "compile" | "load" | "storage" | "rank" | "draw";

const measured = new Set<Part>();

/**
 * Starts to measure a part; the returned function ends it. It shows in the
 * browser's own tools as the measure "privet:fetch" and so on. Only the first
 * time counts: the browser keeps every measure for the life of the page.
 */
export function begin(part: Part): () => void {
  const start = performance.now();
  return () => {
    if (measured.has(part)) return;
    measured.add(part);
    performance.measure(`privet:${part}`, { start });
  };
}

/** Measures a part that runs beside others. Its failure is for whoever awaits it later. */
export function timed<T>(part: Part, work: Promise<T>): Promise<T> {
  const end = begin(part);
  work.then(end, end);
  return work;
}
