// The language of the console. Every word of it stands in a table of texts: English in texts/<part>.ts, German in
// texts/de/<part>.ts, one table for each part, named like its file. A table of another language is fetched and handed to
// speak() before the first module that reads one is evaluated (main.tsx), so a text may be read anywhere, at the top of a
// module too. For that to hold, this file and every table of another language import nothing at run time but each other
// and numbers.ts.
//
//   export const WALL_TEXTS = texted("wall", { title: "Wall", live: (n: number) => plural(n, "call") });   texts/wall.ts
//   export const wall: typeof WALL_TEXTS = { title: "Wandtafel", … };        texts/de/wall.ts, and a line in texts/de.ts

export const LANGUAGES = { en: "English", de: "Deutsch" } as const;
export type Language = keyof typeof LANGUAGES;

/** A table of texts, in any language: the same names, functions with the same arguments. */
export type Wording<T> = T extends (...args: infer A) => string ? (...args: A) => string
  : T extends string ? string
  : { readonly [K in keyof T]: Wording<T[K]> };

let spoken: Language = "en";
let tables: Readonly<Record<string, unknown>> = {};

/** Before the first table is read; the page begins anew with another language. */
export function speak(language: Language, wordings: Readonly<Record<string, unknown>>): void {
  spoken = language;
  tables = wordings;
}

export function language(): Language {
  return spoken;
}

/**
 * The texts of one part, in the language of the console.
 * @param name of its file, and of its table in de.ts.
 */
export function texted<const T extends object>(name: string, english: T): Wording<T> {
  return (tables[name] ?? english) as Wording<T>;
}

/** A language by its tag, as it was kept or chosen. */
export function isLanguage(tag: unknown): tag is Language {
  return typeof tag === "string" && Object.hasOwn(LANGUAGES, tag);
}

/** What the browser asks for, where nobody has chosen. */
export function languageOf(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const base = tag.toLowerCase().split("-")[0];
    if (isLanguage(base)) return base;
  }
  return "en";
}
