import type { Act, Contribution, Event, Purpose } from "../privet.js";
import type { Language, Plural, Texts } from "../texts/texts.js";

// Every text in the visitor's language, and how numbers, times and values are put into it.

/** The languages that there are texts in, and how each is written. */
const LANGUAGES: Readonly<Record<Language, "ltr" | "rtl">> = {
  ar: "rtl",
  de: "ltr",
  en: "ltr",
  es: "ltr",
  fr: "ltr",
  pt: "ltr",
};

/** The texts; there before anything is drawn. */
export let text: Texts;

/** The language of `text`. */
export let language: Language = "en";

/** Loads the texts: in the page's language, else in the visitor's, else in English. */
export async function speak(): Promise<void> {
  const wanted = [document.documentElement.lang, ...navigator.languages].map((tag) => tag.toLowerCase().split("-")[0]!);
  language = wanted.find((tag): tag is Language => Object.hasOwn(LANGUAGES, tag)) ?? "en";
  text ??= (await import(new URL(`privet-text-${language}.js`, import.meta.url).href)).default;
}

/** The direction in which the language is written. */
export function direction(): "rtl" | "ltr" {
  return LANGUAGES[language];
}

/** A text with values put in; a number also chooses the form of a plural. */
export function say(words: string | Plural, values: Readonly<Record<string, string | number>> = {}): string {
  const { n } = values;
  const form =
    typeof words === "string"
      ? words
      : (words[new Intl.PluralRules(language).select(typeof n === "number" ? n : 0)] ?? words.other);
  return form.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name] ?? "";
    return typeof value === "number" ? value.toLocaleString(language) : isolated(value);
  });
}

/**
 * A value keeps a direction of its own in a text from right to left (Unicode's FSI
 * and PDI): a title in Latin letters would draw the marks beside it to its side.
 */
function isolated(value: string): string {
  return direction() === "rtl" ? `\u2068${value}\u2069` : value;
}

/** Several names, one after the other. */
export function sayList(names: readonly string[]): string {
  return new Intl.ListFormat(language).format(names);
}

/** A day, in the visitor's own way of writing it. */
export function sayDay(at: number): string {
  return new Date(at).toLocaleDateString(language, { dateStyle: "medium" });
}

/** A day, and a time of it. */
export function sayDayTime(at: number): string {
  return new Date(at).toLocaleString(language, { dateStyle: "medium", timeStyle: "short" });
}

/** A time of day. */
export function sayTime(at: number): string {
  return new Date(at).toLocaleTimeString(language, { timeStyle: "short" });
}

/** An attribute's value, "Lanterns" of "category=Lanterns". */
export function sayAttribute(attribute: string): string {
  return attribute.slice(attribute.indexOf("=") + 1);
}

/** What the visitor did. `title` is that of the item, where it is known. */
export function sayEvent({ kind, key }: Pick<Event, "kind" | "key">, title: string | undefined): string {
  return say(text.acts[kind], { what: kind === "declare" ? sayAttribute(key) : (title ?? key) });
}

/** For how long a purpose keeps an event; `retention` is in seconds. */
export function sayRetention(purpose: Purpose, retention: number): string {
  if (!retention) return text.consent.keptNowhere;
  if (purpose === "session") return text.lasts.visit;
  return `${say(text.lasts.days, { n: retention / 86400 })} ${text.lasts.shorter}`;
}

/** The kinds that say most come first: what one bought, one has looked at too. */
export const strongest: readonly Act[] = ["buy", "add", "like", "dismiss", "view", "declare"];

/** What a reason says that is neither an event nor a context value. `title` is that of the item it names. */
export function sayReason({ source, key, amount }: Contribution, title: string): string {
  const { reasons } = text;
  switch (source) {
    case "anchor":
    case "variety":
      return say(reasons[source], { what: title });
    case "rule":
      return key === "availability" ? reasons.availability : say(reasons.rule, { what: key });
    case "explored":
    case "hidden":
      return reasons[source];
    case "learned":
      return say(amount < 0 ? reasons.leave : reasons.take, { what: sayLearned(key) });
    default:
      return text.why.popularity;
  }
}

/** What was learned about: an attribute, what one purpose suggests, or what many like. */
function sayLearned(key: string): string {
  if (key === "popularity") return text.reasons.popular;
  if (key.includes("=")) return sayAttribute(key);
  return say(text.reasons.suggested, { what: text.purposes[key as Purpose]?.name ?? key });
}

/** A context value, such as "daypart=evening". */
export function sayMoment(token: string): string {
  const [key = "", value = ""] = token.split(/=(.*)/s);
  const words = (text.moments as Record<string, string | Record<string, string>>)[key];
  if (typeof words === "object") return words[value] ?? `${key}: ${value}`;
  return words ? say(words, { what: NAMES[key]?.(value) ?? value }) : `${key}: ${value}`;
}

/** Context values that a language has names for, by key. */
const NAMES: Readonly<Record<string, (value: string) => string | undefined>> = {
  language: nameOfLanguage,
  region: (part) => (text.regions as Record<string, string>)[part],
};

function nameOfLanguage(code: string): string {
  try {
    return new Intl.DisplayNames(language, { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}
