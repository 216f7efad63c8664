import type { Purpose } from "../privet.js";

/** Which of a tool's categories each purpose needs: all of a list. */
export type Mapping = Readonly<Record<Purpose, readonly string[]>>;

/** Whether the visitor allows a category of the tool; undefined where the tool has nothing to say of it. */
export type Answer = (category: string) => boolean | undefined;

/**
 * How one tool is read. The tool is not ours: whatever it gives may be of any
 * type, and whatever is called may throw.
 */
export interface Source {
  /** The mapping for a site that gives none. */
  mapping: Mapping;
  /**
   * Begins to listen and returns what ends it, or undefined while the tool is
   * not there. `tell` takes a function that reads the tool's answer, undefined
   * where the visitor has not chosen.
   */
  listen(tell: (read: () => Answer | undefined) => void): (() => void) | undefined;
  /** Opens the tool's own settings. */
  open?(): void;
}

/**
 * The usual mapping: what keeps something needs `stored`, region `region`.
 * Context keeps nothing and is on before anybody chooses, so it needs nothing.
 */
export function mappingTo(stored: readonly string[], region = stored): Mapping {
  return { context: [], session: stored, history: stored, interests: stored, region, prediction: stored };
}
