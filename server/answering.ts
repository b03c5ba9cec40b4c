// How a call is answered: which agent, with which instructions, under which name on the floor.
// Joins telephony's question to the bridge's call; decides at once, from memory.
import { createHmac } from "node:crypto";
import type { Agents } from "./agents/agents.ts";
import { renderInstructions } from "./agents/render.ts";
import { Call } from "./bridge/call.ts";
import type { Clips } from "./bridge/clips.ts";
import type { Clock } from "./clock.ts";
import type { EndReason } from "./contract/call.ts";
import type { CallEventBody } from "./contract/event.ts";
import type { Floor } from "./floor/floor.ts";
import { guarded } from "./guard.ts";
import type { Log } from "./observe/log.ts";
import type { Answer } from "./telephony/channel.ts";
import type { OpenUpstream } from "./upstream/upstream.ts";

export interface AnsweringOptions {
  agents: Agents;
  floor: Floor;
  openUpstream: OpenUpstream;
  answeredBy: "openai" | "stand-in";
  clips: Clips;
  clock: Clock;
  log: Log;
  random: () => number;
  /** Keys the hash that tells the provider one caller from another without naming either. */
  safetySalt: string;
}

export interface Answering {
  answer: Answer;
  readonly live: number;
  /** Ends every call by its failure path; `quick`: without last words. */
  failAll(reason: EndReason, code: string, quick: boolean): void;
}

export function createAnswering(options: AnsweringOptions): Answering {
  const { agents, floor, answeredBy, clock, log } = options;
  const live = new Map<string, Call>();

  const answer: Answer = (invitation, channel) => {
    const { callId, protocol, caller, called, conversationId, language, origin } = invitation;
    const { id, version, config } = agents.answering();
    const answeredAtMs = clock.now();
    const emit = (event: CallEventBody) => floor.emit(callId, event, answeredAtMs);
    emit({
      type: "call.started",
      protocol,
      caller,
      called,
      conversationId,
      agent: { id, name: config.name, version },
      model: config.model,
      voice: config.voice,
      language,
      origin,
      answeredBy,
    });
    const call = new Call({
      callId,
      channel,
      agent: config,
      instructions: renderInstructions(config),
      safetyIdentifier: createHmac("sha256", options.safetySalt).update(caller || callId).digest(
        "hex",
      ),
      openUpstream: options.openUpstream,
      clips: options.clips,
      clock,
      log,
      random: options.random,
      emit,
      onEnded: () => live.delete(callId),
    });
    live.set(callId, call);
    call.start();
    return call.listener;
  };

  return {
    answer,
    get live() {
      return live.size;
    },
    failAll(reason, code, quick) {
      for (const [callId, call] of [...live]) {
        const onFault = () => log.error("call_fault", { call: callId });
        guarded(onFault, () => call.fail(reason, code, quick))();
      }
    },
  };
}
