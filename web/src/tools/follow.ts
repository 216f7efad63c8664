import type { Client } from "../client.js";
import { defaultConsent } from "../consent.js";
import { PrivetError } from "../error.js";
import type { Config, Purpose, Receipt } from "../privet.js";
import { toolOf } from "./tool.js";

// This file is privet-tools.js: a page loads it where its site has a consent
// tool already, and Privet follows that one instead of asking a second time.

export { toolOf };

/**
 * Does in Privet what the visitor chooses in the site's consent tool. Throws
 * `bad-value` for an unknown tool or an impossible mapping; `problem` is told
 * what fails later.
 */
export function follow(client: Client, problem: (problem: PrivetError) => void): void {
  const { tool: name = "", toolMap } = client.config;
  client.tool = toolOf(name, mappingOf(toolMap));
  let turn = Promise.resolve();
  // One after the other: each is compared with the one before.
  client.tool.follow((granted) => (turn = turn.then(() => heed(client, name, granted)).catch(problem)));
}

/** A mapping as the script tag gives it, or as it is. */
function mappingOf(given: Config["toolMap"]) {
  try {
    return typeof given === "string" ? (JSON.parse(given) as Exclude<typeof given, string>) : given;
  } catch (e) {
    throw new PrivetError("bad-value", `toolMap is no JSON: ${given}`, e);
  }
}

/**
 * Chooses what the tool says, unless it said the same before: a tool tells on
 * every page, and what the visitor has chosen in Privet since then goes on to
 * count. A choice that is too old to count is made anew while the tool holds to
 * it. Who allows nothing that is not allowed anyway leaves no trace.
 */
async function heed(client: Client, tool: string, granted: readonly Purpose[]): Promise<void> {
  if (client.visitor.isGuest) return;
  const { chosen } = await client.consent();
  const told = (await client.receipts())
    .map(statusesIn)
    .filter(([first]) => first?.via === tool)
    .at(-1);
  const known = chosen ? told?.flatMap(({ purpose, given }) => (given ? purpose : [])) : defaultConsent.granted;
  if (String(known) !== String(granted)) await client.choose(granted, { via: tool });
}

/** What a receipt says of each purpose: how it was chosen, which is the same for all, and whether it was allowed. */
function statusesIn(receipt: Receipt) {
  return receipt["dpv:hasRecordOfActivity"]["dpv:hasProcess"].map((process) => {
    const { "@type": status, "dpv:hasIndicationMethod": via } = process["dpv:hasConsentStatus"];
    return { purpose: process["dct:identifier"], via, given: status === "dpv:ConsentGiven" };
  });
}
