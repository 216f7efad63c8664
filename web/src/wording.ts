import type { Contribution, Event, Kind, Purpose } from "./privet.js";

// Every text that a visitor can see, in English. Keep it plain: no word that
// one would have to look up.

export const slotWording = {
  why: (title: string) => `Why this? ${title}`,
};

export const purposeWording: Record<Purpose, { name: string; what: string }> = {
  context: { name: "This moment", what: "Time of day, kind of device, what this page is about. Nothing is kept." },
  session: { name: "This visit", what: "What you look at now. Forgotten after half an hour without you." },
  history: { name: "Earlier visits", what: "What you looked at, liked or bought here, until you delete it." },
  interests: { name: "What you tell", what: "Things that you say you are interested in." },
  region: { name: "Part of the world", what: "Your continent, from your clock's time zone. Only this choice is kept." },
  prediction: {
    name: "What you take or leave",
    what: "Which things you were shown, and whether you took them. Lists learn from it, and now and then try something.",
  },
};

export const panelWording = {
  title: "Your privacy",
  intro: "All of this happens in your own browser. Nothing about you is sent anywhere.",
  choices: "What may count",
  kept: (n: number) => (n === 1 ? "1 thing is kept." : `${n} things are kept.`),
  forgetPurpose: "Delete these",
  variety: "How mixed lists are",
  alike: "More of the same",
  mixed: "More of a mix",
  usual: "As the shop does it",
  varietyOf: (percent: number) => `${percent} %`,
  moment: "This moment",
  interests: "What are you interested in?",
  events: "What is known",
  noEvents: "Nothing. Nobody here remembers anything about you.",
  memory: "Your browser has no storage to give, so this lasts as long as the page.",
  damaged: (n: number) => (n === 1 ? "1 record is damaged and not used." : `${n} records are damaged and not used.`),
  more: (n: number) => `Show ${n} more`,
  shows: (n: number) => (n === 1 ? "You were shown 1 thing" : `You were shown ${n} things`),
  forget: "Delete",
  forgetLong: (what: string) => `Delete: ${what}`,
  receipts: "Your choices so far",
  receipt: (names: string[]) => (names.length ? `Allowed: ${names.join(", ")}` : "Allowed: nothing"),
  export: "Download a copy",
  forgetAll: "Delete everything",
  close: "Close",
  forgotten: (n: number) => (n === 1 ? "Deleted 1 thing." : `Deleted ${n} things.`),
  chosen: "Your choice counts from now on.",
  failed: "That did not work. Nothing has changed.",
};

export const whyWording = {
  title: (title: string) => `Why “${title}”?`,
  place: (n: number) =>
    n ? `Place ${n} in a list that your own browser put in order.` : "It would not be in this list.",
  popularity: "Many people like it",
  rest: (n: number) => (n === 1 ? "1 smaller reason" : `${n} smaller reasons`),
  total: "Together",
  share: (percent: number, some: boolean) => (some && !percent ? "< 1 %" : `${percent} %`),
  decides: "decides",
  without: (place: number | null) =>
    place ? `Without this it would be ${ordinal(place)}.` : "Without this it would not be in this list.",
  points: (n: string) => `${n} points`,
  forget: "Forget this",
  forgetLong: (reason: string) => `Forget this: ${reason}`,
  forgetLearned: "Forget what I took and left",
  panel: "Your privacy",
  close: "Close",
  failed: "This cannot be explained just now.",
};

/** What the visitor did, in words. */
export const kindWording: Record<Kind, (what: string) => string> = {
  view: (what) => `You looked at “${what}”`,
  add: (what) => `You put “${what}” into the basket`,
  buy: (what) => `You bought “${what}”`,
  like: (what) => `You like “${what}”`,
  dismiss: (what) => `You do not want “${what}”`,
  declare: (what) => `You are interested in ${what}`,
  show: (what) => `You were shown “${what}”`,
};

/** The kinds that say most come first: what one bought, one has looked at too. */
export const strongestKinds: readonly Event["kind"][] = ["buy", "add", "like", "dismiss", "view", "declare"];

/** What a reason says that is neither an event nor a context value. `title` is that of the item it names. */
export function reasonWording({ source, key, amount }: Contribution, title: string): string {
  switch (source) {
    case "anchor":
      return `It goes with “${title}”`;
    case "rule":
      return key === "availability" ? "The shop says when it is to be had" : `The shop's rule “${key}”`;
    case "variety":
      return `It is much like “${title}”, which stands above it`;
    case "explored":
      return "Chance, to learn what you like";
    case "hidden":
      return "You do not want it";
    case "learned":
      return `You tend to ${amount < 0 ? "leave" : "take"} ${learnedWording(key)}`;
    default:
      return whyWording.popularity;
  }
}

/** What was learned about: an attribute, what one purpose suggests, or what many like. */
function learnedWording(key: string): string {
  if (key === "popularity") return "what many people like";
  if (key.includes("=")) return attributeWording(key);
  return `what “${purposeWording[key as Purpose]?.name ?? key}” suggests`;
}

/** "9th" of 9. */
function ordinal(n: number): string {
  const endings: Record<string, string> = { one: "st", two: "nd", few: "rd" };
  return `${n}${endings[new Intl.PluralRules("en", { type: "ordinal" }).select(n)] ?? "th"}`;
}

/** A context value, such as "daypart=evening", in words. */
export function contextWording(token: string): string {
  const [key = "", value = ""] = token.split(/=(.*)/s);
  const words: Record<string, string> = {
    daypart: value === "night" ? "It is night" : `It is ${value}`,
    weekday: `It is ${value[0]?.toUpperCase()}${value.slice(1)}`,
    season: `It is ${value}`,
    device: value === "desktop" ? "You are at a computer" : `You are on a ${value}`,
    viewport: `Your window is ${value === "medium" ? "of middle size" : value}`,
    language: `Your browser speaks ${languageName(value)}`,
    referrer: referrerWording[value] ?? "You came from somewhere",
    category: `You are looking at ${value}`,
    region: `Your clock is set to ${value}`,
    campaign: `You came by “${value}”`,
  };
  return words[key] ?? `${key}: ${value}`;
}

const referrerWording: Record<string, string> = {
  none: "You came straight here",
  "same-site": "You were on this site before",
  search: "You came from a search",
  social: "You came from a social network",
  other: "You came from another site",
};

function languageName(code: string): string {
  try {
    return new Intl.DisplayNames("en", { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** An attribute's value, "Lanterns" of "category=Lanterns". */
export function attributeWording(attribute: string): string {
  return attribute.slice(attribute.indexOf("=") + 1);
}

/** A point in time, in the visitor's own way of writing it. */
export function timeWording(at: number): string {
  const date = new Date(at);
  return isNaN(+date) ? "" : date.toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
}
