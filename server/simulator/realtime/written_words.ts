// What a transcription writes for a stretch of sound: the words of recordings, a note where there are none, or words
// that nobody said. Pure.
import type { Recording } from "../speech.ts";
import type { SpottedWord } from "../word_spotter.ts";
import type { Scenario } from "./scenario.ts";
import type { Transcription } from "./transcription_config.ts";

export interface Written {
  /** Words, or groups of them, without the blanks between them. */
  pieces: readonly string[];
  /** Mean of the log probabilities. */
  logprob: number;
  /** ISO 639-1 as detected; none where there is nothing to tell it by. */
  languages: readonly string[];
}

const SURE = -0.1;
const WRONG_LANGUAGE = -1.6;
const GUESSED = -2.4;
/** What such models are known to write for noise (openai-realtime § 17). */
const INVENTED = ["Thank you for watching!", "Thanks.", "www.example.com", "Bye."];

export function writtenDown(
  { words, hears, noise, number, audioMs, quiet, transcription }: {
    words: readonly SpottedWord<Recording>[];
    hears: string | undefined;
    noise: NonNullable<Scenario["noise"]>;
    number: number;
    audioMs: number;
    quiet: boolean;
    transcription: Transcription | null;
  },
): Written {
  if (hears !== undefined) return { pieces: pieces(hears), logprob: SURE, languages: [] };
  const first = words[0];
  if (first) {
    const spoken = first.recording.language;
    const { language, languages = [] } = transcription ?? {};
    const candidates = language === undefined ? languages : [language];
    const fits = candidates.length === 0 || candidates.includes(spoken);
    return {
      pieces: words.map(({ text }) => text),
      logprob: fits ? SURE : WRONG_LANGUAGE,
      languages: [fits ? spoken : candidates[0]!],
    };
  }
  if (noise === "invented") return inventedWords(number);
  const text = quiet ? "" : `(speech, ${(audioMs / 1000).toFixed(1)} seconds)`;
  return { pieces: pieces(text), logprob: SURE, languages: [] };
}

/** @param number tells which */
export function inventedWords(number: number): Written {
  const text = INVENTED[number % INVENTED.length]!;
  return { pieces: pieces(text), logprob: GUESSED, languages: ["en"] };
}

function pieces(text: string): string[] {
  return text.split(/\s+/).filter((piece) => piece !== "");
}
