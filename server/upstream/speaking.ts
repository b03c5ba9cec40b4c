// What the agent says in one session: performs what the sequencer of responses decides, and tells of sound, words
// and tool calls of the response that is heard. Knows neither socket nor the caller's side.
import type { Clock } from "../clock.ts";
import { cancelEvent, createEvent, truncateEvent } from "./client_events.ts";
import { errorWords, pauseInMessage, responseFailure } from "./failure.ts";
import { Items } from "./items.ts";
import {
  type Effect,
  type Input,
  nextDeadline,
  NO_RESPONSES,
  type Responses,
} from "./response_state.ts";
import { isHeard, step } from "./responses.ts";
import type { Skips } from "./skips.ts";
import type { UpstreamEvent } from "./upstream.ts";
import { usageOf } from "./usage.ts";
import { readAudio, type ServerEvent, type WireError } from "./wire.ts";

type Event<T extends ServerEvent["type"]> = Extract<ServerEvent, { type: T }>;

const BUSY = "conversation_already_has_active_response";
const LIFE_SIGN_MS = 500;
const LOW_LIMIT_SHARE = 0.1;
const JITTER_MS = 100;

export interface SpeakingPorts {
  send: (text: string) => void;
  tell: (event: UpstreamEvent) => void;
  skips: Skips;
  clock: Clock;
  random: () => number;
}

export class Speaking {
  #ports: SpeakingPorts;
  #responses: Responses = NO_RESPONSES;
  #items = new Items();
  #toolCallIds = new Set<string>();
  #cancelling = { eventId: "", responseId: "" };
  #eventNumber = 0;
  #limitedUntilMs = 0;

  constructor(ports: SpeakingPorts) {
    this.#ports = ports;
  }

