import type { PurposeTexts } from "../purposes.gen.js";
import type arabic from "./ar.json";
import type german from "./de.json";
import type english from "./en.json";
import type spanish from "./es.json";
import type french from "./fr.json";
import type portuguese from "./pt.json";

/**
 * A text that depends on a number: a form for each category of the language's
 * plural rules that a number up to 1,000 can have. Others, such as French "many"
 * for millions, are left to `other`. No count here gets there, but for points.
 */
export type Plural = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>;

/** The shape of `T`, with any words in it. What has `one` and `other` is a Plural. */
type Shape<T> = T extends string
  ? string
  : T extends { one: string; other: string }
    ? Plural
    : { [K in keyof T]: Shape<T[K]> };

/** Every text that a visitor can see. {n}, {what}, {date} and {until} stand for what is put in. */
export type Texts = Shape<Omit<typeof english, "purposes">> & { purposes: PurposeTexts };

/** A language that has every text: the type check fails where one is missing. */
type Complete<T extends Texts> = T;

/** The languages, by the first part of their BCP 47 tag. */
export interface Languages {
  ar: Complete<typeof arabic>;
  de: Complete<typeof german>;
  en: Complete<typeof english>;
  es: Complete<typeof spanish>;
  fr: Complete<typeof french>;
  pt: Complete<typeof portuguese>;
}

export type Language = keyof Languages;
