// How a call between people is answered: in which language, for whom it is translated, under which name on the
// floor. Joins telephony's question to the call that is written down; decides at once, from memory.
import { shownVariables } from "./agents/shown_variables.ts";
import type { Clock } from "./clock.ts";
import type { Config } from "./config/config.ts";
import type { EndReason } from "./contract/call.ts";
import type { CallEventBody } from "./contract/event.ts";
import type { Floor } from "./floor/floor.ts";
import { guarded } from "./guard.ts";
import type { Log } from "./observe/log.ts";
import { safetyIdentifier } from "./safety_identifier.ts";
import type { AnswerTranscript, TranscriptInvitation } from "./telephony/transcript_channel.ts";
import { languageTag } from "./transcribing/languages.ts";
import { translateTarget } from "./transcribing/translate_target.ts";
import { Transcription } from "./transcribing/transcription.ts";
import type { Translate } from "./transcribing/translation.ts";
import type { OpenEar } from "./upstream/transcription/ear.ts";

export interface TranscriptAnsweringOptions {
  config: Pick<
    Config,
    | "OPENAI_TRANSCRIPTION_MODEL"
    | "SUPPORTED_LANGUAGES"
    | "TRANSCRIPTION_KEYWORDS"
    | "TRANSCRIPTION_INTERIMS"
    | "TRANSLATE_TO"
  >;
  floor: Pick<Floor, "emit">;
  openEar: OpenEar;
  /** Null: there is no text model, so lines stay in their own language. */
  translate: Translate | null;
  /** Whether the day's budget allows one more call; a short code where it does not. */
  admit(invitation: TranscriptInvitation): string | null;
  /** Seconds of sound that `model` wrote down. */
  onCost(model: string, seconds: number): void;
  answeredBy: "openai" | "stand-in";
  clock: Clock;
  log: Log;
  safetySalt: string;
}

export interface TranscriptAnswering {
  answer: AnswerTranscript;
  readonly live: number;
  /** Ends every call by its failure path; `quick`: without waiting for last words. */
  failAll(reason: EndReason, code: string, quick: boolean): void;
}

export function createTranscriptAnswering(
  options: TranscriptAnsweringOptions,
): TranscriptAnswering {
  const { config, floor, translate, clock, log } = options;
  const live = new Map<string, Transcription>();

  const answer: AnswerTranscript = (invitation, channel) => {
    const refused = options.admit(invitation);
    if (refused !== null) return { refused };
    const { callId, speakers, protocol, caller, called, conversationId, origin } = invitation;
    const { address, variables } = invitation;
    const language = languageTag(invitation.language);
    const target = translateTarget({ address, variables, setting: config.TRANSLATE_TO });
    const answeredAtMs = clock.now();
    const emit = (event: CallEventBody) => floor.emit(callId, event, answeredAtMs);
    emit({
      type: "call.started",
      kind: "transcription",
      protocol,
      caller,
      called,
      conversationId,
      agent: { id: "", name: "", version: 0 },
      model: config.OPENAI_TRANSCRIPTION_MODEL,
      voice: "",
      language,
      origin,
      answeredBy: options.answeredBy,
      variables: shownVariables(variables),
    });
    const note = (code: string, detail: string) => emit({ type: "call.note", code, detail });
    if (target.unreadable !== "") note("translation_target", "no language tag; it is ignored");
    if (target.to !== "" && !translate) note("translation_off", "OPENAI_TEXT_MODEL is not set");
    const call = new Transcription({
      callId,
      channel,
      speakers,
      language,
      ear: {
        model: config.OPENAI_TRANSCRIPTION_MODEL,
        keywords: config.TRANSCRIPTION_KEYWORDS,
      },
      openEar: options.openEar,
      safetyIdentifier: safetyIdentifier(options.safetySalt, { caller, callId }),
      supportedLanguages: config.SUPPORTED_LANGUAGES,
      interims: config.TRANSCRIPTION_INTERIMS,
      translation: translate && target.to !== "" ? { to: target.to, translate } : null,
      clock,
      log,
      emit,
      onCost: options.onCost,
      onEnded: () => live.delete(callId),
    });
    live.set(callId, call);
    return call.listener;
  };

  return {
    answer,
    get live() {
      return live.size;
    },
    failAll(reason, code, quick) {
      for (const [callId, call] of [...live]) {
        const onFault = () => log.error("transcription_fault", { call: callId });
        guarded(onFault, () => call.fail(reason, code, quick))();
      }
    },
  };
}
