// Writes server-sent events (WHATWG HTML § 9.2). Pure; knows nothing of readers or rings.
import type { FeedMessage } from "../contract/feed.ts";

const encoder = new TextEncoder();

/** A comment: tells proxies and readers that the stream lives. */
export const HEARTBEAT: Uint8Array = encoder.encode(": hb\n\n");

/** How long a reader waits before it comes back, in milliseconds. */
export function encodeRetry(ms: number): Uint8Array {
  return encoder.encode(`retry: ${Math.round(ms)}\n\n`);
}

/**
 * One event as UTF-8. `id` is what a reader sends as Last-Event-ID; without one, the reader keeps its last.
 * The data is JSON on one line: CR, LF and NUL are escaped by it, lone surrogates become U+FFFD.
 */
export function encodeMessage(message: FeedMessage, id?: string): Uint8Array {
  const head = id === undefined ? "" : `id: ${id}\n`;
  return encoder.encode(`${head}event: ${message.event}\ndata: ${toJson(message.data)}\n\n`);
}

function toJson(data: unknown): string {
  const json = JSON.stringify(data);
  // JSON writes a lone surrogate, and nothing else, as an escape that begins so: the copy is rarely needed.
  return json.includes("\\ud") ? JSON.stringify(wellFormed(data)) : json;
}

function wellFormed(value: unknown): unknown {
  if (typeof value === "string") return value.toWellFormed();
  if (Array.isArray(value)) return value.map(wellFormed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, held]) => [key.toWellFormed(), wellFormed(held)]),
  );
}
