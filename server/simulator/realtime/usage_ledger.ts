// Counts tokens as the service bills them: the whole context again for each response, the part it had before
// at a discount (openai-realtime §§ 5.5, 13, realtime-stand-in § 5.9). Pure arithmetic.
import type { Item } from "./items.ts";
import type { Tool } from "./session_config.ts";

export interface Tokens {
  text: number;
  audio: number;
}

/** Names of the wire; details always add up. */
export interface Usage {
  total_tokens: number;
  input_tokens: number;
  output_tokens: number;
  input_token_details: {
    text_tokens: number;
    audio_tokens: number;
    image_tokens: number;
    cached_tokens: number;
    cached_tokens_details: { text_tokens: number; audio_tokens: number; image_tokens: number };
  };
  output_token_details: { text_tokens: number; audio_tokens: number };
}

const CHARS_PER_TOKEN = 4;
const CALLER_MS_PER_TOKEN = 100;
const MODEL_MS_PER_TOKEN = 50;
/** The service caches nothing shorter, and in steps of this size. */
const LEAST_CACHED = 1024;
const CACHE_STEP = 64;

export const textTokens = (text: string): number => Math.ceil(text.length / CHARS_PER_TOKEN);
export const spokenTokens = (audioMs: number): number => Math.ceil(audioMs / MODEL_MS_PER_TOKEN);

/** What an item weighs when it is part of the context. */
export function itemTokens({ view, by, audioMs }: Item): Tokens {
  const audio = Math.ceil(audioMs / (by === "model" ? MODEL_MS_PER_TOKEN : CALLER_MS_PER_TOKEN));
  switch (view.type) {
    case "message": {
      const text = view.content.map((part) => part.text ?? "").join("");
      return { text: textTokens(text), audio };
    }
    case "function_call":
      return { text: textTokens(view.name + view.arguments), audio: 0 };
    case "function_call_output":
      return { text: textTokens(view.output), audio: 0 };
    case "mcp_call":
      return { text: textTokens(view.name + view.arguments + (view.output ?? "")), audio: 0 };
    default:
      return { text: 0, audio: 0 };
  }
}

interface Piece extends Tokens {
  key: string;
}

export class UsageLedger {
  #before: Piece[] = [];
  #total = 0;

  /** Tokens of all responses so far. */
  get total(): number {
    return this.#total;
  }

  /** Books one response over this context. */
  book(
    context: {
      instructions: string;
      tools: readonly Tool[];
      items: readonly Item[];
    },
    output: Tokens,
  ): Usage {
    const { instructions, tools, items } = context;
    const preamble = instructions + JSON.stringify(tools);
    const pieces: Piece[] = [
      { key: preamble, text: textTokens(preamble), audio: 0 },
      ...items.map((item) => ({ key: item.id, ...itemTokens(item) })),
    ];
    const sum = (of: readonly Piece[], kind: keyof Tokens) =>
      of.reduce((total, piece) => total + piece[kind], 0);
    const input = { text: sum(pieces, "text"), audio: sum(pieces, "audio") };
    const cached = this.#cached(pieces);
    this.#before = pieces;
    const usage = usageOf(input, cached, output);
    this.#total += usage.total_tokens;
    return usage;
  }

  #cached(pieces: readonly Piece[]): Tokens {
    const changed = pieces.findIndex((piece, i) => {
      const before = this.#before[i];
      return !before || before.key !== piece.key || before.text !== piece.text ||
        before.audio !== piece.audio;
    });
    const shared = changed < 0 ? pieces : pieces.slice(0, changed);
    const text = shared.reduce((total, piece) => total + piece.text, 0);
    const audio = shared.reduce((total, piece) => total + piece.audio, 0);
    if (text + audio < LEAST_CACHED) return { text: 0, audio: 0 };
    const surplus = (text + audio) % CACHE_STEP;
    const ofAudio = Math.min(audio, surplus);
    return { text: text - (surplus - ofAudio), audio: audio - ofAudio };
  }
}

/** Of a response that failed before it produced anything. */
export const NO_USAGE: Usage = usageOf(
  { text: 0, audio: 0 },
  { text: 0, audio: 0 },
  { text: 0, audio: 0 },
);

function usageOf(input: Tokens, cached: Tokens, output: Tokens): Usage {
  const inputTokens = input.text + input.audio;
  const outputTokens = output.text + output.audio;
  return {
    total_tokens: inputTokens + outputTokens,
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    input_token_details: {
      text_tokens: input.text,
      audio_tokens: input.audio,
      image_tokens: 0,
      cached_tokens: cached.text + cached.audio,
      cached_tokens_details: {
        text_tokens: cached.text,
        audio_tokens: cached.audio,
        image_tokens: 0,
      },
    },
    output_token_details: { text_tokens: output.text, audio_tokens: output.audio },
  };
}
