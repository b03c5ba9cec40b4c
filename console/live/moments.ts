// What happened between the lines of a call, in words for its transcript. Pure.
import type { CallKind } from "../../server/contract/call.ts";
import type { CommandKind } from "../../server/contract/command_kinds.ts";
import type { CallEvent } from "../../server/contract/event.ts";
import type { LoweredBy } from "../../server/contract/hand_limits.ts";
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
    case "command.given":
      return GIVEN[event.kind]?.(event) ?? null;
    case "supervisor.took_over":
      return [`${byWords(event.by)} took over and speaks with the caller`, "person"];
    case "supervisor.handed_back":
      return ["Handed back: the agent speaks with the caller again", "person"];
    case "hand.raised":
      return [`The agent asked the supervisors: “${event.question}”`, "person"];
    case "hand.lowered":
      return LOWERED[event.by]?.(event) ?? null;
    case "notice.told":
      return [`The agent goes by a notice: “${event.text}”`, "person"];
    case "notice.over":
      return ["A notice does not hold any more; the agent was told", "person"];
    case "call.warned":
      return [`The caller is told that ${lengthWords(event.leftMs)} are left`];
    case "tool.finished":
      // What it asked is told by itself.
      if (event.name === "ask_supervisor") return null;
      return event.ok
        ? [`Used the tool ${event.name}`]
        : [`The tool ${event.name} failed`, "watch"];
    case "call.ending":
      return ["The farewell begins"];
    default:
      return null;
  }
}

/** What a supervisor asked, where it happened. Taking over is told once it has come about. */
const GIVEN: Partial<
  Record<CommandKind, (event: Extract<CallEvent, { type: "command.given" }>) => Words>
> = {
  whisper: ({ by, text = "" }) => [`${byWords(by)} whispered to the agent: “${text}”`, "person"],
  say: ({ by, text = "" }) => [`${byWords(by)} let the agent say: “${text}”`, "person"],
  end: ({ by }) => [`${byWords(by)} ended the call`, "person"],
  transfer: ({ by, target }) => [
    `${byWords(by)} asked to put the caller through${target ? ` to ${target}` : ""}`,
    "person",
  ],
};

/** What became of an agent's question; of one that ended with the call the end says it all. */
const LOWERED: Partial<
  Record<LoweredBy, (event: Extract<CallEvent, { type: "hand.lowered" }>) => Words>
> = {
  supervisor: ({ answer, who = "" }) => [`${byWords(who)} answered: “${answer}”`, "person"],
  time: () => ["Nobody answered the agent in time", "watch"],
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
      return ["The whisper was not used: the call ended before", "person"];
    case "refused":
      return [`${what} was refused${event.detail && `: ${event.detail}`}`, "watch"];
    case "retracted":
      return [`${what} was taken back`, "person"];
    default:
      return null;
  }
}
