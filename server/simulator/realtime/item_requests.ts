// What a client asks of items: create, retrieve, truncate, delete (openai-realtime § 7). Each answers with its
// events or says why not. It knows the conversation, not the responses.
import type { Emitter } from "./emit.ts";
import type { FaultPlan } from "./faults.ts";
import type { Conversation } from "./items.ts";
import type { Journal } from "./journal.ts";
import { between, type Random } from "./random.ts";
import type { RemoteServers } from "./remote_servers.ts";
import type { Timing } from "./scenario.ts";
import { type Fields, invalidValue, type Refusal, refuse } from "./shape.ts";
import type { Timers } from "./timers.ts";

export interface ItemRequestsParts {
  emitter: Emitter;
  conversation: Conversation;
  servers: RemoteServers;
  journal: Journal;
  faults: FaultPlan;
  timers: Timers;
  timing: Timing;
  random: Random;
}

export class ItemRequests {
  #parts: ItemRequestsParts;

  constructor(parts: ItemRequestsParts) {
    this.#parts = parts;
  }

  create(event: Fields): Refusal | null {
    const { conversation, emitter, journal, servers } = this.#parts;
    const raw = event.item as Fields;
    const requestId = raw.type === "mcp_approval_response" ? String(raw.approval_request_id) : null;
    if (requestId !== null && !servers.awaits(requestId)) {
      const message = `No approval request '${requestId}' waits for an answer.`;
      return invalidValue("item.approval_request_id", message);
    }
    const result = conversation.create(raw, {
      previousItemId: event.previous_item_id,
      freshId: emitter.id("item"),
    });
    if ("refusal" in result) return result.refusal;
    if (raw.type === "function_call_output") journal.conduct.callAnswered(String(raw.call_id));
    const body = { previous_item_id: result.previousId, item: result.item.view };
    emitter.emit("conversation.item.added", body);
    emitter.emit("conversation.item.done", body);
    if (requestId !== null) servers.answered(requestId, raw.approve === true);
    return null;
  }

  retrieve(id: unknown): Refusal | null {
    const result = this.#parts.conversation.retrieve(id);
    if ("refusal" in result) return result.refusal;
    this.#parts.emitter.emit("conversation.item.retrieved", { item: result.item.view });
    return null;
  }

  delete(id: unknown): Refusal | null {
    const refusal = this.#parts.conversation.delete(id);
    if (refusal) return refusal;
    this.#parts.emitter.emit("conversation.item.deleted", { item_id: String(id) });
    return null;
  }

  truncate(event: Fields): Refusal | null {
    const { conversation, emitter, journal, faults, timers, timing, random } = this.#parts;
    journal.totals.truncates++;
    if (faults.take("F29", { connection: journal.number })) {
      return refuse(null, "Audio content is already shorter than that", null);
    }
    const itemId = String(event.item_id);
    const audioEndMs = Number(event.audio_end_ms);
    const { refusal, beyond } = conversation.truncate(itemId, audioEndMs);
    if (beyond) {
      journal.conduct.note("truncate_beyond", "conversation.item.truncate beyond the audio sent");
    }
    if (refusal) return refusal;
    timers.after(
      between(random, timing.truncated),
      () =>
        emitter.emit("conversation.item.truncated", {
          item_id: itemId,
          content_index: 0,
          audio_end_ms: audioEndMs,
        }),
    );
    return null;
  }
}
