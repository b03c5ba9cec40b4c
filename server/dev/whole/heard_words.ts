// Words with a sound of their own: what an agent is scripted to say, so that a test can tell which of it a
// caller heard, in which order, and whether to the last sample.
import { assertEquals } from "@std/assert";
import { readClips } from "../../process/clip_files.ts";
import type { CallReport } from "../../simulator/audiohook/call.ts";
import { BYTES_PER_MS, rms } from "../../audio/ulaw.ts";
import type { ScriptedPiece } from "../../simulator/realtime/scenario.ts";
import { seededRandom } from "../../simulator/seeded_random.ts";
import { type RunningApp } from "./running_app.ts";
import { verdicts } from "./whole_kit.ts";

type Spoken = Extract<ScriptedPiece, { type: "speech" }>;

const FRAME_BYTES = 160;
const LOUD = 100;
/** A gap of the line may tear a frame or two. */
const WHOLE = 0.85;
const TRACE = 0.05;

/** A piece of an answer, with a sound that no other words have. */
export function says(text: string, ms = 600): Spoken & { text: string; audio: Uint8Array } {
  return { type: "speech", text, audio: soundOf(text, ms), phase: "final_answer" };
}

/** The same as a short word before a tool is called. */
export function remarks(text: string, ms = 400): Spoken & { text: string; audio: Uint8Array } {
  return { ...says(text, ms), phase: "commentary" };
}

export function calls(name: string, args: unknown): ScriptedPiece {
  return { type: "call", name, args: JSON.stringify(args) };
}

/** The end that the model brings about, with a goodbye of its own. */
export function parts(goodbye: Spoken, summary = "It was settled."): ScriptedPiece[] {
  return [goodbye, calls("end_conversation_successfully", { summary })];
}

/**
 * What was heard of these words, in the order of their (first) ends: "words" for all of it to the last sample,
 * "words…" for a beginning. What was not heard is left out.
 */
export function heardOf(
  { heard }: Pick<CallReport, "heard">,
  spoken: readonly { text: string; audio: Uint8Array }[],
): string[] {
  const text = latin1(heard);
  return spoken.flatMap(({ text: words, audio }) => {
    const places = loudFrames(audio).map((frame) => text.indexOf(frame));
    const found = places.filter((at) => at >= 0);
    if (found.length < TRACE * places.length || found.length === 0) return [];
    const whole = found.length >= WHOLE * places.length && places.at(-1)! >= 0;
    return [{ words: whole ? words : `${words}…`, at: Math.max(...found) }];
  }).sort((a, b) => a.at - b.at).map(({ words }) => words);
}

/** The share of this sound, frame by frame and but for its silence, that is in what was heard. */
export function shareHeard(heard: Uint8Array, audio: Uint8Array): number {
  const text = latin1(heard);
  const frames = loudFrames(audio);
  return frames.filter((frame) => text.includes(frame)).length / Math.max(1, frames.length);
}

/**
 * How much something in what was heard is like this sound, 0 to 1, by the rise and fall of its loudness: for sound
 * that came through another format and is the same to an ear only.
 */
export function likeness(heard: Uint8Array, audio: Uint8Array): number {
  const line = loudnessOf(heard);
  const wanted = loudnessOf(audio);
  let best = 0;
  for (let at = 0; at + wanted.length <= line.length; at++) {
    best = Math.max(best, correlation(line.subarray(at, at + wanted.length), wanted));
  }
  return best;
}

/** Of each frame, one every five milliseconds. */
function loudnessOf(audio: Uint8Array): Float64Array {
  const hopBytes = 5 * BYTES_PER_MS;
  const length = Math.max(0, Math.floor((audio.length - FRAME_BYTES) / hopBytes) + 1);
  return Float64Array.from(
    { length },
    (_, i) => rms(audio.subarray(i * hopBytes, i * hopBytes + FRAME_BYTES)),
  );
}

function correlation(a: Float64Array, b: Float64Array): number {
  const mean = (of: Float64Array) => of.reduce((sum, one) => sum + one, 0) / of.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [both, ofA, ofB] = [0, 0, 0];
  a.forEach((one, i) => {
    const [x, y] = [one - meanA, b[i]! - meanB];
    both += x * y;
    ofA += x * x;
    ofB += y * y;
  });
  return both / (Math.sqrt(ofA * ofB) || 1);
}

/** Our own recordings, which bridge a wait or end a call, as {@link heardOf} takes them. */
export async function ourClips(): Promise<
  Record<"comfort" | "apology" | "failure", Spoken & { text: string; audio: Uint8Array }>
> {
  const { comfort, apology, failure } = await readClips();
  const named = (
    text: string,
    { audio }: { audio: Uint8Array },
  ) => ({ type: "speech", text, audio } as const);
  return {
    comfort: named("(comfort)", comfort),
    apology: named("(apology)", apology),
    failure: named("(failure)", failure),
  };
}

/** Nobody broke a protocol, the script went as it is written, and all that was queued was heard. */
export function assertOrderly(app: RunningApp, report: CallReport): void {
  assertEquals(report.violations, []);
  assertEquals(report.scriptError, null);
  assertEquals(report.cutMs, 0);
  assertEquals(verdicts(app), []);
}

/** Its frames, but for silence, which is heard everywhere. */
function loudFrames(audio: Uint8Array): string[] {
  const frames: string[] = [];
  for (let at = 0; at + FRAME_BYTES <= audio.length; at += FRAME_BYTES) {
    const frame = audio.subarray(at, at + FRAME_BYTES);
    if (rms(frame) > LOUD) frames.push(latin1(frame));
  }
  return frames;
}

/** Noise that is the same for the same words. */
function soundOf(text: string, ms: number): Uint8Array {
  const seed = [...text].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)!) >>> 0, 7);
  const random = seededRandom(seed);
  // Below 0xf0: nowhere near silence.
  return Uint8Array.from({ length: ms * BYTES_PER_MS }, () => Math.floor(random() * 0xf0));
}

function latin1(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes);
}
