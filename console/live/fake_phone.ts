// A telephone for tests, which rings nobody. Never imported by the console itself.
import type { PhoneCard } from "../sound/phone_card.ts";
import type { PlayerReport, SpeakerReport } from "../sound/worklet_messages.ts";

export class FakePhone implements PhoneCard {
  isOpen = false;
  broken = false;
  played = 0;
  cleared = 0;
  report: (report: PlayerReport) => void = () => {};
  /** Why there is no microphone; null: there is one. */
  refused: string | null = null;
  /** The person is being asked until this resolves. */
  asking: Promise<void> = Promise.resolve();
  microphone: { report: (report: SpeakerReport) => void; lost: () => void } | null = null;

  open(onReport: (report: PlayerReport) => void): Promise<void> {
    if (this.broken) return Promise.reject(new Error("no sound"));
    this.isOpen = true;
    this.report = onReport;
    return Promise.resolve();
  }
  async openMicrophone(on: NonNullable<FakePhone["microphone"]>): Promise<string | null> {
    await this.asking;
    if (this.refused === null) this.microphone = on;
    return this.refused;
  }
  play(): void {
    this.played++;
  }
  clear(): void {
    this.cleared++;
  }
  closeMicrophone(): void {
    this.microphone = null;
  }
  close(): void {
    this.isOpen = false;
    this.microphone = null;
  }
}
