// What the model is told of a tool, and what a talk remembers of it meanwhile. Pure.
import { type Circumstances, type Effect, emit, stay, type Step, type Talk } from "./talk.ts";

/** So many answers that only call tools are enough: then the model must say something. */
const WORDLESS = 6;
/** A model may make names up. */
export const NAME_CHARS = 64;

/** The model is told at once. `goesOn`: it is to go on talking. */
export function answered(
  talk: Talk,
  { toolCallId, name }: { toolCallId: string; name: string },
  { ok, say }: { ok: boolean; say: string },
  goesOn = true,
): Step {
  const output = JSON.stringify(ok ? { status: "ok", message: say } : { error: say });
  const effects: Effect[] = [
    emit({
      type: "tool.finished",
      toolCallId,
      name: name.slice(0, NAME_CHARS),
      ok,
      tookMs: 0,
      ...(ok ? {} : { result: say }),
    }),
    { do: "toolResult", toolCallId, output },
  ];
  const waits = Object.keys(talk.running).length > 0;
  if (!goesOn || waits) return { talk, effects };
  return { talk: withAnswerDue(talk), effects: [...effects, speak(talk, "tool")] };
}

/** A session that did not call the tool is told in words; one that is still being dialled, once it is there. */
export function tellResult(
  talk: Talk,
  { toolCallId, name, output }: { toolCallId: string; name: string; output: string },
  { connected }: Circumstances,
): Step {
  if (!talk.orphans.includes(toolCallId)) {
    return { talk, effects: [{ do: "toolResult", toolCallId, output }] };
  }
  const text = `The tool ${name}, called before the line was interrupted, has answered: ${output}`;
  return connected
    ? { talk, effects: [{ do: "tell", text }] }
    : stay({ ...talk, news: [...talk.news, text] });
}

/** Has the model speak; after a long row of tools it must say something. */
export function speak({ wordless }: Talk, cause: "tool" | "handover", words?: string): Effect {
  return {
    do: "respond",
    cause,
    ...(words !== undefined && { words }),
    ...(wordless >= WORDLESS && { tools: "none" }),
  };
}

export function withAnswerDue(talk: Talk): Talk {
  return { ...talk, active: talk.active && { ...talk.active, answerDue: true } };
}

export function withRunning(
  talk: Talk,
  { toolCallId, name }: { toolCallId: string; name: string },
): Talk {
  return { ...talk, running: { ...talk.running, [toolCallId]: name.slice(0, NAME_CHARS) } };
}

export function withoutRunning(talk: Talk, toolCallId: string): Talk {
  const { [toolCallId]: _, ...running } = talk.running;
  return { ...talk, running, orphans: talk.orphans.filter((id) => id !== toolCallId) };
}

export function after(first: Effect[], step: Step): Step {
  return { talk: step.talk, effects: [...first, ...step.effects] };
}
