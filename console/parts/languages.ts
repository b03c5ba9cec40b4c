// Languages on offer for the transcription: ISO 639-1 code and English name.
import { languageWords } from "../ui/language_words.ts";

const CODES = "ar zh cs da nl en fi fr de el he hi hu it ja ko no pl pt ro es sv tr uk";

export const LANGUAGES: readonly (readonly [string, string])[] = [
  ["", "Detect it"],
  ...CODES.split(" ").map((code) => [code, languageWords(code)] as const),
];
