// The runner of one chained session: the caller's audio becomes turns, turns become text, text an answer, an answer
// sound. It performs what turns.ts decides. `lost` comes once and last; every event comes in its own microtask.
import { BYTES_PER_MS } from "../../audio/ulaw.ts";
import type { Cancel, Clock } from "../../clock.ts";
import { faultPlace, guarded } from "../../guard.ts";
import type { Log } from "../../observe/log.ts";
import { failed } from "../failure.ts";
import type { Wish } from "../response_state.ts";
import type { ChatRequest, Rest } from "../rest/rest.ts";
import type { SessionSettings, Upstream, UpstreamEvent, UpstreamFailure } from "../upstream.ts";
import { Answer, type AnswerEnd } from "./answer.ts";
import { Asides } from "./asides.ts";
import { ChainHistory } from "./chain_history.ts";
import { Ears } from "./ears.ts";
import { IdleWatch } from "./idle_watch.ts";
import { hintFor, systemText } from "./instructions.ts";
import { Outbox } from "./outbox.ts";
import { Reply } from "./reply.ts";
import { Scribe } from "./scribe.ts";
import { dueMs, type Effect, type Input, NO_TURNS, step, type Turns } from "./turns.ts";
import type { VoiceChoice } from "./voice.ts";

export interface ChainedModels {
  transcription: string;
  text: string;
  speech: string;
}

export interface ChainedOptions {
  settings: SessionSettings;
  safetyIdentifier: string;
  listener: (event: UpstreamEvent) => void;
  rest: Rest;
  models: ChainedModels;
  clock: Clock;
  log: Log;
  random: () => number;
}

/** There is no limit; the caller of this changes sessions when it likes. */
const LIFE_MS = 24 * 3_600_000;

export class ChainedSession implements Upstream {
  readonly unsentBytes = 0;
  readonly #options: ChainedOptions;
  readonly #outbox: Outbox;
  readonly #history: ChainHistory;
  readonly #ears: Ears;
  readonly #scribe: Scribe;
  readonly #asides: Asides;
  readonly #idle: IdleWatch;
  readonly #voice: VoiceChoice;
  readonly #id: string;
  #instructions: string;
  #tools: SessionSettings["tools"];
  #turns: Turns = NO_TURNS;
  #reply: Reply | null = null;
  #turnItemId = "";
  #idCount = 0;
  #mcpMissed = false;
  #appendedBytes = 0;
  #timer: Cancel | null = null;
  #over = false;

