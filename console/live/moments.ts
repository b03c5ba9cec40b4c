// What happened between the lines of a call, in words for its transcript. Pure.
import type { CallKind } from "../../server/contract/call.ts";
import type { CallEvent } from "../../server/contract/event.ts";
import { languageWords } from "../ui/language_words.ts";
import { lengthWords, spanWords } from "../ui/time_words.ts";
import { troubleWords } from "./attention.ts";
import { type Pause, pausesOf } from "./pauses.ts";
import { SPEAKER_WORDS } from "./speakers.ts";

/** "change": from here on another agent speaks. "gap": a piece of the call is missing. */
export type MomentTone = "plain" | "watch" | "act" | "change" | "gap";

export interface Moment {
  /** Number of its event. */
  seq: number;
  offsetMs: number;
  words: string;
  tone: MomentTone;
}
type Words = [words: string, tone?: MomentTone];

export function momentsOf(events: readonly CallEvent[], kind: CallKind): Moment[] {
  const moments = pausesOf(events).map((pause) => pauseMoment(pause, kind));
  const lastInputSeq = events.findLast((event) => event.type === "caller.digits")?.seq ?? 0;
  /** Sides that are lost or sent as files; those that work well are no news. */
  const poor = new Set<string>();
  for (const event of events) {
    const { type, seq, offsetMs } = event;
    // Single keys are news only until their input is complete.
    if (type === "caller.digit" && seq < lastInputSeq) continue;
    // The trouble of one side again, after the other came back: the side has told it itself.
    if (type === "call.degraded" && event.detail in SPEAKER_WORDS) continue;
    if (type === "ear.ready" && event.mode !== "rest" && !poor.delete(event.speaker)) continue;
    if (type === "ear.lost" || (type === "ear.ready" && event.mode === "rest")) {
      poor.add(event.speaker);
    }
    const words = wordsOf(event);
    if (words) moments.push({ seq, offsetMs, words: words[0], tone: words[1] ?? "plain" });
  }
  return moments;
}

function pauseMoment({ seq, startMs, endMs }: Pause, kind: CallKind): Moment {
  const people = kind === "transcription";
  const at = { seq, offsetMs: startMs };
  if (endMs === null) {
    const words = people
      ? "Paused by the phone system: nothing is written down"
      : "The phone system put the call on hold";
    return { ...at, words, tone: "watch" };
  }
  const span = spanWords(endMs - startMs);
  return { ...at, words: people ? `Paused for ${span}` : `On hold for ${span}`, tone: "gap" };
}

function wordsOf(event: CallEvent): Words | null {
  switch (event.type) {
    case "call.degraded":
      return [troubleWords(event.code), "act"];
    case "call.recovered":
      return ["Mended"];
    case "upstream.lost":
      return [`${troubleWords(event.code)}${event.retrying ? "; trying again" : ""}`, "act"];
    case "upstream.rolled_over":
      return ["A fresh session took over; the caller hears no difference"];
    case "caller.digit":
      return [`The caller pressed ${event.digit}`];
    case "caller.digits":
      return [
        event.secret
          ? `The caller entered ${event.digits.length} digits in secret`
          : `The caller entered ${event.digits}`,
      ];
    case "caller.no_input":
      return ["The caller said nothing; the agent asks"];
    case "caller.flagged":
      return ["Moderation objects to what the caller said", "watch"];
    case "agent.flagged":
      return ["Moderation stopped the agent", "watch"];
    case "upstream.fallback":
      return ["Degraded: the second upstream carries the call from here on", "act"];
    case "ear.ready":
      return event.mode === "rest"
        ? [`${SPEAKER_WORDS[event.speaker]} by file from here on: words come later`, "watch"]
        : [`${SPEAKER_WORDS[event.speaker]} live again`];
    case "ear.lost":
      return [
        `${SPEAKER_WORDS[event.speaker]}: ${troubleWords(event.code)}; ` +
        (event.retrying ? "trying again" : "nothing more is written down of this side"),
        "act",
      ];
    case "call.language":
      return [
        event.language === ""
          ? "From here on the language is detected"
          : `From here on in ${languageWords(event.language)}`,
        "change",
      ];
    case "tool.awaits_yes":
      return [`The tool ${event.name} waits for the caller's yes`];
    case "agent.changed":
      return [`${event.agent.name} takes over${event.intent ? `: ${event.intent}` : ""}`, "change"];
    case "call.warned":
      return [`The caller is told that ${lengthWords(event.leftMs)} are left`];
    case "tool.finished":
      return event.ok
        ? [`Used the tool ${event.name}`]
        : [`The tool ${event.name} failed`, "watch"];
    case "call.ending":
      return ["The farewell begins"];
    default:
      return null;
  }
}
