// Which language a flow's author means: "de-DE", "German" and "Deutsch" are the same. Pure.

export interface Language {
  /** In English, for the prompt: "German", "Brazilian Portuguese". */
  name: string;
  /** ISO 639-1, for the transcription; "" where the language has no such code. */
  code: string;
}

const IN_ENGLISH = new Intl.DisplayNames(["en"], { type: "language", fallback: "none" });
/** Names that people write and the tables do not have. */
const NAMED_OTHERWISE: readonly [string, Language][] = [
  ["mandarin", { name: "Mandarin Chinese", code: "zh" }],
  ["cantonese", { name: "Cantonese", code: "" }],
];
const BY_NAME = languagesByName();

/** A BCP 47 tag, or the name of a language in English or in itself; null: neither. */
export function findLanguage(text: string): Language | null {
  const wanted = text.trim();
  return fromTag(wanted.replaceAll("_", "-")) ?? BY_NAME.get(folded(wanted)) ?? null;
}

function fromTag(tag: string): Language | null {
  const locale = localeOf(tag);
  const language = locale && IN_ENGLISH.of(locale.language);
  if (!locale || !language) return null;
  const name = IN_ENGLISH.of(locale.baseName) ?? language;
  // "German (Germany)" says no more than "German", but "Spanish (Argentina)" does.
  const plain = name.includes("(") && locale.minimize().baseName === locale.language;
  return { name: plain ? language : name, code: /^[a-z]{2}$/.exec(locale.language)?.[0] ?? "" };
}

function localeOf(tag: string): Intl.Locale | null {
  try {
    // Canonical: "cmn-CN" is "zh-CN", "deu" is "de".
    const [canonical] = Intl.getCanonicalLocales(tag);
    return canonical === undefined ? null : new Intl.Locale(canonical);
  } catch {
    return null;
  }
}

/** Built once at start: asking for all names takes some thirty milliseconds. */
function languagesByName(): ReadonlyMap<string, Language> {
  const letters = [..."abcdefghijklmnopqrstuvwxyz"];
  const byName = new Map(NAMED_OTHERWISE);
  for (const code of letters.flatMap((first) => letters.map((second) => first + second))) {
    if (localeOf(code)?.language !== code) continue;
    const name = IN_ENGLISH.of(code);
    if (name === undefined) continue;
    const own = new Intl.DisplayNames([code], { type: "language", fallback: "none" }).of(code);
    for (const known of [name, own ?? name]) {
      if (!byName.has(folded(known))) byName.set(folded(known), { name, code });
    }
  }
  return byName;
}

/** Without case and accents: "Espanol" is what many a keyboard makes of "español". */
function folded(name: string): string {
  return name.normalize("NFKD").replaceAll(/\p{Mn}/gu, "").toLowerCase().trim();
}
