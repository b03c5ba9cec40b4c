// Lines that wait for their translation, and those behind them: of each channel they leave in the order in which
// they were heard, each at the latest a few seconds after it was. Pure, a part of listening_step.ts.
import { sameLanguage } from "./languages.ts";
import { lineForPhone } from "./line_for_phone.ts";
import {
  and,
  type Circumstances,
  type Effect,
  emit,
  type Listening,
  stay,
  type Step,
  type WaitingLine,
} from "./listening.ts";

/** From when a line was heard until it goes out in its own language. */
const TRANSLATE_WITHIN_MS = 4000;
const AT_ONCE = 3;

/** Whether lines in `language` are to be translated; "" is not known, and whoever translates will see. */
export function isForeign(language: string, { translateTo }: Circumstances): boolean {
  return translateTo !== "" && !sameLanguage(language, translateTo);
}

/** A final line: out it goes, unless it has to wait. */
export function takeLine(
  listening: Listening,
  line: Pick<WaitingLine, "itemId" | "channel" | "words">,
  around: Circumstances,
): Step {
  const foreign = isForeign(line.words.language, around);
  const untilMs = Math.min(
    around.nowMs + TRANSLATE_WITHIN_MS,
    listening.finishing?.untilMs ?? Infinity,
  );
  const waiting: WaitingLine = {
    ...line,
    untilMs,
    state: foreign ? "queued" : "ready",
    translation: null,
  };
  return moveOn({ ...listening, waiting: [...listening.waiting, waiting] }, around);
}

export function takeTranslation(
  listening: Listening,
  { itemId, text }: { itemId: string; text: string | null },
  around: Circumstances,
): Step {
  const line = listening.waiting.find((line) => line.itemId === itemId && line.state === "asked");
  if (!line) return stay(listening);
  return and(
    settle(listening, line, { translation: text, around }),
    (listening) => moveOn(listening, around),
  );
}

/** Nothing is waited for any longer: what is here goes out as it is. */
export function flushLines(listening: Listening, around: Circumstances): Step {
  const waiting = listening.waiting.map((line) => ({ ...line, untilMs: -Infinity }));
  return moveOn({ ...listening, waiting }, around);
}

/** Settles what is late, lets out what is ready, and asks for the next translations. */
export function moveOn(listening: Listening, around: Circumstances): Step {
  const late = listening.waiting.filter(({ state, untilMs }) =>
    state !== "ready" && untilMs <= around.nowMs
  );
  const settled = late.reduce(
    (before, line) => and(before, (now) => settle(now, line, { translation: null, around })),
    stay(listening),
  );
  return [letOut, ask].reduce(
    (before, rule) => and(before, (now) => rule(now, around)),
    settled,
  );
}

function settle(
  listening: Listening,
  line: WaitingLine,
  { translation, around }: { translation: string | null; around: Circumstances },
): Step {
  const { itemId, words } = line;
  const language = around.translateTo;
  // Of a line in no known language the same text says that it was in this one already.
  const same = words.language === "" && translation === words.text.trim();
  const effects: Effect[] = line.state === "asked" && translation === null
    ? [{ do: "giveUp", itemId }]
    : [];
  if (!same) {
    const text = translation ?? words.text;
    const failed = translation === null;
    effects.push(emit({ type: "speech.translated", itemId, language, text, failed }));
  }
  const ready: WaitingLine = { ...line, state: "ready", translation: same ? null : translation };
  return {
    listening: {
      ...listening,
      waiting: listening.waiting.map((other) => other.itemId === itemId ? ready : other),
    },
    effects,
  };
}

function letOut(listening: Listening, { translateTo }: Circumstances): Step {
  const held = new Set<number>();
  const out: WaitingLine[] = [];
  const waiting = listening.waiting.filter((line) => {
    if (line.state !== "ready") held.add(line.channel);
    if (held.has(line.channel)) return true;
    out.push(line);
    return false;
  });
  const effects = out.map(({ itemId, channel, words, translation }): Effect => {
    const said = translation === null
      ? words
      : { ...words, text: translation, language: translateTo };
    return { do: "send", line: lineForPhone({ id: itemId, channel, final: true, words: said }) };
  });
  return { listening: out.length > 0 ? { ...listening, waiting } : listening, effects };
}

function ask(listening: Listening, { translateTo, nowMs }: Circumstances): Step {
  let free = AT_ONCE - listening.waiting.filter(({ state }) => state === "asked").length;
  const effects: Effect[] = [];
  const waiting = listening.waiting.map((line): WaitingLine => {
    if (line.state !== "queued" || free <= 0) return line;
    free--;
    const { text, language: from } = line.words;
    effects.push({ do: "translate", itemId: line.itemId, text, from, to: translateTo });
    return { ...line, state: "asked" };
  });
  const dueMs = Math.min(
    ...waiting.filter(({ state }) => state !== "ready").map(({ untilMs }) => untilMs),
    // The end of all waiting is due once; from then on it is over.
    listening.finishing && listening.finishing.untilMs > nowMs
      ? listening.finishing.untilMs
      : Infinity,
  );
  if (dueMs < Infinity) effects.push({ do: "wake", atMs: dueMs });
  return { listening: { ...listening, waiting }, effects };
}
