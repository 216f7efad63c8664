import type { Receipt } from "../privet.js";
import { button, element, save, type Disclosures } from "./element.js";
import { say, sayDayTime, sayList, text } from "./speak.js";

/** The receipts of what was allowed and deleted, the newest first, each to be saved. */
export function receiptList(disclosures: Disclosures, receipts: readonly Receipt[]): HTMLElement {
  const rows = receipts.map((receipt) => {
    const { "dct:identifier": id, "dct:created": created } = receipt;
    const date = sayDayTime(Date.parse(created));
    const file = `privet-receipt-${created.slice(0, 10)}.json`;
    return element(
      "li",
      { class: "event" },
      element("span", {}, sayReceipt(receipt), element("time", { class: "quiet" }, date)),
      button(text.center.receiptSave, `receipt ${id}`, () => save(file, receipt), date),
    );
  });
  return disclosures.of("receipts", text.center.receipts, element("ul", {}, ...rows.reverse()));
}

/** What was allowed, what was deleted with it, and where that was said if not here. */
function sayReceipt({ "privet:deleted": deleted, "dpv:hasRecordOfActivity": record }: Receipt): string {
  const { center, purposes } = text;
  const processes = record["dpv:hasProcess"];
  const names = processes.flatMap(({ "dct:identifier": purpose, "dpv:hasConsentStatus": status }) =>
    status["@type"] === "dpv:ConsentGiven" ? (purposes[purpose]?.name ?? purpose) : [],
  );
  const gone = deleted ? deleted.before["events"]! - deleted.after["events"]! : 0;
  const via = processes[0]!["dpv:hasConsentStatus"]["dpv:hasIndicationMethod"];
  return [
    names.length ? say(center.receipt, { what: sayList(names) }) : center.receiptNothing,
    ...(gone ? [say(center.receiptDeleted, { n: gone })] : []),
    ...(via === "privet" || via === "site" ? [] : [say(center.receiptVia, { what: via })]),
  ].join(" · ");
}
