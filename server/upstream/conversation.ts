// One configured session: server events become events of the port, wishes become client events.
// Knows neither socket nor set-up; performs what the sequencer of responses decides.
import { BYTES_PER_MS } from "../audio/ulaw.ts";
import type { Clock } from "../clock.ts";
import {
  cancelEvent,
  createEvent,
  deleteEvent,
  messageEvent,
  toolOutputEvent,
  truncateEvent,
} from "./client_events.ts";
import { errorWords, pauseInMessage, responseFailure } from "./failure.ts";
import { Items } from "./items.ts";
import { nextDeadline, NO_RESPONSES, type Responses, type Wish } from "./response_state.ts";
import { type Effect, type Input, isHeard, step } from "./responses.ts";
import type { Skips } from "./skips.ts";
import type { SeedItem, UpstreamEvent } from "./upstream.ts";
import { usageOf } from "./usage.ts";
import { readAudio, type ServerEvent, type WireError } from "./wire.ts";

type Event<T extends ServerEvent["type"]> = Extract<ServerEvent, { type: T }>;

const BUSY = "conversation_already_has_active_response";
/** Refusals that harm nobody (openai-realtime § 14.2). */
const LIFE_SIGN_MS = 500;

const BENIGN: ReadonlySet<string> = new Set([
  BUSY,
  "response_cancel_not_active",
  "input_audio_buffer_commit_empty",
  "unsupported_content_type",
  "item_not_found",
]);
const LOW_LIMIT_SHARE = 0.1;
const JITTER_MS = 100;

export interface ConversationPorts {
  send: (text: string) => void;
  tell: (event: UpstreamEvent) => void;
  skips: Skips;
  clock: Clock;
  random: () => number;
  /** Whether the server cancels its response when the caller speaks. */
  interrupts: boolean;
}

export class Conversation {
  #ports: ConversationPorts;
  #responses: Responses = NO_RESPONSES;
  #items = new Items();
  #toolCallIds = new Set<string>();
  #transcribed = new Set<string>();
  #cancelling = { eventId: "", responseId: "" };
  #eventNumber = 0;
  #limitedUntilMs = 0;
  #appendedBytes = 0;

  constructor(ports: ConversationPorts) {
    this.#ports = ports;
  }

