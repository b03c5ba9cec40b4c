// One configured session: hands each of the server's events to the part it concerns, and wishes to the wire.
// Knows neither socket nor set-up.
import { BYTES_PER_MS } from "../audio/ulaw.ts";
import type { Clock } from "../clock.ts";
import { CallerTurns } from "./caller_turns.ts";
import {
  approvalEvent,
  deleteEvent,
  messageEvent,
  toolOutputEvent,
  updateEvent,
} from "./client_events.ts";
import { errorWords } from "./failure.ts";
import { McpCalls } from "./mcp_calls.ts";
import { Questioning } from "./questioning.ts";
import { type Change, Reconfiguring } from "./reconfiguring.ts";
import type { Wish } from "./response_state.ts";
import type { Skips } from "./skips.ts";
import { Speaking } from "./speaking.ts";
import type { SeedItem, Upstream, UpstreamEvent } from "./upstream.ts";
import type { ServerEvent, WireError } from "./wire.ts";

type Event<T extends ServerEvent["type"]> = Extract<ServerEvent, { type: T }>;

/** Refusals that harm nobody (openai-realtime § 14.2), whatever they answer. */
const BENIGN: ReadonlySet<string> = new Set([
  "input_audio_buffer_commit_empty",
  "unsupported_content_type",
  "item_not_found",
]);

export interface ConversationPorts {
  send: (text: string) => void;
  tell: (event: UpstreamEvent) => void;
  skips: Skips;
  clock: Clock;
  random: () => number;
  /** Whether the server answers the caller's turns by itself, and cancels its response when the caller speaks. */
  duties: { answers: boolean; interrupts: boolean };
}

export class Conversation {
  #ports: ConversationPorts;
  #speaking: Speaking;
  #turns: CallerTurns;
  #questions: Questioning;
  #mcp: McpCalls;
  #changes: Reconfiguring;
  #eventNumber = 0;
  #appendedBytes = 0;

