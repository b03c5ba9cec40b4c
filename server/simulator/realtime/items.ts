// The conversation of a session: its items in order, and the rules of creating, truncating and deleting them
// (openai-realtime § 6, realtime-stand-in §§ 5.7, 6). It knows no responses and sends nothing.
import { BYTES_PER_MS } from "../../audio/ulaw.ts";
import type { ItemView } from "./emit.ts";
import type { Recording } from "../speech.ts";
import { type Fields, invalidValue, type Refusal, refuse } from "./shape.ts";

/** One item, with what the server knows besides what it shows. */
export interface Item {
  id: string;
  view: ItemView;
  /** Who made it. */
  by: "client" | "caller" | "model" | "provider";
  /** Audio that exists of it: of the model, what was sent so far. */
  audioMs: number;
  /** By how much the server's idea of a length is below what it sent (openai-realtime § 11). */
  shortMs: number;
  /** What a caller's turn says. */
  heard?: { recording: Recording | undefined; text: string };
  truncated?: boolean;
}

const notFound = (id: unknown, param: string): Refusal =>
  refuse("item_not_found", `Item with item_id '${id}' does not exist.`, param);

export class Conversation {
  #items: Item[] = [];

  get items(): readonly Item[] {
    return this.#items;
  }

  get lastId(): string | null {
    return this.#items.at(-1)?.id ?? null;
  }

  find(id: unknown): Item | undefined {
    return this.#items.find((item) => item.id === id);
  }

  /** Appends an item of the caller or the model; the id before it, or null. */
  push(item: Item): string | null {
    const before = this.lastId;
    this.#items.push(item);
    return before;
  }

  /** Adds an item of the client, whose shape was checked; `freshId` is its id where it gave none. */
  create(
    raw: Fields,
    options: { previousItemId?: unknown; freshId: string },
  ): { item: Item; previousId: string | null } | { refusal: Refusal } {
    const id = typeof raw.id === "string" ? raw.id : options.freshId;
    if (this.find(id)) {
      return { refusal: invalidValue("item.id", `Item with id '${id}' already exists.`) };
    }
    if (raw.type === "function_call_output" && !this.#calls(raw.call_id)) {
      const message = `No tool call found for call_id '${raw.call_id}'.`;
      return { refusal: refuse("invalid_tool_call_id", message, "item.call_id") };
    }
    const at = this.#place(options.previousItemId);
    if (typeof at !== "number") return { refusal: at };
    const head = raw.type === "mcp_approval_response"
      ? {}
      : { object: "realtime.item", status: "completed" };
    const view = { ...head, ...raw, id } as ItemView;
    const item: Item = { id, view, by: "client", audioMs: suppliedMs(raw), shortMs: 0 };
    this.#items.splice(at, 0, item);
    return { item, previousId: this.#items[at - 1]?.id ?? null };
  }

  delete(id: unknown): Refusal | null {
    const item = this.find(id);
    if (!item) return notFound(id, "item_id");
    this.#items = this.#items.filter((other) => other !== item);
    return null;
  }

  retrieve(id: unknown): { item: Item } | { refusal: Refusal } {
    const item = this.find(id);
    return item ? { item } : { refusal: notFound(id, "item_id") };
  }

  /**
   * Cuts what a model's item has of audio, and removes its transcript.
   * `beyond`: the client asked for more than it was ever sent.
   */
  truncate(
    id: unknown,
    audioEndMs: number,
  ): { refusal: Refusal | null; beyond: boolean } {
    const item = this.find(id);
    if (!item) return { refusal: notFound(id, "item_id"), beyond: false };
    if (item.by !== "model" || item.audioMs === 0) {
      const message = "Only model output audio messages can be truncated.";
      return { refusal: refuse("unsupported_content_type", message, null), beyond: false };
    }
    const beyond = audioEndMs > Math.ceil(item.audioMs);
    const serverMs = Math.max(0, Math.floor(item.audioMs - item.shortMs));
    if (audioEndMs > serverMs) {
      const message = `Audio content of ${serverMs}ms is already shorter than ${audioEndMs}ms`;
      return { refusal: refuse(null, message, null), beyond };
    }
    item.audioMs = audioEndMs;
    item.shortMs = 0;
    item.truncated = true;
    if (item.view.type === "message") {
      for (const part of item.view.content) if ("transcript" in part) delete part.transcript;
    }
    return { refusal: null, beyond };
  }

  #calls(callId: unknown): boolean {
    return this.#items.some(({ view }) => view.type === "function_call" && view.call_id === callId);
  }

  #place(previousItemId: unknown): number | Refusal {
    if (previousItemId === undefined) return this.#items.length;
    if (previousItemId === "root") return 0;
    const before = this.#items.findIndex(({ id }) => id === previousItemId);
    return before < 0 ? notFound(previousItemId, "previous_item_id") : before + 1;
  }
}

function suppliedMs(raw: Fields): number {
  if (raw.type !== "message" || !Array.isArray(raw.content)) return 0;
  return (raw.content as Fields[]).reduce((sum, part) => {
    const bytes = typeof part.audio === "string" ? part.audio.length * 0.75 : 0;
    return sum + bytes / BYTES_PER_MS;
  }, 0);
}