  constructor(options: ChainedOptions) {
    this.#options = options;
    const { settings, listener, rest, models, clock, random } = options;
    const { config } = settings;
    const hex = Math.floor(random() * 2 ** 32).toString(16).padStart(8, "0");
    this.#id = `chain_${hex}`;
    this.#instructions = settings.instructions;
    this.#tools = settings.tools;
    this.#history = new ChainHistory(settings.seed);
    this.#ears = new Ears(config.turnTaking);
    this.#idle = new IdleWatch(config.turnTaking);
    this.#outbox = new Outbox(guarded((error) => this.#log(error), listener));
    this.#voice = {
      name: config.voice,
      onRefused: () =>
        this.#note("voice_unavailable", "The speech model has not the agent's voice; another one"),
    };
    this.#scribe = new Scribe({
      rest,
      model: models.transcription,
      language: config.language,
      onText: (itemId, text) => {
        this.#history.understood(itemId, text);
        this.#outbox.tell({ type: "caller_text", itemId, text });
      },
      onFailed: (itemId, { code }) => {
        this.#history.understood(itemId, "");
        this.#outbox.tell({ type: "caller_text_failed", itemId, code });
      },
      onLost: (failure) => this.#lose(failure),
      onFault: this.#fault,
    });
    this.#asides = new Asides({
      rest,
      model: models.text,
      clock,
      whenWritten: () => this.#scribe.idle(),
      transcript: () => this.#history.transcript(),
      tell: (event) => this.#outbox.tell(event),
      onFault: this.#fault,
    });
    this.#outbox.tell({
      type: "ready",
      sessionId: this.#id,
      model: models.text,
      voice: config.voice,
      expiresAtMs: clock.wall() + LIFE_MS,
    });
    this.#lacksMcp(settings.mcp);
  }

  append(audio: Uint8Array): void {
    if (this.#over || audio.length === 0) return;
    this.#appendedBytes += audio.length;
    for (const turn of this.#ears.append(audio)) {
      if (turn.type === "started") this.#turnStarts(turn.startMs);
      else this.#turnStops(turn.endMs, turn.audio);
    }
    const quiet = !this.#ears.speaking && this.#turns.active === null;
    if (quiet && this.#idle.passed(this.#appendedMs)) {
      this.#step({ type: "wish", wish: { cause: "no_input" } });
    }
  }

  respond(wish: Wish): void {
    this.#step({ type: "wish", wish });
  }

  cancel(): void {
    this.#step({ type: "cancel" });
  }

  truncate(itemId: string, heardMs: number): void {
    this.#idle.reset();
    this.#history.truncate(itemId, heardMs);
  }

  forget(itemId: string): void {
    this.#history.forget(itemId);
    this.#scribe.forget(itemId);
  }

  tell(text: string): void {
    this.#history.tell(text);
  }

  toolResult(toolCallId: string, output: string): void {
    this.#history.output(toolCallId, output);
  }

  /** Nothing asks: there are no remote servers here. */
  approve(): void {}

  ask(question: { purpose: string; instructions: string; withinMs: number }): void {
    if (!this.#over) this.#asides.ask(question);
  }

  reconfigure(settings: Pick<SessionSettings, "instructions" | "tools" | "mcp">): void {
    this.#instructions = settings.instructions;
    this.#tools = settings.tools;
    this.#lacksMcp(settings.mcp);
  }

  close(): void {
    if (this.#over) return;
    this.#finish();
    this.#outbox.close();
  }

  get #appendedMs(): number {
    return this.#appendedBytes / BYTES_PER_MS;
  }

  /** Whether a turn brings its answer and interrupts by itself, or the bridge decides about both. */
  get #sensor(): boolean {
    const { bargeIn, bargeInMs } = this.#options.settings.config.turnTaking;
    return bargeIn && bargeInMs > 0;
  }

  #turnStarts(startMs: number): void {
    this.#idle.reset();
    this.#turnItemId = this.#newId("item");
    this.#outbox.tell({ type: "speech_started", itemId: this.#turnItemId, audioStartMs: startMs });
    const { bargeIn } = this.#options.settings.config.turnTaking;
    this.#step({ type: "speech_started", interrupts: bargeIn && !this.#sensor });
  }

  #turnStops(endMs: number, audio: Uint8Array): void {
    const itemId = this.#turnItemId;
    const previousItemId = this.#history.lastItemId;
    this.#history.turn(itemId);
    this.#outbox.tell({ type: "speech_stopped", itemId, audioEndMs: endMs });
    this.#outbox.tell({ type: "committed", itemId, previousItemId });
    this.#scribe.write(itemId, audio);
    this.#step({ type: "speech_stopped", answers: !this.#sensor });
  }

  #step(input: Input): void {
    if (this.#over) return;
    const { state, effects } = step(this.#turns, input, this.#options.clock.now());
    this.#turns = state;
    for (const effect of effects) this.#perform(effect);
    this.#arm();
  }

  #perform(effect: Effect): void {
    switch (effect.type) {
      case "start":
        return this.#start(effect.number, effect.wish);
      case "stop": {
        const reply = this.#reply;
        this.#reply = null;
        return reply?.cancel(effect.detail);
      }
      case "lose":
        return this.#lose(effect.failure);
      case "done":
        return; // Told in #ended, which knows the rest.
    }
  }

  #start(number: number, wish: Wish): void {
    this.#idle.reset();
    const { rest, models } = this.#options;
    const reply = new Reply({
      number,
      responseId: this.#newId("resp"),
      itemId: this.#newId("item"),
      cause: wish.cause,
      history: this.#history,
      outbox: this.#outbox,
    });
    this.#reply = reply;
    reply.start(
      new Answer({
        rest,
        speechModel: models.speech,
        voice: this.#voice,
        request: () => this.#request(wish),
        onText: (delta) => reply.text(delta),
        onAudio: (audio) => {
          this.#step({ type: "audible", number });
          this.#idle.sounds(this.#appendedMs, audio.length / BYTES_PER_MS);
          reply.audio(audio);
        },
        onToolCalls: (calls) => reply.toolCalls(calls),
        onEnd: (end) => this.#ended(reply, end),
        onFault: this.#fault,
      }),
    );
  }

  async #request(wish: Wish): Promise<ChatRequest> {
    await this.#scribe.idle();
    const { models, safetyIdentifier, settings: { config } } = this.#options;
    const hint = hintFor(wish, this.#history.lastTurnLost);
    return {
      model: models.text,
      messages: [
        { role: "system", content: systemText(wish.instructions ?? this.#instructions) },
        ...this.#history.messages(),
        ...(hint === "" ? [] : [{ role: "system" as const, content: hint }]),
      ],
      tools: this.#tools,
      safetyIdentifier,
      ...(wish.tools === "none" && { toolChoice: "none" as const }),
      ...(config.maxOutputTokens !== "inf" && { maxTokens: config.maxOutputTokens }),
    };
  }

  #ended(reply: Reply, end: AnswerEnd): void {
    const { number } = reply;
    const { failure } = end;
    const ended: Input = { type: "ended", number, ...(failure && { failure }) };
    const { state, effects } = step(this.#turns, ended, this.#options.clock.now());
    this.#turns = state;
    const done = effects.find((effect) => effect.type === "done");
    if (done) {
      this.#reply = null;
      reply.end({ ...end, again: done.again });
    }
    for (const effect of effects) this.#perform(effect);
    this.#arm();
  }

  /** One timer for a wish that has to wait. */
  #arm(): void {
    this.#timer?.();
    this.#timer = null;
    const due = this.#over ? null : dueMs(this.#turns);
    if (due === null) return;
    const { clock } = this.#options;
    const tick = guarded(this.#fault, () => this.#step({ type: "tick" }));
    this.#timer = clock.after(Math.max(0, due - clock.now()), tick);
  }

  /** Remote servers are called by the realtime model's provider; here is nobody who would. Told once. */
  #lacksMcp({ length }: SessionSettings["mcp"]): void {
    if (length === 0 || this.#mcpMissed) return;
    this.#mcpMissed = true;
    this.#note("mcp_unavailable", "Tools of remote MCP servers are not offered on this line");
  }

  #newId(kind: string): string {
    return `${this.#id}_${kind}_${++this.#idCount}`;
  }

  #note(code: string, detail: string): void {
    this.#outbox.tell({ type: "note", code, detail });
  }

  #lose(failure: UpstreamFailure): void {
    if (this.#over) return;
    // What was heard of an answer is told, even now.
    if (this.#reply?.begun) this.#reply.fail(failure);
    this.#finish();
    this.#outbox.tell({ type: "lost", failure });
    this.#outbox.seal();
  }

  #finish(): void {
    this.#over = true;
    this.#reply?.stop();
    this.#reply = null;
    this.#scribe.stop();
    this.#asides.stop();
    this.#arm();
  }

  #log(error: unknown): void {
    this.#options.log.error("chained.fault", { place: faultPlace(error) });
  }

  #fault = (error: unknown): void => {
    this.#log(error);
    this.#lose(failed("E_UP_ERROR", "A fault in the chained upstream"));
  };
}
