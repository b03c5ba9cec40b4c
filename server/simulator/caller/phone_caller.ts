// Joins what a simulated call is asked to do to the person on the phone, and adds up the report. What every protocol's
// simulator needs and none does by itself: it knows no protocol.
import { BYTES_PER_MS } from "../../audio/ulaw.ts";
import { type Cancel, type Clock, systemClock } from "../../clock.ts";
import { loadSpeech, type Speech } from "../speech.ts";
import { accountLine } from "./account_line.ts";
import { callScript } from "./call_script.ts";
import type { Script } from "./caller_script.ts";
import { unmet } from "./expectation.ts";
import { guardedClock } from "./guarded_clock.ts";
import type { Breach, PhoneCallOptions, PhoneCallReport } from "./phone_call.ts";
import { type Phone, SimulatedCaller } from "./simulated_caller.ts";
import { agentWords, voiceOf } from "./voices.ts";

/** What the protocol's side does for the caller. */
export interface PhoneWire {
  /** What the caller says: mono mu-law at 8 kHz, frames of `frameMs`; the last may be shorter. */
  audio(frame: Uint8Array): void;
  digit(digit: string): void;
  hangUp(): void;
  /** Breaks the line without a goodbye. */
  drop(): void;
  /** The agent's sound began, or is over; `completed` does not come after it was silenced. */
  playback?(what: "started" | "completed"): void;
}

/** What the protocol is like. */
export interface PhoneTraits {
  /** For sentences, for instance "AudioSocket". */
  protocol: string;
  /** Steps of a script that it has no place for. */
  cannot: readonly ("hold" | "language" | "press")[];
  /** Length of the caller's frames. */
  frameMs: number;
  /** How long the first piece of sound waits for others: for servers that send in real time. Default: 0. */
  jitterMs?: number;
}

/** What only the protocol's side knows of a call that is over. */
export type CallEnd = Pick<PhoneCallReport, "callId" | "endedBy" | "transferredTo">;

/** One call: prepared, dialled, answered, ended, reported. */
export class PhoneCaller {
  readonly clock: Clock;
  readonly script: Script;
  /** What the phone system tells of the call. */
  readonly variables: Readonly<Record<string, string>>;
  readonly #options: PhoneCallOptions;
  readonly #traits: PhoneTraits;
  readonly #speech: Speech;
  readonly #breaches: Breach[] = [];
  readonly #told: PhoneCallReport["told"] = [];
  readonly #arrivals: PhoneCallReport["arrivals"] = [];
  readonly #timers: Cancel[] = [];
  #caller: SimulatedCaller | undefined;
  #abandon: (reason: unknown) => void = () => {};
  #unbind: () => void = () => {};
  #dialledMs = 0;
  #answeredMs: number | null = null;
  #endedMs: number | null = null;

  private constructor(
    { options, traits, speech, script }: {
      options: PhoneCallOptions;
      traits: PhoneTraits;
      speech: Speech;
      script: Script;
    },
  ) {
    this.#options = options;
    this.#traits = traits;
    this.#speech = speech;
    this.script = script;
    this.clock = options.clock ?? systemClock;
    this.variables = { ...script.variables, ...options.variables };
  }

  /** Rejects with what is wrong, before anything is dialled. */
  static async prepare(options: PhoneCallOptions, traits: PhoneTraits): Promise<PhoneCaller> {
    options.signal?.throwIfAborted();
    const speech = options.speech ?? await loadSpeech();
    const script = await callScript(options, speech);
    for (const [index, { do: what }] of script.steps.entries()) {
      if (traits.cannot.some((one) => one === what)) {
        throw new Error(
          `Cannot place the call: ${traits.protocol} has no place for "${what}" ` +
            `(step ${index + 1} of script ${script.name})`,
        );
      }
    }
    return new PhoneCaller({ options, traits, speech, script });
  }

  /**
   * The time of the call begins.
   * @param abandon gives the call up without a goodbye: it was called off before the answer, or the caller is at fault
   */
  dialled(abandon: (reason: unknown) => void): void {
    this.#dialledMs = this.clock.now();
    this.#abandon = abandon;
    const { signal } = this.#options;
    if (!signal) return;
    const onAbort = () => this.#caller ? this.#caller.hangUp() : abandon(signal.reason);
    signal.addEventListener("abort", onAbort);
    this.#unbind = () => signal.removeEventListener("abort", onAbort);
    if (signal.aborted) onAbort();
  }

