// How what instances say to each other travels. What comes from another instance is checked loosely: it may be of a
// neighbouring version. Pure.
import type { Alert } from "../contract/alert_kinds.ts";
import type { InstanceFacts } from "../contract/fleet.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** `number`: of the last thing told to all, this one included. */
export type Word =
  | { kind: "beat"; number: number; facts: InstanceFacts }
  | { kind: "tell"; number: number; topic: string; value: unknown }
  | { kind: "bye"; number: number };

export function wordBytes(word: Word): Uint8Array {
  switch (word.kind) {
    case "beat":
      return jsonBytes(["beat", word.number, word.facts]);
    case "tell":
      return jsonBytes(["tell", word.number, word.topic, word.value]);
    case "bye":
      return jsonBytes(["bye", word.number]);
  }
}

/** Null: it cannot be read. */
export function readWord(data: Uint8Array): Word | null {
  const read = readJson(data);
  if (!Array.isArray(read)) return null;
  const [kind, number, ...rest] = read as unknown[];
  if (typeof number !== "number" || !Number.isFinite(number)) return null;
  if (kind === "tell") {
    const [topic, value] = rest;
    return typeof topic === "string" ? { kind, number, topic, value } : null;
  }
  if (kind === "bye") return { kind, number };
  if (kind !== "beat") return null;
  const facts = readFacts(rest[0]);
  return facts && { kind, number, facts };
}

/** What could not be written as JSON becomes null. */
export function jsonBytes(value: unknown): Uint8Array {
  return encoder.encode(JSON.stringify(value) ?? "null");
}

/** Undefined: it is no JSON. */
export function readJson(data: Uint8Array | string): unknown {
  try {
    return JSON.parse(typeof data === "string" ? data : decoder.decode(data));
  } catch {
    return undefined;
  }
}

/** What others may be called; it goes into subjects of the bus. */
export function isInstanceId(value: unknown): value is string {
  return typeof value === "string" && /^[a-z0-9-]{4,40}$/i.test(value);
}

/** What an instance tells of itself; null: it has no name by which it could be known. */
export function readFacts(value: unknown): InstanceFacts | null {
  if (!isRecord(value) || !isInstanceId(value.id)) return null;
  const { id } = value;
  const text = (one: unknown) => typeof one === "string" ? one.slice(0, 200) : "";
  const count = (one: unknown) => typeof one === "number" && one >= 0 && one < 1e18 ? one : 0;
  return {
    ...value,
    id,
    name: text(value.name) || id,
    version: text(value.version),
    startedAtMs: count(value.startedAtMs),
    calls: count(value.calls),
    maxCalls: count(value.maxCalls),
    lagMs: count(value.lagMs),
    residentBytes: count(value.residentBytes),
    readers: count(value.readers),
    draining: value.draining === true,
    alerts: Array.isArray(value.alerts) ? value.alerts.filter(isAlert) : [],
  };
}

function isAlert(value: unknown): value is Alert {
  return isRecord(value) && typeof value.id === "string" && typeof value.kind === "string" &&
    typeof value.sinceMs === "number" && isRecord(value.facts);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** One piece of a line. Numbers count up from 1 in each direction. */
export interface Piece {
  line: string;
  number: number;
  body:
    | { kind: "text"; text: string }
    | { kind: "bytes"; bytes: Uint8Array }
    | { kind: "ping" }
    | { kind: "close"; code: number; reason: string };
}

const KINDS = ["text", "bytes", "ping", "close"] as const;

/** A byte for the kind, four for the number, one for the length of the line's name, the name, the body. */
export function pieceBytes({ line, number, body }: Piece): Uint8Array {
  const name = encoder.encode(line);
  const data = bodyBytes(body);
  const whole = new Uint8Array(6 + name.byteLength + data.byteLength);
  whole[0] = KINDS.indexOf(body.kind);
  new DataView(whole.buffer).setUint32(1, number);
  whole[5] = name.byteLength;
  whole.set(name, 6);
  whole.set(data, 6 + name.byteLength);
  return whole;
}

const NOTHING = new Uint8Array();

function bodyBytes(body: Piece["body"]): Uint8Array {
  switch (body.kind) {
    case "text":
      return encoder.encode(body.text);
    case "bytes":
      return body.bytes;
    case "ping":
      return NOTHING;
    case "close":
      return jsonBytes([body.code, body.reason]);
  }
}

/** Null: it cannot be read. */
export function readPiece(whole: Uint8Array): Piece | null {
  const kind = KINDS[whole[0] ?? KINDS.length];
  const nameBytes = whole[5];
  if (kind === undefined || nameBytes === undefined || whole.byteLength < 6 + nameBytes) {
    return null;
  }
  const number = new DataView(whole.buffer, whole.byteOffset).getUint32(1);
  const line = decoder.decode(whole.subarray(6, 6 + nameBytes));
  const data = whole.subarray(6 + nameBytes);
  return { line, number, body: readBody(kind, data) };
}

function readBody(kind: Piece["body"]["kind"], data: Uint8Array): Piece["body"] {
  switch (kind) {
    case "text":
      return { kind, text: decoder.decode(data) };
    case "bytes":
      // Of its own: the buffer below belongs to the socket.
      return { kind, bytes: data.slice() };
    case "ping":
      return { kind };
    case "close": {
      const read = readJson(data);
      const [code, reason] = Array.isArray(read) ? read as unknown[] : [];
      return {
        kind,
        code: typeof code === "number" ? code : 1006,
        reason: typeof reason === "string" ? reason : "",
      };
    }
  }
}
