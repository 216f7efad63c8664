// Every language says what English says, by its own plural rules and in its own typography.
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { test } from "node:test";

const folder = new URL("../src/texts/", import.meta.url);
const languages = {};
for (const file of (await readdir(folder)).filter((name) => name.endsWith(".json")).sort())
  languages[file.replace(".json", "")] = new Map(leaves(JSON.parse(await readFile(new URL(file, folder), "utf8"))));
const { en: english, ...others } = languages;

/** The texts by path, each with its forms; one that depends on no number has the form `other` alone. */
function* leaves(node, path = []) {
  if (typeof node === "string") yield [path.join("."), { other: node }];
  else if ("one" in node && "other" in node) yield [path.join("."), node];
  else for (const [key, inner] of Object.entries(node)) yield* leaves(inner, [...path, key]);
}

/** Runs `check` for every form of every text of some languages. */
function each(of, check) {
  for (const [language, texts] of Object.entries(of))
    for (const [path, forms] of texts)
      for (const [category, text] of Object.entries(forms))
        check(text, { language, path, category, where: `${language}.json, ${path}, ${category}: ${text}` });
}

test("every language has every text, in the order in which lists show them, and no other", () => {
  assert.deepEqual(Object.keys(languages), ["ar", "de", "en", "es", "fr", "pt"]);
  for (const [language, texts] of Object.entries(languages))
    assert.deepEqual([...texts.keys()], [...english.keys()], language);
  each(languages, (text, { where }) => assert.match(text, /^\S(.*\S)?$/, where));
});

test("a text about a number has the forms that its language has for 0 to 1,000, and no other", () => {
  for (const [language, texts] of Object.entries(languages)) {
    const numbers = numbersOf(language);
    for (const [path, forms] of texts)
      if ("one" in english.get(path))
        assert.deepEqual(Object.keys(forms).sort(), Object.keys(numbers).sort(), `${language}.json, ${path}`);
  }
});

/** Which of the integers from 0 to 1,000 are of which category of a language's plural rules. */
function numbersOf(language) {
  const rules = new Intl.PluralRules(language);
  const numbers = {};
  for (let n = 0; n <= 1000; n++) (numbers[rules.select(n)] ??= []).push(n);
  return numbers;
}

test("every text says what is put into it; a form for a single number may say that in words", () => {
  const placeholders = (text) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).sort();
  each(languages, (text, { language, path, category, where }) => {
    const wanted = placeholders(english.get(path).other);
    const inWords = numbersOf(language)[category]?.length === 1 && !text.includes("{n}");
    assert.deepEqual(placeholders(text), inWords ? wanted.filter((name) => name !== "{n}") : wanted, where);
  });
});

test("nothing was left in English", () => {
  const alike = new Set();
  each(others, (text, { language, path }) => {
    const words = text.replace(/\{\w+\}/g, "");
    if (/\p{L}/u.test(words) && Object.values(english.get(path)).includes(text)) alike.add(`${path} ${language}`);
  });
  const same = [
    ...["ar", "de", "es", "fr", "pt"].map((language) => `glossary.signal.word ${language}`), // a name
    ...["center.pause de", "center.pause fr", "why.points fr", "regions.Asia es", "regions.Australia es"],
  ];
  assert.deepEqual([...alike].sort(), same.sort());
});

test("each language has its own quotation marks, and no break where none belongs", () => {
  const marks = { ar: "«»", de: "„“", en: "“”", es: "«»", fr: "«»", pt: "“”" };
  each(languages, (text, { language, where }) => {
    const [open, close] = marks[language];
    assert.equal(text.replace(/[^«»„“”‚‘‹›"]/g, "").replaceAll(open + close, ""), "", where);
    assert.doesNotMatch(text, /« | [»%:;!?]/, where);
  });
  each(others, (text, { where }) => assert.doesNotMatch(text, /'/, where));
  each({ ar: languages.ar }, (text, { where }) => assert.doesNotMatch(text, /[,;?]/, where));
});

test("texts are about as long as in English, and choices fit beside each other on a phone", () => {
  each(others, (text, { path, where }) =>
    assert.ok(text.length <= Math.max(16, 2.2 * english.get(path).other.length), where),
  );
  each(languages, (text, { path, where }) => {
    if (/^consent\.(yes|no|customize)$/.test(path)) assert.ok(text.length <= 18, where);
  });
});

test("every time zone's part of the world has a name", () => {
  const parts = new Set(Intl.supportedValuesOf("timeZone").map((zone) => zone.split("/")[0]));
  assert.ok(parts.has("Europe"));
  for (const part of parts) if (part !== "UTC") assert.ok(english.has(`regions.${part}`), part);
});
