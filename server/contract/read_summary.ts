// Makes of a model's answer the summary that is kept. Pure.
import { utf8Bytes } from "./agent_limits.ts";

export const SUMMARY_BYTES = 4 * 1024;

/**
 * "json": the object on one line, without the fences that models like to put around it; an answer that
 * is no JSON is kept as the text it is. "": there was nothing in the answer.
 */
export function readSummary(answer: string, format: "text" | "json"): string {
  const text = answer.trim();
  return cutToBytes(format === "json" ? asJson(text) ?? text : text, SUMMARY_BYTES);
}

function asJson(text: string): string | null {
  const bare = /^```[a-z]*\s*\n?([\s\S]*?)\n?```$/i.exec(text)?.[1] ?? text;
  try {
    return JSON.stringify(JSON.parse(bare));
  } catch {
    return null;
  }
}

/** The first `limit` bytes of UTF-8, without half a character at the end. */
export function cutToBytes(text: string, limit: number): string {
  if (utf8Bytes(text) <= limit) return text;
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(limit));
  return text.slice(0, read);
}