  get dueMs(): number | null {
    return nextDeadline(this.#responses)?.dueMs ?? null;
  }

  tick(): void {
    this.#step({ type: "tick" });
  }

  /** Keeps count of the clock that the server's milliseconds are told by. */
  appended(audioBytes: number): void {
    this.#appendedBytes += audioBytes;
  }

  respond(wish: Wish): void {
    this.#step({ type: "wish", wish });
  }

  cancel(): void {
    this.#step({ type: "cancel" });
  }

  truncate(itemId: string, heardMs: number): void {
    const cutMs = this.#items.cutMs(itemId, heardMs);
    if (cutMs !== null) this.#ports.send(truncateEvent(this.#eventId("trn"), itemId, cutMs));
  }

  forget(itemId: string): void {
    if (!this.#items.has(itemId)) return;
    this.#items.drop(itemId);
    this.#ports.send(deleteEvent(this.#eventId("del"), itemId));
  }

  message(item: SeedItem): void {
    if (item.text !== "") this.#ports.send(messageEvent(this.#eventId("msg"), item));
  }

  toolResult(toolCallId: string, output: string): void {
    this.#ports.send(toolOutputEvent(this.#eventId("out"), toolCallId, output));
  }

  /** Acts on an event of the server; those of the set-up mean nothing here. */
  event(event: ServerEvent): void {
    const { tell } = this.#ports;
    switch (event.type) {
      case "input_audio_buffer.speech_started":
        this.#step({ type: "speech_started", interrupts: this.#ports.interrupts });
        return tell({
          type: "speech_started",
          itemId: event.item_id,
          audioStartMs: event.audio_start_ms ?? this.#appendedMs,
        });
      case "input_audio_buffer.speech_stopped":
        this.#step({ type: "speech_stopped" });
        return tell({
          type: "speech_stopped",
          itemId: event.item_id,
          audioEndMs: event.audio_end_ms ?? this.#appendedMs,
        });
      case "input_audio_buffer.committed":
        this.#step({ type: "committed" });
        return tell({
          type: "committed",
          itemId: event.item_id,
          previousItemId: event.previous_item_id ?? null,
        });
      case "conversation.item.input_audio_transcription.delta":
        if (event.delta === "") return;
        return tell({ type: "caller_delta", itemId: event.item_id, delta: event.delta });
      case "conversation.item.input_audio_transcription.completed":
        if (!this.#firstTranscript(event.item_id)) return;
        return tell({ type: "caller_text", itemId: event.item_id, text: event.transcript });
      case "conversation.item.input_audio_transcription.failed": {
        if (!this.#firstTranscript(event.item_id)) return;
        const code = event.error?.code ?? event.error?.type ?? "";
        return tell({ type: "caller_text_failed", itemId: event.item_id, code });
      }
      case "response.created":
        return this.#step({
          type: "created",
          responseId: event.response.id,
          wishNumber: wishNumber(event.response.metadata?.wish),
        });
      case "response.output_item.added":
        if (this.#isActive(event.response_id)) this.#items.begun(event.item.id);
        return;
      case "response.output_audio.delta":
        return this.#audio(event);
      case "response.output_audio.done":
        return this.#audioDone(event);
      case "response.output_audio_transcript.delta":
        this.#progress(event.response_id);
        if (!this.#heard(event.response_id) || event.delta === "") return;
        return tell({
          type: "agent_delta",
          responseId: event.response_id,
          itemId: event.item_id,
          delta: event.delta,
        });
      case "response.output_audio_transcript.done":
        // Also of a discarded response: it is the whole of what was generated, part of which was heard.
        this.#progress(event.response_id);
        if (!this.#isActive(event.response_id)) return this.#ports.skips.count("stray");
        return tell({
          type: "agent_text",
          responseId: event.response_id,
          itemId: event.item_id,
          text: event.transcript,
        });
      case "response.output_text.delta":
      case "response.function_call_arguments.delta":
        return this.#progress(event.response_id);
      case "response.output_item.done":
        this.#progress(event.response_id);
        return this.#toolCall(event);
      case "response.done":
        return this.#done(event);
      case "rate_limits.updated":
        return this.#limits(event);
    }
  }

  /** An error event that does not end the session. */
  error(error: WireError): void {
    const code = error.code ?? "";
    const eventId = error.event_id ?? "";
    const failure = responseFailure(error);
    const passing = failure.code === "E_UP_LIMIT" || failure.code === "E_UP_5XX";
    if (eventId.startsWith("rsp-") || (eventId === "" && (code === BUSY || passing))) {
      const number = eventId === "" ? null : Number(eventId.slice("rsp-".length));
      this.#ports.skips.count(code || "error");
      return this.#step({ type: "refused", number, busy: code === BUSY, failure });
    }
    if (eventId.startsWith("cnl-") || code === "response_cancel_not_active") {
      this.#ports.skips.count(code || "error");
      return this.#cancelRefused(eventId);
    }
    if (eventId.startsWith("trn-") || /already shorter than/.test(error.message ?? "")) {
      // Longer than the server's idea of the item: it stays whole there, which is what was heard.
      if (code === "invalid_value" || code === "") return this.#ports.skips.count("truncate_long");
      return this.#ports.tell({
        type: "note",
        code: "truncate_refused",
        detail: errorWords(error),
      });
    }
    if (BENIGN.has(code)) return this.#ports.skips.count(code);
    this.#ports.skips.note("upstream_error", errorWords(error), `upstream_error ${code}`);
  }

  #audio(event: Event<"response.output_audio.delta">): void {
    const { response_id: responseId, item_id: itemId } = event;
    const audio = readAudio(event.delta);
    if (!audio) return this.#ports.skips.note("bad_audio", "A piece of audio was not base64");
    this.#hearsFrom(responseId, audio.length > 0);
    if (!this.#heard(responseId)) return this.#ports.skips.count("stray");
    if (audio.length === 0) return;
    this.#items.received(itemId, audio.length);
    this.#ports.tell({ type: "audio", responseId, itemId, audio });
  }

  /** Notes a sign of life, but not at every piece: the deadlines it holds off are seconds long. */
  #hearsFrom(responseId: string, audio: boolean): void {
    const nowMs = this.#ports.clock.now();
    const { active } = this.#responses;
    const known = active?.responseId === responseId && active.audio === audio;
    if (known && nowMs - active.aliveAtMs < LIFE_SIGN_MS) return;
    this.#step({ type: "progress", responseId, audio });
  }

  #audioDone(event: Event<"response.output_audio.done">): void {
    const { response_id: responseId, item_id: itemId } = event;
    this.#progress(responseId);
    // Also of a discarded response: all that came before was heard of as the whole.
    if (this.#items.has(itemId)) this.#items.complete(itemId);
    if (!this.#heard(responseId)) return this.#ports.skips.count("stray");
    this.#ports.tell({ type: "audio_done", responseId, itemId });
  }

  #toolCall({ response_id, item }: Event<"response.output_item.done">): void {
    if (item.type !== "function_call") return;
    if (!this.#isActive(response_id)) return this.#ports.skips.count("stray");
    if (!item.call_id || !item.name || item.status !== "completed") {
      return this.#ports.skips.count("incomplete_tool_call");
    }
    if (this.#toolCallIds.has(item.call_id)) return this.#ports.skips.count("repeated_tool_call");
    this.#toolCallIds.add(item.call_id);
    this.#ports.tell({
      type: "tool_call",
      responseId: response_id,
      toolCallId: item.call_id,
      name: item.name,
      args: item.arguments ?? "",
    });
  }

  #done({ response }: Event<"response.done">): void {
    const details = response.status_details;
    const status = statusOf(response.status);
    if (!this.#isActive(response.id)) return this.#ports.skips.count("repeated_done");
    const limitedMs = Math.max(0, this.#limitedUntilMs - this.#ports.clock.now());
    this.#step({
      type: "done",
      responseId: response.id,
      status,
      detail: details?.error?.code ?? details?.error?.type ?? details?.reason ?? "",
      usage: usageOf(response.usage),
      ...(status === "failed" ? { failure: responseFailure(details?.error ?? null) } : {}),
      pauseMs: Math.max(limitedMs, pauseInMessage(details?.error?.message)),
      // Calls that failed together do not try again together.
      jitterMs: Math.floor(this.#ports.random() * JITTER_MS),
    });
  }

  #limits({ rate_limits: limits }: Event<"rate_limits.updated">): void {
    const spent = limits.filter(({ remaining }) => remaining <= 0);
    const resetMs = Math.max(0, ...spent.map((limit) => (limit.reset_seconds ?? 0) * 1000));
    this.#limitedUntilMs = this.#ports.clock.now() + resetMs;
    const low = limits.find(({ limit, remaining }) => remaining < limit * LOW_LIMIT_SHARE);
    if (!low) return;
    this.#ports.skips.note(
      "rate_limit_low",
      `${low.remaining} of ${low.limit} ${low.name ?? "requests"} remain`,
    );
  }

