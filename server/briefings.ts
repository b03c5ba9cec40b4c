// Makes an agent ready for one call: what the call's variables may replace is replaced, the prompt found and
// rendered, the tools made. Joins agents and tools to the bridge; used by calls, hand-overs and the preview.
import type { Agents, AnsweringAgent } from "./agents/agents.ts";
import { fillSpokenWords, type TemplateSources } from "./agents/fill_template.ts";
import { type Inputs, readInputs } from "./agents/inputs.ts";
import type { Instructions } from "./agents/instructions.ts";
import { renderInstructions } from "./agents/render.ts";
import type { Briefing, BriefingNote } from "./bridge/briefing.ts";
import type { AgentConfig } from "./contract/agent.ts";
import type { InstructionSource } from "./contract/call.ts";
import type { Preview, PreviewRequest } from "./contract/toolbox.ts";
import { summaryPrompt } from "./finished/summary_prompt.ts";
import type { Toolbox } from "./tools/toolbox.ts";

export interface BriefingsOptions {
  agents: Pick<Agents, "published">;
  instructions: Instructions;
  toolbox: Toolbox;
  /** The settings AGENT_NAME and COMPANY_NAME. */
  names: { agent: string; company: string };
  /** The setting ENDING_PROMPT. */
  endingPrompt: string;
}

/** What a call brings that its agent is prepared with. */
export interface CallFacts {
  callId: string;
  variables: Readonly<Record<string, string>>;
  /** BCP 47 tag of the phone system, "" when none was. */
  language: string;
}

export interface Briefings {
  /** `config` is there at once; the rest within the deadlines of its sources. */
  prepare(
    agent: AnsweringAgent,
    call: CallFacts,
  ): { config: AgentConfig; briefing: Promise<Briefing> };
  /** Another agent takes over: a prompt that the call brought was for the first one. */
  prepareNext(agent: AnsweringAgent, call: CallFacts): Promise<Briefing>;
  preview(request: PreviewRequest): Promise<Preview>;
}

interface Rendered {
  config: AgentConfig;
  instructions: string;
  instructionsFrom: InstructionSource;
  notes: BriefingNote[];
}

export function createBriefings(options: BriefingsOptions): Briefings {
  const { agents, instructions, toolbox, names, endingPrompt } = options;

  async function rendered(inputs: Inputs, call: CallFacts): Promise<Rendered> {
    const { config, data } = inputs;
    const found = await instructions.for({ config, inputs, callId: call.callId });
    const sources: TemplateSources = { data, variables: call.variables, config, names };
    const text = renderInstructions({ prompt: found.prompt, ...sources });
    const spoken = fillSpokenWords({ ...config, greeting: found.greeting }, sources);
    return {
      config: spoken.config,
      instructions: text.text,
      instructionsFrom: found.from,
      notes: [...inputs.notes, ...found.notes, ...text.notes, ...spoken.notes],
    };
  }

  async function brief(
    agent: AnsweringAgent,
    inputs: Inputs,
    call: CallFacts,
  ): Promise<Briefing> {
    const notes: BriefingNote[] = [];
    const [told, tools] = await Promise.all([
      rendered(inputs, call),
      toolbox.forCall(inputs.config.tools, { dataActions: inputs.dataActions }, notes),
    ]);
    return {
      ...told,
      agent: { id: agent.id, name: agent.config.name, version: agent.version },
      tools,
      mcp: [...toolbox.mcpFor(inputs.config.tools, notes), ...inputs.mcp],
      handover: inputs.config.handover.flatMap(({ agentId, when }) => {
        const target = agents.published(agentId);
        return target && agentId !== agent.id
          ? [{ id: agentId, name: target.config.name, when }]
          : [];
      }),
      summaryPrompt: summaryPrompt({ config: inputs.config, endingPrompt }),
      notes: [...told.notes, ...notes],
    };
  }

  return {
    prepare(agent, call) {
      const inputs = readInputs(call.variables, agent.config, { language: call.language });
      return { config: inputs.config, briefing: brief(agent, inputs, call) };
    },

    prepareNext(agent, call) {
      const inputs = readInputs(call.variables, agent.config, { language: call.language });
      const { prompt } = agent.config;
      const own = { ...inputs, prompt: null, config: { ...inputs.config, prompt } };
      return brief(agent, own, call);
    },

    async preview({ config, variables }) {
      const inputs = readInputs(variables, config);
      const call = { callId: "preview", variables, language: "" };
      const { instructions, instructionsFrom, notes } = await rendered(inputs, call);
      return { instructions, instructionsFrom, notes };
    },
  };
}
