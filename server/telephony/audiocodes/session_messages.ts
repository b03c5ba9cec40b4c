// What the messages of VoiceAI Connect do to a session that was accepted, by type (audiocodes §§ 3, 4, 7.1).
// Pure, a part of session_step.ts.
import {
  type Activity,
  readActivities,
  readDigits,
  readStart,
  readTransferStatus,
  type StartFacts,
} from "./activities.ts";
import { cutText, type Message, participantOf, quoted, withParticipant } from "./message.ts";
import { phoneEnded, phoneHungUp, speaks, violate } from "./session_end.ts";
import { accepted, type Effect, type SessionState, type Step } from "./session_state.ts";

/** Told by VoiceAI Connect if it is asked to; none changes the call. */
const KNOWN_ACTIVITIES = [
  "dialoutinitiated",
  "voicedetected",
  "silencedetected",
  "conversationend",
  "agentconnected",
  "speechhypothesis",
  "actionresult",
  "enrollcompleted",
  "enrollprogress",
  "speakerstatus",
  "verifycompleted",
  "verifyprogress",
];

const MAX_REASON_CHARS = 128;
const MAX_STREAMS = 16;

export function readSessionMessage(state: SessionState, message: Message, atMs: number): Step {
  const { type, fields } = message;
  if (state.phase === "leaving" || state.phase === "parting") return { state, effects: [] };
  switch (type) {
    case "connection.validate":
      return {
        state,
        effects: [{ do: "send", message: { type: "connection.validated", success: true } }],
      };
    case "session.initiate":
      return violate(state, { code: "E_INITIATE", detail: "session.initiate came twice", atMs });
    case "session.resume":
      return resumedHere(state, fields);
    case "session.end":
      return phoneEnded(state, {
        reasonCode: shortText(fields.reasonCode),
        reason: shortText(fields.reason),
        atMs,
      });
    case "userStream.start":
      return streamStarts(state, participantOf(fields));
    case "userStream.stop":
      return streamStops(state, participantOf(fields));
    case "activities":
      return readActivities(fields).reduce<Step>(
        (step, activity) => then(step, (next) => readActivity(next, activity, atMs)),
        { state, effects: [] },
      );
  }
  return { state, effects: [note("unknown_type", quoted(type))] };
}

/** On the socket that it has: both its streams begin anew. */
function resumedHere(state: SessionState, fields: Message["fields"]): Step {
  if (fields.conversationId !== state.conversationId) {
    const reason = "conversation not found";
    return { state, effects: [{ do: "send", message: { type: "session.error", reason } }] };
  }
  return {
    state: { ...state, streams: [] },
    effects: [{ do: "streams_gone" }, { do: "send", message: accepted(state) }, { do: "play_on" }],
  };
}

function streamStarts(state: SessionState, participant: string): Step {
  const effects: Effect[] = [
    { do: "listen", participant },
    { do: "send", message: withParticipant("userStream.started", participant) },
  ];
  if (state.streams.includes(participant)) {
    effects.push(note("order", "userStream.start while it is open"));
    return { state, effects };
  }
  if (state.streams.length >= MAX_STREAMS) return { state, effects };
  return { state: { ...state, streams: [...state.streams, participant] }, effects };
}

function streamStops(state: SessionState, participant: string): Step {
  const effects: Effect[] = [
    { do: "deafen", participant },
    { do: "send", message: withParticipant("userStream.stopped", participant) },
  ];
  if (!state.streams.includes(participant)) {
    effects.push(note("order", "userStream.stop while none is open"));
    return { state, effects };
  }
  return { state: { ...state, streams: state.streams.filter((p) => p !== participant) }, effects };
}

function readActivity(state: SessionState, activity: Activity, atMs: number): Step {
  const { name, value } = activity;
  if (!speaks(state)) return { state, effects: [] };
  switch (name) {
    case "start":
      return started(state, readStart(activity));
    case "dtmf":
      return { state, effects: digits(activity) };
    case "hangup":
      return phoneHungUp(state, shortText(activity.activityParams.hangupReason), atMs);
    case "transferstatus":
      return transferTold(state, activity);
    case "playfinished":
      return { state, effects: [{ do: "playback_completed" }] };
    case "nouserinput":
      return { state, effects: [{ do: "note", code: "no_user_input", detail: countOf(value) }] };
    case "playurlfailed":
      return { state, effects: [{ do: "note", code: "play_url_failed", detail: "" }] };
    case "message":
      return { state, effects: [note("text_ignored", "directSTT is off")] };
  }
  const code = KNOWN_ACTIVITIES.includes(name) ? "activity" : "unknown_activity";
  return { state, effects: [note(code, quoted(name))] };
}

/** Once; where it comes late, the call has been answered without it. */
function started(state: SessionState, start: StartFacts): Step {
  if (state.started) return { state, effects: [] };
  const next = { ...state, started: true };
  if (state.phase === "starting") {
    const { language } = start;
    return {
      state: { ...next, phase: "answering", languageKnown: language !== "" },
      effects: [{ do: "answer", start }],
    };
  }
  const effects: Effect[] = [note("start_late", "the call was answered without it")];
  if (start.language === "" || state.languageKnown) return { state: next, effects };
  effects.push({ do: "language", tag: start.language });
  return { state: { ...next, languageKnown: true }, effects };
}

function digits(activity: Activity): Effect[] {
  const pressed = readDigits(activity);
  if (pressed.length === 0) return [note("digit_ignored", "no key of a phone")];
  return pressed.map((digit) => ({ do: "digit", digit }));
}

function transferTold(state: SessionState, activity: Activity): Step {
  const status = readTransferStatus(activity);
  if (state.transfer !== "asked" || status.state === "other") {
    return { state, effects: [note("transfer_status", `${status.state}, not waited for`)] };
  }
  const transfer = status.state === "answered" ? "done" : "none";
  return { state: { ...state, transfer }, effects: [{ do: "transfer_status", status }] };
}

/** The next, where the one before has left something to do. */
function then(step: Step, next: (state: SessionState) => Step): Step {
  const { state, effects } = next(step.state);
  return { state, effects: [...step.effects, ...effects] };
}

function note(code: string, detail: string): Effect {
  return { do: "note", code, detail, once: true };
}

function countOf(value: unknown): string {
  return typeof value === "number" || typeof value === "string" ? shortText(String(value)) : "";
}

function shortText(value: unknown): string {
  return typeof value === "string" ? cutText(value, MAX_REASON_CHARS) : "";
}
