import { defaultOrder } from "../answers.js";
import type { Client } from "../client.js";
import type { RankOptions, Strategy } from "../privet.js";
import { newLot, runningAt, slugOf, type Arm, type Experiment } from "./draw.js";

// This file is privet-experiments.js: a page loads it where the manifest has experiments.

/** Of a browser that is held out of one of them. */
const HOLDOUT = "holdout";

/** Has this page's lists made as the arms say that this browser is in. It ends before anything is ranked. */
export async function take(client: Client): Promise<void> {
  const { experiments } = JSON.parse(client.ranker.catalog!.release.manifest) as { experiments: unknown };
  const { visitor } = client;
  const lot = visitor.isUnknown ? newLot() : await visitor.keeper().then((keeper) => keeper.lot());
  let drawn = new Map<Experiment, Arm | undefined>();
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets.push(sheet);
  const draw = () => {
    for (const { name } of drawn.keys()) document.documentElement.removeAttribute(`data-arm-${slugOf(name)}`);
    drawn = visitor.profile.consent.preferences.usual ? new Map() : runningAt(experiments, lot, Date.now());
    const named = [...drawn].map(([{ name }, arm]): [string, string] => [name, arm?.name ?? HOLDOUT]);
    client.arms = Object.fromEntries(named);
    for (const [name, arm] of named) document.documentElement.setAttribute(`data-arm-${slugOf(name)}`, slugOf(arm));
    const shown = named.map(([, arm]) => `:not([arm="${slugOf(arm)}"])`).join("");
    sheet.replaceSync(`privet-slot[arm]${shown}{display:none!important}`);
  };
  draw();
  client.on("change", draw);

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

/** What is asked for in these arms. How mixed lists are is the visitor's to say, where they did. */
function armed(options: RankOptions, arms: readonly (Arm | undefined)[], preferred: number | undefined): RankOptions {
  return arms.reduce<RankOptions>((asked, arm) => {
    const strategy = arm?.strategy?.[options.slot ?? ""] as Strategy | undefined;
    const variety = preferred === undefined ? arm?.variety : undefined;
    return { ...asked, ...(strategy && { strategy }), ...(variety !== undefined && { variety }) };
  }, options);
}
