// A made-up call between people, with everything that can happen in one. For tests only.
import { type CallEventBody } from "../../server/contract/event.ts";
import { NO_USAGE } from "../../server/contract/call.ts";
import { sampleEvents, STARTED } from "./sample_calls.ts";

type Timed = CallEventBody & { offsetMs: number };

export const STARTED_PEOPLE = {
  ...STARTED,
  kind: "transcription",
  agent: { id: "", name: "", version: 0 },
  model: "gpt-live-transcribe",
  voice: "",
  language: "de-DE",
} as Timed;

const line = (
  itemId: string,
  speaker: "caller" | "agent",
  [startMs, endMs]: [number, number],
  [language, text]: [string, string],
): Timed => ({
  type: "speech.line",
  offsetMs: endMs + 700,
  itemId,
  speaker,
  text,
  startMs,
  endMs,
  language,
  confidence: 0.93,
});

const into = (itemId: string, offsetMs: number, text: string): Timed => ({
  type: "speech.translated",
  offsetMs,
  itemId,
  language: "en-US",
  text,
  failed: text === "",
});

const PEOPLE_BODIES: readonly Timed[] = [
  STARTED_PEOPLE,
  {
    type: "ear.ready",
    offsetMs: 1200,
    speaker: "agent",
    mode: "continuous",
    model: "gpt-live-transcribe",
  },
  {
    type: "speech.partial",
    offsetMs: 1800,
    itemId: "p1",
    speaker: "agent",
    text: "Nordwind",
    startMs: 900,
  },
  line("p1", "agent", [900, 3400], ["de", "Nordwind Pakete, mein Name ist Weber, guten Tag."]),
  into("p1", 4400, "Northwind Parcels, my name is Weber, good afternoon."),
  {
    type: "ear.ready",
    offsetMs: 4600,
    speaker: "caller",
    mode: "continuous",
    model: "gpt-live-transcribe",
  },
  line("p2", "caller", [4100, 8200], [
    "de",
    "Guten Tag, mein Paket ist seit drei Tagen unterwegs.",
  ]),
  into("p2", 9300, "Hello, my parcel has been on its way for three days."),
  // While the line plays music, the model hears words that nobody said.
  {
    type: "speech.partial",
    offsetMs: 10_500,
    itemId: "p3",
    speaker: "caller",
    text: "Thank you for",
    startMs: 10_000,
  },
  {
    type: "speech.dropped",
    offsetMs: 11_400,
    itemId: "p3",
    speaker: "caller",
    startMs: 10_000,
    endMs: 10_900,
    why: "invented",
  },
  {
    type: "speech.dropped",
    offsetMs: 12_000,
    speaker: "agent",
    startMs: 11_000,
    endMs: 11_400,
    why: "empty",
  },
  line("p4", "agent", [11_800, 14_600], ["de", "Das tut mir leid. Wie lautet die Nummer?"]),
  into("p4", 15_600, ""),
  { type: "call.held", offsetMs: 16_000 },
  { type: "call.resumed", offsetMs: 28_000, gapMs: 12_000 },
  { type: "call.language", offsetMs: 28_400, language: "en-US" },
  line("p5", "caller", [29_000, 32_000], ["en", "Sorry, could we go on in English?"]),
  {
    type: "ear.lost",
    offsetMs: 33_000,
    speaker: "agent",
    code: "E_UP_LOST",
    detail: "",
    retrying: true,
  },
  { type: "ear.ready", offsetMs: 34_000, speaker: "agent", mode: "rest", model: "gpt-transcribe" },
  line("p6", "agent", [32_600, 35_100], ["en-US", "Of course. It will be with you today."]),
  {
    type: "ear.ready",
    offsetMs: 60_000,
    speaker: "agent",
    mode: "continuous",
    model: "gpt-live-transcribe",
  },
];

const PEOPLE_ENDED: Timed = {
  type: "call.ended",
  offsetMs: 62_000,
  reason: "conversation_over",
  code: "",
  durationMs: 62_000,
  usage: NO_USAGE,
  costUsd: 0.021,
};

export const PEOPLE_EVENTS = sampleEvents([...PEOPLE_BODIES, PEOPLE_ENDED]);
