import { mappingTo, type Source } from "./source.js";

// IAB Tech Lab's "CMP API v2", version 2.2. A category is a path in its TCData.

interface TcData {
  gdprApplies?: unknown;
  tcString?: unknown;
  isServiceSpecific?: unknown;
  eventStatus?: unknown;
  listenerId?: unknown;
}

interface Page {
  __tcfapi?: (command: string, version: 2, callback: (data: TcData, success: unknown) => void, id?: unknown) => void;
}

const page = window as Page;

/**
 * Purposes 1, to keep or read something on the device, 5, to make profiles for
 * content, and 6, to use them: by what the visitor allows the site itself, as
 * the site is who uses Privet. That is the segment Publisher TC of a string, and
 * optional. A string without it says nothing of the site: `purpose.consents` are
 * about vendors of the Global Vendor List, so they do not stand in for it. A
 * site whose dialog asks for both in one maps to them.
 */
export const tcfMapping = mappingTo(
  ["publisher.consents.1", "publisher.consents.5", "publisher.consents.6"],
  ["publisher.consents.6"],
);

export const tcf: Source = {
  mapping: tcfMapping,
  listen(tell) {
    if (typeof page.__tcfapi !== "function") return undefined;
    let id: unknown;
    page.__tcfapi("addEventListener", 2, (data, success) => {
      id = data?.listenerId;
      tell(() => (success === true && isChoice(data) ? (path) => valueAt(data, path) === true : undefined));
    });
    return () => page.__tcfapi?.("removeEventListener", 2, () => {}, id);
  },
};

/** Nothing is chosen while the dialog is open, or where the GDPR does not apply; strings that are not of this service are invalid. */
function isChoice({ gdprApplies, tcString, isServiceSpecific, eventStatus }: TcData): boolean {
  const made = eventStatus === "tcloaded" || eventStatus === "useractioncomplete";
  return made && gdprApplies === true && !!tcString && isServiceSpecific !== false;
}

/** The value at a path such as "publisher.consents.1". */
export function valueAt(data: unknown, path: string): unknown {
  return path.split(".").reduce((value, key) => (value as Record<string, unknown> | undefined)?.[key], data);
}
