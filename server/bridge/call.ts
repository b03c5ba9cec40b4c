// Runs one call: joins its channel and its upstream, feeds the rules in talk_step.ts and does what they say.
// Audio goes straight through; everything else is a step. A fault in here ends this call only.
import type { HeardItem } from "../audio/playout.ts";
import type { EndReason } from "../contract/call.ts";
import type { CallEventBody } from "../contract/event.ts";
import { faultPlace, guarded } from "../guard.ts";
import type { ChannelListener } from "../telephony/channel.ts";
import type { UpstreamEvent } from "../upstream/upstream.ts";
import { abilitiesOf, type HandsOver, handsOver } from "./abilities.ts";
import { type BoardNote, BoardNotes } from "./board_notes.ts";
import { Briefed } from "./briefed.ts";
import type { Briefing } from "./briefing.ts";
import type { CallOptions } from "./call_options.ts";
import { CallEars } from "./call_ears.ts";
import { CallerAudio } from "./caller_audio.ts";
import { channelListener } from "./channel_listener.ts";
import type { GivenCommand } from "./command_state.ts";
import { History } from "./history.ts";
import { isForLine, toLine } from "./line_effects.ts";
import { isForModel, toModel } from "./model_effects.ts";
import { Moderator } from "./moderator.ts";
import type { Pacer } from "./pacer.ts";
import { Vault } from "./secret_digits.ts";
import type { SteppingIn } from "./stepping_in.ts";
import { isRetractable } from "./talk_commands.ts";
import { typesInSecret } from "./talk_digits.ts";
import { type AnsweredHand, handState } from "./talk_hand.ts";
import { noticesOf } from "./talk_notices.ts";
import { rests } from "./talk_rest.ts";
import { type Effect, newTalk, type Talk, type TalkInput } from "./talk.ts";
import { step, unansweredSinceMs } from "./talk_step.ts";
import { guardsCoughs } from "./talk_turns.ts";
import { Ticker } from "./ticker.ts";
import { ToolRunner } from "./tool_runner.ts";
import { type Ready, UpstreamLink } from "./upstream_link.ts";
import { Voice } from "./voice.ts";

const TICK_MS = 250;

export class Call {
  readonly #options: CallOptions;
  readonly #answeredAtMs: number;
  readonly #callerAudio: CallerAudio;
  readonly #voice: Voice;
  readonly #pacer: Pacer;
  readonly #link: UpstreamLink;
  readonly #history = new History();
  readonly #tools: ToolRunner;
  readonly #vault = new Vault();
  readonly #line: Parameters<typeof toLine>[1];
  readonly #moderator: Moderator;
  readonly #ticker: Ticker;
  readonly #briefed: Briefed;
  readonly #board: BoardNotes;
  readonly #handsOver: HandsOver;
  #talk: Talk = newTalk();
  #heardResponse: string | null = null;
  #finished = false;
  /** What was heard while a step was carried out: it comes after. */
  #later: TalkInput[] | null = null;
  /** When somebody last spoke, or was about to. */
  #stirredAtMs: number;
  readonly #ears: CallEars;
  /** What the channel calls. */
  readonly listener: ChannelListener;