  get dueMs(): number | null {
    return nextDeadline(this.#responses)?.dueMs ?? null;
  }

  step(input: Input): void {
    const { state, effects } = step(this.#responses, input, this.#ports.clock.now());
    this.#responses = state;
    for (const effect of effects) this.#perform(effect);
  }

  truncate(itemId: string, heardMs: number): void {
    const cutMs = this.#items.cutMs(itemId, heardMs);
    if (cutMs !== null) this.#ports.send(truncateEvent(this.#eventId("trn"), itemId, cutMs));
  }

  /** Whether it was one of the agent's. */
  forget(itemId: string): boolean {
    const known = this.#items.has(itemId);
    this.#items.drop(itemId);
    return known;
  }

  isActive(responseId: string): boolean {
    return this.#responses.active?.responseId === responseId;
  }

  created({ response }: Event<"response.created">): void {
    const wish = response.metadata?.wish;
    const wishNumber = wish != null && /^\d{1,9}$/.test(wish) ? Number(wish) : null;
    this.step({ type: "created", responseId: response.id, wishNumber });
  }

  itemBegan(responseId: string, itemId: string): void {
    if (this.isActive(responseId)) this.#items.begun(itemId);
  }

  progress(responseId: string): void {
    this.step({ type: "progress", responseId, audio: false });
  }

  audio(event: Event<"response.output_audio.delta">): void {
    const { response_id: responseId, item_id: itemId } = event;
    const audio = readAudio(event.delta);
    if (!audio) return this.#ports.skips.note("bad_audio", "A piece of audio was not base64");
    this.#hearsFrom(responseId, audio.length > 0);
    if (!this.#heard(responseId)) return this.#ports.skips.count("stray");
    if (audio.length === 0) return;
    this.#items.received(itemId, audio.length);
    this.#ports.tell({ type: "audio", responseId, itemId, audio });
  }

  audioDone(event: Event<"response.output_audio.done">): void {
    const { response_id: responseId, item_id: itemId } = event;
    this.progress(responseId);
    // Also of a discarded response: all that came before was heard of as the whole.
    if (this.#items.has(itemId)) this.#items.complete(itemId);
    if (!this.#heard(responseId)) return this.#ports.skips.count("stray");
    this.#ports.tell({ type: "audio_done", responseId, itemId });
  }

  words(event: Event<"response.output_audio_transcript.delta">): void {
    const { response_id: responseId, item_id: itemId, delta } = event;
    this.progress(responseId);
    if (!this.#heard(responseId) || delta === "") return;
    this.#ports.tell({ type: "agent_delta", responseId, itemId, delta });
  }

  text(event: Event<"response.output_audio_transcript.done">): void {
    const { response_id: responseId, item_id: itemId, transcript } = event;
    // Also of a discarded response: it is the whole of what was generated, part of which was heard.
    this.progress(responseId);
    if (!this.isActive(responseId)) return this.#ports.skips.count("stray");
    this.#ports.tell({ type: "agent_text", responseId, itemId, text: transcript });
  }

  toolCall({ response_id: responseId, item }: Event<"response.output_item.done">): void {
    if (item.type !== "function_call") return;
    if (!this.isActive(responseId)) return this.#ports.skips.count("stray");
    if (!item.call_id || !item.name || item.status !== "completed") {
      return this.#ports.skips.count("incomplete_tool_call");
    }
    if (this.#toolCallIds.has(item.call_id)) return this.#ports.skips.count("repeated_tool_call");
    this.#toolCallIds.add(item.call_id);
    this.#ports.tell({
      type: "tool_call",
      responseId,
      toolCallId: item.call_id,
      name: item.name,
      args: item.arguments ?? "",
    });
  }

  done({ response }: Event<"response.done">): void {
    const details = response.status_details;
    const status = statusOf(response.status);
    if (!this.isActive(response.id)) return this.#ports.skips.count("repeated_done");
    const limitedMs = Math.max(0, this.#limitedUntilMs - this.#ports.clock.now());
    this.step({
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

  limits({ rate_limits: limits }: Event<"rate_limits.updated">): void {
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

  /** Whether the error was the answer to something that was sent from here. */
  refused(error: WireError): boolean {
    const { skips, tell } = this.#ports;
    const code = error.code ?? "";
    const eventId = error.event_id ?? "";
    const failure = responseFailure(error);
    const passing = failure.code === "E_UP_LIMIT" || failure.code === "E_UP_5XX";
    if (eventId.startsWith("rsp-") || (eventId === "" && (code === BUSY || passing))) {
      const number = eventId === "" ? null : Number(eventId.slice("rsp-".length));
      skips.count(code || "error");
      this.step({ type: "refused", number, busy: code === BUSY, failure });
      return true;
    }
    if (eventId.startsWith("cnl-") || code === "response_cancel_not_active") {
      skips.count(code || "error");
      this.#cancelRefused(eventId);
      return true;
    }
    if (eventId.startsWith("trn-") || /already shorter than/.test(error.message ?? "")) {
      // Longer than the server's idea of the item: it stays whole there, which is what was heard.
      if (code === "invalid_value" || code === "") skips.count("truncate_long");
      else tell({ type: "note", code: "truncate_refused", detail: errorWords(error) });
      return true;
    }
    return false;
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

  /** Notes a sign of life, but not at every piece: the deadlines it holds off are seconds long. */
  #hearsFrom(responseId: string, audio: boolean): void {
    const nowMs = this.#ports.clock.now();
    const { active } = this.#responses;
    const known = active?.responseId === responseId && active.audio === audio;
    if (known && nowMs - active.aliveAtMs < LIFE_SIGN_MS) return;
    this.step({ type: "progress", responseId, audio });
  }

  #cancelRefused(eventId: string): void {
    const { active } = this.#responses;
    if (eventId !== "" && eventId !== this.#cancelling.eventId) return;
    if (active?.cancelledAtMs == null) return;
    this.step({ type: "cancel_refused", responseId: this.#cancelling.responseId });
  }

  #heard(responseId: string): boolean {
    return isHeard(this.#responses, responseId);
  }

  #eventId(kind: string): string {
    return `${kind}-${++this.#eventNumber}`;
  }
}

/** A status we do not know ends a response like any other. */
function statusOf(status: string | null | undefined) {
  return status === "cancelled" || status === "incomplete" || status === "failed"
    ? status
    : "completed";
}
