import { hear } from "../layer.js";
import { mappingTo, type Answer, type Source } from "./source.js";

// Google Consent Mode, as gtag tells it: its arguments, "consent" the first, are
// pushed to dataLayer. What a template sets inside of a tag manager does not
// pass there, and is not heard.

export const googleconsent: Source = {
  mapping: mappingTo(["personalization_storage", "functionality_storage"], ["personalization_storage"]),
  listen(tell) {
    const layer = (window.dataLayer ??= []) as unknown[]; // as Google's own snippets begin
    const unread: unknown[] = [];
    const said: Record<string, unknown> = {};
    const read = (entries: readonly unknown[]): Answer | undefined => {
      const updates = entries.filter(isUpdate);
      for (const update of updates) Object.assign(said, update[2]);
      return updates.length ? (type) => (type in said ? said[type] === "granted" : undefined) : undefined;
    };
    hear(layer, (entries) => {
      unread.push(...entries);
      // One choice may come in several updates: what is pushed in one go is read as one.
      queueMicrotask(() => {
        const entries = unread.splice(0);
        tell(() => read(entries));
      });
    });
    return () => {}; // others may have put a push of theirs over this one
  },
};

/** What is granted by default nobody has chosen, so only updates count. */
function isUpdate(entry: unknown): entry is [string, string, object] {
  const { 0: command, 1: kind } = Object(entry);
  return command === "consent" && kind === "update";
}
