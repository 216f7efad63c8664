import { defaultOrder, eventOf } from "../answers.js";
import type { Client } from "../client.js";
import type { Event, RankOptions, Strategy, Trial } from "../privet.js";
import { HOLDOUT, newLot, runningAt, slugOf, tried, type Arm, type Experiment } from "./draw.js";

// This file is privet-experiments.js: a page loads it where the manifest has experiments.

/** Has this page's lists made as the arms say that this browser is in. It ends before anything is ranked. */
export async function take(client: Client): Promise<void> {
  const { experiments } = JSON.parse(client.ranker.catalog!.release.manifest) as { experiments: unknown };
  const { visitor } = client;
  const lot = visitor.isUnknown ? newLot() : await visitor.keeper().then((keeper) => keeper.lot());
  const tries = tried();
  let drawn = new Map<Experiment, Arm | undefined>();
  let arms: Record<string, string> = {};
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets.push(sheet);

  /** Since when this browser is in its arms, by experiment; empty where nothing is kept, or cannot be. */
  const begun = async (): Promise<Record<string, number>> => {
    if (visitor.isUnknown || Object.keys(tries).length) return {};
    const now = Date.now(); // an act that comes before the keeper counts
    return visitor
      .keeper()
      .then((keeper) => keeper.since(arms, now))
      .catch(() => ({}));
  };

  const draw = () => {
    drawn = visitor.profile.consent.preferences.usual ? new Map() : runningAt(experiments, lot, Date.now(), tries);
    const before = arms;
    arms = Object.fromEntries([...drawn].map(([{ name }, arm]) => [name, arm?.name ?? HOLDOUT]));
    const changed = JSON.stringify(arms) !== JSON.stringify(before);
    if (!changed && sheet.cssRules.length) return; // most changes are acts
    for (const name of Object.keys(before)) document.documentElement.removeAttribute(`data-arm-${slugOf(name)}`);
    for (const [name, arm] of Object.entries(arms))
      document.documentElement.setAttribute(`data-arm-${slugOf(name)}`, slugOf(arm));
    const shown = Object.values(arms).map((arm) => `:not([arm="${slugOf(arm)}"])`);
    sheet.replaceSync(`privet-slot[arm]${shown.join("")}{display:none!important}`);
    if (changed) void begun();
  };
  draw();
  client.on("change", draw);

  client.drawn = async () => {
    const since = await begun();
    const events = visitor.profile.events.map(eventOf);
    return Object.fromEntries(Object.entries(arms).map(([name, arm]) => [name, trialOf(arm, since[name], events)]));
  };

  // What a page asks for becomes what its arm asks for, also where it is explained.
  const { rank, request } = client;
  client.request = (catalog, options, consent = visitor.profile.consent) =>
    request.call(client, catalog, armed(options, [...drawn.values()], consent.preferences.variety), consent);
  client.rank = async (options = {}) => {
    await client.ready;
    const { catalog } = client.ranker;
    if (!catalog || ![...drawn.values()].includes(undefined)) return rank.call(client, options);
    return { items: defaultOrder(catalog, client.request(catalog, options)), ranked: false };
  };
}

/** What came of an arm, in events since then, which are in the order of their times. */
function trialOf(arm: string, since: number | undefined, events: readonly Event[]): Trial {
  const acts: Trial["acts"] = {};
  const shown = new Set<string>();
  let taken = 0;
  for (const { at, kind, key } of events) {
    if (since === undefined || at < since) continue;
    acts[kind] = (acts[kind] ?? 0) + 1;
    if (kind === "show") shown.add(key);
    else if (kind !== "dismiss" && kind !== "declare" && shown.delete(key)) taken++;
  }
  return { arm, ...(since !== undefined && { since }), acts, taken };
}

/** What is asked for in these arms. How mixed lists are is the visitor's to say, where they did. */
function armed(options: RankOptions, arms: readonly (Arm | undefined)[], preferred: number | undefined): RankOptions {
  return arms.reduce<RankOptions>((asked, arm) => {
    const strategy = arm?.strategy?.[options.slot ?? ""] as Strategy | undefined;
    const variety = preferred === undefined ? arm?.variety : undefined;
    return { ...asked, ...(strategy && { strategy }), ...(variety !== undefined && { variety }) };
  }, options);
}
