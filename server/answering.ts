// How a call is answered: which agent, with which instructions, under which name on the floor.
// Joins telephony's question to the bridge's call; decides at once, from memory.
import type { Agents } from "./agents/agents.ts";
import { callVariables } from "./agents/call_variables.ts";
import { shownVariables } from "./agents/shown_variables.ts";
import type { Briefings, CallFacts } from "./briefings.ts";
import type { Moderate } from "./bridge/moderation.ts";
import { abilitiesOf } from "./bridge/abilities.ts";
import { Call } from "./bridge/call.ts";
import type { KeepSound } from "./bridge/call_recording.ts";
import type { Clips } from "./bridge/clips.ts";
import type { Clock } from "./clock.ts";
import type { EndReason } from "./contract/call.ts";
import { DRAFT_VERSION } from "./contract/agent_limits.ts";
import type { CallEventBody } from "./contract/event.ts";
import type { Floor } from "./floor/floor.ts";
import { guarded } from "./guard.ts";
import type { OwnStepIn } from "./own_step_in.ts";
import type { NoticeBoard } from "./notices/notice_board.ts";
import type { AnswerTimes } from "./observe/answer_times.ts";
import type { Log } from "./observe/log.ts";
import { safetyIdentifier } from "./safety_identifier.ts";
import { createTestAgents, type TestAgents } from "./test_agents.ts";
import type { Answer, Invitation } from "./telephony/channel.ts";
import type { OpenUpstream } from "./upstream/upstream.ts";

export interface AnsweringOptions {
  agents: Agents;
  floor: Floor;
  briefings: Briefings;
  openUpstream: OpenUpstream;
  /** Where the realtime model cannot be had; null: such calls fail. */
  openFallback: OpenUpstream | null;
  moderate: Moderate | null;
  /** Keeps the sound of calls whose agent wants it. */
  keepSound: KeepSound | null;
  /** Whether the day's budget and the caller's share allow one more call; a short code where they do not. */
  admit(invitation: Invitation): string | null;
  answeredBy: "openai" | "stand-in";
  clips: Clips;
  answerTimes: AnswerTimes;
  clock: Clock;
  log: Log;
  random: () => number;
  board: NoticeBoard;
  /** Keys the hash that tells the provider one caller from another without naming either. */
  safetySalt: string;
}

/** Of the query of an address; what a protocol brings it bounds itself. */
const QUERY_VARIABLES = 50;
const VALUE_CHARS = 2048;

export interface Answering {
  answer: Answer;
  /** For supervisors. */
  stepIn: OwnStepIn;
  /** A test call is about to come that is for a certain agent. */
  expect: TestAgents["expect"];
  /**
   * The server is about to call itself by this name: the default agent answers, and `onEvent` alone is told of it,
   * until it ends. Returns whether the agent speaks first, and what forgets a call that never came.
   */
  expectSelf(
    callId: string,
    onEvent: (event: CallEventBody) => void,
  ): { agentGreets: boolean; forget: () => void };
  /** Without the server's own: they take no place from callers. */
  readonly live: number;
  /** Ends every call by its failure path; `quick`: without last words. */
  failAll(reason: EndReason, code: string, quick: boolean): void;
}

