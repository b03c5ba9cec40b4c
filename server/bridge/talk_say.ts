// Words that a supervisor has the agent say: the agent's own are cut off, these are said and heard to their end, then
// the answer that was due is asked for. The sentence before a transfer is said the same way. Pure.
import {
  changed,
  type Respond,
  type Saying,
  type TransferPlan,
  withCommands,
} from "./command_state.ts";
import {
  type Circumstances,
  cutOff,
  type Effect,
  PATIENCE_MS,
  stay,
  type Step,
  type Talk,
  type TalkInput,
} from "./talk.ts";
import type { ResponseCause } from "../contract/call.ts";

/** A model that did not begin by then has failed. */
const BEGIN_WITHIN_MS = 6000;
const MOST_FAILURES = 2;
/** What a caller still waits for once the supervisor's words were said. */
const RESUMED: ReadonlySet<ResponseCause> = new Set([
  "turn",
  "digits",
  "tool",
  "handover",
  "recovery",
]);

const FAILED = "The model did not say it.";
const BROKEN = "The connection to the model broke while it was being said.";
export const ENDING = "The call is ending.";

export function newSaying(
  { commandId, words, transfer }: {
    commandId: string;
    words: string;
    transfer: TransferPlan | null;
  },
): Saying {
  return {
    commandId,
    words,
    stage: "waiting",
    responseId: "",
    stale: false,
    failures: 0,
    untilMs: 0,
    items: [],
    heard: [],
    transfer,
  };
}

/** What happened, seen by the words that are being said. `before`: the talk as it was. */
export function sayingGoesOn(
  before: Talk,
  talk: Talk,
  input: TalkInput,
  { nowMs }: Circumstances,
): Step {
  const head = talk.commands.says[0];
  if (!head || head.stage === "waiting") return stay(talk);
  if (input.type === "lost") return saidInVain(talk, head, before);
  if (input.type === "heard") return onHeard(talk, head, input);
  if (input.type !== "upstream") return stay(talk);
  const { event } = input;
  switch (event.type) {
    case "response_started":
      if (head.stage !== "asked" || event.cause !== "supervisor") return stay(talk);
      return stay(withHead(talk, { stage: "begun", responseId: event.responseId }));
    case "agent_text":
      if (event.responseId !== head.responseId) return stay(talk);
      return stay(withHead(talk, { items: [...head.items, event.itemId] }));
    case "response_done":
      if (head.stage !== "begun" || event.responseId !== head.responseId) return stay(talk);
      return onDone(before, talk, { head, event, nowMs });
    default:
      return stay(talk);
  }
}

/** Whether an answer must not be heard now: supervisor's words come before it. */
export function isRival({ phase, commands }: Talk, cause: ResponseCause): boolean {
  const head = commands.says[0];
  return phase === "live" && head?.stage === "asked" && cause !== "supervisor" &&
    cause !== "farewell";
}

/** Whether a response is a supervisor's words, which the agent did not choose. */
export function isSaying({ commands }: Talk, responseId: string): boolean {
  const head = commands.says[0];
  return head !== undefined && head.stage !== "waiting" && head.responseId === responseId;
}

/** Answers that are asked for while supervisor's words are under way come after them. */
export function keptForLater(talk: Talk, effects: Effect[], around: Circumstances): Step {
  const head = talk.commands.says[0];
  const comes = head && talk.phase === "live" &&
    (head.stage === "asked" || head.stage === "begun" ||
      (head.stage === "waiting" && mayBegin(talk, around)));
  if (!comes) return { talk, effects };
  const kept = effects.findLast((effect): effect is Respond => effect.do === "respond");
  if (!kept) return { talk, effects };
  return {
    talk: withCommands(talk, { resume: kept }),
    effects: effects.filter(({ do: what }) => what !== "respond"),
  };
}

/** What is taken back of the model takes the supervisor's words with it: they are asked for again. */
export function takenBack(talk: Talk): Talk {
  const head = talk.commands.says[0];
  if (head?.stage !== "asked") return talk;
  return withHead(talk, { stage: "waiting", stale: true });
}

