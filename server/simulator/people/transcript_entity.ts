// Reads one transcript of the server and names each fault in it (audiohook § 10.1). Pure: whether it is right in
// itself; whether it fits what came before is transcript_ledger.ts.
import { readDuration } from "../audiohook/duration.ts";

/** One line as it was received. */
export interface ReadLine {
  id: string;
  channel: number;
  final: boolean;
  text: string;
  /** On the clock of the media. */
  offsetMs: number;
  durationMs: number;
  confidence: number;
  /** The first that is named; "" when none is. */
  language: string;
  words: readonly { text: string; offsetMs: number; durationMs: number }[];
}

export interface ReadTranscript {
  /** null: faults leave nothing to go by. */
  line: ReadLine | null;
  /** What is wrong, one sentence each. */
  faults: readonly string[];
  /** What is wrong with its words. */
  tokenFaults: readonly string[];
}

type Fields = Record<string, unknown>;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
const LANGUAGE = /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;
/** A stretch may be rounded at both of its ends. */
const ROUNDING_MS = 2;

/** @param channels how many were agreed on */
export function readTranscript(data: Fields, channels: number): ReadTranscript {
  const faults: string[] = [];
  const tokenFaults: string[] = [];
  known(data, "data", ["id", "channelId", "isFinal", "offset", "duration", "alternatives"], faults);
  const { id, channelId, isFinal } = data;
  if (typeof id !== "string" || !UUID.test(id)) faults.push(`id ${shown(id)} is no UUID`);
  const channelIsGood = Number.isInteger(channelId) && Number(channelId) >= 0 &&
    Number(channelId) < channels;
  if (!channelIsGood) faults.push(`channelId ${shown(channelId)} of ${channels} channels`);
  if (typeof isFinal !== "boolean") faults.push(`isFinal ${shown(isFinal)}`);
  const offsetMs = durationAt(data, "offset", faults);
  const durationMs = durationAt(data, "duration", faults);
  const alternative = first(data, "alternatives", faults);
  const interpretation = alternative && readAlternative(alternative, faults);
  if (!interpretation || faults.length > 0) return { line: null, faults, tokenFaults };
  const text = String(interpretation.transcript);
  const words = readTokens(interpretation.tokens, tokenFaults);
  if (words.length > 0) checkWords(words, { text, offsetMs, durationMs }, tokenFaults);
  const languages = (alternative.languages ?? []) as string[];
  const line: ReadLine = {
    id: String(id),
    channel: Number(channelId),
    final: isFinal === true,
    text,
    offsetMs,
    durationMs,
    confidence: Number(alternative.confidence),
    language: languages[0] ?? "",
    words,
  };
  return { line, faults, tokenFaults };
}

/** Its interpretation, if it has one. */
function readAlternative(alternative: Fields, faults: string[]): Fields | null {
  known(alternative, "alternative", ["confidence", "languages", "interpretations"], faults);
  const { confidence, languages = [] } = alternative;
  if (!isConfidence(confidence)) faults.push(`confidence ${shown(confidence)}`);
  if (!Array.isArray(languages) || !languages.every((tag) => LANGUAGE.test(String(tag)))) {
    faults.push(`languages ${shown(languages)}`);
  }
  const interpretation = first(alternative, "interpretations", faults);
  if (!interpretation) return null;
  known(interpretation, "interpretation", ["type", "transcript", "tokens"], faults);
  const { type, transcript } = interpretation;
  if (type !== "display") faults.push(`interpretation of type ${shown(type)}`);
  if (typeof transcript !== "string" || transcript.trim() === "") {
    faults.push(`transcript ${shown(transcript)}`);
  }
  return interpretation;
}

function readTokens(tokens: unknown, faults: string[]): ReadLine["words"] {
  if (!Array.isArray(tokens) || tokens.length === 0) {
    faults.push(`tokens ${shown(tokens)}`);
    return [];
  }
  return tokens.map((token: unknown) => {
    if (!isFields(token)) {
      faults.push(`token ${shown(token)}`);
      return { text: "", offsetMs: 0, durationMs: 0 };
    }
    known(
      token,
      "token",
      ["type", "value", "confidence", "offset", "duration", "language"],
      faults,
    );
    const { type, value, confidence, language } = token;
    if (type !== "word") faults.push(`token of type ${shown(type)}`);
    if (typeof value !== "string" || value === "") faults.push(`token value ${shown(value)}`);
    if (!isConfidence(confidence)) faults.push(`token confidence ${shown(confidence)}`);
    if (language !== undefined && !LANGUAGE.test(String(language))) {
      faults.push(`token language ${shown(language)}`);
    }
    const offsetMs = durationAt(token, "offset", faults);
    return { text: String(value), offsetMs, durationMs: durationAt(token, "duration", faults) };
  });
}

function checkWords(
  words: ReadLine["words"],
  { text, offsetMs, durationMs }: { text: string; offsetMs: number; durationMs: number },
  faults: string[],
): void {
  const bare = (value: string) => value.replace(/\s/g, "");
  if (bare(words.map((word) => word.text).join("")) !== bare(text)) {
    faults.push("the words are not those of the text");
  }
  let beforeMs = -1;
  for (const word of words) {
    if (word.offsetMs <= beforeMs) faults.push(`offset ${word.offsetMs} ms after ${beforeMs} ms`);
    beforeMs = word.offsetMs;
    const endMs = word.offsetMs + word.durationMs;
    if (word.offsetMs < offsetMs - ROUNDING_MS || endMs > offsetMs + durationMs + ROUNDING_MS) {
      faults.push(
        `a word at ${word.offsetMs} ms in a line of ${offsetMs} ms, ${durationMs} ms long`,
      );
    }
  }
}

function durationAt(fields: Fields, name: string, faults: string[]): number {
  const value = fields[name];
  const ms = readDuration(value);
  // More decimals than microseconds are a sign of binary fractions.
  if (ms === undefined || !/^PT\d*\.?\d{1,6}S$/.test(String(value))) {
    faults.push(`${name} ${shown(value)}`);
  }
  return ms ?? 0;
}

function first(fields: Fields, name: string, faults: string[]): Fields | null {
  const list = fields[name];
  const value: unknown = Array.isArray(list) ? list[0] : undefined;
  if (isFields(value)) return value;
  faults.push(`${name} ${shown(list)}`);
  return null;
}

function known(fields: Fields, what: string, names: readonly string[], faults: string[]): void {
  for (const name of Object.keys(fields)) {
    if (!names.includes(name)) faults.push(`unknown field ${name} of ${what}`);
  }
}

function isConfidence(value: unknown): boolean {
  // 0 is allowed by the types, and has caused trouble.
  return typeof value === "number" && value > 0 && value <= 1;
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Short, for people. */
function shown(value: unknown): string {
  return (JSON.stringify(value) ?? "undefined").slice(0, 80);
}
