// One transcription session at work on a line: it waits until it is its turn, takes the sound, and hands what it
// hears to the desk. Knows nothing of what comes before or after it.
import type { Clock } from "../../clock.ts";
import type { Log } from "../../observe/log.ts";
import { errorWords, failed } from "../failure.ts";
import type { OpenSocket } from "../socket.ts";
import type { UpstreamFailure, UpstreamTarget } from "../upstream.ts";
import type { ServerEvent, WireSession } from "../wire.ts";
import { ContinuousTurns } from "./continuous_turns.ts";
import type { Desk } from "./desk.ts";
import type { EarSettings } from "./ear.ts";
import type { Hearing } from "./hearing.ts";
import type { Line } from "./line.ts";
import type { Regime } from "./models.ts";
import type { Utterance } from "./order_book.ts";
import { SegmentedTurns } from "./segmented_turns.ts";
import { TranscriptionSession } from "./transcription_session.ts";
import type { Turns } from "./turns.ts";
import { CALM, dueMs, stepWatch, type Watch } from "./watch.ts";
import { languageCodes } from "./words.ts";

/** Speech longer ago that nobody wrote down was noise. */
const RECENT_MS = 15_000;

export interface HearingListener {
  /** Something changed: it is ready, or words came. */
  changed(): void;
  note(code: string, detail: string): void;
  /** The server could not write an utterance down. */
  failed(utterance: Utterance, code: string): void;
  /** Once, the last event. */
  lost(failure: UpstreamFailure): void;
}

export interface RealtimeHearingOptions {
  settings: EarSettings;
  safetyIdentifier: string;
  target: UpstreamTarget;
  clock: Clock;
  log: Log;
  openSocket: OpenSocket;
  desk: Desk;
  line: Line;
  listener: HearingListener;
}

export class RealtimeHearing implements Hearing {
  readonly #options: RealtimeHearingOptions;
  readonly #session: TranscriptionSession;
  #ready: { regime: Regime; model: string; expiresAtMs: number } | null = null;
  #turns: Turns | null = null;
  #fromMs = 0;
  /** When it took sound last, on the Clock. */
  #fedAtMs = 0;
  #watch: Watch = CALM;
  #languages: readonly string[];
  #over = false;
  /** It goes on with languages that are not wanted any more. */
  outdated = false;

  constructor(options: RealtimeHearingOptions) {
    this.#options = options;
    const { listener, settings } = options;
    this.#languages = settings.languages;
    this.#session = new TranscriptionSession({
      ...options,
      listener: {
        ready: (session) => {
          this.#ready = session;
          listener.changed();
        },
        event: (event) => this.#event(event),
        note: listener.note,
        lost: (failure) => this.#lose(failure),
      },
    });
  }

  get isReady(): boolean {
    return this.#ready !== null;
  }

  get mode(): Regime {
    return this.#ready?.regime ?? "segmented";
  }

  get model(): string {
    return this.#ready?.model ?? this.#options.settings.model;
  }

  /** UTC. */
  get expiresAtMs(): number {
    return this.#ready?.expiresAtMs ?? Infinity;
  }

  get takenMs(): number {
    return this.#turns?.takenMs ?? this.#fromMs;
  }

  get languages(): readonly string[] {
    return this.#languages;
  }

  get dueMs(): number | null {
    return this.#turns ? dueMs(this.#watch) : null;
  }

  /** From this moment of the line on it is the one that hears. */
  begin(fromMs: number): void {
    const { desk, line, listener } = this.#options;
    this.#fromMs = fromMs;
    const make = this.mode === "continuous" ? ContinuousTurns : SegmentedTurns;
    this.#turns = new make({
      session: this.#session,
      desk,
      line,
      by: this,
      fromMs,
      failed: listener.failed,
    });
    this.feed();
  }

  feed(): void {
    if (this.#over || !this.#turns) return;
    const beforeMs = this.takenMs;
    this.#turns.feed();
    if (this.takenMs > beforeMs) this.#fedAtMs = this.#options.clock.now();
  }

  /** Another one hears from here on; what was said so far is still written down. */
  end(): void {
    this.#turns?.end();
  }

  setLanguages(languages: readonly string[]): void {
    this.#languages = languages;
    this.#session.setLanguages(languages);
  }

  /** To be called now and then: looks whether the server still hears. */
  look(heard = false): void {
    if (this.#over || !this.#turns) return;
    const nowMs = this.#options.clock.now();
    const { state, act } = stepWatch(this.#watch, { nowMs, due: this.#isWordDue(), heard });
    this.#watch = state;
    if (act === "ask") this.#session.probe();
    if (act !== "dead") return;
    this.#session.close();
    this.#lose(failed("E_UP_TIMEOUT", "The model's server writes nothing down any more"));
  }

  close(): void {
    this.#over = true;
    this.#session.close();
  }

  #event(event: ServerEvent): void {
    if (this.#over) return;
    const { listener } = this.#options;
    if (event.type === "session.updated") this.#updated(event.session);
    if (event.type === "error") this.#error(event.error);
    this.#turns?.event(event);
    this.look(true);
    listener.changed();
  }

  #error(error: Extract<ServerEvent, { type: "error" }>["error"]): void {
    const code = error.event_id?.startsWith("lang-") ? "language_refused" : "upstream_error";
    this.#options.listener.note(code, `The model's server refused: ${errorWords(error)}`);
  }

  /** Whether a change of languages took: nobody says whether what is left out is kept. */
  #updated({ audio }: WireSession): void {
    const echo = audio?.input?.transcription;
    if (!echo) return;
    const codes = languageCodes(this.#languages);
    const [only] = codes;
    const fits = codes.length === 1
      ? (echo.language ?? echo.languages?.[0] ?? only) === only
      : !echo.language && (codes.length > 0 || (echo.languages ?? []).length === 0);
    if (!fits) this.outdated = true;
  }

  #isWordDue(): boolean {
    const { desk, line } = this.#options;
    if (desk.openOf(this).some(({ untilMs }) => untilMs !== null)) return true;
    const stretch = line.speechAfter(Math.max(desk.settledMs, this.#fromMs));
    const recent = this.#options.clock.now() - this.#fedAtMs < RECENT_MS;
    return recent && stretch !== undefined && stretch.endMs !== null &&
      stretch.endMs <= this.takenMs && stretch.endMs > line.endMs - RECENT_MS;
  }

  #lose(failure: UpstreamFailure): void {
    if (this.#over) return;
    this.#over = true;
    this.#options.listener.lost(failure);
  }
}
