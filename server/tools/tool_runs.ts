// What every tool has in common when it runs: a count that one call shares, time that is told, no exception that
// gets out. Knows nothing of what a tool does.
import type { CallTool, ToolContext, ToolOutcome } from "../bridge/call_tool.ts";
import type { Clock } from "../clock.ts";
import { faultPlace } from "../guard.ts";
import type { Log } from "../observe/log.ts";
import { failed } from "./tool_outcome.ts";

/** The runs that one call may still make, with all its tools together. */
export interface RunBudget {
  take(): boolean;
}

export function createRunBudget(max: number): RunBudget {
  let left = max;
  return { take: () => left-- > 0 };
}

type Run = CallTool["run"];

/** `kind` and the name of the tool go to the log, never arguments or results. */
export function boundedRun(
  run: Run,
  { name, budget, clock, log }: { name: string; budget: RunBudget; clock: Clock; log: Log },
): Run {
  return async (args, context) => {
    if (!budget.take()) return overLimit();
    const startedAtMs = clock.now();
    const outcome = await caught(() => run(args, context), { name, context, log });
    const tookMs = Math.round(clock.now() - startedAtMs);
    log.debug("tool_ran", { call: context.callId, tool: name, ok: outcome.ok, tookMs });
    return outcome;
  };
}

async function caught(
  run: () => Promise<ToolOutcome>,
  { name, context, log }: { name: string; context: ToolContext; log: Log },
): Promise<ToolOutcome> {
  try {
    return await run();
  } catch (error) {
    log.error("tool_fault", { call: context.callId, tool: name, place: faultPlace(error) });
    const words = "The tool failed by a fault of ours. Do without it.";
    return failed({ type: "internal_error", words });
  }
}

function overLimit(): ToolOutcome {
  const words = "Too many tools were used in this call: no more will run. Go on without tools, " +
    "and hand the call to a person if that is not enough.";
  return failed({ type: "limit", words });
}