/** Begins, gives up, goes on with what was due. Looked at with every step. */
export function sayDue(talk: Talk, around: Circumstances): Step {
  if (talk.phase !== "live") return refuseUnsaid(talk);
  const head = talk.commands.says[0];
  const { resume } = talk.commands;
  if (talk.callerItemId !== null && resume) {
    // The answer to what the caller says now comes in its place.
    return sayDue(withCommands(talk, { resume: null }), around);
  }
  if (!head || head.stage === "made") {
    if (!resume || talk.commands.says.length > 1 || head?.transfer) return stay(talk);
    const owed = talk.owed ?? waitsFrom(around);
    return {
      talk: withCommands({ ...talk, owed }, { resume: null }),
      effects: [{ ...resume, must: true }],
    };
  }
  if (head.stage === "waiting") {
    return mayBegin(talk, around) ? begin(talk, head, around) : stay(talk);
  }
  if (head.stage === "asked" && talk.callerItemId !== null) {
    const back = withHead(talk, { stage: "waiting", stale: true });
    return { talk: { ...back, owed: null }, effects: [{ do: "cancel" }] };
  }
  const waits = talk.active?.responseId === head.responseId && talk.active.audible
    ? talk
    : { ...talk, owed: talk.owed ?? waitsFrom(around) };
  if (head.stage === "asked" && around.nowMs >= head.untilMs) {
    const back = withHead(waits, { stage: "waiting", stale: true });
    const failed = failure(back, { ...head, stale: true });
    return {
      talk: { ...failed.talk, owed: failed.talk.commands.says.length > 0 ? waits.owed : null },
      effects: [{ do: "cancel" }, ...failed.effects],
    };
  }
  return stay(waits);
}

/** Once nothing is heard any more, what was made has been heard. */
export function saidTick(talk: Talk, { busy }: Circumstances): Step {
  const head = talk.commands.says[0];
  return head?.stage === "made" && !busy ? said(talk, head) : stay(talk);
}

/** Ends the one that is being said. A transfer goes on without its sentence. */
export function overWith(
  talk: Talk,
  head: Saying,
  state: "done" | "refused",
  detail = "",
): Step {
  const rest = withCommands(talk, { says: talk.commands.says.filter((other) => other !== head) });
  const { transfer, commandId } = head;
  if (!transfer) return { talk: rest, effects: [changed(commandId, state, detail)] };
  if (talk.phase !== "live") {
    return { talk: rest, effects: [changed(commandId, "refused", ENDING)] };
  }
  return stay({
    ...withCommands(rest, { resume: null }),
    owed: null,
    leaving: {
      toolCallId: commandId,
      name: transfer.tool,
      args: transfer.args,
      responseId: "",
      then: "handed_over",
      stage: "heard",
      urged: true,
      commandId,
      reason: transfer.reason,
    },
  });
}

/** Whether the agent can be made to say something now. */
function mayBegin(
  { callerItemId, doubt, digits, commands, onHold, leaving }: Talk,
  { connected }: Circumstances,
): boolean {
  return connected && !onHold && callerItemId === null && doubt === null && digits.keys === "" &&
    commands.air === null && leaving?.stage !== "running" && leaving?.commandId === undefined;
}

function begin(talk: Talk, head: Saying, around: Circumstances): Step {
  const { active } = talk;
  const { asked } = talk.commands;
  const unheard = active && !active.audible ? active.cause : asked;
  const resume: Respond | null = talk.commands.resume ??
    (unheard !== null && RESUMED.has(unheard) ? { do: "respond", cause: unheard } : null);
  const speaks = around.busy || (active && !active.interrupted) || asked !== null;
  const cut: Effect[] = speaks ? [cutOff(around)] : [];
  const begun = withHead(withCommands(talk, { resume }), {
    stage: "asked",
    stale: head.stale || asked === "supervisor",
    untilMs: around.nowMs + BEGIN_WITHIN_MS,
    items: [],
    heard: [],
  });
  const { words } = head;
  return {
    talk: {
      ...begun,
      active: active && { ...active, interrupted: true },
      owed: { ...waitsFrom(around), sinceMs: around.nowMs },
    },
    effects: [...cut, { do: "respond", cause: "supervisor", tools: "none", must: true, words }],
  };
}

