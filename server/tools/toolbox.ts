// All that agents can do besides talking, made ready for one call. The bridge runs the tools; what each does is in
// the files beside this one.
import type { BriefingNote } from "../bridge/briefing.ts";
import type { CallTool } from "../bridge/call_tool.ts";
import type { Clock } from "../clock.ts";
import type { AgentTools, DataAction } from "../contract/agent_tools.ts";
import type { Toolbox as ToolboxFacts, TriedTool, TryTool } from "../contract/toolbox.ts";
import type { Egress } from "../egress/egress.ts";
import type { Log } from "../observe/log.ts";
import { createDataActionTool, dataActionName } from "./data_action_tool.ts";
import type { DataActions } from "./data_actions.ts";
import { TOOL_LIMITS, type ToolLimits } from "./genesys_settings.ts";
import { createHttpTool } from "./http_tool.ts";
import { type McpTool, mcpTools } from "./mcp_tools.ts";
import { failed } from "./tool_outcome.ts";
import { createRunBudget, type RunBudget } from "./tool_runs.ts";
import { uniqueName } from "./unique_name.ts";

export interface ToolboxDeps {
  egress: Egress;
  /** Name, as in `{{secret.NAME}}`, to value. */
  secrets: ReadonlyMap<string, string>;
  /** null: no Genesys credentials. */
  dataActions: DataActions | null;
  clock: Clock;
  log: Log;
  limits?: ToolLimits;
}

export interface Toolbox {
  /**
   * The tools of one call, which share its limit of runs. `extra`: data actions that the call's variables name; what
   * the agent has configured wins. Waits at most 1.5 s; what is not ready is left out, and `notes` says so.
   */
  forCall(
    tools: AgentTools,
    extra: { dataActions: readonly DataAction[] },
    notes: BriefingNote[],
  ): Promise<CallTool[]>;
  mcpFor(tools: Pick<AgentTools, "mcp">, notes?: BriefingNote[]): McpTool[];
  /** Fetches in the background what calls of these agents will need: at start, and when one is published. */
  prepare(tools: Pick<AgentTools, "dataActions">): void;
  tryTool(request: TryTool): Promise<TriedTool>;
  facts(): ToolboxFacts;
}

const DESCRIBE_MS = 1500;
/** Somebody looks at a screen, nobody waits on the phone. */
const TRY_DESCRIBE_MS = 8000;
/** Names of the tools that are the call's own (bridge/end_tools.ts, bridge/hand_tool.ts). */
const RESERVED = [
  "end_conversation_successfully",
  "end_conversation_with_escalation",
  "wait_for_user",
  "route_to_agent",
  "ask_supervisor",
];

export function createToolbox(deps: ToolboxDeps): Toolbox {
  const { dataActions, secrets, clock, limits = TOOL_LIMITS } = deps;
  const shared = (budget: RunBudget) => ({
    ...deps,
    budget,
    maxArgumentBytes: limits.maxArgumentBytes,
  });

  async function actionTools(
    wanted: readonly DataAction[],
    { taken, budget, notes }: { taken: Set<string>; budget: RunBudget; notes: BriefingNote[] },
  ): Promise<CallTool[]> {
    if (wanted.length === 0) return [];
    if (dataActions === null) {
      notes.push(
        noted("data_actions_off", "no data action is on offer: GENESYS_CLIENT_ID is not set"),
      );
      return [];
    }
    const offered = chosen(wanted, { dataActions, max: limits.maxToolsPerCall, notes });
    const described = await Promise.all(
      offered.map(async (configured) => ({
        configured,
        action: await dataActions.describe(configured.id, DESCRIBE_MS),
      })),
    );
    return described.flatMap(({ configured, action }) => {
      if (action === null) {
        const detail = `the data action ${configured.id} is left out: Genesys has not described it`;
        notes.push(noted("data_action_missing", detail));
        return [];
      }
      const name = uniqueName(dataActionName(action), taken);
      return [createDataActionTool(configured, { action, name }, {
        ...shared(budget),
        dataActions,
      })];
    });
  }

  async function trial(request: TryTool): Promise<CallTool | string> {
    const budget = createRunBudget(1);
    if (request.kind === "http") {
      return createHttpTool(request.tool, request.tool.name, shared(budget));
    }
    if (dataActions === null) {
      return "Genesys is not connected: set GENESYS_CLIENT_ID and its secret.";
    }
    const { id } = request.tool;
    if (!dataActions.allows(id)) {
      return `The data action ${id} is not on the list GENESYS_ALLOWED_DATA_ACTION_IDS.`;
    }
    const action = await dataActions.describe(id, TRY_DESCRIBE_MS);
    if (action === null) {
      return `Genesys has not described the data action ${id}: check its id, that it is ` +
        "published, and that the OAuth client has integrations:action:view.";
    }
    const name = dataActionName(action);
    return createDataActionTool(request.tool, { action, name }, { ...shared(budget), dataActions });
  }

  return {
    async forCall(tools, extra, notes) {
      const taken = new Set(RESERVED);
      const budget = createRunBudget(limits.maxRunsPerCall);
      const http = tools.http.map((tool) =>
        createHttpTool(tool, uniqueName(tool.name, taken), shared(budget))
      );
      const wanted = [...tools.dataActions, ...extra.dataActions];
      return [...http, ...await actionTools(wanted, { taken, budget, notes })];
    },
    mcpFor: (tools, notes = []) => mcpTools(tools.mcp, { secrets, notes }),
    prepare: (tools) => dataActions?.prepare(tools.dataActions.map(({ id }) => id)),
    async tryTool(request) {
      const startedAtMs = clock.now();
      const tool = await trial(request);
      const context = {
        callId: "try",
        conversationId: "try",
        signal: new AbortController().signal,
      };
      const outcome = typeof tool === "string"
        ? failed({ type: "configuration_error", words: tool })
        : await tool.run(request.args, context);
      const tookMs = Math.round(clock.now() - startedAtMs);
      return { ok: outcome.ok, output: outcome.output, tookMs };
    },
    facts: () => ({ secretNames: [...secrets.keys()].sort(), dataActions: dataActions !== null }),
  };
}

/** Each action once, those that are allowed, and no more than the cap. */
function chosen(
  wanted: readonly DataAction[],
  { dataActions, max, notes }: { dataActions: DataActions; max: number; notes: BriefingNote[] },
): DataAction[] {
  const byId = new Map<string, DataAction>();
  for (const action of wanted) {
    if (byId.has(action.id)) continue;
    if (dataActions.allows(action.id)) byId.set(action.id, action);
    else {
      const detail = `the data action ${action.id} is left out: it is not on the list ` +
        "GENESYS_ALLOWED_DATA_ACTION_IDS";
      notes.push(noted("data_action_not_allowed", detail));
    }
  }
  const allowed = [...byId.values()];
  if (allowed.length > max) {
    const detail = `${allowed.length - max} data actions are left out: a call has at most ${max} ` +
      "(GENESYS_MAX_TOOLS_PER_SESSION)";
    notes.push(noted("data_actions_too_many", detail));
  }
  return allowed.slice(0, max);
}

function noted(code: string, detail: string): BriefingNote {
  return { code, detail };
}
