// Languages on offer for the transcription: ISO 639-1 code and name.
import { AGENT_SOUND_TEXTS } from "../texts/agent_sound.ts";
import { languageWords } from "../ui/language_words.ts";

const CODES = "ar zh cs da nl en fi fr de el he hi hu it ja ko no pl pt ro es sv tr uk";

export const LANGUAGES: readonly (readonly [string, string])[] = [
  ["", AGENT_SOUND_TEXTS.detectLanguage],
  ...CODES.split(" ").map((code) => [code, languageWords(code)] as const),
];
