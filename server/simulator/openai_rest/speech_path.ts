// /v1/audio/speech of the stand-in: PCM at 24 kHz, of the recordings where they have the words, else tones.
import { pcm16Bytes } from "../../audio/pcm16.ts";
import { resample } from "../../audio/resample.ts";
import { decodeUlaw } from "../../audio/ulaw.ts";
import { fields, number, oneOf, refuse, text } from "../realtime/shape.ts";
import type { Speech } from "../speech.ts";
import { bad, type Piece, type RestAnswer } from "./rest_answer.ts";
import type { RestTiming } from "./rest_scenario.ts";

const RATE_HZ = 24_000;
/** How long a letter takes to say. */
const LETTER_MS = 65;
const PIECE_MS = 120;
/** Not a whole number of samples, as on a real network. */
const UNEVEN_BYTES = 1;
const body = fields({
  model: text(),
  input: text({ max: 4096 }),
  voice: text(),
  instructions: text({ max: 4096 }),
  response_format: oneOf("mp3", "opus", "aac", "flac", "wav", "pcm"),
  speed: number(0.25, 4),
  stream_format: oneOf("audio", "sse"),
}, ["model", "input", "voice"]);

export function speechAnswer(
  value: unknown,
  { speech, voices, timing }: {
    speech: Speech | undefined;
    voices: readonly string[];
    timing: RestTiming;
  },
): RestAnswer {
  const refusal = body(value, "");
  if (refusal) return bad(refusal);
  const { input, voice, response_format: format } = value as Record<string, string>;
  if (!input || input.trim() === "") {
    return bad(refuse("invalid_value", "Invalid 'input': empty.", "input"));
  }
  if (!voices.includes(voice!)) {
    const message = `Invalid value: '${voice}'. Supported values are: ${voices.join(", ")}.`;
    return bad(refuse("invalid_value", message, "voice"));
  }
  if (format !== "pcm") {
    const message = "This stand-in speaks 'pcm' only.";
    return bad(refuse("invalid_value", message, "response_format"));
  }
  const pcm = spoken(input, speech) ?? toneOf(input);
  return {
    type: "pieces",
    afterMs: timing.speechFirstMs,
    contentType: "audio/pcm",
    pieces: cut(pcm16Bytes(pcm), PIECE_MS / timing.speechX),
  };
}

/** The recording with these words, or the part of one that has them in it. */
function spoken(input: string, speech: Speech | undefined): Int16Array | null {
  const words = input.trim();
  const found = speech?.recordings.find(({ role, text }) =>
    role === "agent" && text.includes(words)
  );
  if (!found) return null;
  const from = found.text.indexOf(words) / found.text.length;
  const to = from + words.length / found.text.length;
  const at = (share: number) => Math.round(found.audio.length * share);
  const audio = decodeUlaw(found.audio.subarray(at(from), at(to)));
  return resample(audio, { fromHz: 8000, toHz: RATE_HZ });
}

/** A tone with the rhythm of syllables; its length is that of the words. */
function toneOf(input: string): Int16Array {
  const length = Math.round(Math.max(300, input.length * LETTER_MS) * RATE_HZ / 1000);
  return Int16Array.from({ length }, (_, i) => {
    const seconds = i / RATE_HZ;
    const loud = 0.6 + 0.4 * Math.sin(2 * Math.PI * 4 * seconds);
    return Math.round(8000 * loud * Math.sin(2 * Math.PI * 440 * seconds));
  });
}

function cut(bytes: Uint8Array<ArrayBuffer>, afterMs: number): Piece[] {
  const size = PIECE_MS * RATE_HZ / 1000 * 2 - UNEVEN_BYTES;
  const pieces: Piece[] = [];
  for (let at = 0; at < bytes.length; at += size) {
    pieces.push({ afterMs, bytes: bytes.slice(at, at + size) });
  }
  return pieces;
}
