// Runs the session of session_step.ts: one input after the other, effects as they come, faults that stay in their
// call; and lets sound of the caller through without a step. Its socket may be replaced under it.
import type { Cancel, Clock } from "../../clock.ts";
import { faultPlace, guarded } from "../../guard.ts";
import type { Log } from "../../observe/log.ts";
import type { ChannelClosed, ChannelListener, Invitation } from "../channel.ts";
import { Turnstile } from "../turnstile.ts";
import type { StartFacts } from "./activities.ts";
import { CallerStreams } from "./caller_streams.ts";
import { EarlyWords } from "./early_words.ts";
import { type Dialled, invitationOf } from "./invitation.ts";
import type { Line } from "./line.ts";
import type { MediaChoice } from "./media.ts";
import {
  type Initiate,
  type Message,
  type Outgoing,
  participantOf,
  type ViolationCode,
} from "./message.ts";
import { PlayStream } from "./play_stream.ts";
import { speaks } from "./session_end.ts";
import {
  accepted,
  dueAtMs,
  type Effect,
  firstState,
  type Input,
  isResumable,
  type SessionState,
} from "./session_state.ts";
import { step } from "./session_step.ts";
import { SpeechNotices } from "./speech_notices.ts";
import { Transfer } from "./transfer.ts";

export interface SessionOptions {
  line: Line;
  clock: Clock;
  log: Log;
  callId: string;
  initiate: Initiate;
  media: MediaChoice;
  dialled: Dialled;
  /** Where callers are put through to by our own ending; "" nowhere. */
  transferTargets: readonly string[];
  /** How long the call outlives its socket. */
  resumeMs: number;
  onViolation(code: ViolationCode): void;
  /** Nothing more will come of this session. Exactly once. */
  onForgotten(): void;
}

type AnswerHere = (invitation: Invitation) => ChannelListener | { refused: string };

/** Sound that is no base64, so often in a row, is no accident. */
const BROKEN_IN_ROW = 3;
const MAX_NOTES_ONCE = 64;