  /** Since dialling. */
  get atMs(): number {
    return this.clock.now() - this.#dialledMs;
  }

  /** The caller begins to speak and to listen. */
  answered(wire: PhoneWire): void {
    if (this.#caller) return;
    this.#answeredMs = this.atMs;
    this.tell("call", `answered in ${this.#answeredMs.toFixed(0)} ms`);
    this.#caller = new SimulatedCaller({
      clock: guardedClock(this.clock, (fault) => this.#abandon(fault)),
      phone: phoneOf(wire),
      script: this.script,
      tell: (who, line) => this.tell(who, line),
      voice: (id) => voiceOf(id, this.#options.audio, this.#speech),
      name: this.#options.onEvent ? agentWords(this.#speech) : () => undefined,
      ear: { jitterMs: this.#traits.jitterMs ?? 0 },
      frameMs: this.#traits.frameMs,
    });
    this.#caller.start();
  }

  /** Sound of the agent, or silence: mono mu-law at 8 kHz. Ignored before the answer and after the end. */
  hear(ulaw: Uint8Array): void {
    if (this.#endedMs !== null || !this.#caller?.hear(ulaw)) return;
    this.#arrivals.push({ atMs: this.atMs, soundMs: ulaw.length / BYTES_PER_MS });
  }

  /** The server silenced the phone: what is queued is not heard. */
  bargeIn(): void {
    this.#caller?.bargeIn();
  }

  /** Received and not heard yet. */
  get queuedMs(): number {
    return this.#caller?.queuedMs ?? 0;
  }

  /** The server did what the protocol forbids. */
  breach(rule: string, detail: string): void {
    this.#breaches.push({ rule, detail });
    this.tell("FAULT", `${rule}: ${detail}`);
  }

  /** A line of talk that the server told the phone system. */
  talk(role: "caller" | "agent", text: string): void {
    this.#told.push({ role, text });
  }

  tell(who: string, line: string): void {
    this.#options.onEvent?.(accountLine(this.atMs, who, line));
  }

  /** Once after so long, unless the call is over by then; never without a time. */
  after(ms: number | undefined, fn: () => void): void {
    if (ms === undefined || this.#endedMs !== null) return;
    const clock = guardedClock(this.clock, (fault) => this.#abandon(fault));
    this.#timers.push(clock.after(ms, fn));
  }

  /** As if the script said so. */
  hangUp(): void {
    this.#caller?.hangUp();
  }

  /** Nothing is said or heard any more. Idempotent. */
  end(): void {
    if (this.#endedMs !== null) return;
    this.#unbind();
    for (const cancel of this.#timers) cancel();
    this.#caller?.end();
    this.#endedMs = this.atMs;
  }

  /** Of a call that has ended. */
  report(end: CallEnd): PhoneCallReport {
    const caller = this.#caller;
    const bargeIns = caller?.bargeIns ?? 0;
    // No protocol but Genesys' has a place for output variables: there is nothing to compare.
    const { bargeIns: expected } = this.script.expect ?? {};
    const expectation = expected === undefined ? {} : { bargeIns: expected };
    return {
      ...end,
      breaches: this.#breaches,
      heard: caller?.heard() ?? new Uint8Array(),
      said: caller?.said() ?? new Uint8Array(),
      bargeIns,
      playbacks: caller?.playbacks ?? 0,
      cutMs: caller?.cutMs ?? 0,
      answeredMs: this.#answeredMs,
      firstAudioMs: caller?.firstAudioMs ?? null,
      answerMs: [...caller?.answerMs ?? []],
      durationMs: this.#endedMs ?? this.atMs,
      told: this.#told,
      arrivals: this.#arrivals,
      scriptError: caller?.scriptError ?? unmet(expectation, { outputs: undefined, bargeIns }),
    };
  }
}

function phoneOf(wire: PhoneWire): Phone {
  const impossible = (what: string) => {
    throw new Error(`A script with ${what} should not have got here`);
  };
  return {
    audio: (frame) => wire.audio(frame),
    digit: (digit) => wire.digit(digit),
    playback: (what) => wire.playback?.(what),
    hold: () => impossible("hold"),
    language: () => impossible("language"),
    hangUp: () => wire.hangUp(),
    drop: () => wire.drop(),
  };
}
