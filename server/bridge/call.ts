// Runs one call: joins its channel and its upstream, feeds the rules in talk_step.ts and does what they say.
// Audio goes straight through; everything else is a step. A fault in here ends this call only.
import type { HeardItem } from "../audio/playout.ts";
import type { Cancel, Clock } from "../clock.ts";
import type { AgentConfig } from "../contract/agent.ts";
import type { EndReason } from "../contract/call.ts";
import type { CallEventBody } from "../contract/event.ts";
import { faultPlace, guarded } from "../guard.ts";
import type { Log } from "../observe/log.ts";
import type { Channel, ChannelListener } from "../telephony/channel.ts";
import type { OpenUpstream, UpstreamEvent } from "../upstream/upstream.ts";
import { CallerAudio } from "./caller_audio.ts";
import type { Clips } from "./clips.ts";
import { END_TOOLS } from "./end_tools.ts";
import { History } from "./history.ts";
import { Pacer } from "./pacer.ts";
import { type Effect, newTalk, type Talk, type TalkInput } from "./talk.ts";
import { step, unansweredSinceMs } from "./talk_step.ts";
import { type Ready, UpstreamLink } from "./upstream_link.ts";

export interface CallOptions {
  callId: string;
  channel: Channel;
  agent: AgentConfig;
  /** The rendered prompt. */
  instructions: string;
  safetyIdentifier: string;
  openUpstream: OpenUpstream;
  clips: Clips;
  clock: Clock;
  log: Log;
  random(): number;
  emit(event: CallEventBody): void;
  onEnded(): void;
}

const TICK_MS = 250;
/** Of a turn's words in the phone system's reporting. */
const REPORT_CHARS = 1000;
/** Items of ours in the play-out carry this mark: the model does not know them. */
const CLIP = "clip-";

export class Call {
  readonly #options: CallOptions;
  readonly #answeredAtMs: number;
  readonly #callerAudio: CallerAudio;
  readonly #pacer: Pacer;
  readonly #link: UpstreamLink;
  readonly #history = new History();
  #talk: Talk = newTalk();
  #clipCount = 0;
  #heardResponse: string | null = null;
  #tickTimer: Cancel | null = null;
  #finished = false;
  /** When somebody last spoke, or was about to. */
  #stirredAtMs: number;
  /** What the channel calls. */
  readonly listener: ChannelListener;

