// What the ear of one side tells: words, their language, and how it fares. Pure, a part of listening_step.ts.
import type { EndReason } from "../contract/call.ts";
import { transcriptionPriceOf } from "../contract/prices.ts";
import type { EarEvent, HeardWords } from "../upstream/transcription/ear.ts";
import { fullerTag, sameLanguage } from "./languages.ts";
import { lineForPhone, tidyConfidence } from "./line_for_phone.ts";
import {
  and,
  type Circumstances,
  type Effect,
  emit,
  type Listening,
  type Side,
  stay,
  type Step,
} from "./listening.ts";
import { isForeign, takeLine } from "./waiting_lines.ts";

export function onEar(
  listening: Listening,
  { channel, event }: { channel: number; event: EarEvent },
  around: Circumstances,
): Step {
  const side = listening.sides[channel];
  if (!side) return stay(listening);
  const { speaker } = side;
  switch (event.type) {
    case "ready":
      return onReady(listening, { channel, side, event });
    case "partial":
      return onPartial(listening, { channel, side, event }, around);
    case "final":
      return and(
        heardLanguage(listening, { channel, side, words: event.words }, around),
        (now) => onFinal(now, { channel, words: event.words }, around),
      );
    case "dropped": {
      const { utteranceId, why } = event;
      const dropped = emit({
        type: "speech.dropped",
        ...(utteranceId !== undefined && { itemId: around.itemId(channel, utteranceId) }),
        speaker,
        startMs: Math.round(event.startMs),
        endMs: Math.round(event.endMs),
        why,
      });
      return { listening, effects: [dropped] };
    }
    case "lost":
      return onLost(listening, { channel, side, event });
    case "used": {
      const { model, seconds } = event;
      const price = transcriptionPriceOf(model);
      return {
        listening: {
          ...listening,
          costUsd: listening.costUsd + (price ?? 0) * seconds / 60,
          unpriced: listening.unpriced || price === null,
        },
        effects: [{ do: "cost", model, seconds }],
      };
    }
    case "note": {
      const { code, detail } = event;
      return { listening, effects: [emit({ type: "call.note", code, detail })] };
    }
  }
}

function onReady(
  listening: Listening,
  { channel, side, event: { mode, model } }: {
    channel: number;
    side: Side;
    event: Extract<EarEvent, { type: "ready" }>;
  },
): Step {
  const { speaker } = side;
  const sides = listening.sides.with(channel, { ...side, trouble: "" });
  const ready = emit({ type: "ear.ready", speaker, mode, model });
  // Whoever reads of this one must not think that all is well.
  const other = sides.find(({ trouble }) => trouble !== "");
  return {
    listening: { ...listening, sides },
    effects: other
      ? [ready, emit({ type: "call.degraded", code: other.trouble, detail: other.speaker })]
      : [ready],
  };
}

function onPartial(
  listening: Listening,
  { channel, side, event }: {
    channel: number;
    side: Side;
    event: Extract<EarEvent, { type: "partial" }>;
  },
  around: Circumstances,
): Step {
  const itemId = around.itemId(channel, event.utteranceId);
  const startMs = Math.round(event.startMs);
  const { text } = event;
  const { speaker, language } = side;
  const effects: Effect[] = [emit({ type: "speech.partial", itemId, speaker, text, startMs })];
  // A line that will come in another language must not be seen in its own before.
  if (around.interims && !isForeign(language, around)) {
    const endMs = around.heardUntilMs(channel);
    const words = { text, startMs, endMs, language, confidence: 1 };
    effects.push({ do: "send", line: lineForPhone({ id: itemId, channel, final: false, words }) });
  }
  return { listening, effects };
}

function onFinal(
  listening: Listening,
  { channel, words }: { channel: number; words: HeardWords },
  around: Circumstances,
): Step {
  const { speaker, language: spoken } = listening.sides[channel]!;
  const itemId = around.itemId(channel, words.utteranceId);
  const language = fullerTag(words.language, [spoken, ...around.supportedLanguages]) || spoken;
  const line = emit({
    type: "speech.line",
    itemId,
    speaker,
    text: words.text,
    startMs: Math.round(words.startMs),
    endMs: Math.round(words.endMs),
    language,
    confidence: tidyConfidence(words.confidence),
  });
  return and(
    { listening, effects: [line] },
    (now) => takeLine(now, { itemId, channel, words: { ...words, language } }, around),
  );
}

/** One line in another language may be a name or a mistake; two in a row are the language of what follows. */
function heardLanguage(
  listening: Listening,
  { channel, side, words }: { channel: number; side: Side; words: HeardWords },
  { supportedLanguages }: Circumstances,
): Step {
  const tag = fullerTag(words.language, supportedLanguages);
  if (tag === "") return stay(listening);
  const sideIs = (change: Partial<Side>): Step =>
    stay({ ...listening, sides: listening.sides.with(channel, { ...side, ...change }) });
  if (side.language === "") return sideIs({ language: tag });
  if (sameLanguage(tag, side.language)) return sideIs({ otherLanguage: "" });
  if (!sameLanguage(tag, side.otherLanguage)) return sideIs({ otherLanguage: tag });
  return {
    listening: sideIs({ language: tag, otherLanguage: "" }).listening,
    effects: [
      emit({ type: "call.language", language: tag }),
      { do: "languageChanged", tag },
      // The one before is kept as a hint: whoever changes it once may change it back.
      ...(listening.named === ""
        ? []
        : [{ do: "setLanguages" as const, channel, tags: [tag, side.language] }]),
    ],
  };
}

function onLost(
  listening: Listening,
  { channel, side, event }: {
    channel: number;
    side: Side;
    event: Extract<EarEvent, { type: "lost" }>;
  },
): Step {
  const { failure: { code, detail }, retrying } = event;
  const { speaker } = side;
  const lost = emit({ type: "ear.lost", speaker, code, detail, retrying });
  const sides = listening.sides.with(channel, { ...side, trouble: code, deaf: !retrying });
  const next = { ...listening, sides };
  const hears = sides.some(({ deaf }) => !deaf);
  if (hears || listening.phase !== "live" || listening.end) {
    return { listening: next, effects: [lost] };
  }
  return {
    listening: { ...next, end: { reason: reasonFor(code), code } },
    effects: [lost, { do: "end", ending: { outcome: "error", code, outputs: {} } }],
  };
}

function reasonFor(code: string): EndReason {
  if (code === "E_UP_QUOTA") return "upstream_no_credit";
  return ["E_UP_AUTH", "E_UP_MODEL", "E_UP_CONFIG", "E_UP_FORMAT"].includes(code)
    ? "upstream_refused"
    : "upstream_lost";
}
