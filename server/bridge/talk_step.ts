// The rules of a conversation: step(talk, input) → talk and effects. Pure; the runner is call.ts.
import { drain, endFor, fail, giveUp, onClosed, onDrained } from "./talk_ending.ts";
import { onHandedOver, onToolDone, onTranscribed } from "./talk_tools.ts";
import { followThrough, onCommand, onRetract } from "./talk_commands.ts";
import { digitsTick, onDigit } from "./talk_digits.ts";
import { firstWords } from "./talk_greeting.ts";
import { handTick, lowerAtTheEnd, newsOfHand, onHandAnswered } from "./talk_hand.ts";
import { leaveDropped, leavingTick } from "./talk_leaving.ts";
import { onModel } from "./talk_model.ts";
import { onModerated } from "./talk_moderation.ts";
import { patienceTick } from "./talk_patience.ts";
import { saidTick } from "./talk_say.ts";
import { airTick, doom } from "./talk_take_over.ts";
import { doubtTick } from "./talk_turns.ts";
import {
  and,
  type Circumstances,
  emit,
  type HeldTool,
  type Owed,
  PATIENCE_MS,
  stay,
  type Step,
  type Talk,
  type TalkInput,
} from "./talk.ts";

/** After the first bridging clip the second comes this much later; there is no third. */
const SECOND_HOLD_MS = 4000;
/** Silence is the worst fault: beyond this the call takes its failure path. */
const SILENCE_LIMIT_MS = 20_000;
/** A goodbye that the model does not begin within this time is left out. */
const FAREWELL_LIMIT_MS = 8000;
/** How long the last transcripts are awaited once the phone is gone. */
const LAST_WORDS_MS = 2000;

export function step(talk: Talk, input: TalkInput, around: Circumstances): Step {
  if (talk.phase === "ended") return stay(talk);
  return lowerAtTheEnd(followThrough(talk, ruled(talk, input, around), input, around));
}

function ruled(talk: Talk, input: TalkInput, around: Circumstances): Step {
  switch (input.type) {
    case "upstream":
      return onModel(talk, input.event, around);
    case "audible":
      return onAudible(talk, input.responseId);
    case "connected":
      return onConnected(talk, input.kind, around);
    case "lost":
      return onLost(talk, input, around);
    case "digit":
      return onDigit(talk, input.digit, around);
    case "held":
      return { talk: { ...talk, onHold: true }, effects: [emit({ type: "call.held" })] };
    case "resumed": {
      const resumed = emit({ type: "call.resumed", gapMs: input.gapMs });
      return { talk: { ...talk, onHold: false }, effects: [resumed] };
    }
    case "moderated":
      return onModerated(talk, input, around);
    case "tool_done":
      return onToolDone(talk, input, around);
    case "handed_over":
      return onHandedOver(talk, input, around);
    case "command":
      return onCommand(talk, input, around);
    case "retract":
      return onRetract(talk, input.commandId);
    case "hand_answered":
      return onHandAnswered(talk, input, around);
    case "heard":
      return stay(talk);
    case "tick":
      return onTick(talk, around);
    case "drained":
      return onDrained(talk, around);
    case "closed":
      return onClosed(talk, input.how, around);
    case "fail":
      return fail(talk, input.reason, input.code, input.quick);
  }
}

function onAudible(talk: Talk, responseId: string): Step {
  const active = talk.active?.responseId === responseId
    ? { ...talk.active, audible: true }
    : talk.active;
  const turns = Object.fromEntries(
    Object.entries(talk.turns).map((
      [id, turn],
    ) => [id, { ...turn, answered: turn.endMs !== null }]),
  );
  return stay({ ...talk, active, turns, owed: null, wordless: 0 });
}

/** When the oldest turn began that nobody has answered; null: there is none. Its sound may be needed again. */
export function unansweredSinceMs({ turns, doubt }: Talk): number | null {
  const open = Object.values(turns).filter(({ answered }) => !answered);
  const starts = [...open, ...(doubt ? [doubt] : [])].map(({ startMs }) => startMs);
  return starts.length === 0 ? null : Math.min(...starts);
}

function onConnected(
  talk: Talk,
  kind: "first" | "again" | "rolled",
  { agent, nowMs }: Circumstances,
): Step {
  if (kind === "rolled" || (talk.phase !== "connecting" && talk.phase !== "live")) {
    return stay(talk);
  }
  const live: Talk = { ...talk, phase: "live", interruptedAnswer: false, active: null, news: [] };
  const news = newsFor(talk).map((text) => ({ do: "tell", text } as const));
  const words = firstWords(agent);
  if (!talk.greeted && words !== "") {
    return {
      talk: { ...live, greeted: true, owed: awaitingGreeting(talk.owed, nowMs) },
      effects: [...news, { do: "respond", cause: "greeting", words }],
    };
  }
  if (!talk.interruptedAnswer) {
    return { talk: { ...live, greeted: true, owed: null }, effects: news };
  }
  // Patience is not given anew: the caller has been waiting since the loss.
  const owed = talk.owed ?? { sinceMs: nowMs, patienceMs: PATIENCE_MS.lost, holds: 0 };
  return {
    talk: { ...live, owed },
    effects: [...news, {
      do: "respond",
      cause: "recovery",
      words:
        "The line was interrupted for a moment. Apologise in a few words and go on where you left off.",
    }],
  };
}

/** What a fresh session must know of tools that another one called, so that it does not call them again. */
function newsFor(talk: Talk): readonly string[] {
  const { news, orphans, running } = talk;
  const still = orphans.filter((id) => id in running).map((id) =>
    `The tool ${
      running[id]
    } was called before the line was interrupted, and it still runs: its answer ` +
    "will be told here. Do not call it again."
  );
  return [...news, ...still, ...newsOfHand(talk)];
}