  #cancelRefused(eventId: string): void {
    const { active } = this.#responses;
    if (eventId !== "" && eventId !== this.#cancelling.eventId) return;
    if (active?.cancelledAtMs == null) return;
    this.#step({ type: "cancel_refused", responseId: this.#cancelling.responseId });
  }

  #firstTranscript(itemId: string): boolean {
    if (this.#transcribed.has(itemId)) return false;
    this.#transcribed.add(itemId);
    return true;
  }

  #progress(responseId: string): void {
    this.#step({ type: "progress", responseId, audio: false });
  }

  #heard(responseId: string): boolean {
    return isHeard(this.#responses, responseId);
  }

  #isActive(responseId: string): boolean {
    return this.#responses.active?.responseId === responseId;
  }

  get #appendedMs(): number {
    return Math.floor(this.#appendedBytes / BYTES_PER_MS);
  }

  #eventId(kind: string): string {
    return `${kind}-${++this.#eventNumber}`;
  }

  #step(input: Input): void {
    const { state, effects } = step(this.#responses, input, this.#ports.clock.now());
    this.#responses = state;
    for (const effect of effects) this.#perform(effect);
  }

  #perform(effect: Effect): void {
    switch (effect.type) {
      case "tell":
        return this.#ports.tell(effect.event);
      case "cancel":
        this.#cancelling = { eventId: this.#eventId("cnl"), responseId: effect.responseId };
        return this.#ports.send(cancelEvent(this.#cancelling.eventId, effect.responseId));
      case "create": {
        const { instructions, tools } = effect.wish;
        return this.#ports.send(createEvent(`rsp-${effect.number}`, {
          ...(effect.bare ? {} : { wishId: String(effect.number) }),
          ...(instructions === undefined ? {} : { instructions }),
          ...(tools === undefined ? {} : { tools }),
        }));
      }
    }
  }
}

function wishNumber(wish: string | null | undefined): number | null {
  return wish != null && /^\d{1,9}$/.test(wish) ? Number(wish) : null;
}

/** A status we do not know ends a response like any other. */
function statusOf(status: string | null | undefined) {
  return status === "cancelled" || status === "incomplete" || status === "failed"
    ? status
    : "completed";
}
