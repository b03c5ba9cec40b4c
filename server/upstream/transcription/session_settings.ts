// The one session.update of a transcription session (openai-realtime § 17). Pure.
// Only what §§ 4.9 and 4.4 list: an update with one wrong field is lost whole.
import { FORMAT } from "../settings.ts";
import type { EarSettings } from "./ear.ts";
import { type Regime, takesHints } from "./models.ts";
import { languageCodes } from "./words.ts";

/** Of the server's turn detection; it counts both into the sound of an utterance (§ 8). */
export const PADDING_MS = 300;
export const SILENCE_MS = 500;

/** What was refused and is left out. */
export interface Without {
  extras?: boolean;
  language?: boolean;
}

export function sessionOf(
  settings: EarSettings,
  regime: Regime,
  without: Without = {},
): Record<string, unknown> {
  const { extras = false, language = false } = without;
  const { model, keywords } = settings;
  const hints = takesHints(model) && !extras;
  const codes = language ? [] : languageCodes(settings.languages);
  return {
    type: "transcription",
    audio: {
      input: {
        format: { type: FORMAT },
        transcription: {
          model,
          ...(codes.length === 1 ? { language: codes[0] } : {}),
          ...(codes.length > 1 && hints ? { languages: codes } : {}),
          ...(keywords.length > 0 && hints ? { keywords } : {}),
        },
        turn_detection: regime === "continuous" ? null : {
          type: "server_vad",
          threshold: 0.5,
          prefix_padding_ms: PADDING_MS,
          silence_duration_ms: SILENCE_MS,
        },
      },
    },
    ...(extras ? {} : { include: ["item.input_audio_transcription.logprobs"] }),
  };
}
