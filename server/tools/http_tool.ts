// An HTTP address as a tool of an agent. The paths in `redact` hide values from people only: the model gets the
// whole result, since it was asked for by whoever set the tool up.
import type { CallTool, ToolContext, ToolOutcome } from "../bridge/call_tool.ts";
import type { Clock } from "../clock.ts";
import type { HttpTool } from "../contract/agent_tools.ts";
import type { Egress, EgressAnswer, EgressRequest } from "../egress/egress.ts";
import type { Log } from "../observe/log.ts";
import { egressFailure, statusFailure } from "./egress_failure.ts";
import { httpRequest } from "./http_request.ts";
import { redact, shownArguments } from "./redaction.ts";
import { argumentReader, type ReadArguments } from "./tool_arguments.ts";
import { failed, parsedOrText, succeeded, withoutSecrets } from "./tool_outcome.ts";
import { boundedRun, type RunBudget } from "./tool_runs.ts";

const ANSWER_BYTES = 65_536;

export interface HttpToolDeps {
  egress: Egress;
  secrets: ReadonlyMap<string, string>;
  clock: Clock;
  log: Log;
  budget: RunBudget;
  maxArgumentBytes: number;
}

/** `name`: as the model knows it, where another tool has the configured one. */
export function createHttpTool(tool: HttpTool, name: string, deps: HttpToolDeps): CallTool {
  const parameters = JSON.parse(tool.parameters) as Record<string, unknown>;
  const read = argumentReader(parameters, deps.maxArgumentBytes);
  return {
    definition: { name, description: tool.description, parameters },
    confirm: tool.confirm,
    shownArgs: (args) => shownArguments(args, tool.redact),
    run: boundedRun((args, context) => run(args, { tool, read, context, deps }), { name, ...deps }),
  };
}

async function run(
  text: string,
  { tool, read, context, deps }: {
    tool: HttpTool;
    read: ReadArguments;
    context: ToolContext;
    deps: HttpToolDeps;
  },
): Promise<ToolOutcome> {
  const arrived = read(text);
  if (!arrived.ok) return failed(arrived.failure);
  const { secrets } = deps;
  const wanted = httpRequest(tool, { args: arrived.args, secrets, callId: context.callId });
  if (!wanted.ok) return failed(wanted.failure);
  const request = { ...wanted.value, maxBytes: ANSWER_BYTES, signal: context.signal };
  const answer = await exchange(request, { timeoutMs: tool.timeoutMs, deps });
  if (!answer.ok) return failed(egressFailure(answer, tool.method !== "GET"));
  const { json, value } = parsedOrText(withoutSecrets(answer.text, secrets.values()));
  const shown = json || tool.redact.length === 0
    ? redact(value, tool.redact)
    : `(not JSON, ${answer.text.length} characters)`;
  if (answer.status >= 400) {
    return failed(statusFailure(answer.status, { body: value, shownBody: shown }));
  }
  return succeeded(value, shown);
}

/** Only a GET is repeated, once, within the tool's one deadline: a timeout leaves no time for it. */
async function exchange(
  request: Omit<EgressRequest, "timeoutMs">,
  { timeoutMs, deps: { egress, clock } }: { timeoutMs: number; deps: HttpToolDeps },
): Promise<EgressAnswer> {
  const startedAtMs = clock.now();
  const first = await egress({ ...request, timeoutMs });
  const again = first.ok ? first.status >= 500 : first.code === "connect" || first.code === "dns";
  const leftMs = Math.round(timeoutMs - (clock.now() - startedAtMs));
  if (request.method !== "GET" || !again || leftMs < 1) return first;
  return await egress({ ...request, timeoutMs: leftMs });
}