  constructor(ports: ConversationPorts) {
    this.#ports = ports;
    const { tell, send, skips, clock } = ports;
    const now = () => clock.now();
    const speaking = this.#speaking = new Speaking(ports);
    this.#turns = new CallerTurns({
      tell,
      remove: (itemId) => this.#remove(itemId),
      count: (kind) => skips.count(kind),
    });
    this.#questions = new Questioning(ports);
    this.#mcp = new McpCalls({
      tell,
      now,
      working: (responseId, on) => speaking.step({ type: "working", responseId, on }),
      replyDue: () => speaking.step({ type: "reply_due" }),
      replyGiven: () => speaking.step({ type: "reply_given" }),
    });
    this.#changes = new Reconfiguring({
      send: (eventId, session) => send(updateEvent(eventId, session)),
      note: (code, detail) => tell({ type: "note", code, detail }),
      now,
    });
  }

  get dueMs(): number | null {
    const parts = [this.#speaking, this.#questions, this.#mcp, this.#changes];
    const due = parts.map(({ dueMs }) => dueMs).filter((dueMs) => dueMs !== null);
    return due.length === 0 ? null : Math.min(...due);
  }

  tick(): void {
    this.#speaking.step({ type: "tick" });
    this.#questions.step({ type: "tick" });
    this.#mcp.tick();
    this.#changes.tick();
  }

  /** The session is configured and seeded: questions that were asked before go out. */
  begin(): void {
    this.#questions.step({ type: "ready" });
  }

  /** The session is over: every open question has its empty answer, every call of a remote tool its end. */
  end(): void {
    this.#mcp.end();
    this.#questions.step({ type: "over" });
  }

  /** Keeps count of the clock that the server's milliseconds are told by. */
  appended(audioBytes: number): void {
    this.#appendedBytes += audioBytes;
  }

  respond(wish: Wish): void {
    this.#speaking.step({ type: "wish", wish });
  }

  cancel(): void {
    this.#speaking.step({ type: "cancel" });
  }

  truncate(itemId: string, heardMs: number): void {
    this.#speaking.truncate(itemId, heardMs);
  }

  forget(itemId: string): void {
    if (this.#turns.forget(itemId)) return;
    if (this.#speaking.forget(itemId)) this.#remove(itemId);
  }

  message(item: SeedItem): void {
    if (item.text !== "") this.#ports.send(messageEvent(this.#eventId("msg"), item));
  }

  toolResult(toolCallId: string, output: string): void {
    this.#ports.send(toolOutputEvent(this.#eventId("out"), toolCallId, output));
  }

  ask(question: Parameters<Upstream["ask"]>[0]): void {
    this.#questions.step({ type: "asked", ...question });
  }

  approve(approvalId: string, approve: boolean): void {
    this.#ports.send(approvalEvent(this.#eventId("apr"), approvalId, approve));
    this.#mcp.answered(approve);
  }

  reconfigure(change: Change): void {
    this.#changes.change(change);
  }

  /** Acts on an event of the server; those of the set-up mean nothing here. */
  event(event: ServerEvent): void {
    switch (event.type) {
      case "input_audio_buffer.speech_started": {
        const { interrupts } = this.#ports.duties;
        this.#speaking.step({ type: "speech_started", interrupts });
        return this.#turns.started(event.item_id, event.audio_start_ms ?? this.#appendedMs);
      }
      case "input_audio_buffer.speech_stopped": {
        const { answers } = this.#ports.duties;
        this.#speaking.step({ type: "speech_stopped", answers });
        return this.#turns.stopped(event.item_id, event.audio_end_ms ?? this.#appendedMs);
      }
      case "input_audio_buffer.committed":
        return this.#committed(event);
      case "conversation.item.input_audio_transcription.delta":
        return this.#turns.delta(event.item_id, event.delta);
      case "conversation.item.input_audio_transcription.completed":
        return this.#turns.text(event.item_id, event.transcript);
      case "conversation.item.input_audio_transcription.failed":
        return this.#turns.textFailed(
          event.item_id,
          event.error?.code ?? event.error?.type ?? "",
        );
      case "response.created":
        if (this.#questions.created(event)) return;
        this.#mcp.responseBegan();
        return this.#speaking.created(event);
      case "response.output_item.added":
        this.#speaking.itemBegan(event.response_id, event.item.id);
        return this.#mcp.item(event.item, {
          responseId: this.#active(event.response_id),
          whole: false,
        });
      case "response.output_audio.delta":
        this.#speaking.audio(event);
        return this.#mcp.heard(event.response_id);
      case "response.output_audio.done":
        return this.#speaking.audioDone(event);
      case "response.output_audio_transcript.delta":
        return this.#speaking.words(event);
      case "response.output_audio_transcript.done":
        return this.#speaking.text(event);
      case "response.output_text.delta":
      case "response.function_call_arguments.delta":
      case "response.mcp_call_arguments.delta":
        return this.#speaking.progress(event.response_id);
      case "response.output_text.done": {
        const { response_id: responseId, text } = event;
        return this.#questions.step({ type: "text", responseId, text });
      }
      case "response.output_item.done":
        this.#speaking.progress(event.response_id);
        this.#mcp.item(event.item, {
          responseId: this.#active(event.response_id),
          whole: true,
        });
        return this.#speaking.toolCall(event);
      case "response.done":
        if (!this.#questions.done(event)) this.#speaking.done(event);
        return;
      case "response.mcp_call_arguments.done":
        return this.#mcp.argumentsDone(event.item_id, event.arguments);
      case "response.mcp_call.in_progress":
        return this.#mcp.began(event.item_id);
      case "response.mcp_call.completed":
        return this.#mcp.ended(event.item_id, "completed");
      case "response.mcp_call.failed":
        return this.#mcp.ended(event.item_id, "failed");
      case "mcp_list_tools.failed":
        return this.#mcp.listFailed(event.item_id);
      case "conversation.item.added":
        return this.#mcp.item(event.item, { responseId: null, whole: false });
      case "conversation.item.done":
        return this.#mcp.item(event.item, { responseId: null, whole: true });
      case "rate_limits.updated":
        return this.#speaking.limits(event);
      case "session.updated":
        return this.#changes.echoed();
    }
  }

  /** An error event that does not end the session. */
  error(error: WireError): void {
    const { skips } = this.#ports;
    const code = error.code ?? "";
    if (this.#questions.refused(error) || this.#changes.refused(error)) return;
    if (this.#speaking.refused(error)) return;
    if (BENIGN.has(code) || error.event_id?.startsWith("del-")) {
      return skips.count(code || "error");
    }
    skips.note("upstream_error", errorWords(error), `upstream_error ${code}`);
  }

  #committed(event: Event<"input_audio_buffer.committed">): void {
    const { answers } = this.#ports.duties;
    const tell = () => this.#turns.committed(event.item_id, event.previous_item_id ?? null);
    // Where the bridge asks for the answer, it does so now, before an older wish goes out beside it.
    if (!answers) tell();
    this.#speaking.step({ type: "committed", answers });
    if (answers) tell();
  }

  #active(responseId: string): string | null {
    return this.#speaking.isActive(responseId) ? responseId : null;
  }

  #remove(itemId: string): void {
    this.#ports.send(deleteEvent(this.#eventId("del"), itemId));
  }

  get #appendedMs(): number {
    return Math.floor(this.#appendedBytes / BYTES_PER_MS);
  }

  #eventId(kind: string): string {
    return `${kind}-${++this.#eventNumber}`;
  }
}
