// What language tags have to do with each other: BCP 47, whatever their case and region. Pure.

const REMEMBERED = 500;

/** The tag as it is usually written; "" where it is none. */
export const languageTag = remembered((text) => {
  try {
    return Intl.getCanonicalLocales(text.trim())[0] ?? "";
  } catch {
    return "";
  }
});

/** Whether somebody who reads one also reads the other: "en" and "en-US", not "zh-CN" and "zh-TW". */
export function sameLanguage(a: string, b: string): boolean {
  return a !== "" && b !== "" && written(a) === written(b);
}

/** The first of the tags that says the same language as `heard`, with its region; else `heard`. */
export function fullerTag(heard: string, tags: readonly string[]): string {
  const tag = languageTag(heard);
  if (tag === "" || tag.includes("-")) return tag;
  return tags.map(languageTag).find((other) => sameLanguage(other, tag)) ?? tag;
}

const NAMES = new Intl.DisplayNames("en", { type: "language", languageDisplay: "standard" });

/** The language's English name, for a model: "German (Germany)"; the tag where nobody knows one. */
export function languageName(tag: string): string {
  try {
    return NAMES.of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** Language and script: what a region says beside them is small. */
const written = remembered((tag) => {
  const known = languageTag(tag);
  if (known === "") return tag.toLowerCase();
  const { language, script } = new Intl.Locale(known).maximize();
  return `${language}-${script}`;
});

/** Looking a tag up is slow, and each line asks for the same few. */
function remembered(look: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const answer = look(text);
    if (known.size < REMEMBERED && text.length < 64) known.set(text, answer);
    return answer;
  };
}
