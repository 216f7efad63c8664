import type { Purpose } from "../privet.js";
import { manifests } from "../purposes.gen.js";
import { element, type Disclosures } from "./element.js";
import { sayRetention, text } from "./speak.js";

/** One purpose with its switch and, to unfold, all that its manifest declares. */
export function purposeSwitch(
  purpose: Purpose,
  on: boolean,
  disclosures: Disclosures,
  turn: (on: boolean) => unknown,
  ...more: (Node | string)[]
): HTMLElement {
  const { name, what } = text.purposes[purpose];
  const id = `switch-${purpose}`;
  const input = element("input", {
    type: "checkbox",
    role: "switch",
    id,
    part: "switch",
    "data-key": purpose,
    "aria-describedby": `${id}-what`,
  });
  input.checked = on;
  input.addEventListener("change", () => void turn(input.checked));
  return element(
    "div",
    { class: "purpose", part: "purpose" },
    input,
    element("label", { for: id }, name),
    element("p", { class: "quiet", id: `${id}-what` }, what),
    ...more,
    disclosures.of(`about ${purpose}`, text.consent.more, declared(purpose)),
  );
}

/** What a purpose declares, in words. */
function declared(purpose: Purpose): HTMLElement {
  const { why, benefit, deletes, uses } = text.purposes[purpose];
  const { kept, retention } = manifests[purpose];
  const words = text.consent;
  const fields = Object.values<string>(uses).map((use) => element("li", {}, use));
  const lines: [string, Node | string][] = [
    [words.whyUse, why],
    [words.benefit, benefit],
    [words.uses, element("ul", { class: "fields" }, ...fields)],
    [words.kept, kept === "browser" ? words.keptBrowser : words.keptNowhere],
    ...(retention ? [[words.howLong, sayRetention(purpose, retention)] as [string, string]] : []),
    [words.deletes, deletes],
  ];
  return element("dl", {}, ...lines.flatMap(([term, said]) => [element("dt", {}, term), element("dd", {}, said)]));
}
