// A call between people with a channel and ears that only take notes, and time that stands still.
import { ManualClock } from "../clock.ts";
import type { CallEventBody } from "../contract/event.ts";
import { silentLog } from "../observe/log.ts";
import type { Ending } from "../telephony/channel.ts";
import type { TranscriptLine } from "../telephony/transcript_channel.ts";
import type { Ear, EarEvent, EarSettings, HeardWords } from "../upstream/transcription/ear.ts";
import { Transcription, type TranscriptionOptions } from "./transcription.ts";

export interface FakeEar {
  settings: EarSettings;
  /** What was asked of it, in words. */
  told: string[];
  tell(event: EarEvent): void;
  finished(): void;
}

export interface AskedTranslation {
  text: string;
  from: string;
  to: string;
  signal: AbortSignal;
  answer(text: string | null): void;
  fail(): void;
}

export interface Rig {
  clock: ManualClock;
  call: Transcription;
  listener: Transcription["listener"];
  ears: FakeEar[];
  /** What the phone system got, in words: lines, `updated`, the end. */
  sent: string[];
  lines: TranscriptLine[];
  endings: Ending[];
  events: CallEventBody[];
  asked: AskedTranslation[];
  /** Model and seconds. */
  costs: [string, number][];
  ended(): number;
  logged: string[];
  /** Lets promises that were settled be heard of. */
  settle(): Promise<void>;
  /** The channel's question for last lines; says when it was answered. */
  closing(withinMs?: number): { done: boolean };
}

export function rig(
  options: Partial<TranscriptionOptions> & { translateTo?: string } = {},
): Rig {
  const clock = new ManualClock();
  const ears: FakeEar[] = [];
  const sent: string[] = [];
  const lines: TranscriptLine[] = [];
  const endings: Ending[] = [];
  const events: CallEventBody[] = [];
  const asked: AskedTranslation[] = [];
  const costs: [string, number][] = [];
  const logged: string[] = [];
  let ended = 0;
  const { translateTo, ...more } = options;
  const call = new Transcription({
    callId: "call",
    channel: {
      send(line) {
        lines.push(line);
        sent.push(`${line.channel}${line.final ? "" : "…"} ${line.text}`);
      },
      languageChanged: (tag) => void sent.push(`updated ${tag}`),
      end: (ending) => void endings.push(ending),
    },
    speakers: ["caller", "agent"],
    language: "",
    ear: { model: "gpt-transcribe", keywords: [] },
    openEar: (settings, _, listener) => fakeEar(ears, settings, listener),
    safetyIdentifier: "hash",
    supportedLanguages: ["es-ES", "de-DE", "en-US"],
    interims: false,
    translation: translateTo === undefined ? null : {
      to: translateTo,
      translate(text, { from, to, signal }) {
        const { promise, resolve, reject } = Promise.withResolvers<string | null>();
        asked.push({
          text,
          from,
          to,
          signal,
          answer: resolve,
          fail: () => reject(new Error("no")),
        });
        return promise;
      },
    },
    clock,
    log: { ...silentLog, error: (code) => logged.push(code) },
    emit: (event) => void events.push(event),
    onCost: (model, seconds) => costs.push([model, seconds]),
    onEnded: () => ended++,
    ...more,
  });
  return {
    clock,
    call,
    listener: call.listener,
    ears,
    sent,
    lines,
    endings,
    events,
    asked,
    costs,
    ended: () => ended,
    logged,
    async settle() {
      for (let i = 0; i < 10; i++) await Promise.resolve();
    },
    closing(withinMs = 3500) {
      const state = { done: false };
      call.listener.closing(() => state.done = true, withinMs);
      return state;
    },
  };
}

function fakeEar(
  ears: FakeEar[],
  settings: EarSettings,
  listener: (event: EarEvent) => void,
): Ear {
  const told: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  ears.push({ settings, told, tell: listener, finished: resolve });
  return {
    append: (audio, startMs) => void told.push(`${audio.length} bytes at ${startMs}`),
    pause: () => void told.push("pause"),
    setLanguages: (tags) => void told.push(`languages ${tags.join(" ")}`),
    finish(withinMs) {
      told.push(`finish within ${withinMs}`);
      return promise;
    },
    close: () => void told.push("close"),
  };
}

/** A final line of an ear. */
export function heard(text: string, more: Partial<HeardWords> = {}): EarEvent {
  const words = { startMs: 1000, endMs: 2000, language: "", confidence: 0.9, ...more };
  return { type: "final", words: { utteranceId: text, text, ...words } };
}

export function eventsOf<T extends CallEventBody["type"]>(
  { events }: Pick<Rig, "events">,
  type: T,
): Extract<CallEventBody, { type: T }>[] {
  return events.filter((event): event is Extract<CallEventBody, { type: T }> =>
    event.type === type
  );
}
