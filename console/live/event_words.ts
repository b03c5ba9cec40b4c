// Every event of a call in a few words, for the timeline. Pure; knows the contract only.
import { END_REASONS, type ResponseCause } from "../../server/contract/call.ts";
import type { CommandState } from "../../server/contract/command_kinds.ts";
import type { CallEvent } from "../../server/contract/event.ts";
import type { LoweredBy } from "../../server/contract/hand_limits.ts";
import { SOURCE_WORDS } from "./call_facts.ts";
import { byWords, COMMAND_WORDS, MOMENT_WORDS } from "./command_words.ts";
import { languageWords } from "../ui/language_words.ts";
import { latencyWords, lengthWords, plural, spanWords } from "../ui/time_words.ts";
import { MODE_WORDS } from "./people_facts.ts";
import { SPEAKER_WORDS } from "./speakers.ts";
import { versionWords } from "./test_talk_words.ts";

export const EVENT_GROUPS = ["caller", "agent", "model", "phone", "supervisor", "call"] as const;
export type EventGroup = (typeof EVENT_GROUPS)[number];

export interface EventWords {
  group: EventGroup;
  title: string;
  detail: string;
  trouble: boolean;
}

const CAUSES: Readonly<Record<ResponseCause, string>> = {
  greeting: "to greet",
  turn: "to answer the caller",
  digits: "to answer the digits",
  tool: "to use a tool's result",
  farewell: "to say goodbye",
  recovery: "to go on after trouble",
  no_input: "to ask whether the caller is there",
  warning: "to say that the call must end soon",
  refusal: "to refuse",
  handover: "to take the call over",
  supervisor: "as a supervisor asked",
};

const DIGITS_ENDED = {
  terminator: "by its last key",
  length: "by its length",
  gap: "by a pause",
  action: "by a key of its own",
} as const;

