// The runner of one ear: remembers the line, and sees to it that somebody writes it down — a session, after a loss
// the next one, or files until a session can be had again. What was not told is heard once more; what was told is not.
import type { Clock } from "../../clock.ts";
import { faultPlace, guarded } from "../../guard.ts";
import type { Log } from "../../observe/log.ts";
import type { Rest } from "../rest/rest.ts";
import type { OpenSocket } from "../socket.ts";
import type { UpstreamFailure, UpstreamTarget } from "../upstream.ts";
import { afterFailure } from "./after_failure.ts";
import { Desk } from "./desk.ts";
import { DueTimer } from "./due_timer.ts";
import type { Ear, EarEvent, EarSettings } from "./ear.ts";
import {
  DRAIN_MS,
  GRACE_MS,
  KEPT_MS,
  OVERLAP_MS,
  PREROLL_MS,
  ROTATE_MS,
  STEADY_MS,
  TRY_AGAIN_MS,
} from "./ear_times.ts";
import { FileHearing } from "./file_hearing.ts";
import { FileWriter } from "./file_writer.ts";
import type { Hearing } from "./hearing.ts";
import { Line } from "./line.ts";
import type { Utterance } from "./order_book.ts";
import { RealtimeHearing } from "./realtime_hearing.ts";

export interface ListeningEarOptions {
  settings: EarSettings;
  safetyIdentifier: string;
  listener: (event: EarEvent) => void;
  target: UpstreamTarget;
  rest: Rest;
  openSocket: OpenSocket;
  clock: Clock;
  log: Log;
  random: () => number;
}

export class ListeningEar implements Ear {
  readonly #options: ListeningEarOptions;
  readonly #line = new Line();
  readonly #desk: Desk;
  readonly #writer: FileWriter;
  #languages: readonly string[];
  /** Who hears now; null: nobody speaks yet, or there was a loss. */
  #current: Hearing | null = null;
  #currentSinceMs = 0;
  /** A session that is to take over, where somebody hears at the next quiet moment. */
  #candidate: RealtimeHearing | null = null;
  #draining: { hearing: RealtimeHearing; sinceMs: number } | null = null;
  /** When a session is dialled, beside who hears now or in place of nobody. */
  #dialAtMs: number | null = null;
  #outage: { sinceMs: number; attempts: number } | null = null;
  #sessionFailure: UpstreamFailure | null = null;
  /** Before this moment all sound is in other hands. */
  #handedOverMs = 0;
  /** The way that was told last; null: none, or it was lost. */
  #toldWay: string | null = null;
  #finishing: { dueMs: number; graceMs: number; done: PromiseWithResolvers<void> } | null = null;
  readonly #timer: DueTimer;
  #over = false;

