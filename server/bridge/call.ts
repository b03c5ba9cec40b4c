// Runs one call: joins its channel and its upstream, feeds the rules in talk_step.ts and does what they say.
// Audio goes straight through; everything else is a step. A fault in here ends this call only.
import type { EndReason } from "../contract/call.ts";
import type { CallEventBody } from "../contract/event.ts";
import { faultPlace, guarded } from "../guard.ts";
import type { ChannelListener } from "../telephony/channel.ts";
import type { SessionSettings, UpstreamEvent } from "../upstream/upstream.ts";
import type { Briefing } from "./briefing.ts";
import type { CallOptions } from "./call_options.ts";
import type { CallTool } from "./call_tool.ts";
import { CallerAudio } from "./caller_audio.ts";
import { controlTools } from "./end_tools.ts";
import { History } from "./history.ts";
import { Moderator } from "./moderator.ts";
import type { Pacer } from "./pacer.ts";
import { asCallTool } from "./phone_tools.ts";
import { Vault } from "./secret_digits.ts";
import { typing } from "./talk_digits.ts";
import { noticesOf } from "./talk_notices.ts";
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
  readonly #moderator: Moderator;
  readonly #ticker: Ticker;
  readonly #phoneTools: readonly CallTool[];
  #briefing: Briefing | null = null;
  #talk: Talk = newTalk();
  #heardResponse: string | null = null;
  #finished = false;
  /** When somebody last spoke, or was about to. */
  #stirredAtMs: number;
  /** What the channel calls. */
  readonly listener: ChannelListener;

  constructor(options: CallOptions) {
    this.#options = options;
    const { clock, channel, openUpstream: open, safetyIdentifier, random } = options;
    this.#answeredAtMs = this.#stirredAtMs = clock.now();
    const guard = this.#guard;
    this.#phoneTools = (channel.tools ?? []).map(asCallTool);
    this.#callerAudio = new CallerAudio(clock, this.#answeredAtMs);
    this.#voice = new Voice({
      channel,
      clock,
      clips: options.clips,
      guard,
      emit: (event) => this.#emit(event),
      offset: (atMs) => this.#offset(atMs),
      upstream: () => this.#link.upstream,
      onHeard: () => this.#whenDrained(),
    });
    this.#pacer = this.#voice.pacer;
    this.#link = new UpstreamLink({
      open,
      safetyIdentifier,
      clock,
      random,
      guard,
      openFallback: options.openFallback,
      settings: () => ({ ...this.#session(), seed: this.#history.seed() }),
      onFallback: (code) => this.#emit({ type: "upstream.fallback", code }),
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
    this.listener = {
      audio: (frame) => {
        this.#callerAudio.frame(frame);
        if (this.#talk.doubt) this.#take({ type: "tick" });
      },
      digit: (digit) => this.#take({ type: "digit", digit }),
      playbackStarted: () => this.#pacer.playbackStarted(),
      playbackCompleted: () => this.#pacer.playbackCompleted(),
      held: () => this.#take({ type: "held" }),
      resumed: (gapMs) => this.#take({ type: "resumed", gapMs }),
      language: (tag) =>
        this.#emit({ type: "call.note", code: "language", detail: tag.slice(0, 35) }),
      note: (code, detail) => this.#emit({ type: "call.note", code, detail }),
      closed: (how) => this.#take({ type: "closed", how }),
    };
    this.#ticker = new Ticker(clock, TICK_MS, guard(() => this.#tick()));
  }

  /** Dials the model once the briefing is there. Separate, so that `call.started` is the first event. */
  start(): void {
    const { briefing } = this.#options;
    const begin = this.#guard((ready: Briefing) => this.#begin(ready));
    if (!(briefing instanceof Promise)) return begin(briefing);
    briefing.then(begin, this.#guard((error: unknown) => this.#onFault(error)));
  }

  #begin(briefing: Briefing): void {
    if (this.#finished) return;
    this.#briefing = briefing;
    const { instructionsFrom, mcp, notes, config } = briefing;
    if (guardsCoughs(config.turnTaking)) this.#callerAudio.measure();
    const names = [
      ...this.#callTools.map(({ definition }) => definition.name),
      ...mcp.map(({ label }) => label),
    ];
    this.#emit({ type: "call.briefed", instructionsFrom, tools: names });
    for (const { code, detail } of notes) this.#emit({ type: "call.note", code, detail });
    this.#link.start();
  }

  /** What a session of the model is told, but for what was said so far. */
  #session(): Omit<SessionSettings, "seed"> {
    const { instructions, config, mcp, handover } = this.#briefing!;
    const definitions = this.#callTools.map(({ definition }) => definition);
    return {
      instructions,
      config,
      tools: [...controlTools(config, handover), ...definitions],
      mcp,
    };
  }

  /** Ends the call by its failure path, for instance when the server stops. */
  fail(reason: EndReason, code: string, quick = false): void {
    this.#take({ type: "fail", reason, code, quick });
    this.#whenDrained();
  }

  readonly #guard = <A extends unknown[]>(fn: (...args: A) => void): (...args: A) => void =>
    guarded<A>((error) => this.#onFault(error), fn);

  #emit(event: CallEventBody): void {
    this.#history.add(event);
    this.#options.emit(event);
    const { channel } = this.#options;
    if (channel.tell) { for (const notice of noticesOf(event)) channel.tell(notice); }
  }

  /** The agent's, and those of the phone system that bear no name of theirs. */
  get #callTools(): readonly CallTool[] {
    const own = this.#briefing?.tools ?? [];
    const taken = new Set(own.map(({ definition }) => definition.name));
    return [...own, ...this.#phoneTools.filter(({ definition }) => !taken.has(definition.name))];
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
    const { active, callerItemId, owed, running, held } = this.#talk;
    // A session is not left while the answer to a tool is its own to hear.
    const works = Object.keys(running).length > 0 || held !== null || typing(this.#talk);
    return active === null && callerItemId === null && owed === null && !works &&
      !this.#pacer.busy;
  }

  #take(input: TalkInput): void {
    if (this.#finished) return;
    const nowMs = this.#offset(this.#options.clock.now());
    const { doubt } = this.#talk;
    const { talk, effects } = step(this.#talk, input, {
      nowMs,
      voicedMs: doubt ? this.#callerAudio.voicedMs(doubt.startMs) : 0,
      busy: this.#pacer.busy,
      remainingMs: this.#pacer.remainingMs,
      connected: this.#link.upstream !== null,
      canFallBack: this.#link.canFallBack,
      agent: this.#briefing?.config ?? this.#options.agent,
      tool: (name) => this.#tool(name),
      handover: this.#briefing?.handover ?? [],
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
          : `${this.#briefing?.instructions ?? ""}\n\n# Now\n${words}`;
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
        return this.#voice.interrupt(effect.itemId, effect.cancel);
      case "silence":
        return this.#voice.silence();
      case "tell":
        this.#history.tell(effect.text);
        return upstream?.tell(effect.text);
      case "toolResult":
        return upstream?.toolResult(effect.toolCallId, effect.output);
      case "runTool": {
        const { toolCallId, name, args } = effect;
        return this.#tools.run(toolCallId, this.#tool(name) ?? null, args);
      }
      case "handOver":
        return this.#handOver(effect);
      case "approve":
        return upstream?.approve(effect.approvalId, effect.approve);
      case "summarise": {
        const instructions = this.#briefing?.summaryPrompt ?? "";
        return upstream?.ask({ purpose: "summary", instructions, withinMs: effect.withinMs });
      }
      case "report":
        return channel.report(effect.turn);
      case "clip":
        return this.#voice.playClip(effect.clip);
      case "drain":
        this.#pacer.waitForReports();
        return this.#pacer.complete();
      case "mute":
        return this.#callerAudio.mute();
      case "hush":
        return this.#callerAudio.hush(effect.on);
      case "press":
        return this.#vault.press(effect.digit);
      case "seal":
        return this.#vault.seal(effect.name);
      case "forget":
        return upstream?.forget(effect.itemId);
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
      if (next && upstream && this.#briefing) {
        // A session keeps its voice, its model and its ears, and a caller would wonder at another voice.
        const { voice, model, turnTaking } = this.#briefing.config;
        this.#briefing = { ...next, config: { ...next.config, voice, model, turnTaking } };
        upstream.reconfigure(this.#session());
        for (const { code, detail } of next.notes) this.#emit({ type: "call.note", code, detail });
      }
      const agent = upstream && next ? next.agent : null;
      this.#take({ type: "handed_over", toolCallId, told, agent });
    });
    this.#options.briefAgain(agentId).then(take, () => take(null));
  }

  #whenDrained(): void {
    if (this.#talk.draining && !this.#pacer.busy) this.#take({ type: "drained" });
  }

  #tool(name: string): CallTool | undefined {
    return this.#callTools.find(({ definition }) => definition.name === name);
  }

  #finish(): void {
    this.#finished = true;
    this.#ticker.stop();
    this.#moderator.stop();
    this.#pacer.stop();
    this.#tools.stop();
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
