// The rules by which a call between people is written down: step(listening, input) → listening and effects.
// Pure; the runner is transcription.ts.
import { type EndReason, NO_USAGE } from "../contract/call.ts";
import type { CallEventBody } from "../contract/event.ts";
import type { ChannelClosed } from "../telephony/channel.ts";
import { onEar } from "./heard.ts";
import { languageTag } from "./languages.ts";
import {
  and,
  type Circumstances,
  type Effect,
  emit,
  type Listening,
  type ListeningInput,
  stay,
  type Step,
} from "./listening.ts";
import { flushLines, moveOn, takeTranslation } from "./waiting_lines.ts";

/** Where the phone has gone: for the last words of our own record. */
const LAST_WORDS_MS = 3000;
/**
 * Of the time for the last lines: for their way out, and for translating the very last, or at least for taking what
 * ears tell when their own time is over.
 */
const SENDING_MS = 200;
const TRANSLATING_MS = 1000;
const TAKING_MS = 100;
/** Where the server stops and nobody waits. */
const QUICK_MS = 700;

export function step(listening: Listening, input: ListeningInput, around: Circumstances): Step {
  if (listening.phase === "over") return stay(listening);
  const after = take(listening, input, around);
  return and(after, (now) => windUp(now, around));
}

function take(listening: Listening, input: ListeningInput, around: Circumstances): Step {
  switch (input.type) {
    case "ear":
      return onEar(listening, input, around);
    case "held":
      if (listening.held) return stay(listening);
      return {
        listening: { ...listening, held: true },
        effects: [{ do: "pauseEars" }, emit({ type: "call.held" })],
      };
    case "resumed": {
      const { gapMs } = input;
      return {
        listening: { ...listening, held: false },
        effects: [emit({ type: "call.resumed", gapMs })],
      };
    }
    case "language":
      return onLanguage(listening, input.tag);
    case "translated":
      return takeTranslation(listening, input, around);
    case "tick":
      return moveOn(listening, around);
    case "finished":
      return listening.finishing
        ? stay({ ...listening, finishing: { ...listening.finishing, heard: true } })
        : stay(listening);
    case "closing":
      return onClosing(listening, input.withinMs, around);
    case "fail":
      return onFail(listening, input);
    case "closed":
      return onClosed(listening, input.how, around);
  }
}

/** The phone system named it, or names none from here on. */
function onLanguage(listening: Listening, named: string): Step {
  const language = languageTag(named);
  return {
    listening: {
      ...listening,
      named: language,
      sides: listening.sides.map((side) => ({ ...side, language, otherLanguage: "" })),
    },
    effects: [
      { do: "setLanguages", channel: null, tags: language === "" ? [] : [language] },
      emit({ type: "call.language", language }),
    ],
  };
}

function onFail(
  listening: Listening,
  { reason, code, quick }: Extract<ListeningInput, { type: "fail" }>,
): Step {
  const end: Effect = { do: "end", ending: { outcome: "error", code, outputs: {} } };
  return {
    listening: {
      ...listening,
      end: listening.end ?? { reason, code },
      quick: listening.quick || quick,
    },
    effects: [end],
  };
}

function onClosing(listening: Listening, withinMs: number, around: Circumstances): Step {
  if (listening.phase !== "live") return stay(listening);
  return finishing({ ...listening, phase: "closing" }, withinMs, around);
}

function onClosed(listening: Listening, how: ChannelClosed, around: Circumstances): Step {
  const { phase, end, quick } = listening;
  const gone: Listening = {
    ...listening,
    end: end ?? reasonOf(how),
    closedAtMs: around.nowMs,
    phase: "leaving",
  };
  if (phase !== "live") return stay(gone); // the last lines are waited for already, or have been
  return finishing(gone, quick ? QUICK_MS : LAST_WORDS_MS, around);
}

function finishing(listening: Listening, withinMs: number, around: Circumstances): Step {
  const allMs = listening.quick ? Math.min(withinMs, QUICK_MS) : withinMs;
  const sending = Math.min(SENDING_MS, allMs / 4);
  const taking = Math.min(around.translateTo === "" ? TAKING_MS : TRANSLATING_MS, allMs / 4);
  const untilMs = around.nowMs + allMs - sending;
  const waiting = listening.waiting.map((line) => ({
    ...line,
    untilMs: Math.min(line.untilMs, untilMs),
  }));
  return {
    listening: { ...listening, waiting, finishing: { heard: false, untilMs } },
    effects: [
      { do: "finishEars", withinMs: allMs - sending - taking },
      { do: "wake", atMs: untilMs },
    ],
  };
}

/** Nothing more is to come, or nobody waits for it any longer: the phone system and the floor are told. */
function windUp(listening: Listening, around: Circumstances): Step {
  const { phase, finishing } = listening;
  if (phase === "live" || phase === "over" || !finishing) return stay(listening);
  const late = around.nowMs >= finishing.untilMs;
  if (!late && !(finishing.heard && listening.waiting.length === 0)) return stay(listening);
  const flushed = flushLines(listening, around);
  if (phase === "flushed") return flushed; // a line that came after its time
  if (phase === "closing") {
    return and(flushed, (now) => ({
      listening: { ...now, phase: "flushed" },
      effects: [{ do: "done" }],
    }));
  }
  return and(flushed, (now) => ({
    listening: { ...now, phase: "over" },
    effects: [emit(endedOf(now, around.nowMs)), { do: "finish" }],
  }));
}

/** The last event of the call. */
export function endedOf(listening: Listening, nowMs: number): CallEventBody {
  const { end, closedAtMs, costUsd, unpriced } = listening;
  return {
    type: "call.ended",
    reason: end?.reason ?? "internal",
    code: end?.code ?? "",
    durationMs: closedAtMs ?? nowMs,
    usage: NO_USAGE,
    costUsd: unpriced ? null : costUsd,
  };
}

function reasonOf({ by, detail }: ChannelClosed): { reason: EndReason; code: string } {
  switch (by) {
    case "phone":
      return { reason: "conversation_over", code: "" };
    case "phone_error":
      return { reason: "phone_error", code: detail };
    case "phone_lost":
      return { reason: "phone_lost", code: detail };
    case "protocol":
      return { reason: "phone_protocol", code: detail };
    case "us":
      return { reason: "internal", code: detail };
  }
}