  constructor(options: ListeningEarOptions) {
    this.#options = options;
    const { settings, clock, rest, random } = options;
    this.#languages = settings.languages;
    this.#timer = new DueTimer(clock, guarded(this.#fault, () => this.#step()));
    this.#desk = new Desk({
      line: this.#line,
      clock,
      tell: (event) => this.#tell(event),
      expected: () => this.#languages,
      model: (by) => "model" in by && typeof by.model === "string" ? by.model : settings.model,
      late: (utterance) => this.#rescue(utterance, "late"),
    });
    this.#writer = new FileWriter({
      rest,
      clock,
      random,
      model: settings.model,
      keywords: settings.keywords,
      languages: () => this.#languages,
      written: (utterance, told) => this.#then(() => this.#desk.words(utterance, told)),
      failed: (utterance, { code, detail }) =>
        this.#then(() => this.#desk.fail(utterance, `transcript_failed:${code}`, detail)),
      refused: (failure) => this.#then(() => this.#filesRefused(failure)),
      fault: this.#fault,
    });
  }

  append(audio: Uint8Array, startMs: number): void {
    if (this.#over || this.#finishing) return;
    this.#line.push(audio, startMs);
    this.#current?.feed();
    this.#step();
  }

  pause(): void {
    if (this.#over || this.#finishing) return;
    this.#line.pause();
    this.#current?.feed();
    this.#step();
  }

  setLanguages(languages: readonly string[]): void {
    if (languages.join() === this.#languages.join()) return;
    this.#languages = [...languages];
    this.#step();
  }

  finish(withinMs: number): Promise<void> {
    if (this.#over) return Promise.resolve();
    if (this.#finishing) return this.#finishing.done.promise;
    const [nowMs, done] = [this.#options.clock.now(), Promise.withResolvers<void>()];
    this.#finishing = { dueMs: nowMs + withinMs, graceMs: nowMs + GRACE_MS, done };
    this.#line.pause();
    this.#desk.hurry(GRACE_MS);
    this.#candidate?.close();
    this.#candidate = null;
    // A session would come too late for what nobody has heard yet.
    if (this.#current) this.#current.feed();
    else if (this.#unheard() && !this.#writer.isRefused) this.#sendFiles();
    this.#step();
    return done.promise;
  }

  close(): void {
    if (this.#over) return;
    this.#over = true;
    this.#timer.stop();
    this.#writer.stop();
    for (const hearing of [this.#current, this.#candidate, this.#draining?.hearing]) {
      hearing?.close();
    }
    this.#finishing?.done.resolve();
  }

  /** Speech that nobody has taken in hand. */
  #unheard() {
    return this.#line.speechAfter(Math.max(this.#desk.settledMs, this.#handedOverMs));
  }

  /** A moment at which nobody speaks and nothing that was said is still open: the way may change. */
  get #isQuiet(): boolean {
    const current = this.#current;
    return this.#line.quiet &&
      (!current || this.#desk.openOf(current).every(({ untilMs }) => untilMs !== null));
  }

  /** Does what is due. */
  #step(): void {
    if (this.#over) return;
    const nowMs = this.#options.clock.now();
    this.#desk.tick();
    this.#endDraining(nowMs);
    if (this.#candidate?.isReady && (!this.#current || this.#isQuiet)) this.#takeOver(nowMs);
    this.#dialIfDue(nowMs);
    const current = this.#current;
    if (current instanceof RealtimeHearing) {
      current.look();
      this.#seeToLanguages(current);
    }
    if (this.#finishing) this.#finishIfDone(this.#finishing, nowMs);
    this.#forget();
    this.#timer.arm(this.#over ? Infinity : this.#dueMs());
  }

  #then(act: () => void): void {
    if (this.#over) return;
    act();
    this.#step();
  }

  #dialIfDue(nowMs: number): void {
    if (this.#candidate || this.#finishing || this.#over) return;
    const due = this.#dialAtMs === null
      ? !this.#current && this.#unheard() !== undefined
      : nowMs >= this.#dialAtMs && (!this.#current || this.#isQuiet);
    if (due) this.#dial();
  }

  #dial(): void {
    this.#dialAtMs = null;
    const settings = { ...this.#options.settings, languages: this.#languages };
    const hearing: RealtimeHearing = new RealtimeHearing({
      ...this.#options,
      settings,
      desk: this.#desk,
      line: this.#line,
      listener: {
        changed: () => this.#step(),
        note: (code, detail) => this.#tell({ type: "note", code, detail }),
        failed: (utterance, code) => this.#then(() => this.#rescue(utterance, code)),
        lost: (failure) => this.#then(() => this.#lost(hearing, failure)),
      },
    });
    this.#candidate = hearing;
  }

  #takeOver(nowMs: number): void {
    const hearing = this.#candidate!;
    const old = this.#current;
    this.#candidate = null;
    const endMs = this.#line.endMs;
    const fromMs = old
      ? Math.max(old.mode === "segmented" ? 0 : old.takenMs, endMs - OVERLAP_MS)
      : this.#replayFromMs();
    if (old) this.#handedOverMs = fromMs;
    if (old instanceof RealtimeHearing) {
      old.end();
      this.#draining?.hearing.close();
      this.#draining = { hearing: old, sinceMs: nowMs };
    }
    this.#current = hearing;
    this.#currentSinceMs = nowMs;
    const lifeMs = hearing.expiresAtMs - this.#options.clock.wall();
    this.#dialAtMs = nowMs + lifeMs - Math.min(ROTATE_MS, lifeMs / 6);
    this.#tellWay(hearing);
    hearing.begin(fromMs);
  }

  #sendFiles(): void {
    const { clock } = this.#options;
    const hearing = new FileHearing({
      writer: this.#writer,
      desk: this.#desk,
      line: this.#line,
      fromMs: this.#replayFromMs(),
    });
    this.#current = hearing;
    this.#currentSinceMs = clock.now();
    this.#outage = null;
    this.#dialAtMs = clock.now() + TRY_AGAIN_MS;
    this.#tellWay(hearing);
    hearing.feed();
  }

  /** Where a new one begins when nobody hears: at the first speech that was not told. */
  #replayFromMs(): number {
    const line = this.#line;
    const floorMs = Math.max(this.#desk.settledMs, this.#handedOverMs);
    const unheard = this.#unheard();
    const wantedMs = unheard ? Math.max(floorMs, unheard.startMs) : line.endMs;
    if (wantedMs < line.startMs) {
      const detail = `${
        Math.round(line.startMs - wantedMs)
      } ms of speech were lost: too much waited`;
      this.#tell({ type: "note", code: "sound_lost", detail });
    }
    return Math.max(floorMs, line.startMs, Math.min(wantedMs, line.endMs) - PREROLL_MS);
  }

  #lost(hearing: RealtimeHearing, failure: UpstreamFailure): void {
    if (this.#draining?.hearing === hearing) {
      this.#draining = null;
      for (const utterance of this.#desk.openOf(hearing)) this.#rescue(utterance, failure.code);
      return;
    }
    const beside = this.#current !== null && this.#current !== hearing;
    if (this.#candidate === hearing) this.#candidate = null;
    this.#sessionFailure = failure;
    const nowMs = this.#options.clock.now();
    if (beside) {
      this.#dialAtMs = nowMs + TRY_AGAIN_MS;
      return this.#tell({ type: "note", code: "session_refused", detail: failure.detail });
    }
    if (this.#current) {
      this.#current = null;
      this.#desk.withdraw(hearing);
      if (nowMs - this.#currentSinceMs >= STEADY_MS) this.#outage = null;
    }
    const outage = this.#outage ??= { sinceMs: nowMs, attempts: 0 };
    outage.attempts++;
    const next = afterFailure({
      failure,
      attempt: outage.attempts,
      elapsedMs: nowMs - outage.sinceMs,
      filesRefused: this.#writer.isRefused,
      finishing: this.#finishing !== null,
      random: this.#options.random,
    });
    if (next.type === "nothing") return this.#giveUp(failure);
    if (this.#toldWay !== null || outage.attempts === 1) this.#tellLost(failure);
    if (next.type === "files") this.#sendFiles();
    else this.#dialAtMs = nowMs + next.waitMs;
  }

  #filesRefused(failure: UpstreamFailure): void {
    if (!(this.#current instanceof FileHearing)) return;
    this.#desk.withdraw(this.#current);
    for (const utterance of this.#writer.stop()) {
      this.#desk.fail(utterance, `transcript_failed:${failure.code}`, failure.detail);
    }
    this.#current = null;
    if (this.#finishing || this.#sessionFailure?.retry === false) return this.#giveUp(failure);
    this.#tellLost(failure);
    this.#dialAtMs = this.#options.clock.now();
  }

  /** What a session could not write down is sent as a file, as long as its sound is there. */
  #rescue(utterance: Utterance, code: string): void {
    const { fromMs, untilMs } = utterance;
    const audio = this.#line.copy(fromMs, untilMs ?? this.#handedOverMs);
    if (this.#writer.isRefused || audio.length === 0) {
      const detail = `The model could not write an utterance down: ${code || "no code"}`;
      return this.#desk.fail(utterance, "transcript_failed", detail);
    }
    utterance.untilMs ??= this.#handedOverMs;
    utterance.dueMs = null;
    this.#writer.write(utterance, audio);
  }

  #giveUp(failure: UpstreamFailure): void {
    this.#desk.flush();
    this.#tell({ type: "lost", failure, retrying: false });
    this.close();
  }

  #endDraining(nowMs: number): void {
    if (!this.#draining) return;
    const { hearing, sinceMs } = this.#draining;
    const idle = this.#desk.openOf(hearing).length === 0;
    if (nowMs - sinceMs < (idle ? DRAIN_MS.least : DRAIN_MS.most)) return;
    this.#draining = null;
    hearing.close();
    for (const utterance of this.#desk.openOf(hearing)) this.#rescue(utterance, "late");
  }

  #seeToLanguages(current: RealtimeHearing): void {
    if (current.languages !== this.#languages && this.#isQuiet) {
      current.setLanguages(this.#languages);
    }
    if (!current.outdated || this.#candidate) return;
    current.outdated = false;
    this.#dialAtMs = this.#options.clock.now();
    this.#dialIfDue(this.#dialAtMs);
  }

  #finishIfDone({ dueMs, graceMs }: { dueMs: number; graceMs: number }, nowMs: number): void {
    const mayCome = this.#current instanceof RealtimeHearing && nowMs < graceMs &&
      this.#unheard() !== undefined;
    if (nowMs < dueMs && (mayCome || !this.#desk.isIdle)) return;
    this.#desk.flush();
    this.close();
  }

  #forget(): void {
    const wantedMs = (this.#unheard()?.startMs ?? Infinity) - PREROLL_MS;
    const line = this.#line;
    line.forget(Math.min(wantedMs, this.#desk.neededFromMs, line.endMs - KEPT_MS));
  }

  /** When to look again, though nothing comes. */
  #dueMs(): number {
    const nowMs = this.#options.clock.now();
    const [current, draining, finishing] = [this.#current, this.#draining, this.#finishing];
    const later = [
      this.#desk.dueMs,
      current instanceof RealtimeHearing ? current.dueMs : null,
      this.#candidate || finishing ? null : this.#dialAtMs,
      draining && draining.sinceMs + DRAIN_MS.least,
      draining && draining.sinceMs + DRAIN_MS.most,
      finishing && finishing.graceMs,
      finishing && finishing.dueMs,
    ];
    // What was due and was not done waits for the line, not for a moment.
    return Math.min(...later.map((ms) => ms !== null && ms > nowMs ? ms : Infinity));
  }

  #tellWay({ mode, model }: Hearing): void {
    const way = `${mode} ${model}`;
    if (way === this.#toldWay) return this.#tell({ type: "note", code: "ear_renewed", detail: "" });
    this.#toldWay = way;
    this.#tell({ type: "ready", mode, model });
  }

  #tellLost(failure: UpstreamFailure): void {
    this.#toldWay = null;
    this.#tell({ type: "lost", failure, retrying: true });
  }

  #tell(event: EarEvent): void {
    if (!this.#over) guarded(this.#fault, this.#options.listener)(event);
  }

  #fault = (error: unknown): void => {
    this.#options.log.error("ear.fault", { place: faultPlace(error) });
  };
}