  constructor(options: CallOptions) {
    this.#options = options;
    const { clock, channel, openUpstream: open, safetyIdentifier, random } = options;
    this.#answeredAtMs = this.#stirredAtMs = clock.now();
    const guard = this.#guard;
    this.#handsOver = handsOver(channel);
    this.#board = new BoardNotes({
      wall: () => clock.wall(),
      emit: (event) => this.#emit(event),
      model: () => this.#talk.phase === "live" ? this.#link.upstream : null,
    });
    this.#briefed = new Briefed(options.agent, channel.tools ?? [], this.#board);
    this.#callerAudio = new CallerAudio(clock, this.#answeredAtMs);
    this.#voice = new Voice({
      channel,
      clock,
      clips: options.clips,
      guard,
      emit: (event) => this.#emit(event),
      offset: (atMs) => this.#offset(atMs),
      upstream: () => this.#link.upstream,
      onHeard: (item) => this.#onHeard(item),
      onPlayed: (audio) => this.#ears.tap.played(audio),
      onCleared: () => this.#ears.tap.cleared(),
    });
    this.#pacer = this.#voice.pacer;
    this.#line = { voice: this.#voice, callerAudio: this.#callerAudio, vault: this.#vault };
    this.#ears = new CallEars({
      ...options,
      guard,
      voice: this.#voice,
      emit: (event) => this.#emit(event),
      unsentBytes: () => channel.unsentBytes,
      air: () => this.#talk.commands.air,
    });
    this.#link = new UpstreamLink({
      open,
      safetyIdentifier,
      clock,
      random,
      guard,
      openFallback: options.openFallback,
      settings: () => ({ ...this.#briefed.dial(), seed: this.#history.seed() }),
      onFallback: (code) => this.#emit({ type: "upstream.fallback", code }),
      onReady: (ready) => this.#onReady(ready),
      onEvent: (event) => this.#onModel(event),
      quietMs: () => this.#quiet() ? clock.now() - this.#stirredAtMs : 0,
      onLost: (lost) => {
        const timeout = lost.failure.code === "E_UP_TIMEOUT";
        this.#callerAudio.detach(timeout || unansweredSinceMs(this.#talk) !== null);
        // While a person speaks there is nothing of the model's to be heard.
        if (!this.#talk.commands.air) this.#pacer.complete();
        this.#take({ type: "lost", ...lost });
      },
    });
    this.#tools = new ToolRunner({
      callId: options.callId,
      conversationId: options.conversationId,
      clock,
      guard,
      vault: this.#vault,
      onDone: (done) => this.#take({ type: "tool_done", ...done }),
    });
    this.#moderator = new Moderator({
      moderate: options.moderate,
      guard,
      onResult: (words, result) => this.#take({ type: "moderated", words, result }),
    });
    this.listener = channelListener({
      callerAudio: this.#callerAudio,
      pacer: this.#pacer,
      take: (input) => this.#take(input),
      emit: (event) => this.#emit(event),
      onFrame: (frame) => {
        const secret = this.#talk.onHold || typesInSecret(this.#talk, this.#briefed.config);
        this.#ears.tap.heard(frame, secret);
        if (this.#talk.doubt) this.#take({ type: "tick" });
      },
    });
    this.#ticker = new Ticker(clock, TICK_MS, guard(() => this.#tick()));
  }

  /** Dials the model once the briefing is there. Separate, so that `call.started` is the first event. */
  start(): void {
    const { briefing } = this.#options;
    this.#ears.recording.turn(this.#briefed.config.recording.on);
    const begin = this.#guard((ready: Briefing) => this.#begin(ready));
    if (!(briefing instanceof Promise)) return begin(briefing);
    briefing.then(begin, this.#guard((error: unknown) => this.#onFault(error)));
  }

  #begin(briefing: Briefing): void {
    if (this.#finished) return;
    this.#briefed.begin(briefing);
    const { instructionsFrom, notes, config } = briefing;
    if (guardsCoughs(config.turnTaking)) this.#callerAudio.measure();
    this.#emit({ type: "call.briefed", instructionsFrom, tools: this.#briefed.toolNames });
    for (const { code, detail } of notes) this.#emit({ type: "call.note", code, detail });
    this.#link.start();
  }

  /** Those who hear the call live. */
  get steppingIn(): SteppingIn {
    return this.#ears.steppingIn;
  }

  /** A wish of a supervisor; what becomes of it is told by events. */
  command(command: GivenCommand): "taken" | "cannot" | "over" {
    if (this.#finished) return "over";
    if (!abilitiesOf(this.#options.channel).includes(command.request.kind)) return "cannot";
    this.#act({ type: "command", ...command });
    return "taken";
  }

  /** Takes a command back that nobody was told of yet. */
  retract(commandId: string): "retracted" | "too_late" {
    if (!isRetractable(this.#talk, commandId)) return "too_late";
    this.#act({ type: "retract", commandId });
    return "retracted";
  }

  /** Answers what the agent asked. */
  answerHand(answered: AnsweredHand): "answered" | "too_late" | "unknown" {
    const state = handState(this.#talk, answered.handId);
    if (state !== "raised") return state === "lowered" ? "too_late" : "unknown";
    this.#act({ type: "hand_answered", ...answered });
    return "answered";
  }

  /** Ends the call by its failure path, for instance when the server stops. */
  fail(reason: EndReason, code: string, quick = false): void {
    this.#take({ type: "fail", reason, code, quick });
    this.#whenDrained();
  }

  readonly #guard = <A extends unknown[]>(fn: (...args: A) => void): (...args: A) => void =>
    guarded<A>((error) => this.#onFault(error), fn);

  /** The whole notice board, whenever it is another. */
  readonly post = this.#guard((board: readonly BoardNote[]) => this.#board.post(board));

  #emit(event: CallEventBody): void {
    if (event.type === "call.ended") this.#ears.recording.end();
    this.#history.add(event);
    this.#options.emit(event);
    const { channel } = this.#options;
    if (channel.tell) { for (const notice of noticesOf(event)) channel.tell(notice); }
  }

  #offset(atMs: number): number {
    return Math.max(0, Math.round(atMs - this.#answeredAtMs));
  }

  #onReady({ kind, upstream, sessionId, model, voice, connectMs, attempt }: Ready): void {
    if (kind === "rolled") this.#emit({ type: "upstream.rolled_over", sessionId });
    else this.#emit({ type: "upstream.ready", sessionId, model, voice, connectMs, attempt });
    const { droppedMs } = this.#callerAudio;
    if (kind === "first" && droppedMs > 0) {
      this.#emit({ type: "call.note", code: "early_audio_dropped", detail: `${droppedMs} ms` });
    }
    this.#take({ type: "connected", kind });
    this.#board.ready();
    if (this.#talk.phase === "live" || this.#talk.phase === "farewell") {
      this.#callerAudio.attach(upstream);
    }
  }

  #onModel(event: Exclude<UpstreamEvent, { type: "ready" | "lost" }>): void {
    this.#callerAudio.heard(unansweredSinceMs(this.#talk));
    switch (event.type) {
      case "audio":
        if (this.#heardResponse !== event.responseId) {
          this.#heardResponse = event.responseId;
          this.#link.proven();
          this.#take({ type: "audible", responseId: event.responseId });
        }
        return this.#pacer.enqueue(event, event.audio);
      case "audio_done":
        return this.#pacer.complete(event.itemId);
      default:
        return this.#take({ type: "upstream", event: this.#callerAudio.onCallClock(event) });
    }
  }

  #onHeard({ itemId, responseId, heardMs, generatedMs, interrupted }: HeardItem): void {
    this.#take({ type: "heard", itemId, responseId, heardMs, generatedMs, interrupted });
    // What a step itself cut off is followed by what else it does.
    if (!this.#later) this.#whenDrained();
  }

  /** A supervisor's act; a fault in it is this call's. */
  #act(input: TalkInput): void {
    this.#guard(() => {
      this.#take(input);
      this.steppingIn.tick();
      this.#whenDrained();
    })();
  }

  #tick(): void {
    for (const one of [this.#callerAudio, this.steppingIn, this.#pacer]) one.tick();
    this.#take({ type: "tick" });
    this.#whenDrained();
    if (!this.#quiet()) this.#stirredAtMs = this.#options.clock.now();
    else if (this.#link.due && this.#talk.phase === "live") this.#link.rollOver();
  }

  /** Nobody speaks, and nobody waits for an answer. */
  #quiet(): boolean {
    return rests(this.#talk) && !this.#pacer.busy;
  }

  #take(input: TalkInput): void {
    if (this.#finished) return;
    if (this.#later && input.type === "heard") return void this.#later.push(input);
    const nowMs = this.#offset(this.#options.clock.now());
    const { doubt } = this.#talk;
    const { talk, effects } = step(this.#talk, input, {
      nowMs,
      voicedMs: doubt ? this.#callerAudio.voicedMs(doubt.startMs) : 0,
      busy: this.#pacer.busy,
      remainingMs: this.#pacer.remainingMs,
      connected: this.#link.upstream !== null,
      canFallBack: this.#link.canFallBack,
      agent: this.#briefed.config,
      tool: (name) => this.#briefed.tool(name),
      handover: this.#briefed.handover,
      handsOver: this.#handsOver,
      supervisor: this.steppingIn.supervisor,
    });
    this.#talk = talk;
    const later: TalkInput[] = this.#later ?? [];
    const outermost = this.#later === null;
    this.#later = later;
    try {
      for (const effect of effects) this.#perform(effect);
    } finally {
      if (outermost) this.#later = null;
    }
    if (outermost) later.forEach((heard) => this.#take(heard));
  }

  #perform(effect: Effect): void {
    const { channel } = this.#options;
    const upstream = this.#link.upstream;
    if (isForLine(effect)) return toLine(effect, this.#line);
    if (isForModel(effect)) return upstream ? toModel(effect, upstream, this.#briefed) : undefined;
    switch (effect.do) {
      case "emit":
        return this.#emit(effect.event);
      case "tell":
        // A fresh session that is being made ready does not know of it.
        this.#stirredAtMs = this.#options.clock.now();
        this.#history.tell(effect.text);
        return upstream?.tell(effect.text);
      case "runTool": {
        const { toolCallId, name, args, ofPhone } = effect;
        const tool = ofPhone ? this.#briefed.phoneTool(name) : this.#briefed.tool(name);
        return this.#tools.run(toolCallId, tool ?? null, args);
      }
      case "handOver":
        return this.#handOver(effect);
      case "report":
        return channel.report(effect.turn);
      case "moderate":
        return this.#moderator.check(effect.words, effect.text);
      case "wake":
        return this.#ticker.wakeIn(this.#answeredAtMs + effect.atMs - this.#options.clock.now());
      case "endTurn":
        return this.#callerAudio.endTurn(this.#talk.callerItemId === null ? 0 : 1500);
      case "fallBack":
        return this.#link.fallBack(effect.code);
      case "closeUpstream":
        this.#callerAudio.detach();
        return this.#link.close();
      case "end":
        return channel.end(effect.ending);
      case "finish":
        return this.#finish();
    }
  }

  #handOver({ toolCallId, agentId, told }: Effect & { do: "handOver" }): void {
    const take = this.#guard((next: Briefing | null) => {
      const { upstream } = this.#link;
      if (this.#finished) return;
      let recording = "";
      if (next && upstream) {
        recording = this.#briefed.change(next);
        upstream.reconfigure(this.#briefed.session());
        for (const { code, detail } of next.notes) this.#emit({ type: "call.note", code, detail });
        this.#ears.recording.turn(next.config.recording.on);
      }
      const agent = upstream && next ? next.agent : null;
      this.#take({ type: "handed_over", toolCallId, told, agent, recording });
    });
    this.#options.briefAgain(agentId).then(take, () => take(null));
  }

  #whenDrained(): void {
    if (this.#talk.draining && !this.#pacer.busy) this.#take({ type: "drained" });
  }

  #finish(): void {
    this.#finished = true;
    this.#ticker.stop();
    this.#moderator.stop();
    this.#pacer.stop();
    this.#tools.stop();
    this.#ears.stop();
    this.#link.close();
    this.#options.onEnded();
  }

  /** An exception of ours: this call ends with a reason, no other is touched (P-01). */
  #onFault(error: unknown): void {
    this.#options.log.error("call_fault", { call: this.#options.callId, at: faultPlace(error) });
    try {
      this.#take({ type: "fail", reason: "internal", code: "E_INTERNAL" });
    } catch {
      // Even the failure path failed: end it by hand, so that the caller is not left in silence.
      this.#pacer.stop();
      this.#ears.stop();
      this.#link.close();
      this.#options.channel.end({ outcome: "error", code: "E_INTERNAL", outputs: {} });
    }
  }
}