export class SessionRunner {
  readonly play: PlayStream;
  readonly notices: SpeechNotices;
  readonly transfer = new Transfer();
  readonly #options: SessionOptions;
  readonly #answer: AnswerHere;
  readonly #streams: CallerStreams;
  #line: Line;
  #state: SessionState;
  #listener: ChannelListener | null = null;
  readonly #early = new EarlyWords();
  readonly #inputs = new Turnstile<Input>(
    (input) => this.#advance(input),
    (error) => this.#collapse(error),
  );
  #cancel: Cancel | null = null;
  readonly #notedOnce = new Set<string>();
  readonly #counts = { chunks: 0, broken: 0, stray: 0, resumes: 0 };

  constructor(options: SessionOptions, answer: AnswerHere) {
    const { line, clock, initiate, media, transferTargets, resumeMs } = options;
    const transferTarget = transferTargets[0] ?? "";
    this.#options = options;
    this.#answer = answer;
    this.#line = line;
    const onFault = (error: unknown) => this.fault(error);
    this.#streams = new CallerStreams(media.user);
    this.play = new PlayStream({
      format: media.play,
      clock,
      line,
      onStuck: () => this.#drop("the phone does not read"),
      onOverflow: () => this.noteOnce("audio_not_sent", "more than two seconds wait"),
      onFault,
    });
    this.notices = new SpeechNotices({
      clock,
      soundsForMs: () => this.play.soundsForMs,
      send: (message) => void this.send(message),
      onFault,
    });
    const { conversationId } = initiate;
    const mediaFormat = media.user.name;
    this.#state = firstState(
      { conversationId, mediaFormat, transferTarget, resumeMs },
      clock.now(),
    );
    line.send(accepted(this.#state));
    this.#setTimer();
  }

  /** Whether our side may still say something. */
  get speaks(): boolean {
    const { phase, told } = this.#state;
    return (phase === "open" || phase === "answering") && !told;
  }

  get resumable(): boolean {
    return isResumable(this.#state);
  }

  get detached(): boolean {
    return !this.#state.attached;
  }

  // What sockets tell. Only the present one counts.

  read(line: Line, message: Message): void {
    if (line !== this.#line) return;
    if (message.type === "userStream.chunk") return this.#hear(message);
    this.run({ type: "message", message, atMs: this.#options.clock.now() });
  }

  oversize(line: Line, detail: string): void {
    if (line !== this.#line) return;
    this.run({ type: "oversize", detail, atMs: this.#options.clock.now() });
  }

  lost(line: Line, code: number): void {
    if (line !== this.#line) return;
    this.run({ type: "socket_lost", code, atMs: this.#options.clock.now() });
  }

  /** On a new socket with the right to it; the old one is nothing to us from here on. */
  resume(line: Line): void {
    const old = this.#state.attached ? this.#line : null;
    this.#line = line;
    this.#counts.resumes++;
    this.run({ type: "socket_back", atMs: this.#options.clock.now() });
    old?.close(1000, "resumed on another socket");
  }

  /** A fault of ours, anywhere: it ends this call and no other. */
  fault(error: unknown): void {
    const { log, callId, clock } = this.#options;
    log.error("audiocodes_fault", { call: callId, place: faultPlace(error) });
    this.run({ type: "fault", atMs: clock.now() });
  }

  // What our side wishes.

  /** False: there is nobody to send it to, or nothing more is to be said. */
  send(message: Outgoing): boolean {
    if (!this.speaks || !this.#state.attached) return false;
    this.#line.send(message);
    return true;
  }

  run(input: Input): void {
    if (!this.#inputs.pass(input)) return;
    this.#setTimer();
  }

  #advance(input: Input): void {
    const { state, effects } = step(this.#state, input);
    this.#state = state;
    for (const effect of effects) this.#perform(effect);
  }

  noteOnce(code: string, detail: string): void {
    const name = `${code} ${detail}`;
    if (this.#notedOnce.has(name) || this.#notedOnce.size >= MAX_NOTES_ONCE) return;
    this.#notedOnce.add(name);
    this.#note(code, detail);
  }

  // The caller's sound: the hot path.

  #hear({ fields }: Message): void {
    this.#counts.chunks++;
    if (!speaks(this.#state)) return void this.#counts.stray++;
    const sound = this.#streams.push(participantOf(fields), fields.audioChunk);
    if (typeof sound === "string") return this.#unheard(sound);
    if (sound.length > 0) this.#tell((listener) => listener.audio(sound), sound.length);
  }

  #unheard(why: "closed" | "other_leg" | "broken"): void {
    switch (why) {
      case "closed":
        this.#counts.stray++;
        return this.noteOnce("order", "userStream.chunk while none is open");
      case "other_leg":
        return this.noteOnce("other_participant", "only the caller is listened to");
      case "broken": {
        this.#counts.broken++;
        this.noteOnce("broken_chunk", "audioChunk is no base64");
        if (this.#streams.brokenInRow <= BROKEN_IN_ROW) return;
        const detail = `${this.#streams.brokenInRow} chunks in a row are no base64`;
        this.run({ type: "broken", code: "E_B64", detail, atMs: this.#options.clock.now() });
      }
    }
  }

  // Running the step.

  #perform(effect: Effect): void {
    switch (effect.do) {
      case "send":
        return this.#line.send(effect.message);
      case "close_socket":
        return this.#line.close(effect.code, effect.reason);
      case "answer":
        return this.#ask(effect.start);
      case "tell_early":
        return this.#early.take().forEach((say) => this.#tell(say));
      case "listen":
        if (this.#streams.start(effect.participant)) return;
        return this.noteOnce("participants", "too many: one is not listened to");
      case "deafen":
        return this.#streams.stop(effect.participant);
      case "finish_playing":
      case "drop_playing":
        this.notices.reset();
        return this.play.close({ quietly: effect.do === "drop_playing" });
      case "streams_gone":
        this.#streams.stopAll();
        this.notices.reset();
        return this.play.disconnect();
      case "play_on":
        return this.play.connect(this.#line);
      case "digit":
        return this.#tell((listener) => listener.digit(effect.digit));
      case "language":
        return this.#tell((listener) => listener.language(effect.tag));
      case "playback_completed":
        return this.#tell((listener) => listener.playbackCompleted());
      case "held":
        return this.#tell((listener) => listener.held());
      case "resumed":
        return this.#tell((listener) => listener.resumed(effect.gapMs));
      case "transfer_status":
        return this.transfer.told(effect.status);
      case "note":
        if (effect.once) return this.noteOnce(effect.code, effect.detail);
        return this.#note(effect.code, effect.detail);
      case "violation":
        return this.#violation(effect.code, effect.detail);
      case "ended":
        return this.#ended(effect.how);
      case "forget":
        return this.#forget();
    }
  }

  #ask(start: StartFacts | null): void {
    const { initiate, callId, dialled, clock, log } = this.#options;
    const invitation = invitationOf(initiate, { callId, dialled, start });
    const call = { call: callId, conversation: invitation.conversationId };
    let answer: ReturnType<AnswerHere>;
    try {
      answer = this.#answer(invitation);
    } catch (error) {
      return this.fault(error);
    }
    const atMs = clock.now();
    if ("refused" in answer) {
      log.warn("audiocodes_not_answered", { ...call, code: answer.refused });
      this.#early.take();
      return this.run({ type: "refused", code: answer.refused, atMs });
    }
    log.info("audiocodes_answered", call);
    this.#listener = answer;
    // Before anything that our side wished for while it answered.
    this.#inputs.passNext({ type: "answered", atMs });
    if (start && start.cut > 0) this.#note("variables_cut", `${start.cut} dropped or cut`);
  }

  /** Kept for later while our side has not decided. */
  #tell(say: (listener: ChannelListener) => void, soundBytes = 0): void {
    const listener = this.#listener;
    if (!listener) {
      const { phase } = this.#state;
      if (phase === "starting" || phase === "answering") this.#early.keep(say, soundBytes);
      return;
    }
    try {
      say(listener);
    } catch (error) {
      this.fault(error);
    }
  }

  /** A socket that is of no use any more counts as lost: VoiceAI Connect may dial again. */
  #drop(detail: string): void {
    const line = this.#line;
    this.#note("slow_phone", detail);
    this.lost(line, 1013);
    line.close(1013, detail);
  }

  #ended(how: ChannelClosed): void {
    const { log, callId: call } = this.#options;
    log.info("audiocodes_ended", { call, by: how.by, detail: how.detail, ...this.#counts });
    this.transfer.callOver();
    this.#tell((listener) => listener.closed(how));
    this.#listener = null;
  }

  #note(code: string, detail: string): void {
    this.#options.log.debug("audiocodes_note", { call: this.#options.callId, code, detail });
    this.#tell((listener) => listener.note(code, detail));
  }

  #violation(code: ViolationCode, detail: string): void {
    const { log, callId, onViolation } = this.#options;
    log.warn("audiocodes_violation", { call: callId, code, detail });
    this.#note("violation", `${code}: ${detail}`);
    onViolation(code);
  }

  #forget(): void {
    this.play.close({ quietly: true });
    this.notices.reset();
    this.transfer.callOver();
    this.#early.take();
    this.#options.onForgotten();
  }

  #setTimer(): void {
    this.#cancel?.();
    this.#cancel = null;
    const dueMs = dueAtMs(this.#state);
    if (dueMs === Infinity) return;
    const { clock } = this.#options;
    const waitMs = Math.ceil(Math.max(0, dueMs - clock.now()));
    const onFault = (error: unknown) => this.fault(error);
    this.#cancel = clock.after(
      waitMs,
      guarded(onFault, () => this.run({ type: "tick", atMs: clock.now() })),
    );
  }

  /** The step or an effect is broken: no orderly way is left. */
  #collapse(error: unknown): void {
    const { log, callId } = this.#options;
    log.error("audiocodes_collapsed", { call: callId, place: faultPlace(error) });
    const listener = this.#listener;
    const wasOver = this.#state.phase === "over";
    this.#listener = null;
    this.#inputs.clear();
    this.#state = { ...this.#state, phase: "over", told: true };
    if (wasOver) return;
    try {
      listener?.closed({ by: "us", detail: "E_INTERNAL" });
    } catch {
      // It is being told that everything is over; there is nothing else to tell it.
    }
    try {
      this.#line.close(1011, "");
    } finally {
      this.#forget();
    }
  }
}
