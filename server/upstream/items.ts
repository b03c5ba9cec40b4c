// What this session has received of each of the agent's items, so that the model is never told that
// more was heard than there was. Knows neither socket nor wire.
import { BYTES_PER_MS } from "../audio/ulaw.ts";

/** The server's idea of an item's length can be this much shorter than its bytes (openai-realtime § 11). */
const MARGIN_MS = 100;

export class Items {
  #items = new Map<string, { audioBytes: number; complete: boolean }>();

  /** The model has begun an item; it may never have audio. */
  begun(itemId: string): void {
    this.#of(itemId);
  }

  received(itemId: string, audioBytes: number): void {
    this.#of(itemId).audioBytes += audioBytes;
  }

  complete(itemId: string): void {
    this.#of(itemId).complete = true;
  }

  has(itemId: string): boolean {
    return this.#items.has(itemId);
  }

  drop(itemId: string): void {
    this.#items.delete(itemId);
  }

  /** Where to cut an item of which `heardMs` were heard, in whole milliseconds; null: there is nothing to cut. */
  cutMs(itemId: string, heardMs: number): number | null {
    const item = this.#items.get(itemId);
    if (!item || item.audioBytes === 0) return null;
    const receivedMs = item.audioBytes / BYTES_PER_MS - (item.complete ? MARGIN_MS : 0);
    return Math.floor(Math.max(0, Math.min(heardMs, receivedMs)));
  }

  #of(itemId: string): { audioBytes: number; complete: boolean } {
    let item = this.#items.get(itemId);
    if (!item) this.#items.set(itemId, item = { audioBytes: 0, complete: false });
    return item;
  }
}
