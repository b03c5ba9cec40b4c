// The settings of a session that only transcribes, and the strict rules by which an update changes them
// (openai-realtime §§ 4.4, 4.9, 17). Pure; knows no socket and no time.
import type { AudioFormat, NoiseReduction, TurnDetection } from "./session_config.ts";
import { defaultConfig, mergedTurns } from "./session_config.ts";
import { TRANSCRIPTION_MODELS, TRANSCRIPTION_SESSION, WITHOUT_VAD } from "./session_rules.ts";
import { type Fields, invalidValue, isFields, type Refusal, refuse } from "./shape.ts";

export interface Transcription {
  model: string;
  language?: string;
  languages?: readonly string[];
  keywords?: readonly string[];
  prompt?: string;
  delay?: "minimal" | "low" | "medium" | "high" | "xhigh";
}

/** By the names of the wire. */
export interface TranscriptionConfig {
  include: null | "item.input_audio_transcription.logprobs"[];
  audio: {
    input: {
      format: AudioFormat;
      transcription: null | Transcription;
      noise_reduction: NoiseReduction;
      turn_detection: null | TurnDetection;
    };
  };
}

/** They take candidates and names. */
const HINTED = ["gpt-transcribe", "gpt-live-transcribe"];
/** Field of `transcription` → models that take it; others take all. */
const TAKEN_BY: Readonly<Record<string, (model: string) => boolean>> = {
  languages: (model) => HINTED.includes(model),
  keywords: (model) => HINTED.includes(model),
  prompt: (model) => model !== "gpt-realtime-whisper" && model !== "gpt-4o-transcribe-diarize",
  delay: (model) => model === "gpt-realtime-whisper",
};
const PLACE = "session.audio.input.transcription";

export function defaultTranscription(): TranscriptionConfig {
  const { format, noise_reduction, turn_detection } = defaultConfig().audio.input;
  const input = { format, noise_reduction, turn_detection, transcription: null };
  return { include: null, audio: { input } };
}

/**
 * The whole new settings, or why nothing of the update was applied.
 * @param permitted models that this account may use; absent: all that exist
 */
export function updateTranscription(
  config: TranscriptionConfig,
  session: unknown,
  permitted?: readonly string[],
): { config: TranscriptionConfig } | { refusal: Refusal } {
  const shape = TRANSCRIPTION_SESSION(session, "session");
  if (shape) return { refusal: shape };
  const { audio, include } = session as Fields;
  const input = (isFields(audio) && isFields(audio.input) ? audio.input : {}) as Partial<
    TranscriptionConfig["audio"]["input"]
  >;
  const before = config.audio.input;
  const next: TranscriptionConfig = {
    include: include === undefined ? config.include : include as TranscriptionConfig["include"],
    audio: {
      input: {
        ...before,
        ...input,
        turn_detection: mergedTurns(before.turn_detection, input.turn_detection),
      },
    },
  };
  const refusal = misfit(next, permitted);
  return refusal ? { refusal } : { config: next };
}

function misfit(
  { audio: { input } }: TranscriptionConfig,
  permitted: readonly string[] | undefined,
): Refusal | null {
  const { transcription } = input;
  if (!transcription) {
    const message = `Missing required parameter: '${PLACE}'.`;
    return refuse("missing_required_parameter", message, PLACE);
  }
  const { model } = transcription;
  if (!(permitted ?? TRANSCRIPTION_MODELS).includes(model)) {
    const message = `The model '${model}' does not exist or you do not have access to it.`;
    return refuse("model_not_found", message, `${PLACE}.model`);
  }
  for (const key of Object.keys(transcription)) {
    if (TAKEN_BY[key]?.(model) === false) {
      const message = `Unsupported parameter: '${key}' is not supported with this model.`;
      return refuse("unsupported_parameter", message, `${PLACE}.${key}`);
    }
  }
  if (transcription.language !== undefined && transcription.languages !== undefined) {
    const message = "Give either 'language' or 'languages', not both.";
    return invalidValue(`${PLACE}.languages`, message);
  }
  if (WITHOUT_VAD.includes(model) && input.turn_detection) {
    return invalidValue(
      "session.audio.input.turn_detection",
      "Turn detection is not supported for this transcription model.",
    );
  }
  return null;
}
