import { purposes } from "../abi.gen.js";
import { checkPurposes, defaultConsent } from "../consent.js";
import { need } from "../error.js";
import type { Purpose } from "../privet.js";
import { cookieconsent } from "./cookieconsent.js";
import { googleconsent } from "./googleconsent.js";
import { gpp } from "./gpp.js";
import { klaro } from "./klaro.js";
import { onetrust } from "./onetrust.js";
import type { Answer, Mapping, Source } from "./source.js";
import { tcf } from "./tcf.js";

/** A consent tool of the site's, as Privet sees it. */
export interface Tool {
  /**
   * Calls `said` with what the visitor allows there: soon where they have
   * chosen already, then each time they choose, be it the same again. Where
   * they have not chosen, it is not called. Returns a function that ends it.
   */
  follow(said: (granted: readonly Purpose[]) => void): () => void;
  /** Opens the tool's own settings, where it has any. */
  open?(): void;
}

/** How long to wait before looking again for a tool that is not there yet, in milliseconds: twice as long each time. */
const FIRST_WAIT = 50;
const LONGEST_WAIT = 3200;

const sources: Readonly<Record<string, Source>> = { tcf, gpp, onetrust, klaro, cookieconsent, googleconsent };

/**
 * Makes a tool by name. `mapping` takes the place of the tool's own for the
 * purposes in it. Throws `bad-value` for another name or an impossible mapping.
 */
export function toolOf(name: string, mapping: Partial<Mapping> = {}): Tool {
  const known = Object.keys(sources);
  need(known.includes(name), "bad-value", `${name} is no tool that Privet can follow: those are ${known.join(", ")}`);
  checkMapping(mapping);
  const source = sources[name]!;
  const needed = { ...source.mapping, ...mapping };
  const { open } = source;
  return {
    follow: (said) => follow(source, needed, said),
    ...(open && { open: () => attempt(open) }),
  };
}

function checkMapping(mapping: Partial<Mapping>) {
  need(mapping && typeof mapping === "object", "bad-value", 'a mapping must be like {"history": ["C0003"]}');
  const mapped = Object.keys(mapping);
  checkPurposes(mapped);
  for (const purpose of mapped) {
    const categories: unknown = mapping[purpose];
    const named = Array.isArray(categories) && categories.every((category) => category && typeof category === "string");
    need(named, "bad-value", `${purpose} must be mapped to a list of categories`);
    // Of an empty list all is allowed by every choice, a no as well: only what is on without a choice may need nothing.
    const free = defaultConsent.granted.includes(purpose);
    need(categories.length || free, "bad-value", `${purpose} must be mapped to one category at least`);
  }
}

function follow(source: Source, needed: Mapping, said: (granted: readonly Purpose[]) => void): () => void {
  let over = false;
  let timer: ReturnType<typeof setTimeout>;
  let stop: (() => void) | undefined;

  const tell = (read: () => Answer | undefined) => {
    const granted = attempt(() => grantedBy(read(), needed));
    // Later, so that nothing thrown there is caught here or by the tool.
    if (granted) queueMicrotask(() => over || said(granted));
  };
  const look = (wait: number) => {
    stop = attempt(() => source.listen(tell));
    if (!stop) timer = setTimeout(look, wait, Math.min(2 * wait, LONGEST_WAIT));
  };
  look(FIRST_WAIT);
  return () => {
    over = true;
    clearTimeout(timer);
    attempt(() => stop?.());
  };
}

/** What an answer allows; undefined where it says nothing of any category that is needed. */
function grantedBy(answer: Answer | undefined, needed: Mapping): Purpose[] | undefined {
  const categories = Object.values(needed).flat();
  if (!answer || categories.every((category) => answer(category) === undefined)) return undefined;
  return purposes.filter((purpose) => needed[purpose].every((category) => answer(category) === true));
}

/** A tool that is broken says nothing, and breaks nothing here. */
function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
