// Everybody and everything that hears a call: people who listen, the recording. Joins them to the sound; knows neither
// the model nor the conversation.
import type { Clock } from "../clock.ts";
import type { CallEventBody } from "../contract/event.ts";
import { CallRecording, type KeepSound } from "./call_recording.ts";
import type { Air } from "./command_state.ts";
import { SoundTap } from "./sound_tap.ts";
import { SteppingIn } from "./stepping_in.ts";
import type { Voice } from "./voice.ts";

export interface CallEarsOptions {
  callId: string;
  clock: Clock;
  guard<A extends unknown[]>(fn: (...args: A) => void): (...args: A) => void;
  emit(event: CallEventBody): void;
  voice: Voice;
  /** Bytes handed to the phone that have not left. */
  unsentBytes(): number;
  keepSound: KeepSound | null;
  /** Who has taken over; null: nobody. */
  air(): Air | null;
}

export class CallEars {
  readonly tap: SoundTap;
  readonly steppingIn: SteppingIn;
  readonly recording: CallRecording;

  constructor({ callId, clock, guard, emit, voice, unsentBytes, keepSound, air }: CallEarsOptions) {
    const tap = new SoundTap({ clock, guard, unsentBytes, aheadMs: () => voice.pacer.aheadMs });
    this.tap = tap;
    this.steppingIn = new SteppingIn({ guard, emit, voice, tap, air });
    this.recording = new CallRecording({ callId, tap, keep: keepSound, guard, emit });
  }

  stop(): void {
    this.steppingIn.stop();
    this.recording.end();
    this.tap.stop();
  }
}