function onDone(
  before: Talk,
  talk: Talk,
  { head, event, nowMs }: {
    head: Saying;
    event: { again: boolean; responseId: string };
    nowMs: number;
  },
): Step {
  const active = before.active?.responseId === event.responseId ? before.active : null;
  if (active?.audible) {
    const made = withHead(talk, { stage: "made" });
    return isHeard(made.commands.says[0]!) ? said(made, made.commands.says[0]!) : stay(made);
  }
  // The session asks for it once more, or another request of ours is still out.
  if (event.again || head.stale) {
    const untilMs = nowMs + BEGIN_WITHIN_MS;
    return stay(withHead(talk, { stage: "asked", responseId: "", stale: false, untilMs }));
  }
  const back = withHead(talk, { stage: "waiting", responseId: "" });
  if (talk.callerItemId !== null || active?.interrupted) return stay(back);
  return failure(back, head);
}

function onHeard(
  talk: Talk,
  head: Saying,
  { itemId, responseId, heardMs, generatedMs, interrupted }: Extract<
    TalkInput,
    { type: "heard" }
  >,
): Step {
  if (head.responseId !== responseId || (head.stage !== "begun" && head.stage !== "made")) {
    return stay(talk);
  }
  if (interrupted) {
    if (heardMs === 0 && talk.phase === "live" && head.heard.length === 0) {
      return stay(withHead(talk, { stage: "waiting", responseId: "" }));
    }
    const seconds = (ms: number) => (ms / 1000).toFixed(1);
    const detail = `It was cut off: ${seconds(heardMs)} s of ${seconds(generatedMs)} s were heard.`;
    return overWith(talk, head, "done", detail);
  }
  const heard = withHead(talk, { heard: [...head.heard, itemId] });
  const now = heard.commands.says[0]!;
  return now.stage === "made" && isHeard(now) ? said(heard, now) : stay(heard);
}

function isHeard({ items, heard }: Saying): boolean {
  return heard.length > 0 && items.every((itemId) => heard.includes(itemId));
}

function said(talk: Talk, head: Saying): Step {
  return overWith(talk, head, "done");
}

function failure(talk: Talk, { failures }: Saying): Step {
  const again = withHead(talk, { failures: failures + 1 });
  if (failures + 1 < MOST_FAILURES) return stay(again);
  return overWith(again, again.commands.says[0]!, "refused", FAILED);
}

/** The model went away while it was asked for, or was saying it. */
function saidInVain(talk: Talk, head: Saying, before: Talk): Step {
  if (head.stage === "made") return stay(talk);
  const audible = before.active?.responseId === head.responseId && before.active.audible;
  if (head.stage === "begun" && audible) return overWith(talk, head, "refused", BROKEN);
  return stay(withHead(talk, { stage: "waiting", responseId: "", stale: false }));
}

/** What was not begun is not said any more. */
function refuseUnsaid(talk: Talk): Step {
  const { says } = talk.commands;
  const unsaid = says.filter(({ stage }) => stage === "waiting" || stage === "asked");
  if (unsaid.length === 0) return stay(talk);
  return {
    talk: withCommands(talk, {
      says: says.filter((saying) => !unsaid.includes(saying)),
      resume: null,
    }),
    effects: unsaid.map(({ commandId }) => changed(commandId, "refused", ENDING)),
  };
}

function waitsFrom({ nowMs, remainingMs }: Circumstances) {
  return { sinceMs: nowMs + remainingMs, patienceMs: PATIENCE_MS.answer, holds: 0 };
}

function withHead(talk: Talk, change: Partial<Saying>): Talk {
  const [head, ...others] = talk.commands.says;
  return head ? withCommands(talk, { says: [{ ...head, ...change }, ...others] }) : talk;
}
