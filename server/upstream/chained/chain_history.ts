// The conversation as the text model is told it: who said what, of the agent only what was heard, and what its
// tools answered. Knows nothing of how a turn is heard or spoken.
import { heardCharacters } from "../../contract/transcript.ts";
import type { ChatMessage, ToolCall } from "../rest/rest.ts";
import type { SeedItem } from "../upstream.ts";

/** A stretch of the agent's words and how long it sounds; both grow while it is spoken. */
export interface SpokenPiece {
  text: string;
  audioMs: number;
}

type Item =
  | { kind: "told"; text: string }
  /** `text` is null until it is transcribed, "" where it could not be. */
  | { kind: "caller"; itemId: string; text: string | null }
  | { kind: "agent"; itemId: string; pieces: readonly SpokenPiece[]; heardMs: number }
  | { kind: "calls"; calls: readonly ToolCall[]; outputs: Map<string, string> };

/** What is said of a turn without words. */
const NOT_UNDERSTOOD = "(could not be understood)";
/** A model refuses calls without answers; one that still runs has this. */
const PENDING = JSON.stringify({ status: "pending" });
/** Longer conversations lose their beginning: the instructions hold what must not be lost. */
const KEPT_ITEMS = 120;

export class ChainHistory {
  #items: Item[] = [];

  constructor(seed: readonly SeedItem[]) {
    for (const [i, { role, text }] of seed.entries()) {
      if (role === "system") this.tell(text);
      else if (role === "caller") this.#add({ kind: "caller", itemId: `seed-${i}`, text });
      else this.speaks(`seed-${i}`, [{ text, audioMs: 0 }]);
    }
  }

  /** The last of the conversation's items, for those that are committed after it. */
  get lastItemId(): string | null {
    const last = this.#items.findLast((item) => item.kind === "caller" || item.kind === "agent");
    return last && "itemId" in last ? last.itemId : null;
  }

  /** A fact that nobody said. */
  tell(text: string): void {
    if (text !== "") this.#add({ kind: "told", text });
  }

  /** A turn of the caller took place; its words come later. */
  turn(itemId: string): void {
    this.#add({ kind: "caller", itemId, text: null });
  }

  /** The words of a turn; "": there are none. */
  understood(itemId: string, text: string): void {
    const item = this.#items.find((one) => one.kind === "caller" && one.itemId === itemId);
    if (item?.kind === "caller") item.text = text.trim();
  }

  /** Whether the last turn has no words though it should. */
  get lastTurnLost(): boolean {
    const last = this.#items.findLast(({ kind }) => kind === "caller");
    return last?.kind === "caller" && last.text === "";
  }

  /** The agent begins an item. The pieces are looked at when needed: they may still grow. */
  speaks(itemId: string, pieces: readonly SpokenPiece[]): void {
    this.#add({ kind: "agent", itemId, pieces, heardMs: Infinity });
  }

  calls(calls: readonly ToolCall[]): void {
    if (calls.length > 0) this.#add({ kind: "calls", calls, outputs: new Map() });
  }

  output(toolCallId: string, output: string): void {
    for (const item of this.#items) {
      if (item.kind === "calls" && item.calls.some(({ id }) => id === toolCallId)) {
        item.outputs.set(toolCallId, output);
      }
    }
  }

  /** Of an item of the agent only this much was heard. */
  truncate(itemId: string, heardMs: number): void {
    for (const item of this.#items) {
      if (item.kind === "agent" && item.itemId === itemId) {
        item.heardMs = Math.min(item.heardMs, Math.max(0, heardMs));
      }
    }
  }

  /** Removes an item, whoever said it. */
  forget(itemId: string): void {
    this.#items = this.#items.filter((item) => !("itemId" in item) || item.itemId !== itemId);
  }

  messages(): ChatMessage[] {
    return this.#items.flatMap(messagesOf);
  }

  /** The same as lines for a reader. */
  transcript(): string {
    return this.#items.flatMap((item) => {
      switch (item.kind) {
        case "told":
          return [`Note: ${item.text}`];
        case "caller":
          return item.text === null ? [] : [`Caller: ${item.text || NOT_UNDERSTOOD}`];
        case "agent": {
          const heard = heardText(item.pieces, item.heardMs);
          return heard === "" ? [] : [`Agent: ${heard}`];
        }
        case "calls":
          return item.calls.map(({ name, id }) => `Tool ${name}: ${item.outputs.get(id) ?? "…"}`);
      }
    }).join("\n");
  }

  #add(item: Item): void {
    this.#items.push(item);
    if (this.#items.length > KEPT_ITEMS) this.#items.shift();
  }
}

/** The words of the first `heardMs` milliseconds: whole pieces, and of the one that was cut its share. */
export function heardText(pieces: readonly SpokenPiece[], heardMs: number): string {
  let text = "";
  let leftMs = heardMs;
  for (const piece of pieces) {
    const share = leftMs === Infinity ? 1 : piece.audioMs > 0 ? leftMs / piece.audioMs : 0;
    text += piece.text.slice(0, heardCharacters(piece.text, share));
    if (share < 1) break;
    leftMs -= piece.audioMs;
  }
  return text.trim();
}

function messagesOf(item: Item): ChatMessage[] {
  switch (item.kind) {
    case "told":
      return [{ role: "system", content: item.text }];
    case "caller":
      return item.text === null ? [] : [{ role: "user", content: item.text || NOT_UNDERSTOOD }];
    case "agent": {
      const content = heardText(item.pieces, item.heardMs);
      return content === "" ? [] : [{ role: "assistant", content }];
    }
    case "calls":
      return [
        { role: "assistant", content: "", toolCalls: item.calls },
        ...item.calls.map(({ id }): ChatMessage => ({
          role: "tool",
          toolCallId: id,
          content: item.outputs.get(id) ?? PENDING,
        })),
      ];
  }
}
