// What becomes of a tool that the model calls: control of the call, a hand-over, or a tool of ours that runs
// beside the conversation. Pure; a tool never holds up sound.
import { readEndWish, readHandover, ROUTE_TOOL, WAIT_TOOL } from "./end_tools.ts";
import type { HandedOver } from "./output_variables.ts";
import {
  type Circumstances,
  type Effect,
  emit,
  PATIENCE_MS,
  stay,
  type Step,
  type Talk,
  type TalkInput,
} from "./talk.ts";
import { consentKey, verdict } from "./talk_consent.ts";
import { onLeft, stayed, wishLeave } from "./talk_leaving.ts";
import { transferFailed } from "./talk_supervised_end.ts";
import { wishFarewell } from "./talk_farewell.ts";
import { afterRecordingWords } from "./talk_greeting.ts";
import {
  after,
  answered,
  NAME_CHARS,
  speak,
  tellResult,
  withAnswerDue,
  withoutRunning,
  withRunning,
} from "./tool_answers.ts";

type ToolCall = Extract<
  Extract<TalkInput, { type: "upstream" }>["event"],
  { type: "tool_call" }
>;

/** More at once are refused: a model in a loop must not pile them up. */
const AT_ONCE = 3;
/** How long the transcript of a caller's answer is awaited. */
const TRANSCRIPT_MS = 3000;

const ASK_FIRST =
  "Not done yet: the caller must agree first. Read back in one short sentence what you are about to do, " +
  "ask for a yes, wait for the answer, and after a yes call this again with the same arguments.";
const TOO_MANY = "Too many tools at once. Wait for the others to answer.";
const ENDING = "Not done: the call is ending.";
const NO_YES =
  "Not done: the caller has not said yes. Do not call it again unless the caller asks for it.";

export function onToolCall(talk: Talk, event: ToolCall, around: Circumstances): Step {
  const { toolCallId, name, args, responseId } = event;
  const active = talk.active?.responseId === responseId
    ? { ...talk.active, calledTool: true }
    : talk.active;
  const tool = around.tool(name);
  const shown = tool ? tool.shownArgs(args) : "";
  const called = emit({
    type: "tool.called",
    toolCallId,
    name: name.slice(0, NAME_CHARS),
    ...(shown !== "" && { args: shown }),
  });
  const noted: Talk = { ...talk, active };
  const wish = readEndWish(name, args);
  if (wish) return after([called], wishFarewell(noted, { ...wish, toolCallId, responseId, name }));
  if (talk.phase !== "live") {
    return after([called], answered(noted, event, { ok: false, say: ENDING }, false));
  }
  if (name === WAIT_TOOL) {
    return after([called], answered(noted, event, { ok: true, say: "You are listening." }, false));
  }
  if (name === ROUTE_TOOL) return after([called], handOver(noted, event, around));
  if (!tool) {
    const say = "There is no such tool. Go on without it.";
    return after([called], answered(noted, event, { ok: false, say }));
  }
  if (tool.then && tool.then !== "goes_on") {
    return after([called], wishLeave(noted, event, tool.then));
  }
  return after(
    [called],
    tool.confirm ? whenAgreed(noted, event, around) : run(noted, event, around),
  );
}

/** A tool has come to its end: the model is told, and speaks once it has all it asked for. */
export function onToolDone(
  talk: Talk,
  { toolCallId, outcome, tookMs }: Extract<TalkInput, { type: "tool_done" }>,
  around: Circumstances,
): Step {
  const { nowMs } = around;
  const name = talk.running[toolCallId];
  if (name === undefined) return stay(talk);
  const { ok, output, shown } = outcome;
  if (talk.leaving?.toolCallId === toolCallId && ok) {
    return onLeft(talk, { output, shown, tookMs });
  }
  const finished = emit({ type: "tool.finished", toolCallId, name, ok, tookMs, result: shown });
  const over = stayed(withoutRunning(talk, toolCallId), toolCallId);
  if (talk.leaving?.toolCallId === toolCallId && talk.leaving.commandId) {
    const opened: Effect[] = talk.phase === "live" ? [{ do: "hush", on: false }] : [];
    const { commandId } = talk.leaving;
    return after(
      [finished, ...opened],
      transferFailed(over, { commandId, say: shown }, around),
    );
  }
  if (talk.phase !== "live") return { talk: over, effects: [finished] };
  const told = tellResult(talk, { toolCallId, name, output }, around);
  const done: Talk = { ...over, news: told.talk.news };
  const heard: Effect[] = talk.leaving?.toolCallId === toolCallId
    ? [{ do: "hush", on: false }]
    : [];
  const effects: Effect[] = [finished, ...heard, ...told.effects];
  if (Object.keys(done.running).length > 0) return { talk: done, effects };
  // The tool had its own deadline: from here on the model has its own again.
  const owed = talk.owed
    ? { ...talk.owed, sinceMs: Math.max(talk.owed.sinceMs, nowMs) }
    : { sinceMs: nowMs, patienceMs: PATIENCE_MS.answer, holds: 0 };
  const asked = withAnswerDue({ ...done, owed });
  return { talk: asked, effects: [...effects, speak(talk, "tool")] };
}

