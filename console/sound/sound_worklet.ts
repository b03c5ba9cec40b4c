// The entry of the audio thread: a file of its own, loaded by sound_card.ts. Only joins what
// is heard and what is said to the ports of their nodes.
import { Listening } from "./listening.ts";
import { Playing } from "./playing.ts";
import { Speaking } from "./speaking.ts";
import { LISTENER, PLAYER, SPEAKER, type ToListener, type ToPlayer } from "./worklet_messages.ts";

// The scope of a worklet, which TypeScript's library of the page does not know.
declare const sampleRate: number;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, made: new () => AudioWorkletProcessor): void;

/** Quanta of 128 samples between two reports, about a tenth of a second. */
const REPORT_QUANTA = Math.max(1, Math.round(sampleRate / 10 / 128));

class ListenerProcessor extends AudioWorkletProcessor {
  readonly #listening = new Listening(sampleRate);
  #quanta = 0;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<ToListener>) => {
      if ("frame" in data) this.#listening.take(data.frame);
      else this.#listening.gains(data.gains);
    };
  }

  process(_inputs: Float32Array[][], [output]: Float32Array[][]): boolean {
    const [left, right] = output ?? [];
    if (left && right) this.#listening.fill(left, right);
    if (++this.#quanta >= REPORT_QUANTA) {
      this.#quanta = 0;
      this.port.postMessage(this.#listening.report());
    }
    return true;
  }
}

class PlayerProcessor extends AudioWorkletProcessor {
  readonly #playing = new Playing(sampleRate);
  #quanta = 0;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<ToPlayer>) => {
      if ("audio" in data) this.#playing.take(data.audio);
      else this.#playing.clear();
    };
  }

  process(_inputs: Float32Array[][], [output = []]: Float32Array[][]): boolean {
    this.#playing.fill(output);
    if (this.#playing.takeRanDry()) this.port.postMessage({ ranDry: true });
    if (++this.#quanta >= REPORT_QUANTA) {
      this.#quanta = 0;
      this.port.postMessage(this.#playing.report());
    }
    return true;
  }
}

class SpeakerProcessor extends AudioWorkletProcessor {
  readonly #speaking = new Speaking(sampleRate);

  process([input]: Float32Array[][]): boolean {
    const samples = input?.[0];
    if (!samples) return true;
    for (const report of this.#speaking.take(samples)) {
      this.port.postMessage(report, [report.piece.buffer]);
    }
    return true;
  }
}

registerProcessor(LISTENER, ListenerProcessor);
registerProcessor(SPEAKER, SpeakerProcessor);
registerProcessor(PLAYER, PlayerProcessor);
