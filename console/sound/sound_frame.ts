// One message of a call's live sound: what the caller says beside what the caller hears of us. Pure.
import { LINE_RATE } from "./ulaw.ts";

/** Milliseconds of sound in a message. */
const FRAME_MS = 100;
const FRAME_SAMPLES = LINE_RATE * FRAME_MS / 1000;
const VERSION = 1;

/** Mono mu-law each. */
export interface SoundFrame {
  caller: Uint8Array;
  agent: Uint8Array;
}

/** Byte 1, then both sides one after the other; null for anything else, which a newer server may send. */
export function readSoundFrame(message: ArrayBuffer): SoundFrame | null {
  if (message.byteLength !== 1 + 2 * FRAME_SAMPLES) return null;
  const bytes = new Uint8Array(message);
  if (bytes[0] !== VERSION) return null;
  return {
    caller: bytes.subarray(1, 1 + FRAME_SAMPLES),
    agent: bytes.subarray(1 + FRAME_SAMPLES),
  };
}