/** What the caller said is known now, or was awaited long enough. */
export function onTranscribed(talk: Talk, around: Circumstances): Step {
  const { held } = talk;
  if (!held || talk.phase !== "live") return stay(talk);
  const decided = verdict(talk, consentKey(held.name, held.args));
  if (decided === "later" && around.nowMs < held.untilMs) return stay(talk);
  const free: Talk = { ...talk, held: null, consent: null };
  if (held.remote) return allow(free, held, decided === "yes");
  return decided === "yes"
    ? run(free, held, around)
    : answered(free, held, { ok: false, say: NO_YES });
}

/** A remote server's tool that the provider runs once we allow it. */
export function onApprovalAsked(
  talk: Talk,
  { approvalId, server, name, args }: {
    approvalId: string;
    server: string;
    name: string;
    args: string;
  },
  around: Circumstances,
): Step {
  const full = `${server}/${name}`;
  const key = consentKey(full, args);
  const asked = { toolCallId: approvalId, name: name.slice(0, NAME_CHARS) };
  const called = talk.active && { ...talk.active, calledTool: true };
  const noted: Talk = { ...talk, active: called };
  if (talk.phase !== "live") {
    return { talk: noted, effects: [{ do: "approve", approvalId, approve: false }] };
  }
  switch (verdict(talk, key)) {
    case "yes":
      return allow({ ...noted, consent: null }, asked, true);
    case "no":
      return allow({ ...noted, consent: null }, asked, false);
    case "later": {
      if (talk.held) return allow(noted, asked, false);
      const untilMs = around.nowMs + TRANSCRIPT_MS;
      return stay({
        ...noted,
        held: { toolCallId: approvalId, name: full, args, untilMs, remote: true },
      });
    }
    case "ask":
      return after(
        [
          { do: "tell", text: `The tool ${asked.name} was held back. ${ASK_FIRST}` },
          emit({ type: "tool.awaits_yes", ...asked }),
        ],
        refuse({ ...noted, consent: { key, askedAtMs: around.nowMs } }, approvalId),
      );
  }
}

/** Answers the provider that asks for a remote server's tool; the session itself has the model speak after it. */
function allow(
  talk: Talk,
  { toolCallId, name }: { toolCallId: string; name: string },
  approve: boolean,
): Step {
  if (!approve) {
    const text = `The tool ${name.slice(0, NAME_CHARS)} was held back. ${NO_YES}`;
    return after([{ do: "tell", text }], refuse(talk, toolCallId));
  }
  return {
    talk: withAnswerDue(talk),
    effects: [{ do: "approve", approvalId: toolCallId, approve }],
  };
}

function refuse(talk: Talk, approvalId: string): Step {
  return { talk: withAnswerDue(talk), effects: [{ do: "approve", approvalId, approve: false }] };
}

/** A tool that the provider runs by itself; it cannot be redacted by rule, so only its size is told. */
export function onRemoteTool(
  talk: Talk,
  event: Extract<Extract<TalkInput, { type: "upstream" }>["event"], { type: "mcp_call" }>,
  { nowMs }: Circumstances,
): Step {
  const { phase, toolCallId, server, args, output } = event;
  const name = `${server}/${event.name}`.slice(0, 128);
  if (phase === "started") {
    const running = { ...talk.running, [toolCallId]: name };
    const active = talk.active && { ...talk.active, calledTool: true };
    return {
      talk: { ...talk, active, running },
      effects: [emit({ type: "tool.called", toolCallId, name })],
    };
  }
  const result = `(${output.length} characters; arguments ${args.length})`;
  const ok = phase === "completed";
  // From here on the model has its own time to speak.
  const owed = talk.owed && { ...talk.owed, sinceMs: Math.max(talk.owed.sinceMs, nowMs) };
  return {
    talk: { ...withoutRunning(talk, toolCallId), owed },
    effects: [emit({ type: "tool.finished", toolCallId, name, ok, tookMs: 0, result })],
  };
}