export function createAnswering(options: AnsweringOptions): Answering {
  const { agents, floor, board, answeredBy, clock, log } = options;
  const live = new Map<string, Call>();
  const tests = createTestAgents(agents);
  /** Those of `live` that are the server's own. */
  const own = new Set<string>();
  const selves = new Map<string, (event: CallEventBody) => void>();
  const defaultAgent = () => agents.published(agents.routes().table.defaultAgentId);

  const answer: Answer = (invitation, channel) => {
    const refused = options.admit(invitation);
    if (refused !== null) return { refused };
    const { callId, protocol, caller, called, conversationId, language, origin } = invitation;
    const variables = variablesOf(invitation);
    const self = origin === "test" ? selves.get(callId) : undefined;
    selves.delete(callId);
    const asked = self ? defaultAgent() ?? null : tests.take(invitation);
    if (asked === null) return { refused: "E_NO_AGENT" };
    const { agent, route } = asked
      ? { agent: asked, route: null }
      : agents.route({ called, address: invitation.address, variables });
    const facts: CallFacts = { callId: invitation.knownAs ?? callId, variables, language };
    const { config, briefing } = options.briefings.prepare(agent, facts);
    const answeredAtMs = clock.now();
    // Nobody's call: on no floor, in no record, no answer time.
    const emit = self ?? ((event: CallEventBody) => {
      noteTime(options.answerTimes, callId, event);
      if (event.type === "notice.told") board.told(event.noticeId);
      floor.emit(callId, event, answeredAtMs);
    });
    emit({
      type: "call.started",
      protocol,
      caller,
      called,
      conversationId,
      agent: { id: agent.id, name: config.name, version: agent.version },
      model: config.model,
      voice: config.voice,
      language,
      origin,
      answeredBy,
      route,
      ...(agent.version === DRAFT_VERSION && { draft: true }),
      variables: shownVariables(variables),
      can: abilitiesOf(channel),
    });
    const call = new Call({
      callId,
      conversationId,
      channel,
      agent: config,
      briefing,
      async briefAgain(agentId) {
        const next = agents.published(agentId);
        return next ? await options.briefings.prepareNext(next, facts) : null;
      },
      safetyIdentifier: safetyIdentifier(options.safetySalt, { caller, callId }),
      openUpstream: options.openUpstream,
      openFallback: options.openFallback,
      moderate: options.moderate,
      keepSound: self ? null : options.keepSound,
      clips: options.clips,
      clock,
      log,
      random: options.random,
      emit,
      onEnded: () => {
        live.delete(callId);
        own.delete(callId);
      },
    });
    live.set(callId, call);
    if (self) own.add(callId);
    call.post(board.list());
    call.start();
    return call.listener;
  };

  board.onChange((notices) => {
    for (const call of [...live.values()]) call.post(notices);
  });

  const stepIn: OwnStepIn = {
    command(callId, command) {
      const taken = live.get(callId)?.command(command) ?? "over";
      return taken === "over" ? "not_live" : taken;
    },
    retract: (callId, commandId) => live.get(callId)?.retract(commandId) ?? "not_live",
    answerHand: (callId, answered) => live.get(callId)?.answerHand(answered) ?? "not_live",
    mayListen(callId) {
      const call = live.get(callId);
      return call ? (call.steppingIn.hasRoom ? "yes" : "full") : "not_live";
    },
    listen(callId, listener) {
      const call = live.get(callId);
      return call ? call.steppingIn.listen(listener) ?? "full" : "not_live";
    },
  };

  return {
    answer,
    stepIn,
    expect: tests.expect,
    expectSelf(callId, onEvent) {
      selves.set(callId, onEvent);
      const agentGreets = defaultAgent()?.config.greeting.trim() !== "";
      return { agentGreets, forget: () => selves.delete(callId) };
    },
    get live() {
      return live.size - own.size;
    },
    failAll(reason, code, quick) {
      for (const [callId, call] of [...live]) {
        const onFault = () => log.error("call_fault", { call: callId });
        guarded(onFault, () => call.fail(reason, code, quick))();
      }
    },
  };
}

function noteTime(times: AnswerTimes, callId: string, event: CallEventBody): void {
  switch (event.type) {
    case "caller.speaking":
      return times.callerSpeaks(callId);
    case "caller.silent":
      return times.callerSilent(callId, event.endMs - (event.quietMs ?? 0));
    case "agent.speaking":
      // What a person says in the agent's place is no answer of the agent's.
      if (event.itemId.startsWith("supervisor-")) return;
      return times.agentSpeaks(callId, event.startMs);
    case "call.ended":
      return times.ended(callId);
  }
}

/** Those of the protocol; what it leaves out or blank may stand in the query of the address that was dialled. */
function variablesOf({ address, variables }: Invitation): Readonly<Record<string, string>> {
  const at = address.indexOf("?");
  if (at < 0) return variables;
  const brought = callVariables(variables);
  const query = [...new URLSearchParams(address.slice(at + 1))].slice(0, QUERY_VARIABLES)
    .map(([name, value]) => [name.trim(), value.slice(0, VALUE_CHARS).toWellFormed()] as const)
    .filter(([name]) => name !== "" && name !== "__proto__" && !brought.has(name));
  return { ...variables, ...Object.fromEntries(query) };
}
