// What was said and heard so far, as a fresh session of the model must be told it.
import type { CallEventBody } from "../contract/event.ts";
import {
  EMPTY_TRANSCRIPT,
  foldTranscript,
  heardParts,
  type Transcript,
} from "../contract/transcript.ts";
import type { SeedItem } from "../upstream/upstream.ts";

/** Enough to go on; many text items make a model drift (openai-realtime § 15). */
const SEED_LINES = 10;
const KEPT_LINES = 40;
/** Facts that nobody said, such as typed digits: the next session must know them too. */
const KEPT_FACTS = 16;

export class History {
  #transcript: Transcript = EMPTY_TRANSCRIPT;
  #facts: string[] = [];
  #seq = 0;

  add(body: CallEventBody): void {
    const envelope = { seq: this.#seq++, callId: "", atMs: 0, offsetMs: 0 };
    const { lines, ...more } = foldTranscript(this.#transcript, { ...body, ...envelope });
    const kept = lines.length > KEPT_LINES ? lines.slice(-KEPT_LINES) : lines;
    this.#transcript = { ...more, lines: kept };
  }

  /** A session was told this fact. */
  tell(text: string): void {
    this.#facts = [...this.#facts, text].slice(-KEPT_FACTS);
  }

  /** Empty for a call in which nothing was said or told yet. */
  seed(): SeedItem[] {
    const items = this.#transcript.lines
      .filter((line) => line.startMs !== null && !line.itemId.startsWith("clip-"))
      .slice(-SEED_LINES)
      .map((line): SeedItem => ({ role: line.speaker, text: heardParts(line).heard.trim() }))
      .filter((item) => item.text !== "");
    const facts = this.#facts.map((text): SeedItem => ({ role: "system", text }));
    if (items.length + facts.length === 0) return [];
    const text =
      "This phone call is being continued on a new line. What follows was said before. Do not greet again.";
    return [{ role: "system", text }, ...facts, ...items];
  }
}
