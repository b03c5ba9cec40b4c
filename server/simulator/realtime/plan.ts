// Lays out one answer in time before any of it is sent: clumps of uneven deltas, words ahead of sound
// (realtime-stand-in § 5.1). Pure; faults change the plan in spoil.ts, response_run.ts performs it.
import { bytesPerMs, fromUlaw } from "./audio_format.ts";
import type { Reply } from "./dialogue.ts";
import { between, type Random, wholeBetween } from "./random.ts";
import { WORK_MS } from "./remote_servers.ts";
import type { Timing } from "./scenario.ts";
import type { AudioFormat } from "./session_config.ts";

export type Step =
  | { type: "open"; item: number }
  | { type: "words"; item: number; text: string }
  | { type: "audio"; item: number; audio: Uint8Array }
  | { type: "arguments"; item: number; text: string }
  /** A remote server's tool begins to work, or its work is done. */
  | { type: "work"; item: number; phase: "began" | "ended" }
  | { type: "close"; item: number }
  | { type: "done" }
  | Mischief;

/** What faults put between the steps of an answer. */
export type Mischief =
  | { type: "end"; status: "failed" | "incomplete"; code: string; message: string }
  | { type: "frame"; frame: string | Uint8Array }
  | { type: "event"; event: Readonly<Record<string, unknown>> }
  | { type: "repeat" }
  /** Deltas of this response and of one that never was; after `done`. */
  | { type: "ghosts" }
  | { type: "false_start"; item: number }
  | { type: "flapping" }
  | { type: "drop" }
  | { type: "stall" }
  | { type: "close_socket"; code: number; refusal?: string };

/** Milliseconds after `response.created`. */
export interface Timed {
  atMs: number;
  step: Step;
}

export interface PlanOptions {
  format: AudioFormat;
  /** Whether it is answered in writing. */
  written: boolean;
  timing: Timing;
  random: Random;
  /** Reasoning takes its time: factor on the first words and sounds. */
  reasoningX: number;
  /** "tiny": one byte and odd sizes; "flood": all within two seconds; a number: all deltas of so many bytes. */
  deltas?: "normal" | "tiny" | "flood" | number;
}

const FLOOD_MS = 2000;

export function planReply(reply: Reply, options: PlanOptions): Timed[] {
  const { random, timing, reasoningX } = options;
  const steps: Timed[] = [];
  let atMs = between(random, timing.firstText) * reasoningX;
  const soundMs = Math.max(atMs, between(random, timing.firstAudio) * reasoningX);
  reply.forEach((piece, item) => {
    steps.push({ atMs, step: { type: "open", item } });
    if (piece.type === "call" || piece.type === "mcp") {
      for (const text of torn(piece.args, random)) {
        atMs += between(random, [10, 30]);
        steps.push({ atMs, step: { type: "arguments", item, text } });
      }
      if (piece.type === "mcp") {
        steps.push({ atMs, step: { type: "work", item, phase: "began" } });
        // It goes on by itself and is closed when it is done.
        if (piece.outlasts) return;
        atMs += piece.workMs ?? WORK_MS;
        steps.push({ atMs, step: { type: "work", item, phase: "ended" } });
      }
    } else if (piece.type === "approval") {
      atMs += between(random, [10, 30]);
    } else if (options.written) {
      for (const text of phrases(piece.text, random)) {
        steps.push({ atMs, step: { type: "words", item, text } });
        atMs += between(random, [20, 40]);
      }
    } else {
      const startMs = item === 0 ? soundMs : atMs + between(random, [20, 200]);
      atMs = planSpeech(steps, { item, piece, atMs, startMs }, options);
    }
    atMs += between(random, [2, 20]);
    steps.push({ atMs, step: { type: "close", item } });
  });
  steps.push({ atMs: atMs + between(random, timing.responseDone), step: { type: "done" } });
  return steps;
}

/** Adds the words and sounds of one item; returns when its last delta is sent. */
function planSpeech(
  steps: Timed[],
  speech: {
    item: number;
    piece: { text: string; audio: Uint8Array };
    atMs: number;
    startMs: number;
  },
  options: PlanOptions,
): number {
  const { item, piece } = speech;
  const { random, timing, format } = options;
  const audio = fromUlaw(piece.audio, format);
  const durationMs = audio.length / bytesPerMs(format);
  const deliveryX = options.deltas === "flood"
    ? Math.max(1, durationMs / FLOOD_MS)
    : between(random, timing.deliveryX);
  const words = phrases(piece.text, random);
  let said = 0;
  const sayUntil = (soundMs: number, atMs: number) => {
    while (said < words.length && (said / words.length) * durationMs <= soundMs) {
      steps.push({ atMs, step: { type: "words", item, text: words[said]! } });
      said++;
    }
  };
  sayUntil(between(random, [500, 3000]), speech.atMs);
  let atMs = speech.startMs;
  let clumpMs = 0;
  let left = wholeBetween(random, [2, 6]);
  let sentMs = 0;
  for (const delta of pieces(audio, options)) {
    sayUntil(sentMs + between(random, [500, 3000]), atMs);
    steps.push({ atMs, step: { type: "audio", item, audio: delta } });
    sentMs += delta.length / bytesPerMs(format);
    clumpMs += delta.length / bytesPerMs(format);
    left--;
    if (left > 0) continue;
    atMs += clumpMs / deliveryX;
    if (options.deltas !== "flood" && random() < 0.05) atMs += between(random, timing.stall);
    clumpMs = 0;
    left = wholeBetween(random, [2, 6]);
  }
  sayUntil(Infinity, atMs);
  return atMs;
}

function pieces(audio: Uint8Array, options: PlanOptions): Uint8Array[] {
  const result: Uint8Array[] = [];
  for (let at = 0; at < audio.length;) {
    const bytes = deltaBytes(options, result.length);
    result.push(audio.subarray(at, at + bytes));
    at += bytes;
  }
  return result;
}

const TINY = [1, 1, 0, 3, 7, 159, 161, 1, 333, 0, 1019, 479];

function deltaBytes(options: PlanOptions, index: number): number {
  const { random, timing, format, deltas = "normal" } = options;
  if (typeof deltas === "number") return Math.max(1, deltas);
  if (deltas === "tiny") return TINY[index % TINY.length]!;
  const odd = random();
  if (deltas === "normal" && odd < 0.03) return 1;
  const range = index === 0 ? timing.firstAudioDelta : timing.audioDelta;
  const ms = deltas === "normal" && odd > 0.98 ? 3000 : between(random, range);
  const bytes = Math.max(1, Math.round(ms * bytesPerMs(format)));
  // Nobody may rely on deltas that are whole frames.
  return bytes % 160 === 0 ? bytes + 1 : bytes;
}

/** The text in deltas of one to four words; joined they are the text. */
function phrases(text: string, random: Random): string[] {
  const words = text.match(/\s*\S+/g) ?? [];
  const result: string[] = [];
  for (let at = 0; at < words.length;) {
    const count = wholeBetween(random, [1, 4]);
    result.push(words.slice(at, at + count).join(""));
    at += count;
  }
  return result;
}

/** Arguments torn anywhere, also inside an escape or between the halves of a character. */
function torn(args: string, random: Random): string[] {
  const result: string[] = [];
  for (let at = 0; at < args.length;) {
    const units = wholeBetween(random, [1, 9]);
    result.push(args.slice(at, at + units));
    at += units;
  }
  return result;
}