/** Once the model is there its first words are near: a little more patience is better than a clip before them. */
function awaitingGreeting(owed: Owed | null, nowMs: number): Owed {
  const before = owed ?? { sinceMs: nowMs, patienceMs: 0, holds: 0 };
  const patienceMs = Math.max(before.patienceMs, nowMs - before.sinceMs + PATIENCE_MS.greeting);
  return before.holds > 0 ? before : { ...before, patienceMs };
}

function onLost(talk: Talk, input: TalkInput & { type: "lost" }, around: Circumstances): Step {
  const { nowMs, remainingMs } = around;
  const { code, detail } = input.failure;
  const lost = emit({ type: "upstream.lost", code, detail, retrying: input.retrying });
  if (talk.phase === "closing") return endFor(talk, nowMs, [lost]);
  if (talk.phase === "farewell") {
    const drain = { ...talk, active: null, draining: true };
    return { talk: drain, effects: [lost, { do: "closeUpstream" }, { do: "drain" }] };
  }
  if (talk.phase !== "connecting" && talk.phase !== "live") return stay(talk);
  if (!input.retrying && talk.commands.air) {
    return { talk: doom(talk, { reason: reasonFor(code), code }), effects: [lost] };
  }
  if (!input.retrying) {
    const failed = fail({ ...talk, active: null }, reasonFor(code), code);
    return { talk: failed.talk, effects: [lost, ...failed.effects] };
  }
  if (talk.phase === "connecting") return { talk, effects: [lost] };
  // A model that fell silent may have left a turn of the caller unheard, without a trace of it.
  const interruptedAnswer = talk.interruptedAnswer || talk.active !== null || talk.owed !== null ||
    talk.callerItemId !== null || talk.doubt !== null || code === "E_UP_TIMEOUT";
  const owed = sooner(talk.owed, {
    sinceMs: nowMs + remainingMs,
    patienceMs: PATIENCE_MS.lost,
    holds: 0,
  });
  const dropped = talk.held && !talk.held.remote
    ? [emit({ type: "tool.finished", ...toolOf(talk.held), ok: false, tookMs: 0 })]
    : [];
  return {
    talk: {
      ...talk,
      active: null,
      callerItemId: null,
      doubt: null,
      held: null,
      // What a supervisor wishes outlives a session.
      leaving: talk.leaving?.commandId ? talk.leaving : null,
      orphans: Object.keys(talk.running).filter((id) => id !== talk.leaving?.commandId),
      interruptedAnswer,
      owed,
    },
    effects: [lost, ...dropped, ...leaveDropped(talk)],
  };
}

const toolOf = ({ toolCallId, name }: HeldTool) => ({ toolCallId, name });

/** Of two waits the one whose bridging clip comes first; what was bridged before still counts. */
function sooner(before: Owed | null, after: Owed): Owed {
  if (!before) return after;
  const clipAt = (owed: Owed) => owed.sinceMs + owed.patienceMs;
  return before.holds > 0 || clipAt(before) <= clipAt(after) ? before : after;
}

function reasonFor(code: string) {
  if (code === "E_UP_QUOTA") return "upstream_no_credit";
  return ["E_UP_AUTH", "E_UP_MODEL", "E_UP_CONFIG", "E_UP_FORMAT"].includes(code)
    ? "upstream_refused"
    : "upstream_lost";
}

function onTick(talk: Talk, around: Circumstances): Step {
  const { nowMs } = around;
  if (talk.phase === "closing") {
    const over = Object.keys(talk.turns).length === 0 || nowMs - talk.closedAtMs >= LAST_WORDS_MS;
    return over ? endFor(talk, nowMs) : stay(talk);
  }
  return [digitsTick, doubtTick, airTick, saidTick, leavingTick, handTick, patienceTick, owedTick]
    .reduce(
      (before, rule) => and(before, (talk) => rule(talk, around)),
      stay(talk),
    );
}

/** Somebody waits: for a transcript, for a goodbye, for sound. */
function owedTick(talk: Talk, around: Circumstances): Step {
  const { nowMs, busy } = around;
  if (talk.held) return onTranscribed(talk, around);
  const { owed } = talk;
  if (talk.phase === "farewell" && owed && !busy && nowMs - owed.sinceMs >= FAREWELL_LIMIT_MS) {
    return drain({ ...talk, owed: null }, around);
  }
  if (!owed || busy || (talk.phase !== "connecting" && talk.phase !== "live")) return stay(talk);
  // Whoever speaks does not wait for sound; the end of the turn begins a wait of its own.
  if (talk.callerItemId !== null) return stay(talk);
  const waitedMs = nowMs - owed.sinceMs;
  const working = Object.keys(talk.running).length > 0; // each tool has a deadline of its own
  if (waitedMs >= SILENCE_LIMIT_MS && !working) {
    // The wait begins anew with another upstream; a second time there is none.
    const again = around.canFallBack ? { ...owed, sinceMs: nowMs, holds: 0 } : owed;
    return giveUp({ ...talk, owed: again }, "E_UP_TIMEOUT", around);
  }
  if (owed.holds < 2 && waitedMs >= owed.patienceMs + owed.holds * SECOND_HOLD_MS) {
    return {
      talk: { ...talk, owed: { ...owed, holds: owed.holds + 1 } },
      effects: [{ do: "clip", clip: "comfort" }],
    };
  }
  return stay(talk);
}