export function eventWords(event: CallEvent): EventWords {
  const as = (group: EventGroup, title: string, detail = "", trouble = false): EventWords => ({
    group,
    title,
    detail,
    trouble,
  });
  switch (event.type) {
    case "call.started":
      return as(
        "call",
        "Answered",
        event.kind === "transcription"
          ? `Between people · ${event.model}`
          : `${event.agent.name} ${versionWords(event.agent.version)}${
            event.route ? ` · ${event.route}` : ""
          }`,
      );
    case "call.briefed":
      return as(
        "model",
        "Briefed",
        `${SOURCE_WORDS[event.instructionsFrom] ?? event.instructionsFrom} · ${
          plural(event.tools.length, "tool")
        }`,
      );
    case "upstream.ready":
      return as("model", "Model ready", `in ${latencyWords(event.connectMs)}`);
    case "upstream.lost":
      return as("model", "Model lost", `${event.code} ${event.detail}`.trim(), true);
    case "upstream.rolled_over":
      return as("model", "Fresh session took over");
    case "upstream.fallback":
      return as("model", "Second upstream took over", event.code, true);
    case "caller.speaking":
      return as("caller", "Caller speaks");
    case "caller.silent":
      return as("caller", "Caller stops");
    case "caller.line":
      return as("caller", "Caller said", event.text);
    case "caller.not_transcribed":
      return as("caller", "Could not be transcribed", event.code, true);
    case "caller.digit":
      return as("caller", "Digit pressed", event.digit);
    case "caller.digits":
      return as(
        "caller",
        event.secret ? "Secret digits entered" : "Digits entered",
        `${event.digits} · ended ${DIGITS_ENDED[event.endedBy] ?? event.endedBy}`,
      );
    case "caller.ignored":
      return as("caller", "Short sound ignored", `${latencyWords(event.speechMs)}, no speech`);
    case "caller.no_input":
      return as("caller", "Said nothing", times(event.count));
    case "caller.flagged":
      return as("caller", "Moderation objects", event.categories.join(", "), true);
    case "agent.flagged":
      return as("agent", "Moderation objects", event.categories.join(", "), true);
    case "caller.interrupted":
      return as("caller", "Interrupted", `${latencyWords(event.droppedMs)} dropped unheard`);
    case "agent.thinking":
      return as("agent", "Thinks", CAUSES[event.cause]);
    case "agent.speaking":
      return as("agent", "First sound");
    case "agent.line":
      return as("agent", "Agent's words", event.text);
    case "agent.heard":
      return as(
        "agent",
        event.interrupted ? "Heard in part" : "Heard",
        `${latencyWords(event.heardMs)} of ${latencyWords(event.generatedMs)}`,
      );
    case "agent.done":
      return as("agent", `Response ${event.status}`, event.detail, event.status === "failed");
    case "tool.called":
      return as("agent", "Uses a tool", event.name);
    case "tool.awaits_yes":
      return as("agent", "Waits for a yes", event.name);
    case "tool.finished":
      return as(
        "agent",
        event.ok ? "Tool answered" : "Tool failed",
        `${event.name} in ${latencyWords(event.tookMs)}`,
        !event.ok,
      );
    case "agent.changed":
      return as(
        "agent",
        "Another agent took over",
        [`${event.agent.name} ${versionWords(event.agent.version)}`, event.intent].filter(Boolean)
          .join(" · "),
      );
    case "speech.line":
      return as(event.speaker, `${SPEAKER_WORDS[event.speaker]} said`, event.text);
    case "speech.translated":
      return event.failed
        ? as("model", "Not translated", "the original went out", true)
        : as("model", `In ${languageWords(event.language)}`, event.text);
    case "speech.dropped":
      return as(
        event.speaker,
        "Left out",
        event.why === "empty" ? "no words in it" : "words with hardly any sound behind them",
      );
    case "ear.ready":
      return as(
        "model",
        `Hears the ${event.speaker}`,
        `${MODE_WORDS[event.mode] ?? event.mode} · ${event.model}`,
      );
    case "ear.lost":
      return as("model", `Lost the ${event.speaker}`, `${event.code} ${event.detail}`.trim(), true);
    case "call.language":
      return as("phone", "Language", languageWords(event.language) || "detected");
    case "command.given":
      return as(
        "supervisor",
        COMMAND_WORDS[event.kind] ?? event.kind,
        [
          byWords(event.by),
          event.when && MOMENT_WORDS[event.when].toLowerCase(),
          event.target && `to ${event.target}`,
          event.text,
        ].filter(Boolean).join(" · "),
      );
    case "command.changed":
      return as(
        "supervisor",
        CHANGED[event.state] ?? event.state,
        event.detail,
        event.state === "refused",
      );
    case "listener.joined":
      return as("supervisor", "Listens", byWords(event.by));
    case "listener.left":
      return as("supervisor", "Listens no more");
    case "supervisor.took_over":
      return as("supervisor", "Took over", `${byWords(event.by)} speaks with the caller`);
    case "supervisor.handed_back":
      return as("supervisor", "Handed back", "the agent speaks again");
    case "hand.raised":
      return as(
        "supervisor",
        "Agent asks",
        [event.question, event.answers.join(" / "), `else: ${event.otherwise}`].join(" · "),
      );
    case "hand.lowered":
      return as("supervisor", LOWERED[event.by] ?? event.by, answerDetail(event));
    case "notice.told":
      return as("supervisor", "Told of a notice", event.text);
    case "notice.over":
      return as("supervisor", "Notice taken back");
    case "call.held":
      return as("phone", "Paused");
    case "call.resumed":
      return as("phone", "Goes on", `after ${spanWords(event.gapMs)}`);
    case "call.degraded":
      return as("call", "Trouble", `${event.code} ${event.detail}`.trim(), true);
    case "call.recovered":
      return as("call", "Mended", event.code);
    case "call.note":
      return as("call", "Note", `${event.code} ${event.detail}`.trim());
    case "call.warned":
      return as("call", "Caller told of the end", `${lengthWords(event.leftMs)} left`);
    case "call.summary":
      return as(
        "call",
        event.source === "in_call" ? "Summary" : "Summary after the call",
        event.text,
      );
    case "call.ending":
      return as("call", "Farewell begins", END_REASONS[event.reason].words);
    case "call.ended":
      return as(
        "call",
        "Ended",
        [END_REASONS[event.reason].words, event.code].filter(Boolean).join(" · "),
        END_REASONS[event.reason].advice !== "",
      );
    default:
      return unknown(event);
  }
}

const LOWERED: Readonly<Record<LoweredBy, string>> = {
  supervisor: "Answered the agent",
  time: "Nobody answered the agent",
  call: "Question ended with the call",
};

function answerDetail(
  { by, answer, who = "" }: Extract<CallEvent, { type: "hand.lowered" }>,
): string {
  return by === "supervisor" ? `${byWords(who)} · ${answer}` : "";
}

const CHANGED: Readonly<Record<CommandState, string>> = {
  sent: "Waits",
  delivered: "Agent was told",
  used: "Used in an answer",
  not_used: "Not used",
  done: "Done as asked",
  refused: "Refused",
  retracted: "Taken back",
};

function times(count: number): string {
  return count === 1 ? "asked once" : `asked ${count} times in a row`;
}

/** A newer server may send what this console does not know yet; it is shown as it is called. */
function unknown(event: { type: string }): EventWords {
  return { group: "call", title: event.type, detail: "", trouble: false };
}
