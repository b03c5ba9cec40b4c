// Keeps the lines of one call as they are received, and tells what does not fit what came before (audiohook § 10.1).
// It knows no session: where the media is, is told.
import type { Entity } from "../audiohook/server_message.ts";
import type { TranscriptViolationCode } from "../audiohook/violations.ts";
import type { Who } from "./score.ts";
import { type ReadLine, readTranscript } from "./transcript_entity.ts";

/** A final line. */
export interface ReceivedLine extends ReadLine {
  who: Who;
  /** Since the call began. */
  receivedAtMs: number;
  /** How much of it was shown before it was final. */
  interims: number;
}

export interface Complaint {
  code: TranscriptViolationCode;
  detail: string;
}

/** A line may end where the sound that it is of ends, and that crossed the line on the wire. */
const AHEAD_MS = 100;

export class TranscriptLedger {
  readonly #channels: readonly Who[];
  readonly #lines: ReceivedLine[] = [];
  readonly #utterances = new Map<string, { channel: number; final: boolean; interims: number }>();
  #interims = 0;

  constructor(channels: readonly Who[]) {
    this.#channels = channels;
  }

  /** Final lines in the order in which they came. */
  get lines(): readonly ReceivedLine[] {
    return this.#lines;
  }

  /** Lines that were not final. */
  get interims(): number {
    return this.#interims;
  }

  /** `line`: what it says and of whom, if it can be told. */
  take(
    { type, data }: Entity,
    { atMs, mediaMs }: { atMs: number; mediaMs: number },
  ): { line: ReceivedLine | null; complaints: Complaint[] } {
    if (type !== "transcript") {
      return { line: null, complaints: [{ code: "ENTITY_FOREIGN", detail: type }] };
    }
    const { line, faults, tokenFaults } = readTranscript(data, this.#channels.length);
    const complaints: Complaint[] = [
      ...faults.map((detail) => ({ code: "TRANSCRIPT_INVALID" as const, detail })),
      ...tokenFaults.map((detail) => ({ code: "TRANSCRIPT_TOKENS" as const, detail })),
    ];
    if (!line) return { line: null, complaints };
    const endMs = line.offsetMs + line.durationMs;
    if (endMs > mediaMs + AHEAD_MS) {
      const detail = `ends at ${Math.round(endMs)} ms, the position is ${Math.round(mediaMs)} ms`;
      complaints.push({ code: "TRANSCRIPT_AHEAD", detail });
    }
    const before = this.#utterances.get(line.id) ?? {
      channel: line.channel,
      final: false,
      interims: 0,
    };
    if (before.channel !== line.channel) {
      const detail = `channel ${line.channel} after ${before.channel}`;
      complaints.push({ code: "TRANSCRIPT_MOVED", detail });
    }
    if (before.final) {
      const code = line.final ? "TRANSCRIPT_FINAL_TWICE" : "TRANSCRIPT_AFTER_FINAL";
      complaints.push({ code, detail: line.id });
    }
    const interims = before.interims + (line.final ? 0 : 1);
    if (!line.final) this.#interims++;
    const final = line.final || before.final;
    this.#utterances.set(line.id, { channel: before.channel, final, interims });
    const who = this.#channels[line.channel]!;
    const received = { ...line, who, receivedAtMs: atMs, interims };
    if (line.final) this.#lines.push(received);
    return { line: received, complaints };
  }
}
