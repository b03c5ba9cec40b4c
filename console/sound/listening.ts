// From live sound as it came to samples for the sound card: decoded, evened out, raised to the card's rate.
// Pure apart from its memory; runs in the audio thread and knows no browser.
import { JitterBuffer } from "./jitter_buffer.ts";
import { PowerMeter } from "./loudness.ts";
import { RateChanger } from "./rate_changer.ts";
import { readSoundFrame } from "./sound_frame.ts";
import { LINE_RATE, toFloats } from "./ulaw.ts";
import type { Gains, ListenerReport } from "./worklet_messages.ts";

/** Samples of the line that are taken at a time: 5 ms. */
const BITE = 40;
/** How fast a gain moves to where it is wanted, of the way that is left, with each sample. */
const GLIDE = 0.002;

export class Listening {
  readonly #buffer = new JitterBuffer(LINE_RATE);
  readonly #bite = { caller: new Float32Array(BITE), agent: new Float32Array(BITE) };
  readonly #raise: { caller: RateChanger; agent: RateChanger };
  /** At the card's rate, not played yet. */
  readonly #ready: { caller: Float32Array; agent: Float32Array } = {
    caller: new Float32Array(0),
    agent: new Float32Array(0),
  };
  #at = 0;
  readonly #meters = { caller: new PowerMeter(), agent: new PowerMeter() };
  #wanted: Gains = { caller: 1, agent: 1 };
  readonly #gains: Gains = { caller: 0, agent: 0 };

  constructor(cardHz: number) {
    this.#raise = {
      caller: new RateChanger(LINE_RATE, cardHz),
      agent: new RateChanger(LINE_RATE, cardHz),
    };
  }

  take(message: ArrayBuffer): void {
    const frame = readSoundFrame(message);
    if (frame) this.#buffer.push(toFloats(frame.caller), toFloats(frame.agent));
  }

  gains(wanted: Gains): void {
    this.#wanted = wanted;
  }

  /** Fills both sides, equally long, at the card's rate. */
  fill(caller: Float32Array, agent: Float32Array): void {
    for (let i = 0; i < caller.length; i++) {
      if (this.#at === this.#ready.caller.length) this.#more();
      this.#glide("caller");
      this.#glide("agent");
      caller[i] = this.#ready.caller[this.#at]! * this.#gains.caller;
      agent[i] = this.#ready.agent[this.#at]! * this.#gains.agent;
      this.#at++;
    }
  }

  /** Since the last one. */
  report(): ListenerReport {
    return {
      caller: this.#meters.caller.take(),
      agent: this.#meters.agent.take(),
      playing: this.#buffer.playing,
    };
  }

  #more(): void {
    const { caller, agent } = this.#bite;
    do {
      this.#buffer.pull(caller, agent);
      this.#meters.caller.add(caller);
      this.#meters.agent.add(agent);
      this.#ready.caller = this.#raise.caller.push(caller);
      this.#ready.agent = this.#raise.agent.push(agent);
    } while (this.#ready.caller.length === 0);
    this.#at = 0;
  }

  #glide(side: keyof Gains): void {
    this.#gains[side] += (this.#wanted[side] - this.#gains[side]) * GLIDE;
  }
}
