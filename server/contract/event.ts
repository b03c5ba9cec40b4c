// A numbered fact about a call. Everything anybody is told about a call is one of these.
// Times: `atMs` is UTC; every other …Ms is milliseconds since the call was answered.
import { z } from "zod";
import {
  CALL_KINDS,
  EAR_MODES,
  END_REASONS,
  type EndReason,
  INSTRUCTION_SOURCES,
  RESPONSE_CAUSES,
} from "./call.ts";
import { CALL_ABILITIES, COMMAND_KINDS, COMMAND_STATES, WHISPER_MOMENTS } from "./command_kinds.ts";
import { LOWERED_BY } from "./hand_limits.ts";

const ms = z.number();
const text = z.string();
const usage = z.object({
  inputTextTokens: z.number(),
  inputAudioTokens: z.number(),
  cachedTextTokens: z.number(),
  cachedAudioTokens: z.number(),
  outputTextTokens: z.number(),
  outputAudioTokens: z.number(),
}).meta({ id: "Usage" });
const speaker = z.enum(["caller", "agent"]);
const endReason = z.enum(Object.keys(END_REASONS) as [EndReason, ...EndReason[]]);

const body = <T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.object({ type: z.literal(type), ...shape });

/** The facts, without their envelope. */
export const callEventBodySchema = z.discriminatedUnion("type", [
  /** Answered: from here on the caller can be heard. */
  body("call.started", {
    protocol: text,
    caller: text,
    called: text,
    conversationId: text,
    agent: z.object({ id: text, name: text, version: z.int() }),
    model: text,
    voice: text,
    language: text,
    origin: z.enum(["phone", "test"]),
    answeredBy: z.enum(["openai", "stand-in"]),
    /** Who speaks with the caller: our agent, or people whom we only write down. Absent: our agent. */
    kind: z.enum(CALL_KINDS).optional(),
    /** Name of the route that chose the agent; null: the default agent. */
    route: text.nullable().optional(),
    /** Variables that came with the call; what may be a secret is masked. */
    variables: z.record(text, text).optional(),
    /** The agent's draft answers, for a test; its version is 0. Absent: a published version does. */
    draft: z.literal(true).optional(),
    /** Which instance of the server carries it; absent: the server is alone. */
    instance: text.optional(),
    /** What a supervisor can do with it; absent: nothing but watch. */
    can: z.array(z.enum(CALL_ABILITIES)).optional(),
  }),
  /** What the model is told and may use; `instructionsFrom` says which source won. */
  body("call.briefed", {
    instructionsFrom: z.enum(INSTRUCTION_SOURCES),
    tools: z.array(text),
  }),
  /** The model is connected, configured and checked. `connectMs`: from dialling to ready. */
  body("upstream.ready", {
    sessionId: text,
    model: text,
    voice: text,
    connectMs: ms,
    attempt: z.int(),
  }),
  /** The model's socket failed or was refused. */
  body("upstream.lost", { code: text, detail: text, retrying: z.boolean() }),
  /** A fresh session took over before the provider's limit of sixty minutes. */
  body("upstream.rolled_over", { sessionId: text }),
  /** The realtime model cannot be had: from here on transcription, text model and speech are chained. */
  body("upstream.fallback", { code: text }),

  /** The caller began to speak; `startMs` is when, not when we learned of it. */
  body("caller.speaking", { itemId: text, startMs: ms }),
  /**
   * `quietMs`: silence at its end that the detection waited out: the speech itself ended so long before `endMs`.
   * Absent: not known.
   */
  body("caller.silent", { itemId: text, endMs: ms, quietMs: ms.optional() }),
  /** The caller's words so far, whole. Later partials replace earlier ones. */
  body("caller.partial", { itemId: text, text }),
  body("caller.line", { itemId: text, text, startMs: ms, endMs: ms }),
  /** The transcription of a turn failed; the model heard it all the same. */
  body("caller.not_transcribed", { itemId: text, code: text, startMs: ms, endMs: ms }),
  /** One key; "•" in secure mode. */
  body("caller.digit", { digit: text }),
  /** An input by keys is complete; `digits` are dots in secure mode. */
  body("caller.digits", {
    digits: text,
    secret: z.boolean(),
    endedBy: z.enum(["terminator", "length", "gap", "action"]),
  }),
  /** A sound too short to be speech: it neither interrupted nor was answered. */
  body("caller.ignored", { itemId: text, speechMs: ms }),
  /** Nobody said anything for a while and the agent asks; `count` in a row. */
  body("caller.no_input", { count: z.int() }),
  /** Moderation objects to what was said or was about to be said. */
  body("caller.flagged", { itemId: text, categories: z.array(text) }),
  body("agent.flagged", { itemId: text, categories: z.array(text) }),
  /** Barge-in: the caller spoke while the agent was heard. `droppedMs`: audio nobody will hear. */
  body("caller.interrupted", { itemId: text, heardMs: ms, droppedMs: ms }),

  /** A response was started; `cause` says by what. */
  body("agent.thinking", {
    responseId: text,
    cause: z.enum(RESPONSE_CAUSES),
  }),
  /** The first sample of an item reached the phone system. `arrivedMs`: when the model sent it. */
  body("agent.speaking", {
    itemId: text,
    responseId: text,
    startMs: ms,
    arrivedMs: ms.optional(),
  }),
  /** Generated words so far, whole. They run ahead of what is heard. */
  body("agent.partial", { itemId: text, responseId: text, text }),
  body("agent.line", { itemId: text, responseId: text, text }),
  /** What the caller heard of an item, once no more of it will be heard. */
  body("agent.heard", {
    itemId: text,
    responseId: text,
    startMs: ms,
    endMs: ms,
    heardMs: ms,
    generatedMs: ms,
    interrupted: z.boolean(),
    /** "reported": the phone system said that playback completed; "estimated": by our play-out clock. */
    measure: z.enum(["reported", "estimated"]),
  }),
  body("agent.done", {
    responseId: text,
    status: z.enum(["completed", "cancelled", "incomplete", "failed"]),
    detail: text,
    usage,
  }),
  /** `args`: JSON as the model wrote it, redacted by rule. */
  body("tool.called", { toolCallId: text, name: text, args: text.optional() }),
  /** It runs once the caller has said yes. */
  body("tool.awaits_yes", { toolCallId: text, name: text }),
  /** `result`: what the model was told, redacted by rule. */
  body("tool.finished", {
    toolCallId: text,
    name: text,
    ok: z.boolean(),
    tookMs: ms,
    result: text.optional(),
  }),
  /** Another agent has taken over inside the call; the voice stays. */
  body("agent.changed", {
    agent: z.object({ id: text, name: text, version: z.int() }),
    intent: text,
    summary: text,
    urgency: text,
    sentiment: text,
  }),

  /** Of a call between people: words so far, whole; on the clock of the line (`startMs`, `endMs`). */
  body("speech.partial", { itemId: text, speaker, text, startMs: ms }),
  body("speech.line", {
    itemId: text,
    speaker,
    text,
    startMs: ms,
    endMs: ms,
    /** BCP 47 tag as far as it is known, or "". */
    language: text,
    /** 0 to 1; 1 where the model gives no probabilities. */
    confidence: z.number(),
  }),
  /** A line in another language; `failed`: there is none, and the original went out in its place. */
  body("speech.translated", { itemId: text, language: text, text, failed: z.boolean() }),
  /** Words that were left out: there was hardly any sound, and the model was not sure of them. */
  body("speech.dropped", {
    /** Absent: none of the words were shown before. */
    itemId: text.optional(),
    speaker,
    startMs: ms,
    endMs: ms,
    why: z.enum(["empty", "invented"]),
  }),
  /** How one side is written down from here on. */
  body("ear.ready", { speaker, mode: z.enum(EAR_MODES), model: text }),
  body("ear.lost", { speaker, code: text, detail: text, retrying: z.boolean() }),
  /** The phone system named the language of the conversation, or another one is heard from here on. */
  body("call.language", { language: text }),

  /** A supervisor asked something of the call; `by`: who, as they signed in. */
  body("command.given", {
    commandId: text,
    kind: z.enum(COMMAND_KINDS),
    by: text,
    text: text.optional(),
    when: z.enum(WHISPER_MOMENTS).optional(),
    target: text.optional(),
  }),
  /** What became of it; `detail`: why it was refused, in words. `responseId`: the answer that was heard after it. */
  body("command.changed", {
    commandId: text,
    state: z.enum(COMMAND_STATES),
    detail: text,
    responseId: text.optional(),
  }),
  /** Somebody hears the call live. */
  body("listener.joined", { listenerId: text, by: text }),
  body("listener.left", { listenerId: text }),
  /** A person speaks with the caller in the agent's place; and the agent again. */
  body("supervisor.took_over", { by: text }),
  body("supervisor.handed_back", { by: text }),

  /** The agent asks the supervisors; see hand_limits.ts. */
  body("hand.raised", {
    handId: text,
    question: text,
    answers: z.array(text),
    untilMs: ms,
    otherwise: text,
  }),
  /** Exactly once for each that was raised. `answer`: "" where there is none; `who`: as they signed in. */
  body("hand.lowered", {
    handId: text,
    by: z.enum(LOWERED_BY),
    answer: text,
    who: text.optional(),
  }),
  /** The model knows a note of the board; once for each in a call. */
  body("notice.told", { noticeId: text, text }),
  /** And knows that it does not hold any more. */
  body("notice.over", { noticeId: text }),

  /** From here on both sides are kept as sound. */
  body("recording.started", {}),
  /** And no more; `ok` false: it broke off, `detail` says why in a short code. What was kept until then stays. */
  body("recording.ended", { durationMs: ms, audioBytes: z.int(), ok: z.boolean(), detail: text }),
  /** What was kept is gone; "old": its time was up. Of a call that has ended. */
  body("recording.deleted", { why: z.enum(["asked", "old"]) }),

  /** The phone system paused the audio (secure pause, hold) and went on. */
  body("call.held", {}),
  body("call.resumed", { gapMs: ms }),
  /** Something is wrong though the call goes on; `call.recovered` with the same code ends it. */
  body("call.degraded", { code: text, detail: text }),
  body("call.recovered", { code: text }),
  /** Something was ignored, dropped or repaired. Never holds a caller's words. */
  body("call.note", { code: text, detail: text }),
  /** The caller was told that the call must end soon. */
  body("call.warned", { leftMs: ms }),
  /** The farewell is being heard; the call ends after its last sample. */
  body("call.ending", { reason: endReason }),
  /**
   * The end of every call; only AFTERWORDS may follow. `code` is the short code that the phone system was
   * given, or "". `outputs`: the output variables, whether or not the phone system could still take them.
   * `costUsd`: of a call between people, whose price goes by minutes; null: it is not known.
   */
  body("call.ended", {
    reason: endReason,
    code: text,
    durationMs: ms,
    usage,
    outputs: z.record(text, text).optional(),
    costUsd: z.number().nullable().optional(),
  }),
  /** "in_call": by the model at the end of the call; "after_call": from the transcript. */
  body("call.summary", { text, source: z.enum(["in_call", "after_call"]) }),
]);

const callEventEnvelopeSchema = z.object({
  /** Rises from event to event of one call, by one or more. */
  seq: z.int(),
  callId: text,
  atMs: ms,
  /** Milliseconds since the call was answered. */
  offsetMs: ms,
});

export const callEventSchema = callEventBodySchema.and(callEventEnvelopeSchema);

export type CallEventBody = z.infer<typeof callEventBodySchema>;
export type CallEventEnvelope = z.infer<typeof callEventEnvelopeSchema>;
export type CallEvent = CallEventBody & CallEventEnvelope;

/** What may still be said of a call that has ended. */
export type Afterword = Extract<CallEventBody, { type: "call.summary" | "recording.deleted" }>;

/** Events that pass by: their content comes again, whole, in a later event, so they are not stored. */
export const PASSING: ReadonlySet<CallEventBody["type"]> = new Set([
  "caller.partial",
  "agent.partial",
  "speech.partial",
]);
