// A Genesys Data Action as a tool. What GENESYS_TOOL_OUTPUT_REDACTION_FIELDS names is hidden from the model as well
// as from people: it is the administrator's rule for data that must not leave Genesys.
import type { CallTool, ToolContext, ToolOutcome } from "../bridge/call_tool.ts";
import type { Clock } from "../clock.ts";
import type { DataAction } from "../contract/agent_tools.ts";
import type { Log } from "../observe/log.ts";
import type { DataActions, DescribedAction } from "./data_actions.ts";
import { redact, shownArguments } from "./redaction.ts";
import { strictSchema, withoutNulls } from "./strict_schema.ts";
import { argumentReader } from "./tool_arguments.ts";
import { failed, succeeded } from "./tool_outcome.ts";
import { boundedRun, type RunBudget } from "./tool_runs.ts";

export interface DataActionToolDeps {
  dataActions: DataActions;
  clock: Clock;
  log: Log;
  budget: RunBudget;
  maxArgumentBytes: number;
}

/** `name`: as the model knows it (see `dataActionName`). */
export function createDataActionTool(
  configured: DataAction,
  { action, name }: { action: DescribedAction; name: string },
  deps: DataActionToolDeps,
): CallTool {
  const { toolsStrictMode: strict, toolOutputRedactionFields: hidden } = deps.dataActions.settings;
  const schema = strict ? strictSchema(action.input) : action.input;
  const read = argumentReader(schema, deps.maxArgumentBytes);
  const repeatable = action.readOnly && !configured.confirm;

  async function run(text: string, { signal }: ToolContext): Promise<ToolOutcome> {
    const arrived = read(text);
    if (!arrived.ok) return failed(arrived.failure);
    const args = strict ? withoutNulls(arrived.args, action.input) : arrived.args;
    const answer = await deps.dataActions.execute(action.id, args, { repeatable, signal });
    if (!answer.ok) return failed(answer.failure);
    const result = redact(answer.value, hidden);
    return succeeded(result, result);
  }

  return {
    definition: { name, description: describe(configured, action), parameters: bare(schema) },
    confirm: configured.confirm,
    shownArgs: (args) => shownArguments(args, hidden),
    run: boundedRun(run, { name, ...deps }),
  };
}

/** A name for the model, before it is made unique. Names in Genesys may hold anything. */
export function dataActionName({ id, name }: { id: string; name: string }): string {
  const plain = (text: string) =>
    text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[^A-Za-z0-9_-]+/g, "_")
      .replace(/^_+|_+$/g, "").slice(0, 60);
  return `genesys_data_action_${plain(name) || plain(id)}`.slice(0, 64);
}

function describe(configured: DataAction, { name, input, answers }: DescribedAction): string {
  const own = configured.description.trim();
  if (own !== "") return own;
  const said = typeof input.description === "string" ? ` ${input.description}` : "";
  const answer = answers.length > 0 ? ` Answers with: ${answers.slice(0, 30).join(", ")}.` : "";
  return `Genesys data action "${name}".${said}${answer}`.slice(0, 1024);
}

/** What is about the schema itself says nothing to the model, and providers refuse some of it. */
function bare(schema: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { $schema: _s, $id: _i, id: _o, title: _t, ...rest } = schema;
  return rest;
}
