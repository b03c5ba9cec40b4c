// A sound card and a socket for tests, which open and say nothing by themselves. Never imported by the console itself.
import type { SoundCard } from "../sound/sound_card.ts";
import type { Gains, ListenerReport, SpeakerReport } from "../sound/worklet_messages.ts";
import type { SoundSocket } from "./call_sound.ts";

export class FakeSocket implements SoundSocket {
  binaryType: BinaryType = "blob";
  readyState = 1;
  bufferedAmount = 0;
  sent = 0;
  texts: string[] = [];
  closed = false;
  readonly #listeners = new Map<string, (event: Event) => void>();

  addEventListener(type: string, fn: (event: Event) => void): void {
    this.#listeners.set(type, fn);
  }
  send(data: string | Uint8Array<ArrayBuffer>): void {
    if (typeof data === "string") this.texts.push(data);
    else this.sent++;
  }
  close(): void {
    this.closed = true;
    this.readyState = 3;
  }
  message(data: unknown): void {
    this.#listeners.get("message")?.(new MessageEvent("message", { data }));
  }
  /** The other side is gone. */
  drop(code = 1006): void {
    this.readyState = 3;
    this.#listeners.get("close")?.(new CloseEvent("close", { code }));
  }
}

export class FakeCard implements SoundCard {
  opened = 0;
  isOpen = false;
  broken = false;
  played = 0;
  mix: Gains | null = null;
  report: (report: ListenerReport) => void = () => {};
  /** Why there is no microphone; null: there is one. */
  refused: string | null = null;
  /** The person is being asked until this resolves. */
  asking: Promise<void> = Promise.resolve();
  microphone: { report: (report: SpeakerReport) => void; lost: () => void } | null = null;

  open(onReport: (report: ListenerReport) => void): Promise<void> {
    if (this.broken) return Promise.reject(new Error("no sound"));
    this.opened++;
    this.isOpen = true;
    this.report = onReport;
    return Promise.resolve();
  }
  play(): void {
    this.played++;
  }
  gains(gains: Gains): void {
    this.mix = gains;
  }
  async openMicrophone(on: NonNullable<FakeCard["microphone"]>): Promise<string | null> {
    await this.asking;
    if (this.refused === null) this.microphone = on;
    return this.refused;
  }
  closeMicrophone(): void {
    this.microphone = null;
  }
  close(): void {
    this.isOpen = false;
    this.microphone = null;
  }
}
