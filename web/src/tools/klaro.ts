import { mappingTo, type Source } from "./source.js";

// Klaro's "Javascript API", version 0.7. A category is the name of a service.

interface Manager {
  confirmed: unknown;
  savedConsents: Record<string, boolean>;
  watch(watcher: Watcher): void;
  unwatch(watcher: Watcher): void;
}

interface Watcher {
  update(manager: unknown, event: string): void;
}

interface Page {
  klaro?: { getManager(): Manager; show(config: undefined, modal: boolean): void };
}

const page = window as Page;

export const klaro: Source = {
  mapping: mappingTo(["privet"]),
  listen(tell) {
    // Whoever asks for the manager first makes it; before the page is read it would miss what it has to switch on.
    if (!page.klaro || document.readyState === "loading") return undefined;
    const manager = page.klaro.getManager(); // throws while Klaro has no configuration
    let chosen = false;
    const read = () => {
      const confirmed = manager.confirmed === true;
      chosen ||= confirmed;
      if (!chosen) return undefined;
      return (service: string) => (confirmed ? manager.savedConsents[service] : false); // false: it was reset
    };
    const watcher = {
      // A switch that is moved tells "consents" as well, before anything is saved.
      update: (_: unknown, event: string) => {
        if (event === "saveConsents" || manager.confirmed !== true) tell(read);
      },
    };
    manager.watch(watcher);
    tell(read);
    return () => manager.unwatch(watcher);
  },
  open: () => page.klaro?.show(undefined, true),
};
