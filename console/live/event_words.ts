// Every event of a call in a few words, for the timeline. Pure; knows the contract only.
import { END_REASONS } from "../../server/contract/call.ts";
import type { CallEvent } from "../../server/contract/event.ts";
import { END_REASON_TEXTS } from "../texts/end_reasons.ts";
import { EVENT_TEXTS as TEXTS } from "../texts/event_words.ts";
import { RECORDING_TEXTS } from "../texts/recording.ts";
import { SOURCE_WORDS } from "./call_facts.ts";
import { byWords, COMMAND_WORDS } from "./command_words.ts";
import { languageWords } from "../ui/language_words.ts";
import { latencyWords, lengthWords, spanWords } from "../ui/time_words.ts";
import { MODE_WORDS } from "./people_facts.ts";
import { versionWords } from "./test_talk_words.ts";

const RECORDING = RECORDING_TEXTS.events;

const EVENT_GROUPS = ["caller", "agent", "model", "phone", "supervisor", "call"] as const;
export type EventGroup = (typeof EVENT_GROUPS)[number];

export interface EventWords {
  group: EventGroup;
  title: string;
  detail: string;
  trouble: boolean;
}

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
        TEXTS.answered,
        event.kind === "transcription"
          ? `${TEXTS.betweenPeople} · ${event.model}`
          : `${event.agent.name} ${versionWords(event.agent.version)}${
            event.route ? ` · ${event.route}` : ""
          }`,
      );
    case "call.briefed":
      return as(
        "model",
        TEXTS.briefed,
        `${SOURCE_WORDS[event.instructionsFrom] ?? event.instructionsFrom} · ${
          TEXTS.tools(event.tools.length)
        }`,
      );
    case "upstream.ready":
      return as("model", TEXTS.modelReady, TEXTS.tookToConnect(latencyWords(event.connectMs)));
    case "upstream.lost":
      return as("model", TEXTS.modelLost, `${event.code} ${event.detail}`.trim(), true);
    case "upstream.rolled_over":
      return as("model", TEXTS.rolledOver);
    case "upstream.fallback":
      return as("model", TEXTS.fallback, event.code, true);
    case "caller.speaking":
      return as("caller", TEXTS.callerSpeaks);
    case "caller.silent":
      return as("caller", TEXTS.callerStops);
    case "caller.line":
      return as("caller", TEXTS.callerSaid, event.text);
    case "caller.not_transcribed":
      return as("caller", TEXTS.notTranscribed, event.code, true);
    case "caller.digit":
      return as("caller", TEXTS.digit, event.digit);
    case "caller.digits":
      return as(
        "caller",
        event.secret ? TEXTS.secretDigits : TEXTS.digits,
        TEXTS.digitsHow(event.digits, TEXTS.digitsEnded[event.endedBy] ?? event.endedBy),
      );
    case "caller.ignored":
      return as("caller", TEXTS.ignored, TEXTS.noSpeech(latencyWords(event.speechMs)));
    case "caller.no_input":
      return as("caller", TEXTS.saidNothing, TEXTS.askedTimes(event.count));
    case "caller.flagged":
      return as("caller", TEXTS.flagged, event.categories.join(", "), true);
    case "agent.flagged":
      return as("agent", TEXTS.flagged, event.categories.join(", "), true);
    case "caller.interrupted":
      return as("caller", TEXTS.interrupted, TEXTS.dropped(latencyWords(event.droppedMs)));
    case "agent.thinking":
      return as("agent", TEXTS.thinks, TEXTS.causes[event.cause]);
    case "agent.speaking":
      return as("agent", TEXTS.firstSound);
    case "agent.line":
      return as("agent", TEXTS.agentsWords, event.text);
    case "agent.heard":
      return as(
        "agent",
        event.interrupted ? TEXTS.heardInPart : TEXTS.heard,
        TEXTS.heardOf(latencyWords(event.heardMs), latencyWords(event.generatedMs)),
      );
    case "agent.done":
      return as("agent", TEXTS.response(event.status), event.detail, event.status === "failed");
    case "tool.called":
      return as("agent", TEXTS.usesTool, event.name);
    case "tool.awaits_yes":
      return as("agent", TEXTS.waitsForYes, event.name);
    case "tool.finished":
      return as(
        "agent",
        event.ok ? TEXTS.toolAnswered : TEXTS.toolFailed,
        TEXTS.toolTook(event.name, latencyWords(event.tookMs)),
        !event.ok,
      );
    case "agent.changed":
      return as(
        "agent",
        TEXTS.agentChanged,
        [`${event.agent.name} ${versionWords(event.agent.version)}`, event.intent].filter(Boolean)
          .join(" · "),
      );
    case "speech.line":
      return as(event.speaker, TEXTS.said[event.speaker], event.text);
    case "speech.translated":
      return event.failed
        ? as("model", TEXTS.notTranslated, TEXTS.originalWentOut, true)
        : as("model", TEXTS.inLanguage(languageWords(event.language)), event.text);
    case "speech.dropped":
      return as(
        event.speaker,
        TEXTS.leftOut,
        event.why === "empty" ? TEXTS.emptyLine : TEXTS.inventedLine,
      );
    case "ear.ready":
      return as(
        "model",
        TEXTS.hears[event.speaker],
        `${MODE_WORDS[event.mode] ?? event.mode} · ${event.model}`,
      );
    case "ear.lost":
      return as("model", TEXTS.lost[event.speaker], `${event.code} ${event.detail}`.trim(), true);
    case "call.language":
      return as("phone", TEXTS.language, languageWords(event.language) || TEXTS.detected);
    case "command.given":
      return as(
        "supervisor",
        COMMAND_WORDS[event.kind] ?? event.kind,
        [
          byWords(event.by),
          event.when && TEXTS.moments[event.when],
          event.target && TEXTS.toTarget(event.target),
          event.text,
        ].filter(Boolean).join(" · "),
      );
    case "command.changed":
      return as(
        "supervisor",
        TEXTS.changed[event.state] ?? event.state,
        event.detail,
        event.state === "refused",
      );
    case "listener.joined":
      return as("supervisor", TEXTS.listens, byWords(event.by));
    case "listener.left":
      return as("supervisor", TEXTS.listensNoMore);
    case "supervisor.took_over":
      return as("supervisor", TEXTS.tookOver, TEXTS.speaksWithCaller(byWords(event.by)));
    case "supervisor.handed_back":
      return as("supervisor", TEXTS.handedBack, TEXTS.agentSpeaksAgain);
    case "hand.raised":
      return as(
        "supervisor",
        TEXTS.agentAsks,
        [event.question, event.answers.join(" / "), TEXTS.otherwise(event.otherwise)].join(" · "),
      );
    case "hand.lowered":
      return as("supervisor", TEXTS.lowered[event.by] ?? event.by, answerDetail(event));
    case "notice.told":
      return as("supervisor", TEXTS.noticeTold, event.text);
    case "notice.over":
      return as("supervisor", TEXTS.noticeOver);
    case "recording.started":
      return as("call", RECORDING.started);
    case "recording.ended":
      return event.ok
        ? as("call", RECORDING.ended, spanWords(event.durationMs))
        : as("call", RECORDING.broken, event.detail, true);
    case "recording.deleted":
      return as("call", RECORDING.deleted, RECORDING[event.why]);
    case "call.held":
      return as("phone", TEXTS.paused);
    case "call.resumed":
      return as("phone", TEXTS.goesOn, TEXTS.after(spanWords(event.gapMs)));
    case "call.degraded":
      return as("call", TEXTS.trouble, `${event.code} ${event.detail}`.trim(), true);
    case "call.recovered":
      return as("call", TEXTS.mended, event.code);
    case "call.note":
      return as("call", TEXTS.note, `${event.code} ${event.detail}`.trim());
    case "call.warned":
      return as("call", TEXTS.warned, TEXTS.left(lengthWords(event.leftMs)));
    case "call.summary":
      return as(
        "call",
        event.source === "in_call" ? TEXTS.summary : TEXTS.summaryAfter,
        event.text,
      );
    case "call.ending":
      return as("call", TEXTS.ending, END_REASON_TEXTS[event.reason].words);
    case "call.ended":
      return as(
        "call",
        TEXTS.ended,
        [END_REASON_TEXTS[event.reason].words, event.code].filter(Boolean).join(" · "),
        END_REASONS[event.reason].advice !== "",
      );
    default:
      return unknown(event);
  }
}

function answerDetail(
  { by, answer, who = "" }: Extract<CallEvent, { type: "hand.lowered" }>,
): string {
  return by === "supervisor" ? `${byWords(who)} · ${answer}` : "";
}

/** A newer server may send what this console does not know yet; it is shown as it is called. */
function unknown(event: { type: string }): EventWords {
  return { group: "call", title: event.type, detail: "", trouble: false };
}
