// Languages by their names. Regions are left out: what is spoken matters, not where. Pure.
import { language } from "../texts/language.ts";

const names = new Intl.DisplayNames(language(), { type: "language" });

/** "de" and "de-AT" are "German"; what is no language tag stays as it is. */
export function languageWords(tag: string): string {
  try {
    return names.of(tag.split("-", 1)[0]!) ?? tag;
  } catch {
    return tag;
  }
}