  constructor(options: CallOptions) {
    this.#options = options;
    const { clock, channel, openUpstream: open, safetyIdentifier, random } = options;
    this.#answeredAtMs = this.#stirredAtMs = clock.now();
    const guard = <A extends unknown[]>(fn: (...args: A) => void) =>
      guarded<A>((error) => this.#onFault(error), fn);
    this.#callerAudio = new CallerAudio(clock, this.#answeredAtMs);
    this.#pacer = new Pacer({
      channel,
      clock,
      guard,
      onStarted: ({ itemId, responseId, startedAtMs }) => {
        this.#emit({
          type: "agent.speaking",
          itemId,
          responseId,
          startMs: this.#offset(startedAtMs),
        });
      },
      onFinished: (item) => this.#onHeard(item),
    });
    this.#link = new UpstreamLink({
      open,
      safetyIdentifier,
      clock,
      random,
      guard,
      settings: () => ({
        instructions: options.instructions,
        config: options.agent,
        tools: END_TOOLS,
        seed: this.#history.seed(),
      }),
      onReady: (ready) => this.#onReady(ready),
      onEvent: (event) => this.#onModel(event),
      quietMs: () => this.#quiet() ? clock.now() - this.#stirredAtMs : 0,
      onLost: (lost) => {
        const unheard = lost.failure.code === "E_UP_TIMEOUT" ||
          unansweredSinceMs(this.#talk) !== null;
        this.#callerAudio.detach(unheard);
        this.#pacer.complete();
        this.#take({ type: "lost", ...lost });
      },
    });
    this.listener = {
      audio: (frame) => this.#callerAudio.frame(frame),
      digit: (digit) => this.#take({ type: "digit", digit }),
      playbackStarted: () => this.#pacer.playbackStarted(),
      playbackCompleted: () => this.#pacer.playbackCompleted(),
      held: () => this.#emit({ type: "call.held" }),
      resumed: (gapMs) => this.#emit({ type: "call.resumed", gapMs }),
      language: (tag) =>
        this.#emit({ type: "call.note", code: "language", detail: tag.slice(0, 35) }),
      note: (code, detail) => this.#emit({ type: "call.note", code, detail }),
      closed: (how) => this.#take({ type: "closed", how }),
    };
    const tick = guard(() => this.#tick());
    const arm = () => {
      this.#tickTimer = clock.after(TICK_MS, () => {
        if (this.#finished) return;
        arm();
        tick();
      });
    };
    arm();
  }

  /** Dials the model. Separate from the constructor so that `call.started` is the first event. */
  start(): void {
    this.#link.start();
  }

  /** Ends the call by its failure path, for instance when the server stops. */
  fail(reason: EndReason, code: string, quick = false): void {
    this.#take({ type: "fail", reason, code, quick });
    this.#whenDrained();
  }

  #emit(event: CallEventBody): void {
    this.#history.add(event);
    this.#options.emit(event);
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
      case "speech_started": {
        const audioStartMs = this.#callerAudio.callMs(event.audioStartMs);
        return this.#take({ type: "upstream", event: { ...event, audioStartMs } });
      }
      case "speech_stopped": {
        const audioEndMs = this.#callerAudio.callMs(event.audioEndMs);
        return this.#take({ type: "upstream", event: { ...event, audioEndMs } });
      }
      default:
        return this.#take({ type: "upstream", event });
    }
  }

  #tick(): void {
    this.#callerAudio.tick();
    this.#pacer.tick();
    this.#take({ type: "tick" });
    this.#whenDrained();
    if (!this.#quiet()) this.#stirredAtMs = this.#options.clock.now();
    else if (this.#link.due && this.#talk.phase === "live") this.#link.rollOver();
  }

  /** Nobody speaks, and nobody waits for an answer. */
  #quiet(): boolean {
    const { active, callerItemId, owed } = this.#talk;
    return active === null && callerItemId === null && owed === null && !this.#pacer.busy;
  }

  #take(input: TalkInput): void {
    if (this.#finished) return;
    const nowMs = this.#offset(this.#options.clock.now());
    const { talk, effects } = step(this.#talk, input, {
      nowMs,
      busy: this.#pacer.busy,
      remainingMs: this.#pacer.remainingMs,
      connected: this.#link.upstream !== null,
      agent: this.#options.agent,
    });
    this.#talk = talk;
    for (const effect of effects) this.#perform(effect);
  }

  #perform(effect: Effect): void {
    const { channel } = this.#options;
    const upstream = this.#link.upstream;
    switch (effect.do) {
      case "emit":
        return this.#emit(effect.event);
      case "respond": {
        const { cause, words, tools, must } = effect;
        const instructions = words === undefined
          ? undefined
          : `${this.#options.instructions}\n\n# Now\n${words}`;
        return upstream?.respond({
          cause,
          ...(instructions !== undefined && { instructions }),
          ...(tools && { tools }),
          ...(must && { must }),
        });
      }
      case "cancel":
        return upstream?.cancel();
      case "interrupt":
        return this.#interrupt(effect.itemId);
      case "silence":
        for (const item of this.#pacer.interrupt().cut) this.#emitHeard(item);
        return;
      case "tell":
        return upstream?.tell(effect.text);
      case "toolResult":
        return upstream?.toolResult(effect.toolCallId, effect.output);
      case "report":
        return channel.report({ disposition: "match", text: effect.text.slice(0, REPORT_CHARS) });
      case "clip":
        return this.#playClip(effect.clip);
      case "drain":
        this.#pacer.waitForReports();
        return this.#pacer.complete();
      case "mute":
        return this.#callerAudio.mute();
      case "endTurn":
        return this.#callerAudio.endTurn(this.#talk.callerItemId === null ? 0 : 1500);
      case "closeUpstream":
        this.#callerAudio.detach();
        return this.#link.close();
      case "end":
        return channel.end(effect.ending);
      case "finish":
        return this.#finish();
    }
  }

  /** Barge-in in the one right order: silence the phone, count what was heard, tell the model, tell the floor. */
  #interrupt(callerItemId: string): void {
    const { cut, droppedMs } = this.#pacer.interrupt();
    const upstream = this.#link.upstream;
    for (const { itemId, heardMs, interrupted } of cut) {
      if (!interrupted || itemId.startsWith(CLIP)) continue;
      if (heardMs > 0) upstream?.truncate(itemId, heardMs);
      else upstream?.forget(itemId);
    }
    const heardMs = cut.find((item) => item.interrupted)?.heardMs ?? 0;
    this.#emit({ type: "caller.interrupted", itemId: callerItemId, heardMs, droppedMs });
    for (const item of cut) this.#emitHeard(item);
  }

  #onHeard(item: HeardItem): void {
    this.#emitHeard(item);
    this.#whenDrained();
  }

  #whenDrained(): void {
    if (this.#talk.draining && !this.#pacer.busy) this.#take({ type: "drained" });
  }

  #emitHeard({ startedAtMs, endedAtMs, ...item }: HeardItem): void {
    this.#emit({
      type: "agent.heard",
      ...item,
      startMs: this.#offset(startedAtMs),
      endMs: this.#offset(endedAtMs),
    });
  }

  #playClip(name: keyof Clips): void {
    const { text, audio } = this.#options.clips[name];
    const itemId = `${CLIP}${++this.#clipCount}`;
    const ids = { itemId, responseId: itemId };
    this.#emit({ type: "agent.line", ...ids, text });
    this.#pacer.enqueue(ids, audio);
    this.#pacer.complete(itemId);
  }

  #finish(): void {
    this.#finished = true;
    this.#tickTimer?.();
    this.#pacer.stop();
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
      this.#link.close();
      this.#options.channel.end({ outcome: "error", code: "E_INTERNAL", outputs: {} });
    }
  }
}
