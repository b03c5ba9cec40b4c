// Pure fold: events of one call → its lines, placed by when speech began, heard apart from generated.
// Imports types only: live view and stored calls use the same code.
import type { CallEvent } from "./event.ts";

export interface TranscriptLine {
  /** Item of the model's conversation; unique within the call. */
  itemId: string;
  speaker: "caller" | "agent";
  /** When the speech began to be heard on the line; null: nobody has heard it (yet). */
  startMs: number | null;
  /** When it ended; null: it still goes on. */
  endMs: number | null;
  /** The words: of the caller as transcribed, of the agent as generated. */
  text: string;
  /** Of an agent's line: the share of its audio (0–1) that the caller heard; null: not known yet. People: 1. */
  heardShare: number | null;
  /** "partial": still forming; "final": will not change; "lost": could not be transcribed. */
  status: "partial" | "final" | "lost";
  /** Cut off before its end. */
  interrupted: boolean;
  /** It was the caller who cut it off, and not a supervisor or our own doing. */
  byCaller: boolean;
  /** Of a call between people: the language as far as it is known, and the line in another one; "": none. */
  language: string;
  translation: string;
  /** There should be a translation, and it could not be had. */
  untranslated: boolean;
  /** Order of arrival; only breaks ties. */
  order: number;
}

export interface Transcript {
  readonly lines: readonly TranscriptLine[];
  /** When the caller last cut in, since the call was answered; -Infinity: never. */
  readonly cutInMs: number;
}

export const EMPTY_TRANSCRIPT: Transcript = { lines: [], cutInMs: -Infinity };

/** What a caller cuts off is told in the same breath. */
const CUT_IN_MS = 100;

/** Adds one event. Returns the same object where the event changes no line. */
export function foldTranscript(transcript: Transcript, event: CallEvent): Transcript {
  if (!("itemId" in event)) return transcript;
  if (event.type === "caller.interrupted") return { ...transcript, cutInMs: event.offsetMs };
  if (event.type === "speech.dropped") {
    const left = transcript.lines.filter(({ itemId }) => itemId !== event.itemId);
    return left.length < transcript.lines.length ? { ...transcript, lines: left } : transcript;
  }
  const old = transcript.lines.find((line) => line.itemId === event.itemId);
  const { cutInMs } = transcript;
  const line = changed(old ?? empty(event), event, { isFinal: old?.status === "final", cutInMs });
  if (!line) return transcript;
  const others = transcript.lines.filter((other) => other !== old);
  return { cutInMs, lines: [...others, line].sort(bySpeechStart) };
}

/** The same as folding all events, for a whole call at once: each line is folded by itself. */
export function transcriptOf(events: readonly CallEvent[]): Transcript {
  const byItem = new Map<string, CallEvent[]>();
  let cutIn: CallEvent[] = [];
  let cutInMs = EMPTY_TRANSCRIPT.cutInMs;
  for (const event of events) {
    if (!("itemId" in event) || event.itemId === undefined) continue;
    if (event.type === "caller.interrupted") {
      cutIn = [event];
      cutInMs = event.offsetMs;
      continue;
    }
    const own = event.type === "agent.heard" ? [...cutIn, event] : [event];
    const others = byItem.get(event.itemId);
    if (others) others.push(...own);
    else byItem.set(event.itemId, own);
  }
  const lines = [...byItem.values()].flatMap((own) =>
    own.reduce(foldTranscript, EMPTY_TRANSCRIPT).lines
  );
  return { cutInMs, lines: lines.sort(bySpeechStart) };
}

/** The part of an agent's line that the caller heard, and the tail that was only generated. */
export function heardParts(line: TranscriptLine): { heard: string; unheard: string } {
  if (line.speaker === "caller" || !line.interrupted) return { heard: line.text, unheard: "" };
  const end = heardCharacters(line.text, line.heardShare ?? 0);
  return { heard: line.text.slice(0, end), unheard: line.text.slice(end) };
}

/** Characters of `text` heard when `share` (0–1) of its audio was: proportional, to the nearest word's end. */
export function heardCharacters(text: string, share: number): number {
  if (share >= 1) return text.length;
  if (share <= 0) return 0;
  const at = Math.round(text.length * share);
  const before = Math.max(0, text.lastIndexOf(" ", at));
  const space = text.indexOf(" ", at);
  const after = space === -1 ? text.length : space;
  if (UNSPACED.test(text.slice(before, after))) return nearestWordEnd(text, { before, after, at });
  return at - before <= after - at ? before : after;
}

/** Scripts that put no spaces between words. */
const UNSPACED =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;

function nearestWordEnd(
  text: string,
  { before, after, at }: { before: number; after: number; at: number },
): number {
  let nearest = before;
  const words = new Intl.Segmenter(undefined, { granularity: "word" });
  for (const { index, segment } of words.segment(text.slice(before, after))) {
    const end = before + index + segment.length;
    if (Math.abs(end - at) < Math.abs(nearest - at)) nearest = end;
  }
  return nearest;
}

function bySpeechStart(a: TranscriptLine, b: TranscriptLine): number {
  const byStart = (a.startMs ?? Infinity) - (b.startMs ?? Infinity);
  return Number.isNaN(byStart) || byStart === 0 ? a.order - b.order : byStart;
}

function empty(event: CallEvent & { itemId: string }): TranscriptLine {
  return {
    itemId: event.itemId,
    speaker: "speaker" in event
      ? event.speaker
      : event.type.startsWith("caller.")
      ? "caller"
      : "agent",
    startMs: null,
    endMs: null,
    text: "",
    heardShare: null,
    status: "partial",
    interrupted: false,
    byCaller: false,
    language: "",
    translation: "",
    untranslated: false,
    order: event.seq,
  };
}

function changed(
  line: TranscriptLine,
  event: CallEvent,
  { isFinal, cutInMs }: { isFinal: boolean; cutInMs: number },
): TranscriptLine | null {
  switch (event.type) {
    case "caller.speaking":
    case "agent.speaking":
      return { ...line, startMs: event.startMs };
    case "caller.silent":
      return { ...line, endMs: event.endMs };
    case "caller.partial":
    case "agent.partial":
      return isFinal ? null : { ...line, text: event.text };
    case "caller.line": {
      const { text, startMs, endMs } = event;
      return { ...line, text, startMs, endMs, status: "final" };
    }
    case "speech.partial":
      if (isFinal) return null;
      return { ...line, text: event.text, startMs: event.startMs, heardShare: 1 };
    case "speech.line": {
      const { text, startMs, endMs, language } = event;
      return { ...line, text, startMs, endMs, language, heardShare: 1, status: "final" };
    }
    case "speech.translated":
      return { ...line, translation: event.failed ? "" : event.text, untranslated: event.failed };
    case "caller.not_transcribed":
      return { ...line, startMs: event.startMs, endMs: event.endMs, status: "lost" };
    case "agent.line":
      return { ...line, text: event.text, status: "final" };
    case "agent.heard":
      return {
        ...line,
        startMs: event.startMs,
        endMs: event.endMs,
        interrupted: event.interrupted,
        byCaller: event.interrupted && event.offsetMs - cutInMs < CUT_IN_MS,
        heardShare: event.generatedMs > 0 ? Math.min(1, event.heardMs / event.generatedMs) : 0,
      };
    default:
      return null;
  }
}
