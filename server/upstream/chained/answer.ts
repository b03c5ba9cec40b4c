// One answer of the chained upstream: the text model writes, and each sentence is spoken as soon as it stands.
// Knows neither the conversation's rules nor who listens. After `stop` it tells nothing more.
import { NO_USAGE, type Usage } from "../../contract/call.ts";
import type { ChatRequest, Rest, ToolCall } from "../rest/rest.ts";
import type { UpstreamFailure } from "../upstream.ts";
import type { SpokenPiece } from "./chain_history.ts";
import { Sentences } from "./sentences.ts";
import { Voice, type VoiceChoice } from "./voice.ts";

export interface AnswerEnd {
  status: "completed" | "incomplete" | "failed";
  /** "", "max_output_tokens", "content_filter", or the code of the failure. */
  detail: string;
  failure?: UpstreamFailure;
  usage: Usage;
}

export interface AnswerOptions {
  rest: Rest;
  speechModel: string;
  voice: VoiceChoice;
  /** What to ask, once everything that belongs to it is known. */
  request: () => Promise<ChatRequest>;
  onText(delta: string): void;
  onAudio(audio: Uint8Array): void;
  onToolCalls(calls: readonly ToolCall[]): void;
  /** Once, the last. */
  onEnd(end: AnswerEnd): void;
  onFault(error: unknown): void;
}

export class Answer {
  readonly #options: AnswerOptions;
  readonly #voice: Voice;
  readonly #controller = new AbortController();
  readonly #sentences = new Sentences();
  #end: AnswerEnd = { status: "completed", detail: "", usage: NO_USAGE };
  #over = false;

  constructor(options: AnswerOptions) {
    this.#options = options;
    this.#voice = new Voice({
      rest: options.rest,
      model: options.speechModel,
      voice: options.voice,
      onAudio: (audio) => options.onAudio(audio),
      onFailed: (failure) => this.#finish(failedWith(failure, this.#end.usage)),
      onSpoken: () => this.#finish(this.#end),
      onFault: (error) => options.onFault(error),
    });
  }

  start(): void {
    this.#write().catch((error) => this.#options.onFault(error));
  }

  stop(): void {
    this.#over = true;
    this.#controller.abort();
    this.#voice.stop();
  }

  /** What has become sound so far. */
  get pieces(): SpokenPiece[] {
    return this.#voice.pieces;
  }

  get usage(): Usage {
    return this.#end.usage;
  }

  async #write(): Promise<void> {
    const { rest, request } = this.#options;
    const asked = await request();
    if (this.#over) return;
    const { signal } = this.#controller;
    const written = await rest.chatStream({ ...asked, signal }, (delta) => {
      if (this.#over) return;
      this.#options.onText(delta);
      for (const piece of this.#sentences.push(delta)) this.#voice.say(piece);
    });
    if (this.#over) return;
    if (!written.ok) {
      this.#end = failedWith(written.failure, NO_USAGE);
      // What was written whole may be said; half a sentence is not.
      return this.#voice.end();
    }
    for (const piece of this.#sentences.end()) this.#voice.say(piece);
    this.#end = {
      status: written.finish === "stop" ? "completed" : "incomplete",
      detail: written.finish === "stop" ? "" : REASONS[written.finish],
      usage: written.usage,
    };
    if (written.toolCalls.length > 0) this.#options.onToolCalls(written.toolCalls);
    if (!this.#over) this.#voice.end();
  }

  #finish(end: AnswerEnd): void {
    if (this.#over) return;
    this.stop();
    this.#options.onEnd(end);
  }
}

const REASONS = { length: "max_output_tokens", content_filter: "content_filter" } as const;

function failedWith(failure: UpstreamFailure, usage: Usage): AnswerEnd {
  return { status: "failed", detail: failure.code, failure, usage };
}
