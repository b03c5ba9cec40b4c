// What sessions of every kind have in common: one wire and its journal, timers that end with it, an hour to live,
// and the faults of a connection (openai-realtime §§ 14, 15). It knows no event but the first and the last.
import type { Clock } from "../../clock.ts";
import { faultPlace } from "../../guard.ts";
import { type ClientFrame, readClientFrame } from "./client_event.ts";
import { Emitter } from "./emit.ts";
import type { FaultPlan } from "./faults.ts";
import type { Journal } from "./journal.ts";
import { between, type Random } from "./random.ts";
import { type Fault, type Scenario, TIMING, type Timing } from "./scenario.ts";
import { type Refusal, refuse } from "./shape.ts";
import { Timers } from "./timers.ts";

/** What a session needs of its connection. */
export interface Wire {
  send(frame: string | Uint8Array): void;
  close(code?: number, reason?: string): void;
  /** Breaks the connection without a close frame. */
  drop(): void;
  /** Neither reads nor writes any more, and does not say so. */
  stall(): void;
}

export interface SessionLineOptions {
  wire: Wire;
  journal: Journal;
  faults: FaultPlan;
  scenario: Scenario;
  clock: Clock;
  random: Random;
  paceX: number;
}

const SESSION_MS = 3_600_000;
const YEARS_MS = 10 * 365 * 86_400_000;
const CONNECTION_FAULTS = ["F01", "F02", "F15", "F42"] as const;

/** Refusals that a good client meets too: two events crossed, or a truncation was too long by a hair. */
const RACES: readonly (string | null)[] = [
  "response_cancel_not_active",
  "conversation_already_has_active_response",
  "unsupported_content_type",
  null,
];

export class SessionLine {
  readonly id: string;
  readonly timers: Timers;
  readonly emitter: Emitter;
  readonly timing: Timing;
  #options: SessionLineOptions;
  #expiresAtMs = 0;
  #over = false;

  constructor(options: SessionLineOptions) {
    this.#options = options;
    const { scenario, journal, random, clock, paceX } = options;
    this.timing = { ...TIMING, ...scenario.timing };
    this.timers = new Timers({
      clock,
      paceX,
      onFault: (error) => {
        journal.faults.push(faultPlace(error));
        this.close(1011, "server_error.null");
      },
    });
    this.emitter = new Emitter({
      connection: journal.number,
      random,
      untidy: scenario.untidy === false ? 0 : 1,
      send: (text, type) => this.#send(text, type),
    });
    this.id = this.emitter.id("sess");
    journal.sessionId = this.id;
  }

  get over(): boolean {
    return this.#over;
  }

  /** Unix seconds. */
  get expiresAtS(): number {
    return Math.floor(this.#expiresAtMs / 1000);
  }

  /** Calls `hello` after a while, when the session's hour has begun; never where a fault forbids it. */
  begin(hello: () => void): void {
    const { faults, journal, random } = this.#options;
    const connection = journal.number;
    if (faults.take("F08", { connection }, ({ variant }) => variant !== "tcp")) return;
    this.timers.after(between(random, this.timing.sessionCreated), () => {
      this.#live(faults.take("F41", { connection }));
      hello();
    });
  }

  /** Reads and writes down one frame of the client; null: nobody listens any more. */
  read(frame: string | Uint8Array): ClientFrame | null {
    if (this.#over) return null;
    const { scenario, journal } = this.#options;
    const read = readClientFrame(frame, { refuseRate: scenario.refuseRate ?? true });
    const bytes = typeof frame === "string" ? frame.length : frame.byteLength;
    const seen = read.type === "refused" ? read.seen : read.type;
    journal.record("in", seen, bytes, read.type === "refused" ? undefined : read.event);
    return read;
  }

  refuse(read: ClientFrame, refusal: Refusal): void {
    const seen = read.type === "refused" ? read.seen : read.type;
    const { code, param } = refusal;
    if (!RACES.includes(code)) {
      const detail = `${seen}: ${code} ${param ?? ""}`.trimEnd();
      this.#options.journal.conduct.note("refused", detail);
    }
    this.emitter.refuse(refusal, read.eventId);
  }

  /** After the first `session.updated`: faults that strike at a time, whatever goes on. */
  scheduleFaults(): void {
    const { faults, journal } = this.#options;
    const timed = ({ at }: Fault) => at?.ms !== undefined;
    const fault = faults.takeAny(CONNECTION_FAULTS, { connection: journal.number }, timed);
    if (!fault) return;
    this.timers.after(fault.at?.ms ?? 0, () => {
      if (fault.name === "F15") return this.stall();
      const code = fault.name === "F42" ? fault.value ?? 1011 : 1006;
      if (code === 1006) this.drop();
      else this.close(code, "");
    });
  }

  /** A frame that is no event of ours. */
  sendRaw(frame: string | Uint8Array): void {
    const type = typeof frame === "string" ? "text" : "binary";
    this.#options.journal.record("out", type, frame.length);
    this.#options.wire.send(frame);
  }

  drop(): void {
    this.end();
    this.#options.journal.end("stand-in", 1006, "dropped");
    this.#options.wire.drop();
  }

  stall(): void {
    this.end();
    this.#options.wire.stall();
  }

  close(code: number, reason: string): void {
    if (this.#over) return;
    this.end();
    this.#options.journal.end("stand-in", code, reason);
    this.#options.wire.close(code === 1005 ? undefined : code, reason);
  }

  /** The connection is gone. Nothing is sent afterwards; no timer is left. */
  end(): void {
    this.#over = true;
    this.timers.clear();
  }

  #live(fault: Fault | undefined): void {
    const { clock, scenario } = this.#options;
    const lifeMs = fault && fault.variant === undefined
      ? fault.value ?? 5000
      : scenario.sessionMs ?? SESSION_MS;
    const skewMs = { past: -2 * SESSION_MS, skewed: YEARS_MS }[fault?.variant ?? ""] ?? 0;
    this.#expiresAtMs = clock.wall() + lifeMs + skewMs;
    this.timers.after(lifeMs, () => {
      const message = "Your session hit the maximum duration of 60 minutes.";
      this.emitter.refuse(refuse("session_expired", message, null), null);
      this.close(1001, message);
    });
  }

  #send(text: string, type: string): void {
    if (this.#over) return;
    const { journal, wire } = this.#options;
    journal.record("out", type, text.length);
    if (type === "session.hint.updated") journal.conduct.surprised();
    wire.send(text);
  }
}
