// Calls as they arrive: the phone systems, whether one more may come, and who answers: an agent, ears that write down what
// people say, or the server's own call. Joins phone_side.ts to answering.ts and its neighbours; app.ts has the rest.
import { createFleetPhoneSide } from "./across/phones.ts";
import { type Admission, createAdmission } from "./admission.ts";
import type { Agents } from "./agents/agents.ts";
import { createAmiPost } from "./ami_post.ts";
import { type Answering, createAnswering } from "./answering.ts";
import type { AppDeps } from "./app_deps.ts";
import type { KeepSound } from "./bridge/call_recording.ts";
import type { Briefings } from "./briefings.ts";
import { createEgress } from "./egress/http_egress.ts";
import { type FirstRun, noted } from "./first_run.ts";
import type { Floor } from "./floor/floor.ts";
import type { ModelSide } from "./model_side.ts";
import type { NoticeBoard } from "./notices/notice_board.ts";
import type { AnswerTimes } from "./observe/answer_times.ts";
import { createOwnCalls, type OwnCalls, type OwnCallsOptions } from "./own_calls/own_calls.ts";
import type { PhoneSide } from "./phone_side.ts";
import type { Spend } from "./spend/spend.ts";
import { createTranscriptAnswering, type TranscriptAnswering } from "./transcript_answering.ts";

export interface CallSideOptions {
  deps: AppDeps;
  settings: OwnCallsOptions["settings"];
  agents: Agents;
  briefings: Briefings;
  floor: Floor;
  board: NoticeBoard;
  model: ModelSide;
  spend: Spend;
  paid: boolean;
  keepSound: KeepSound;
  answerTimes: AnswerTimes;
  firstRun: FirstRun;
  draining(): boolean;
  safetySalt: string;
}

export interface CallSide extends OwnCalls {
  phones: PhoneSide;
  admission: Admission;
  answering: Answering;
  transcripts: TranscriptAnswering;
}

/** @throws {Error} as createPhoneSide. */
export function createCallSide(options: CallSideOptions): CallSide {
  const { deps, agents, floor, model, spend, paid, firstRun, draining, safetySalt } = options;
  const { config, answeredBy, clock, log, metrics, random } = deps;

  const answering = createAnswering({
    agents,
    floor,
    briefings: options.briefings,
    openUpstream: model.openUpstream,
    openFallback: model.openFallback,
    moderate: model.moderate,
    keepSound: options.keepSound,
    admit: (invitation) => spend.admit(invitation),
    answeredBy,
    clips: deps.clips,
    answerTimes: options.answerTimes,
    clock,
    log,
    random,
    board: options.board,
    safetySalt,
  });
  const transcripts = createTranscriptAnswering({
    config,
    floor,
    openEar: model.openEar,
    translate: model.translate,
    // Nobody of ours was called: how often a number calls others is not for us to limit.
    admit: ({ origin }) => spend.admit({ caller: "", origin }),
    onCost: (model, seconds) => paid && spend.noteSound({ model, seconds }),
    answeredBy,
    clock,
    log,
    safetySalt,
  });

  const admission = createAdmission({
    maxCalls: config.MAX_CALLS,
    maxLagMs: config.MAX_LAG_MS,
    live: () => answering.live + transcripts.live,
    draining,
    ...(deps.lag && { lag: deps.lag }),
    log,
    metrics,
  });
  const { selfCall, voiceSample } = createOwnCalls({
    settings: options.settings,
    answering,
    agents,
    openUpstream: model.openUpstream,
    spend,
    paid,
    dialSelf: deps.dialSelf,
    voiceFiles: deps.voiceFiles,
    draining,
    taken: admission.taken,
    clock,
    log,
    metrics,
  });
  const phones = createFleetPhoneSide({
    fleet: deps.fleet,
    config,
    answer: noted(answering.answer, { firstRun, isOwn: selfCall.isOwn }),
    transcribe: noted(transcripts.answer, { firstRun, isOwn: selfCall.isOwn }),
    admission: admission.state,
    isOwn: selfCall.isOwn,
    // The operator's own address, whatever tools may reach.
    amiPost: createAmiPost(
      createEgress({ allowPrivate: true, allowedHosts: [], clock }),
      config.AMI_URL,
    ),
    clock,
    log,
    metrics,
    onProbe: () => firstRun.tick("realSocket"),
  });
  return { phones, admission, answering, transcripts, selfCall, voiceSample };
}
