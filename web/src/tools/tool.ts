import type { Purpose } from "../privet.js";

/** A consent tool of the site's, as Privet sees it. */
export interface Tool {
  /**
   * Calls `said` with what the visitor allows there, each time they have chosen
   * and at once where they already had. Where they have not chosen, it is not
   * called. Returns a function that ends it.
   */
  follow(said: (granted: readonly Purpose[]) => void): () => void;
  /** Opens the tool's own settings, where it has any. */
  open?(): void;
}
