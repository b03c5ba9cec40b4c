// Calls that were made up for measuring the console: many live ones with ten events a second each, and a past one of
// very many lines. Pure; knows no floor, no clock and no browser.
import { type CallEventBody } from "../../contract/event.ts";
import { NO_USAGE } from "../../contract/call.ts";

export type Timed = CallEventBody & { offsetMs: number };

const QUESTION =
  "Good morning, I am calling about a parcel that should have been with me on Tuesday, and now it " +
  "says that it went back to the depot. Can you tell me what happened to it?";
const ANSWER =
  "I am sorry to hear that. I can see that the driver rang at your door twice on Tuesday. The parcel is " +
  "now at our counter in Rua das Flores, where you can fetch it until eight in the evening.";

/** One step is a tenth of a second: a turn of the caller and the answer to it. */
const TURN_STEPS = 60;

/**
 * What a call tells in its `step`-th tenth of a second, one event in nearly each: partial words at the hub's rate,
 * changes of state, finished lines, now and then a tool.
 */
export function toldAt(step: number): CallEventBody[] {
  if (step === 0) return [STARTED, READY];
  const turn = Math.floor(step / TURN_STEPS);
  const at = step % TURN_STEPS;
  const [asked, said, responseId] = [`c${turn}`, `a${turn}`, `r${turn}`];
  const nowMs = step * 100;
  if (at === 1) return [{ type: "caller.speaking", itemId: asked, startMs: nowMs }];
  if (at < 27) return [{ type: "caller.partial", itemId: asked, text: part(QUESTION, at / 27) }];
  if (at === 27) return [{ type: "caller.silent", itemId: asked, endMs: nowMs, quietMs: 300 }];
  if (at === 28) return [line(asked, nowMs)];
  if (at === 29) return [{ type: "agent.thinking", responseId, cause: "turn" }];
  if (at === 30 && turn % 4 === 3) {
    return [{ type: "tool.called", toolCallId: `t${turn}`, name: "find_parcel" }];
  }
  if (at === 31 && turn % 4 === 3) {
    const name = "find_parcel";
    return [{ type: "tool.finished", toolCallId: `t${turn}`, name, ok: true, tookMs: 100 }];
  }
  if (at === 32) return [{ type: "agent.speaking", itemId: said, responseId, startMs: nowMs }];
  if (at > 32 && at < 55) {
    return [{
      type: "agent.partial",
      itemId: said,
      responseId,
      text: part(ANSWER, (at - 32) / 23),
    }];
  }
  if (at === 55) return [{ type: "agent.line", itemId: said, responseId, text: ANSWER }];
  if (at === 56) return [done(responseId)];
  if (at === 59) return [heard({ itemId: said, responseId, endMs: nowMs })];
  return [];
}

/** Of a past call of so many lines: what is stored of it, with its times. */
export function longCall(lines: number): Timed[] {
  const events: Timed[] = [{ ...STARTED, offsetMs: 0 }, { ...READY, offsetMs: 300 }];
  for (let turn = 0; turn < lines / 2; turn++) {
    for (let at = 0; at < TURN_STEPS; at++) {
      const step = turn * TURN_STEPS + at;
      if (step === 0) continue;
      for (const body of toldAt(step)) {
        if (!body.type.endsWith(".partial")) events.push({ ...body, offsetMs: step * 100 });
      }
    }
  }
  const durationMs = Math.ceil(lines / 2) * TURN_STEPS * 100;
  events.push({ ...ENDED, durationMs, offsetMs: durationMs });
  return events;
}

export const ENDED = {
  type: "call.ended",
  reason: "caller_hung_up",
  code: "",
  durationMs: 0,
  usage: NO_USAGE,
} as const satisfies CallEventBody;

const STARTED: CallEventBody = {
  type: "call.started",
  protocol: "audiohook",
  caller: "tel:+15550100",
  called: "tel:+15550199",
  conversationId: "bench",
  agent: { id: "default", name: "Northwind Parcels", version: 3 },
  model: "gpt-realtime-2.1",
  voice: "marin",
  language: "en",
  origin: "phone",
  answeredBy: "openai",
};
const READY: CallEventBody = {
  type: "upstream.ready",
  sessionId: "bench",
  model: "gpt-realtime-2.1",
  voice: "marin",
  connectMs: 280,
  attempt: 1,
};

function part(text: string, share: number): string {
  return text.slice(0, Math.ceil(text.length * share));
}

function line(itemId: string, nowMs: number): CallEventBody {
  return { type: "caller.line", itemId, text: QUESTION, startMs: nowMs - 2700, endMs: nowMs - 100 };
}

function done(responseId: string): CallEventBody {
  return { type: "agent.done", responseId, status: "completed", detail: "", usage: NO_USAGE };
}

function heard(
  { itemId, responseId, endMs }: { itemId: string; responseId: string; endMs: number },
): CallEventBody {
  return {
    type: "agent.heard",
    itemId,
    responseId,
    startMs: endMs - 2700,
    endMs,
    heardMs: 2700,
    generatedMs: 2700,
    interrupted: false,
    measure: "estimated",
  };
}
