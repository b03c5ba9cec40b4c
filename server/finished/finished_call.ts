// What a finished call is when it is posted to the configured address. Pure; the schema is its documentation.
import { z } from "zod";
import { CALL_KINDS, END_REASONS, type EndReason } from "../contract/call.ts";
import type { CallEvent } from "../contract/event.ts";
import type { CallRecord } from "../store/store.ts";
import { newestWithin, spokenLines } from "./spoken_lines.ts";

/** More of a transcript is not sent; its newest lines are. */
const TRANSCRIPT_BYTES = 512 * 1024;

const text = z.string();
const count = z.number();
const ms = z.number();
const endReason = z.enum(Object.keys(END_REASONS) as [EndReason, ...EndReason[]]);

export const finishedCallSchema = z.object({
  type: z.literal("call.finished"),
  /** The same as the header webhook-id, for every try: a receiver that has seen it can ignore it. */
  id: text,
  call: z.object({
    callId: text,
    /** "agent": our agent spoke with the caller; "transcription": people did, and we wrote it down. */
    kind: z.enum(CALL_KINDS),
    /** Of the phone system; "": it gave none. */
    conversationId: text,
    protocol: text,
    /** As the phone system gave them, for instance "tel:+15550100"; "": withheld. */
    caller: text,
    called: text,
    /** "test": placed from the console or the command line. */
    origin: z.enum(["phone", "test"]),
    /** The agent that was there at the end; of a call between people without id and name. */
    agent: z.object({ id: text, name: text, version: z.int() }),
    /** Name of the route that chose the first agent; "": it was the default. */
    route: text,
    model: text,
    voice: text,
    /** Language that the phone system named, or that was heard last between people; "": none. */
    language: text,
    answeredBy: z.enum(["openai", "stand-in"]),
    /** Part of the call was carried by the second upstream. */
    fallback: z.boolean(),
    interruptions: z.int(),
    /** Variables that came with the call; what may be a secret is masked. */
    variables: z.record(text, text),
    /** UTC, milliseconds since 1970. */
    startedAtMs: ms,
    endedAtMs: ms,
    durationMs: ms,
  }),
  endReason,
  /** Whose doing the end was. */
  endedBy: z.enum(["supervisor", "caller", "agent", "telephony", "upstream", "server"]),
  /** Short code that the phone system was given; "": none. */
  endCode: text,
  /** Output variables, whether or not the phone system could still take them. */
  outputs: z.record(text, text),
  /** "": there is none. */
  summary: text,
  transcript: z.array(z.object({
    speaker: z.enum(["caller", "agent"]),
    /** "": what the caller said could not be transcribed. */
    text,
    /** The part of `text` that was heard. */
    heard: text,
    /** Milliseconds since the call was answered; null: it was never heard. */
    startMs: ms.nullable(),
    endMs: ms.nullable(),
    /** Cut off before its end, by the caller or by a supervisor. */
    interrupted: z.boolean(),
    /** Between people: language of the line as far as it is known; "": it is not. */
    language: text,
    /** The line in the language that such calls are translated into; "": there is none. */
    translation: text,
  })),
  /** Older lines are missing, because there were too many. */
  transcriptCut: z.boolean(),
  /** Tokens, summed over the call. */
  usage: z.object({
    inputTextTokens: count,
    inputAudioTokens: count,
    cachedTextTokens: count,
    cachedAudioTokens: count,
    outputTextTokens: count,
    outputAudioTokens: count,
  }),
  /** By the price table of the day; null: the model's price is not known. */
  costUsd: z.number().nullable(),
}).meta({ id: "FinishedCall" });

export type FinishedCall = z.infer<typeof finishedCallSchema>;

/** Null: the call has no end. */
export function finishedCall(id: string, { call, events }: CallRecord): FinishedCall | null {
  if (call.endedAtMs === null || call.endReason === null) return null;
  const started = eventOf(events, "call.started");
  const ended = eventOf(events, "call.ended");
  const lines = spokenLines(events);
  const transcript = newestWithin(
    lines,
    TRANSCRIPT_BYTES,
    (line) => line.text + line.heard + line.translation,
  );
  return {
    type: "call.finished",
    id,
    call: {
      callId: call.callId,
      kind: call.kind,
      conversationId: call.conversationId,
      protocol: call.protocol,
      caller: call.caller,
      called: call.called,
      origin: call.origin,
      agent: call.agent,
      route: call.route,
      model: call.model,
      voice: call.voice,
      language: call.language,
      answeredBy: call.answeredBy,
      fallback: call.fallback,
      interruptions: call.interruptions,
      variables: started?.variables ?? {},
      startedAtMs: call.startedAtMs,
      endedAtMs: call.endedAtMs,
      durationMs: ended?.durationMs ?? call.endedAtMs - call.startedAtMs,
    },
    endReason: call.endReason,
    endedBy: END_REASONS[call.endReason].who,
    endCode: call.endCode ?? "",
    outputs: ended?.outputs ?? {},
    summary: call.summary,
    transcript,
    transcriptCut: transcript.length < lines.length,
    usage: call.usage,
    costUsd: call.costUsd,
  };
}

function eventOf<T extends CallEvent["type"]>(
  events: readonly CallEvent[],
  type: T,
): Extract<CallEvent, { type: T }> | undefined {
  return events.find((event): event is Extract<CallEvent, { type: T }> => event.type === type);
}