/** Another agent is ready, or cannot take over. */
export function onHandedOver(
  talk: Talk,
  { toolCallId, told, agent, recording }: Extract<TalkInput, { type: "handed_over" }>,
  around: Circumstances,
): Step {
  const { nowMs } = around;
  const name = talk.running[toolCallId];
  if (name === undefined) return stay(talk);
  const done = withoutRunning(talk, toolCallId);
  if (talk.phase !== "live") return stay(done);
  if (!agent) {
    const say =
      "The colleague cannot take over now. Go on yourself, or hand the call on to a person.";
    // A session that did not ask for it knows nothing of it: it goes on by itself.
    if (!talk.orphans.includes(toolCallId)) {
      return answered(done, { toolCallId, name }, { ok: false, say });
    }
    const finished = { type: "tool.finished", toolCallId, name, ok: false, tookMs: 0 } as const;
    return { talk: done, effects: [emit({ ...finished, result: say })] };
  }
  const output = JSON.stringify({ status: "ok" });
  const answer = tellResult(talk, { toolCallId, name, output }, around).effects;
  const { intent, summary, urgency, sentiment } = told;
  const words =
    "You have just taken over this call from a colleague; it is the same line and the same voice. " +
    "Do not greet again and do not introduce the company. In one short sentence say that you can help " +
    `with this, and go on. What the colleague passed on, as facts: ${
      JSON.stringify({ intent, summary })
    }`;
  return {
    talk: withAnswerDue({
      ...done,
      handover: { first: talk.handover?.first ?? told, last: told },
      owed: { sinceMs: nowMs, patienceMs: PATIENCE_MS.answer, holds: talk.owed?.holds ?? 0 },
    }),
    effects: [
      emit({ type: "tool.finished", toolCallId, name, ok: true, tookMs: 0 }),
      emit({ type: "agent.changed", agent, intent, summary, urgency, sentiment }),
      ...answer,
      speak(talk, "handover", afterRecordingWords(recording, words)),
    ],
  };
}

function handOver(talk: Talk, event: ToolCall, { handover }: Circumstances): Step {
  const read = readHandover(event.args, handover);
  if ("error" in read) return answered(talk, event, { ok: false, say: read.error });
  const told: HandedOver = read.told;
  return {
    talk: withRunning(talk, event),
    effects: [{ do: "handOver", toolCallId: event.toolCallId, agentId: read.agentId, told }],
  };
}

function whenAgreed(talk: Talk, event: ToolCall, around: Circumstances): Step {
  const { toolCallId, name, args } = event;
  const key = consentKey(name, args);
  switch (verdict(talk, key)) {
    case "yes":
      return run({ ...talk, consent: null }, event, around);
    case "later": {
      if (talk.held) return answered(talk, event, { ok: false, say: TOO_MANY });
      const untilMs = around.nowMs + TRANSCRIPT_MS;
      return stay({ ...talk, held: { toolCallId, name, args, untilMs, remote: false } });
    }
    case "no":
      return answered({ ...talk, consent: null }, event, { ok: false, say: NO_YES });
    case "ask":
      return after(
        [emit({ type: "tool.awaits_yes", toolCallId, name: name.slice(0, NAME_CHARS) })],
        answered({ ...talk, consent: { key, askedAtMs: around.nowMs } }, event, {
          ok: false,
          say: ASK_FIRST,
        }),
      );
  }
}

function run(
  talk: Talk,
  { toolCallId, name, args }: Pick<ToolCall, "toolCallId" | "name" | "args">,
  { nowMs }: Circumstances,
): Step {
  if (Object.keys(talk.running).length >= AT_ONCE) {
    return answered(talk, { toolCallId, name }, { ok: false, say: TOO_MANY });
  }
  return {
    talk: {
      ...withRunning(talk, { toolCallId, name }),
      owed: talk.owed ?? { sinceMs: nowMs, patienceMs: PATIENCE_MS.tool, holds: 0 },
    },
    effects: [{ do: "runTool", toolCallId, name, args }],
  };
}
