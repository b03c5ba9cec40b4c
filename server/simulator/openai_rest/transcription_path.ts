// /v1/audio/transcriptions of the stand-in: a multipart form with a WAV that is one; it hears the recordings.
import { rms } from "../../audio/ulaw.ts";
import { readWav } from "../../audio/wav.ts";
import { refuse } from "../realtime/shape.ts";
import { type Written, writtenDown } from "../realtime/written_words.ts";
import type { Speech } from "../speech.ts";
import { bad, type RestAnswer } from "./rest_answer.ts";
import type { RestTiming } from "./rest_scenario.ts";

const FIELDS = [
  "file",
  "model",
  "language",
  "prompt",
  "response_format",
  "temperature",
  "languages[]",
  "keywords[]",
  "include[]",
];
/** The only ones that tell how sure they are, on this path. */
const WITH_LOGPROBS = /^gpt-4o(-mini)?-transcribe(-\d{4}-\d\d-\d\d)?$/;
const HINTED = ["languages[]", "keywords[]"];
const FORMATS = /\.(flac|mp3|mp4|mpeg|mpga|m4a|ogg|wav|webm)$/;
const MAX_BYTES = 25 * 1024 * 1024;
const SHORTEST_MS = 100;
/** Below this there is nothing to write down. */
const QUIET_RMS = 60;

/** What was sent, for the log of a test. */
export interface Heard {
  fields: Record<string, string>;
  audioMs: number;
}

export async function transcriptionAnswer(
  form: FormData,
  { speech, timing, noise, number }: {
    speech: Speech | undefined;
    timing: RestTiming;
    noise: "speech" | "invented";
    /** Of the request on its path. */
    number: number;
  },
): Promise<{ answer: RestAnswer; heard: Heard }> {
  const texts = [...form].filter((entry): entry is [string, string] =>
    typeof entry[1] === "string"
  );
  const heard: Heard = { fields: Object.fromEntries(texts), audioMs: 0 };
  const no = (message: string, param: string) => ({
    answer: bad(refuse("invalid_value", message, param)),
    heard,
  });
  for (const name of form.keys()) {
    if (!FIELDS.includes(name)) return no(`Unknown parameter: '${name}'.`, name);
  }
  const file = form.get("file");
  if (!(file instanceof File)) return no("Missing required parameter: 'file'.", "file");
  if (!FORMATS.test(file.name)) return no("Invalid file format: no known extension.", "file");
  if (!file.type.startsWith("audio/")) return no("Invalid file: no audio content type.", "file");
  if (file.size > MAX_BYTES) return no("Maximum content size limit exceeded.", "file");
  const { response_format: format = "json", language } = heard.fields;
  if (format !== "json") {
    return no(`response_format '${format}' is not supported.`, "response_format");
  }
  if (language !== undefined && !/^[a-z]{2,3}$/.test(language)) {
    return no(`Invalid language '${language}'. Must be ISO 639-1.`, "language");
  }
  const model = heard.fields.model ?? "";
  const include = form.getAll("include[]");
  if (include.some((one) => one !== "logprobs")) return no("Invalid 'include[]'.", "include[]");
  if (include.length > 0 && !WITH_LOGPROBS.test(model)) {
    return no(`'logprobs' is not supported with the model '${model}'.`, "include[]");
  }
  for (const name of HINTED) {
    if (form.has(name) && model !== "gpt-transcribe") {
      return no(`'${name}' is not supported with the model '${model}'.`, name);
    }
  }
  const languages = form.getAll("languages[]").map(String);
  if (language !== undefined && languages.length > 0) {
    return no("Give either 'language' or 'languages', not both.", "languages[]");
  }
  if (languages.some((one) => !/^[a-z]{2,3}$/.test(one))) {
    return no("Invalid language. Must be ISO 639-1.", "languages[]");
  }
  const audio = wavAudio(await file.bytes());
  if (!audio) return no("The audio file could not be decoded or its format is unknown.", "file");
  heard.audioMs = Math.round(audio.length / 8);
  if (heard.audioMs < SHORTEST_MS) return no("Audio file is too short.", "file");
  const written = write(audio, {
    speech,
    noise,
    number,
    candidates: language ? [language] : languages,
  });
  const value = {
    text: written.pieces.join(" "),
    usage: { type: "duration", seconds: Math.ceil(heard.audioMs / 1000) },
    ...(model === "gpt-transcribe" && { languages: written.languages.map((code) => ({ code })) }),
    ...(include.length > 0 && {
      logprobs: written.pieces.map((piece, i) => {
        const token = i > 0 ? ` ${piece}` : piece;
        return { token, bytes: [...new TextEncoder().encode(token)], logprob: written.logprob };
      }),
    }),
  };
  return { answer: { type: "json", afterMs: timing.transcriptionMs, value }, heard };
}

function write(
  audio: Uint8Array,
  { speech, noise, number, candidates }: {
    speech: Speech | undefined;
    noise: "speech" | "invented";
    number: number;
    candidates: readonly string[];
  },
): Written {
  const words = speech?.spotWords().listen(audio) ?? [];
  const known = speech?.recognise(audio);
  // A turn of the agent's caller that was cut short at its edges is understood all the same.
  const whole = known && words.every(({ recording }) => recording === known);
  const audioMs = Math.round(audio.length / 8);
  const quiet = rms(audio) < QUIET_RMS;
  if (words.length > 0 || noise === "invented") {
    const transcription = { model: "", languages: candidates };
    const written = writtenDown({
      words,
      hears: undefined,
      noise,
      number,
      audioMs,
      quiet,
      transcription,
    });
    return whole ? { ...written, pieces: known.text.split(" ") } : written;
  }
  return { pieces: quiet ? [] : [`(speech, ${audioMs} ms)`], logprob: -0.1, languages: [] };
}

/** Mu-law of a WAV of PCM with sizes that are true; null: it is none. Raw mu-law in a WAV is not taken (§ 19). */
function wavAudio(file: Uint8Array): Uint8Array | null {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < 44 || view.getUint16(20, true) !== 1) return null;
  if (view.getUint32(4, true) !== file.length - 8) return null;
  try {
    return readWav(file);
  } catch {
    return null;
  }
}
