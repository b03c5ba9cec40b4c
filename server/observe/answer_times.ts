// How long callers wait for an answer: from the end of their speech to the first sample that was handed to the phone.
// The newest of this process, bounded. Knows no call beyond its name.

const KEPT = 1000;
/** Who waited longer did not wait for an answer to these words. */
const LONGEST_MS = 30_000;

export interface AnswerTimeFigures {
  answers: number;
  p50Ms: number | null;
  p95Ms: number | null;
  p99Ms: number | null;
}

export class AnswerTimes {
  readonly #silentSince = new Map<string, number>();
  #times: number[] = [];

  /** `atMs`: of the call's clock. */
  callerSilent(callId: string, atMs: number): void {
    this.#silentSince.set(callId, atMs);
  }

  callerSpeaks(callId: string): void {
    this.#silentSince.delete(callId);
  }

  agentSpeaks(callId: string, atMs: number): void {
    const sinceMs = this.#silentSince.get(callId);
    if (sinceMs === undefined) return;
    this.#silentSince.delete(callId);
    if (atMs < sinceMs || atMs - sinceMs > LONGEST_MS) return;
    this.#times.push(atMs - sinceMs);
    if (this.#times.length > 2 * KEPT) this.#times = this.#times.slice(-KEPT);
  }

  ended(callId: string): void {
    this.#silentSince.delete(callId);
  }

  figures(): AnswerTimeFigures {
    const sorted = this.#times.slice(-KEPT).sort((a, b) => a - b);
    const at = (share: number) =>
      sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? null;
    return { answers: sorted.length, p50Ms: at(0.5), p95Ms: at(0.95), p99Ms: at(0.99) };
  }
}
