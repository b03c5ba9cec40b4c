// One answer as the port tells it: its names, its events in their order, its place in the conversation.
// Knows neither when an answer is due nor how it is made.
import type { ToolCall } from "../rest/rest.ts";
import type { ResponseCause, UpstreamEvent, UpstreamFailure } from "../upstream.ts";
import type { Answer, AnswerEnd } from "./answer.ts";
import type { ChainHistory, SpokenPiece } from "./chain_history.ts";
import type { Outbox } from "./outbox.ts";

export interface ReplyOptions {
  number: number;
  responseId: string;
  itemId: string;
  cause: ResponseCause;
  history: ChainHistory;
  outbox: Outbox;
}

export type ReplyEnd = Omit<AnswerEnd, "status"> & {
  status: AnswerEnd["status"] | "cancelled";
  again: boolean;
};

export class Reply {
  readonly number: number;
  readonly #options: ReplyOptions;
  readonly #pieces: SpokenPiece[] = [];
  #answer: Answer | null = null;
  #text = "";
  #begun = false;

  constructor(options: ReplyOptions) {
    this.#options = options;
    this.number = options.number;
    const { responseId, cause } = options;
    this.#tell({ type: "response_started", responseId, cause });
  }

  /** Some of it was sent to the caller or to a tool. */
  get begun(): boolean {
    return this.#begun;
  }

  start(answer: Answer): void {
    this.#answer = answer;
    answer.start();
  }

  text(delta: string): void {
    const { responseId, itemId } = this.#options;
    this.#text += delta;
    this.#tell({ type: "agent_delta", responseId, itemId, delta });
  }

  audio(audio: Uint8Array): void {
    const { responseId, itemId } = this.#options;
    this.#begin();
    this.#tell({ type: "audio", responseId, itemId, audio });
  }

  toolCalls(calls: readonly ToolCall[]): void {
    const { responseId, history } = this.#options;
    this.#begin();
    history.calls(calls);
    for (const { id: toolCallId, name, args } of calls) {
      this.#tell({ type: "tool_call", responseId, toolCallId, name, args });
    }
  }

  /** It came to its end by itself. */
  end(end: ReplyEnd): void {
    const { responseId, itemId } = this.#options;
    this.#pieces.push(...this.#answer?.pieces ?? []);
    const whole = end.status === "completed" || end.status === "incomplete";
    // Of an answer that broke off only what has become sound is said: the rest nobody will hear.
    const text = whole ? this.#text : this.#pieces.map((piece) => piece.text).join("");
    if (this.#pieces.length > 0) this.#tell({ type: "audio_done", responseId, itemId });
    if (text.trim() !== "") {
      this.#tell({ type: "agent_text", responseId, itemId, text: text.trim() });
    }
    const { status, detail, usage, again, failure } = end;
    this.#tell({
      type: "response_done",
      responseId,
      status,
      detail,
      usage,
      again,
      ...(failure && { failure: { ...failure, retry: again } }),
    });
  }

  /** It is broken off: what was not told yet is not heard any more. */
  cancel(detail: string): void {
    this.#breakOff({ status: "cancelled", detail });
  }

  /** It is broken off because nothing works any more. */
  fail(failure: UpstreamFailure): void {
    this.#breakOff({ status: "failed", detail: failure.code, failure });
  }

  #breakOff(how: Pick<ReplyEnd, "status" | "detail" | "failure">): void {
    const { outbox, responseId } = this.#options;
    this.stop();
    if (how.status === "cancelled") {
      outbox.drop((event) => event.type === "audio" && event.responseId === responseId);
    }
    this.end({ ...how, usage: this.#answer!.usage, again: false });
  }

  stop(): void {
    this.#answer?.stop();
  }

  /** From its first sound or call on it is a part of the conversation. */
  #begin(): void {
    if (this.#begun) return;
    this.#begun = true;
    this.#options.history.speaks(this.#options.itemId, this.#pieces);
  }

  #tell(event: UpstreamEvent): void {
    this.#options.outbox.tell(event);
  }
}
