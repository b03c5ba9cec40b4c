// The agents, and what they are made ready with: where prompts come from, and the tools. Joins the settings to agents/
// and tools/.
import { type AgentsBook, openAgents } from "./agents/agents_book.ts";
import { defaultConfig } from "./agents/default_config.ts";
import { createInstructions } from "./agents/instructions.ts";
import { type Briefings, createBriefings } from "./briefings.ts";
import type { Clock } from "./clock.ts";
import type { Config } from "./config/config.ts";
import type { AgentConfig, TurnTaking } from "./contract/agent.ts";
import type { Eagerness, ReasoningEffort, Voice } from "./contract/agent_limits.ts";
import type { Egress } from "./egress/egress.ts";
import type { FirstRun } from "./first_run.ts";
import type { Hub } from "./floor/hub.ts";
import type { Log } from "./observe/log.ts";
import type { Store } from "./store/store.ts";
import { createDataActions } from "./tools/data_actions.ts";
import { createToolbox, type Toolbox } from "./tools/toolbox.ts";

export interface AgentSideOptions {
  config: Config;
  store: Store;
  hub: Pick<Hub, "publish">;
  firstRun: Pick<FirstRun, "tick">;
  /** To addresses from the settings. */
  egress: Egress;
  /** To addresses that somebody typed into the console. */
  toolEgress: Egress;
  readFile(path: string): Promise<string>;
  clock: Clock;
  log: Log;
}

export interface AgentSide {
  agents: AgentsBook;
  briefings: Briefings;
  toolbox: Toolbox;
}

export async function openAgentSide(options: AgentSideOptions): Promise<AgentSide> {
  const { config, store, hub, firstRun, egress, clock, log } = options;
  const agents = await openAgents({ store, clock, initial: firstAgent(config), log });
  agents.onChange(({ id, revision, published }) =>
    hub.publish({ event: "agent", data: { id, revision, version: published.version } })
  );

  if (agents.list().some(({ published }) => published.version > 1)) firstRun.tick("published");
  agents.onChange(({ published }) => published.version > 1 && firstRun.tick("published"));

  const toolbox = createToolbox({
    egress: options.toolEgress,
    secrets: config.toolSecrets,
    dataActions: dataActions(options),
    clock,
    log,
    limits: {
      maxToolsPerCall: config.GENESYS_MAX_TOOLS_PER_SESSION,
      maxRunsPerCall: config.GENESYS_MAX_ACTION_CALLS_PER_SESSION,
      maxArgumentBytes: config.GENESYS_MAX_TOOL_ARGUMENT_BYTES,
    },
  });
  for (const { published } of agents.list()) toolbox.prepare(published.config.tools);
  const briefings = createBriefings({
    agents,
    instructions: createInstructions({
      settingText: config.OPENAI_INSTRUCTIONS,
      url: config.OPENAI_URL_INSTRUCTIONS,
      filePath: config.OPENAI_FILE_INSTRUCTIONS,
      readFile: options.readFile,
      egress,
      clock,
      log,
    }),
    toolbox,
    names: { agent: config.AGENT_NAME, company: config.COMPANY_NAME },
    endingPrompt: config.ENDING_PROMPT,
  });
  agents.onChange(({ published }) => toolbox.prepare(published.config.tools));
  return { agents, briefings, toolbox };
}

/** The settings of the first agent, on a server that has none yet. */
function firstAgent(config: Config): AgentConfig {
  return defaultConfig({
    ...(config.OPENAI_MODEL !== "" && { model: config.OPENAI_MODEL }),
    ...(config.OPENAI_VOICE !== "" && { voice: config.OPENAI_VOICE as Voice }),
    language: config.OPENAI_LANGUAGE,
    maxOutputTokens: config.OPENAI_MAX_TOKENS,
    turnDetection: config.OPENAI_TURN_DETECTION as TurnTaking["mode"],
    eagerness: config.OPENAI_TURN_DETECTION_EAGERNESS as Eagerness,
    reasoningEffort: config.OPENAI_REASONING_EFFORT as ReasoningEffort,
  });
}

function dataActions({ config, egress, clock, log }: AgentSideOptions) {
  if (!config.genesysOAuth) return null;
  return createDataActions({
    egress,
    clock,
    log,
    settings: {
      ...config.genesysOAuth,
      region: config.GENESYS_REGION,
      baseUrl: config.GENESYS_BASE_URL,
      loginUrl: config.GENESYS_LOGIN_URL,
      allowedDataActionIds: config.GENESYS_ALLOWED_DATA_ACTION_IDS,
      tokenCacheTtlSeconds: config.GENESYS_TOKEN_CACHE_TTL_SECONDS,
      httpTimeoutSeconds: config.GENESYS_HTTP_TIMEOUT_SECONDS,
      httpRetryMax: config.GENESYS_HTTP_RETRY_MAX,
      httpRetryBackoffSeconds: config.GENESYS_HTTP_RETRY_BACKOFF_SECONDS,
      toolsStrictMode: config.GENESYS_TOOLS_STRICT_MODE,
      toolOutputRedactionFields: config.GENESYS_TOOL_OUTPUT_REDACTION_FIELDS,
    },
  });
}
