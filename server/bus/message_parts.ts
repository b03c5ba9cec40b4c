// Messages as texts that fit a notice of PostgreSQL, and back. Pure.
import { MESSAGE_BYTES } from "./bus.ts";

export interface Message {
  /** Who says it, and a number of theirs. */
  from: string;
  id: number;
  subject: string;
  /** Where an answer is waited for; "": nowhere. */
  reply: string;
  data: Uint8Array;
}

/** [from, id, part, parts, subject, reply, base64] */
export type WirePart = [string, number, number, number, string, string, string];

/** Of a part's data; with its head it stays below a notice's 8000 bytes. */
const PART_BYTES = 5400;
const MOST_PARTS = Math.ceil(MESSAGE_BYTES / PART_BYTES) + 1;
/** Messages whose parts are awaited; the oldest is given up beyond. */
const OPEN = 256;

export function wireParts({ from, id, subject, reply, data }: Message): string[] {
  const count = Math.max(1, Math.ceil(data.byteLength / PART_BYTES));
  return Array.from({ length: count }, (_, i) => {
    const piece = data.subarray(i * PART_BYTES, (i + 1) * PART_BYTES);
    return JSON.stringify(
      [from, id, i, count, subject, reply, piece.toBase64()] satisfies WirePart,
    );
  });
}

/** What cannot be read is left out: others may notify, too. */
export function readParts(notice: string): WirePart[] {
  return notice.split("\n").flatMap((line) => {
    try {
      const part: unknown = JSON.parse(line);
      return isPart(part) ? [part] : [];
    } catch {
      return [];
    }
  });
}

function isPart(part: unknown): part is WirePart {
  return Array.isArray(part) && part.length === 7 &&
    [0, 4, 5, 6].every((at) => typeof part[at] === "string") &&
    [1, 2, 3].every((at) => Number.isSafeInteger(part[at]) && part[at] >= 0) &&
    part[3] <= MOST_PARTS;
}

/** Puts messages together again. Parts of one come in order, others' may come between. */
export class Parts {
  readonly #open = new Map<string, Uint8Array[]>();

  /** The message, with its last part. */
  take([from, id, part, parts, subject, reply, base64]: WirePart): Message | null {
    const data = Uint8Array.fromBase64(base64);
    if (parts === 1) return { from, id, subject, reply, data };
    const key = `${from} ${id}`;
    const pieces = part === 0 ? [] : this.#open.get(key);
    if (!pieces || pieces.length !== part) return null;
    pieces.push(data);
    this.#open.delete(key);
    if (part < parts - 1) {
      this.#open.set(key, pieces);
      const [oldest] = this.#open.keys();
      if (this.#open.size > OPEN && oldest !== undefined) this.#open.delete(oldest);
      return null;
    }
    return { from, id, subject, reply, data: joined(pieces) };
  }
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.byteLength;
  }
  return whole;
}
