// What happened between the lines of a call, in words for its transcript. Pure.
import type { CallKind } from "../../server/contract/call.ts";
import type { CommandKind } from "../../server/contract/command_kinds.ts";
import type { CallEvent } from "../../server/contract/event.ts";
import type { LoweredBy } from "../../server/contract/hand_limits.ts";
import { MOMENT_TEXTS as TEXTS } from "../texts/moments.ts";
import { languageWords } from "../ui/language_words.ts";
import { lengthWords, spanWords } from "../ui/time_words.ts";
import { troubleWords } from "./attention.ts";
import { byWords, COMMAND_WORDS } from "./command_words.ts";
import { type AskedCommand, commandsOf } from "./commands.ts";
import { type Pause, pausesOf } from "./pauses.ts";
import { SPEAKER_WORDS } from "./speakers.ts";

/**
 * "change": from here on another agent speaks. "gap": a piece of the call is missing. "person": a supervisor stepped
 * in.
 */
export type MomentTone = "plain" | "watch" | "act" | "change" | "gap" | "person";

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
  const asked = new Map(commandsOf(events).map((command) => [command.commandId, command]));
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
    const words = event.type === "command.changed" ? becameOf(event, asked) : wordsOf(event);
    if (words) moments.push({ seq, offsetMs, words: words[0], tone: words[1] ?? "plain" });
  }
  return moments;
}

function pauseMoment({ seq, startMs, endMs }: Pause, kind: CallKind): Moment {
  const people = kind === "transcription";
  const at = { seq, offsetMs: startMs };
  if (endMs === null) {
    const words = people ? TEXTS.pausedStill : TEXTS.onHoldStill;
    return { ...at, words, tone: "watch" };
  }
  const span = spanWords(endMs - startMs);
  return { ...at, words: people ? TEXTS.paused(span) : TEXTS.onHold(span), tone: "gap" };
}

function wordsOf(event: CallEvent): Words | null {
  switch (event.type) {
    case "call.degraded":
      return [troubleWords(event.code), "act"];
    case "call.recovered":
      return [TEXTS.mended];
    case "upstream.lost":
      return [
        event.retrying ? TEXTS.tryingAgain(troubleWords(event.code)) : troubleWords(event.code),
        "act",
      ];
    case "upstream.rolled_over":
      return [TEXTS.rolledOver];
    case "caller.digit":
      return [TEXTS.pressed(event.digit)];
    case "caller.digits":
      return [
        event.secret ? TEXTS.enteredSecretly(event.digits.length) : TEXTS.entered(event.digits),
      ];
    case "caller.no_input":
      return [TEXTS.noInput];
    case "caller.flagged":
      return [TEXTS.callerFlagged, "watch"];
    case "agent.flagged":
      return [TEXTS.agentFlagged, "watch"];
    case "upstream.fallback":
      return [TEXTS.fallback, "act"];
    case "ear.ready":
      return event.mode === "rest"
        ? [TEXTS.byFile[event.speaker], "watch"]
        : [TEXTS.liveAgain[event.speaker]];
    case "ear.lost":
      return [
        (event.retrying ? TEXTS.earRetries : TEXTS.earLost)[event.speaker](
          troubleWords(event.code),
        ),
        "act",
      ];
    case "call.language":
      return [
        event.language === ""
          ? TEXTS.languageDetected
          : TEXTS.inLanguage(languageWords(event.language)),
        "change",
      ];
    case "tool.awaits_yes":
      return [TEXTS.waitsForYes(event.name)];
    case "agent.changed":
      return [TEXTS.takesOver(event.agent.name, event.intent ?? ""), "change"];
    case "command.given":
      return GIVEN[event.kind]?.(event) ?? null;
    case "supervisor.took_over":
      return [TEXTS.tookOver(byWords(event.by)), "person"];
    case "supervisor.handed_back":
      return [TEXTS.handedBack, "person"];
    case "hand.raised":
      return [TEXTS.asked(event.question), "person"];
    case "hand.lowered":
      return LOWERED[event.by]?.(event) ?? null;
    case "notice.told":
      return [TEXTS.noticeTold(event.text), "person"];
    case "notice.over":
      return [TEXTS.noticeOver, "person"];
    case "call.warned":
      return [TEXTS.warned(lengthWords(event.leftMs))];
    case "tool.finished":
      // What it asked is told by itself.
      if (event.name === "ask_supervisor") return null;
      return event.ok ? [TEXTS.usedTool(event.name)] : [TEXTS.toolFailed(event.name), "watch"];
    case "call.ending":
      return [TEXTS.ending];
    default:
      return null;
  }
}

/** What a supervisor asked, where it happened. Taking over is told once it has come about. */
const GIVEN: Partial<
  Record<CommandKind, (event: Extract<CallEvent, { type: "command.given" }>) => Words>
> = {
  whisper: ({ by, text = "" }) => [TEXTS.whispered(byWords(by), text), "person"],
  say: ({ by, text = "" }) => [TEXTS.letSay(byWords(by), text), "person"],
  end: ({ by }) => [TEXTS.endedBy(byWords(by)), "person"],
  transfer: ({ by, target = "" }) => [TEXTS.transferAsked(byWords(by), target), "person"],
};

/** What became of an agent's question; of one that ended with the call the end says it all. */
const LOWERED: Partial<
  Record<LoweredBy, (event: Extract<CallEvent, { type: "hand.lowered" }>) => Words>
> = {
  supervisor: ({ answer, who = "" }) => [TEXTS.answered(byWords(who), answer), "person"],
  time: () => [TEXTS.notAnswered, "watch"],
};

/** The end of a wish, where it is news: what worked shows by itself, a whisper that was used beside its answer. */
function becameOf(
  event: Extract<CallEvent, { type: "command.changed" }>,
  asked: ReadonlyMap<string, AskedCommand>,
): Words | null {
  const command = asked.get(event.commandId);
  if (!command) return null;
  const what = COMMAND_WORDS[command.kind] ?? command.kind;
  switch (event.state) {
    case "not_used":
      return [TEXTS.notUsed, "person"];
    case "refused":
      return [TEXTS.refused(what, event.detail), "watch"];
    case "retracted":
      return [TEXTS.retracted(what), "person"];
    default:
      return null;
  }
}
