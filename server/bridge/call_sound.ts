// The live sound of a call for people who listen: what the caller says and what the caller hears of us, side by side in
// frames of 100 ms. Exists only while somebody listens. Knows neither sockets nor the conversation.
import { BYTES_PER_MS, rms, SILENCE } from "../audio/ulaw.ts";
import type { Cancel, Clock } from "../clock.ts";
import { ByteQueue } from "./byte_queue.ts";

const SOUND_FRAME_MS = 100;
const SIDE_BYTES = SOUND_FRAME_MS * BYTES_PER_MS;
export const FRAME_BYTES = 1 + 2 * SIDE_BYTES;
/** First byte of a frame: which kind it is. */
const KIND = 1;
/** What a phone system sends comes in pieces of up to 200 ms: so much is kept before its side is heard. */
const CALLER_LEAD_MS = 200;
const CALLER_LEAD_BYTES = CALLER_LEAD_MS * BYTES_PER_MS;
/** So much later than our side the caller's stands in the frames, give or take half a frame. */
export const CALLER_LATE_MS = CALLER_LEAD_MS - SOUND_FRAME_MS / 2;
/** More than this is old. */
const CALLER_MOST_BYTES = 700 * BYTES_PER_MS;
/** After a burst or a stall the caller's side stands later than it should where so much is there frame after frame. */
const CALLER_LATE_BYTES = CALLER_LEAD_BYTES + SIDE_BYTES;
const LATE_FRAMES = 10;
/** Of a frame in which nobody speaks, about -42 dB. */
const QUIET_RMS = 250;
/** Beyond what any channel lets us run ahead. */
const AGENT_MOST_BYTES = 60_000 * BYTES_PER_MS;
/** After a stall of our own no more than this is made up for. */
const CATCH_UP_FRAMES = 5;

export interface CallSoundOptions {
  clock: Clock;
  /** Faults in timers must reach the call, not the process. */
  guard(fn: () => void): () => void;
  /** Bytes handed to the phone that have not left: nobody hears them yet. */
  unsentBytes(): number;
  /** Milliseconds of what was handed over that the caller has not heard when listening begins. */
  aheadMs: number;
  /**
   * 1, then 800 bytes of the caller, then 800 of our side: mono mu-law, 8 kHz. Nobody changes it. `untilMs`: when it
   * ends, on the clock; what was missed in a stall is left out.
   */
  onFrame(frame: Uint8Array<ArrayBuffer>, untilMs: number): void;
}

export class CallSound {
  readonly #options: CallSoundOptions;
  readonly #caller = new ByteQueue(CALLER_MOST_BYTES);
  readonly #agent = new ByteQueue(AGENT_MOST_BYTES);
  #callerFlows = false;
  /** How many frames in a row it stood late. */
  #lateFrames = 0;
  #dueMs: number;
  #timer: Cancel | null = null;

  constructor(options: CallSoundOptions) {
    this.#options = options;
    this.#dueMs = options.clock.now() + SOUND_FRAME_MS;
    this.#agent.pad(Math.round(options.aheadMs) * BYTES_PER_MS);
    this.#arm();
  }

  /** The caller's sound as it comes from the phone. `secret`: keys are typed that nobody may hear. */
  heard(audio: Uint8Array, secret = false): void {
    if (!secret) return this.#caller.push(audio);
    // A tone is reported while its sound is under way.
    this.#caller.clear();
    this.#caller.pad(CALLER_LEAD_BYTES);
  }

  /** What was handed to the phone: the caller hears it after what was handed over before. */
  played(audio: Uint8Array): void {
    // The first of a burst begins where it does, not at the next frame.
    if (this.#agent.bytes === 0) this.#agent.pad(this.#sinceFrameBytes());
    this.#agent.push(audio);
  }

  /** The phone dropped what it had not played. */
  cleared(): void {
    this.#agent.clear(this.#sinceFrameBytes());
  }

  stop(): void {
    this.#timer?.();
    this.#timer = null;
  }

  #sinceFrameBytes(): number {
    const sinceMs = this.#options.clock.now() - (this.#dueMs - SOUND_FRAME_MS);
    return Math.max(0, Math.min(SIDE_BYTES, Math.round(sinceMs) * BYTES_PER_MS));
  }

  #arm(): void {
    const { clock, guard } = this.#options;
    const tick = guard(() => {
      const late = Math.floor((clock.now() - this.#dueMs) / SOUND_FRAME_MS);
      if (late > CATCH_UP_FRAMES) this.#skip(late - CATCH_UP_FRAMES);
      while (this.#dueMs <= clock.now()) {
        const untilMs = this.#dueMs;
        this.#dueMs += SOUND_FRAME_MS;
        this.#frame(untilMs);
      }
      if (this.#timer) this.#arm();
    });
    this.#timer = clock.after(Math.max(0, this.#dueMs - clock.now()), tick);
  }

  /** The phone went on with what it had. */
  #skip(frames: number): void {
    this.#dueMs += frames * SOUND_FRAME_MS;
    const leftBytes = Math.max(0, this.#agent.bytes - this.#options.unsentBytes());
    this.#agent.take(new Uint8Array(Math.min(frames * SIDE_BYTES, leftBytes)));
  }

  #frame(untilMs: number): void {
    const frame = new Uint8Array(FRAME_BYTES).fill(SILENCE);
    frame[0] = KIND;
    this.#callerFlows = this.#callerFlows
      ? this.#caller.bytes > 0
      : this.#caller.bytes >= CALLER_LEAD_BYTES;
    this.#lateFrames = this.#caller.bytes >= CALLER_LATE_BYTES ? this.#lateFrames + 1 : 0;
    if (this.#callerFlows) this.#takeCaller(frame.subarray(1, 1 + SIDE_BYTES));
    const leftBytes = Math.max(0, this.#agent.bytes - this.#options.unsentBytes());
    this.#agent.take(
      frame.subarray(1 + SIDE_BYTES, 1 + SIDE_BYTES + Math.min(SIDE_BYTES, leftBytes)),
    );
    this.#options.onFrame(frame, untilMs);
  }

  /** Where it stands late, pauses are left out until it does not. */
  #takeCaller(side: Uint8Array): void {
    this.#caller.take(side);
    if (this.#lateFrames >= LATE_FRAMES && rms(side) < QUIET_RMS) this.#caller.take(side);
  }
}
