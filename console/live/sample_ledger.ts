// A made-up call in which callers wait for every reason there is, and supervisors take part. For tests only.
import { type CallEventBody } from "../../server/contract/event.ts";
import { NO_USAGE, type ResponseCause } from "../../server/contract/call.ts";
import { sampleEvents, STARTED } from "./sample_calls.ts";

type Timed = CallEventBody & { offsetMs: number };

/** The caller says something; the turn is noticed half a second after its end. */
const asks = (itemId: string, [startMs, endMs]: [number, number], text: string): Timed[] => [
  { type: "caller.speaking", offsetMs: startMs + 80, itemId, startMs },
  { type: "caller.silent", offsetMs: endMs + 540, itemId, endMs: endMs + 500, quietMs: 500 },
  { type: "caller.line", offsetMs: endMs + 600, itemId, text, startMs, endMs: endMs + 500 },
];

interface Answer {
  id: string;
  cause: ResponseCause;
  thinksMs: number;
  soundMs: number;
  lastsMs: number;
  text: string;
  /** Heard of it, where the caller cut in. */
  heardMs?: number;
}

const answers = ({ id, cause, thinksMs, soundMs, lastsMs, text, heardMs }: Answer): Timed[] => {
  const ids = { itemId: `${id}-item`, responseId: id };
  const endMs = soundMs + (heardMs ?? lastsMs);
  return [
    { type: "agent.thinking", offsetMs: thinksMs, responseId: id, cause },
    { type: "agent.speaking", offsetMs: soundMs, ...ids, startMs: soundMs + 40 },
    { type: "agent.line", offsetMs: soundMs + 50, ...ids, text },
    {
      type: "agent.done",
      offsetMs: soundMs + 60,
      responseId: id,
      status: "completed",
      detail: "",
      usage: NO_USAGE,
    },
    {
      type: "agent.heard",
      offsetMs: endMs,
      ...ids,
      startMs: soundMs + 40,
      endMs,
      heardMs: heardMs ?? lastsMs,
      generatedMs: lastsMs,
      interrupted: heardMs !== undefined,
      measure: "estimated",
    },
  ];
};

const tool = (calledMs: number, tookMs: number): Timed[] => [
  { type: "tool.called", offsetMs: calledMs, toolCallId: "t1", name: "find_parcel" },
  {
    type: "tool.finished",
    offsetMs: calledMs + tookMs,
    toolCallId: "t1",
    name: "find_parcel",
    ok: true,
    tookMs,
  },
];

const ready: Timed = {
  type: "upstream.ready",
  offsetMs: 420,
  sessionId: "s",
  model: "gpt-realtime-2.1",
  voice: "marin",
  connectMs: 400,
  attempt: 1,
};
const command = (offsetMs: number, kind: "say" | "whisper" | "take_over", text: string): Timed => ({
  type: "command.given",
  offsetMs,
  commandId: kind,
  kind,
  by: "Ada",
  text,
});
const became = (offsetMs: number, commandId: string, responseId: string): Timed => ({
  type: "command.changed",
  offsetMs,
  commandId,
  state: commandId === "whisper" ? "used" : "done",
  detail: "",
  responseId,
});

const BODIES: Timed[] = [
  STARTED,
  ready,
  ...answers({
    id: "hello",
    cause: "greeting",
    thinksMs: 450,
    soundMs: 1100,
    lastsMs: 2000,
    text: "Northwind Parcels, good morning.",
  }),
  ...asks("c1", [3600, 5200], "Where is my parcel?"),
  { type: "agent.thinking", offsetMs: 5760, responseId: "look", cause: "turn" },
  ...tool(6300, 1900),
  {
    type: "agent.done",
    offsetMs: 6310,
    responseId: "look",
    status: "completed",
    detail: "",
    usage: NO_USAGE,
  },
  ...answers({
    id: "found",
    cause: "tool",
    thinksMs: 8260,
    soundMs: 8900,
    lastsMs: 6000,
    text: "It left Porto this morning, and it will be with you tomorrow between nine and noon.",
    heardMs: 2300,
  }),
  { type: "caller.interrupted", offsetMs: 11_200, itemId: "c2", heardMs: 2300, droppedMs: 3700 },
  ...asks("c2", [11_000, 12_300], "Tomorrow is too late!"),
  command(12_500, "whisper", "Offer the counter in Rua das Flores"),
  ...answers({
    id: "sorry",
    cause: "turn",
    thinksMs: 12_900,
    soundMs: 13_500,
    lastsMs: 2500,
    text: "You can also fetch it today at Rua das Flores.",
  }),
  became(13_600, "whisper", "sorry"),
  ...asks("c3", [17_000, 18_000], "Until when?"),
  { type: "upstream.lost", offsetMs: 18_600, code: "E_UP_LOST", detail: "", retrying: true },
  { ...ready, offsetMs: 20_100, attempt: 2 },
  ...answers({
    id: "again",
    cause: "recovery",
    thinksMs: 20_140,
    soundMs: 20_900,
    lastsMs: 1800,
    text: "Sorry, I was gone for a moment. Until eight.",
  }),
  command(23_500, "say", "We will keep it until nine for you."),
  ...answers({
    id: "said",
    cause: "supervisor",
    thinksMs: 23_550,
    soundMs: 24_100,
    lastsMs: 1600,
    text: "We will keep it until nine for you.",
  }),
  became(25_800, "say", "said"),
  { type: "supervisor.took_over", offsetMs: 27_000, by: "Ada" },
  {
    type: "agent.speaking",
    offsetMs: 28_000,
    itemId: "supervisor-1",
    responseId: "supervisor-1",
    startMs: 28_000,
  },
  {
    type: "agent.heard",
    offsetMs: 31_000,
    itemId: "supervisor-1",
    responseId: "supervisor-1",
    startMs: 28_000,
    endMs: 31_000,
    heardMs: 3000,
    generatedMs: 3000,
    interrupted: false,
    measure: "estimated",
  },
  { type: "supervisor.handed_back", offsetMs: 31_500, by: "Ada" },
  {
    type: "call.ended",
    offsetMs: 35_000,
    reason: "caller_hung_up",
    code: "",
    durationMs: 35_000,
    usage: NO_USAGE,
  },
];

export const LEDGER_EVENTS = sampleEvents(BODIES.sort((a, b) => a.offsetMs - b.offsetMs));
