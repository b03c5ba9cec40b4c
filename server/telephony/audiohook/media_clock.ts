// Media time of a call: samples received plus the gaps that the phone system reported (audiohook § 8.3).
// Mutable, because it is touched for every frame; knows neither the wall clock nor the socket.
import { BYTES_PER_MS } from "../../audio/ulaw.ts";

export class MediaClock {
  #samples = 0;

  get atMs(): number {
    return this.#samples / BYTES_PER_MS;
  }

  /** `samples` of one channel have come. */
  heard(samples: number): void {
    this.#samples += samples;
  }

  /** A gap ends at `toMs`. Never backwards: a third-party client says PT0S for ever. */
  jump(toMs: number): void {
    this.#samples = Math.max(this.#samples, Math.round(toMs * BYTES_PER_MS));
  }
}
