import type { Answer, Source } from "./source.js";
import { tcfMapping, valueAt } from "./tcf.js";

// IAB Tech Lab's Global Privacy Platform, "CMP API" version 1.1, and its sections.

interface Ping {
  cmpStatus?: unknown;
  signalStatus?: unknown;
  applicableSections: number[];
  parsedSections: Record<string, unknown>;
}

type Callback<T> = (data: T, success: unknown) => void;

interface Page {
  __gpp?: {
    (command: "ping", callback: Callback<Ping | null>): void;
    (command: "addEventListener", callback: Callback<{ listenerId: unknown; pingData: Ping }>): void;
    (command: "removeEventListener", callback: Callback<unknown>, id: unknown): void;
  };
}

type Fields = Readonly<Record<string, unknown>>;

const page = window as Page;

const EUROPE = 2;
/** The first section of the USA. They are named "us" and these, by rising number. */
const AMERICA = 7;
const NAMES = "nat ca va co ut ct fl mt or tx de ia ne nh nj tn mn md in ky ri".split(" ");

export const gpp: Source = {
  mapping: tcfMapping,
  listen(tell) {
    if (typeof page.__gpp !== "function") return undefined;
    // A stub answers by no callback, and who registers with it may be forgotten.
    let status: unknown;
    page.__gpp("ping", (ping) => (status = ping?.cmpStatus));
    if (status !== "loading" && status !== "loaded") return undefined;
    let id: unknown;
    page.__gpp("addEventListener", (event, success) => {
      id = event?.listenerId;
      tell(() => (success === true && event.pingData.signalStatus === "ready" ? answerOf(event.pingData) : undefined));
    });
    return () => page.__gpp?.("removeEventListener", () => {}, id);
  },
};

/** What the sections in force say together: one no is a no. A section that is not known here, or not there, says nothing. */
function answerOf({ applicableSections, parsedSections }: Ping): Answer | undefined {
  const answers = applicableSections.flatMap((id) => {
    const section = parsedSections[id === EUROPE ? "tcfeuv2" : `us${NAMES[id - AMERICA]}`];
    if (!section) return [];
    // A list of the section's parts by the specification, one object of all their fields by IAB Tech Lab's library.
    const fields: Fields = Object.assign({}, ...[section].flat());
    return (id === EUROPE ? european(fields) : american(fields)) ?? [];
  });
  return answers.length ? (category) => answers.every((answer) => answer(category)) : undefined;
}

/** As TCF, and with its categories. Fields have two names: the specification's, then the library's. */
function european(f: Fields): Answer | undefined {
  if (f["IsServiceSpecific"] === false) return undefined;
  const data = {
    purpose: { consents: consentsOf(f["PurposeConsent"] ?? f["PurposeConsents"]) },
    publisher: {
      consents: consentsOf(f["PubPurposesConsent"] ?? f["PublisherConsents"]),
      customPurpose: { consents: consentsOf(f["CustomPurposesConsent"] ?? f["PublisherCustomConsents"]) },
    },
  };
  return (path) => valueAt(data, path) === true;
}

/** Consents by number, of a list of the numbers allowed (the specification's) or of booleans (the library's). */
function consentsOf(list: unknown): Record<string, unknown> {
  const entries = Array.isArray(list) ? list : [];
  return Object.fromEntries(entries.map((entry, i) => (typeof entry === "number" ? [entry, true] : [i + 1, entry])));
}

/**
 * These laws let people opt out, and Privet waits for a yes. Whoever opted out
 * of sale, sharing or targeted advertising, by Global Privacy Control perhaps,
 * or did not consent, as a child perhaps, wants no profile, and has none here.
 * Not to opt out is silence. The one yes that these sections know is consent to
 * uses beyond those that the data were collected for. Either holds for every
 * category.
 */
function american(f: Fields): Answer | undefined {
  const consent = f["PersonalDataConsents"] ?? f["AdditionalDataProcessingConsent"];
  const optOuts = [f["SaleOptOut"], f["SharingOptOut"], f["TargetedAdvertisingOptOut"]];
  const refused = [...optOuts, consent, f["KnownChildSensitiveDataConsents"]].flat().includes(1);
  if (refused || f["Gpc"] === true) return () => false;
  return consent === 2 ? () => true : undefined;
}
