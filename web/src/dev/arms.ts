import type { Client } from "../client.js";
import { HOLDOUT, TRIED, tried, type Experiment } from "../experiments/draw.js";
import { element } from "../ui/element.js";

/** Puts this tab into arms of the site's experiments, and loads the page anew; nothing where there are none. */
export function arms(client: Client): HTMLElement[] {
  const manifest = client.ranker.catalog?.release.manifest ?? "{}";
  const { experiments = [] } = JSON.parse(manifest) as { experiments?: Experiment[] };
  if (!experiments.length) return [];
  const tries = tried();
  const choices = experiments.map(({ name, arms }) => {
    const option = (text: string, arm: string) => new Option(text, arm, false, arm === (tries[name] ?? ""));
    const select = element("select");
    select.append(
      option("as it is drawn", ""),
      ...[...arms.map((arm) => arm.name), HOLDOUT].map((arm) => option(arm, arm)),
    );
    select.addEventListener("change", () => {
      const { [name]: _, ...others } = tries;
      const next = select.value ? { ...others, [name]: select.value } : others;
      if (Object.keys(next).length) sessionStorage.setItem(TRIED, JSON.stringify(next));
      else sessionStorage.removeItem(TRIED);
      location.reload();
    });
    return element("label", {}, element("span", {}, name), select);
  });
  return [element("div", {}, ...choices)];
}
