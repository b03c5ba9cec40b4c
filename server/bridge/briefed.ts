// What the agent of one call is told and may use, once it is known: for each session of the model, and for whoever
// looks for a tool. Knows nothing of sound.
import type { AgentConfig } from "../contract/agent.ts";
import type { PhoneTool } from "../telephony/channel.ts";
import type { SessionSettings } from "../upstream/upstream.ts";
import type { BoardNotes } from "./board_notes.ts";
import type { Briefing } from "./briefing.ts";
import type { CallTool } from "./call_tool.ts";
import { controlTools } from "./end_tools.ts";
import { handTools } from "./hand_tool.ts";
import { asCallTool } from "./phone_tools.ts";
import { recordingWords } from "./talk_greeting.ts";

export class Briefed {
  readonly #phoneTools: readonly CallTool[];
  readonly #firstConfig: AgentConfig;
  readonly #board: BoardNotes;
  #briefing: Briefing | null = null;

  /** `agent`: its settings until the briefing is there. */
  constructor(agent: AgentConfig, phoneTools: readonly PhoneTool[], board: BoardNotes) {
    this.#firstConfig = agent;
    this.#board = board;
    this.#phoneTools = phoneTools.map(asCallTool);
  }

  get config(): AgentConfig {
    return this.#briefing?.config ?? this.#firstConfig;
  }

  get handover(): Briefing["handover"] {
    return this.#briefing?.handover ?? [];
  }

  get summaryPrompt(): string {
    return this.#briefing?.summaryPrompt ?? "";
  }

  /** The agent's, and those of the phone system that bear no name of theirs. */
  get tools(): readonly CallTool[] {
    const own = this.#briefing?.tools ?? [];
    const taken = new Set(own.map(({ definition }) => definition.name));
    return [...own, ...this.#phoneTools.filter(({ definition }) => !taken.has(definition.name))];
  }

  /** Of the agent's own, the phone system's and the remote servers'. */
  get toolNames(): string[] {
    const remote = this.#briefing?.mcp ?? [];
    return [
      ...this.tools.map(({ definition }) => definition.name),
      ...remote.map(({ label }) => label),
    ];
  }

  begin(briefing: Briefing): void {
    this.#briefing = briefing;
  }

  /** Another agent goes on. What the caller must then be told of the recording; "": nothing. */
  change(next: Briefing): string {
    const before = recordingWords(this.config);
    // A session keeps its voice, its model and its ears, and a caller would wonder at another voice.
    const { voice, model, turnTaking } = this.config;
    this.#briefing = { ...next, config: { ...next.config, voice, model, turnTaking } };
    const words = recordingWords(this.config);
    return words === before ? "" : words;
  }

  tool(name: string): CallTool | undefined {
    return this.tools.find(({ definition }) => definition.name === name);
  }

  /** The phone system's, whatever the agent has by that name. */
  phoneTool(name: string): CallTool | undefined {
    return this.#phoneTools.find(({ definition }) => definition.name === name);
  }

  /** For a session that is dialled with it now. */
  dial(): Omit<SessionSettings, "seed"> {
    this.#board.dialled();
    return this.session();
  }

  /** What a session of the model is told, but for what was said so far. */
  session(): Omit<SessionSettings, "seed"> {
    const { instructions, config, mcp, handover } = this.#briefing!;
    const definitions = this.tools.map(({ definition }) => definition);
    return {
      instructions: instructions + this.#board.section(),
      config,
      tools: [...controlTools(config, handover), ...handTools(config), ...definitions],
      mcp,
    };
  }

  /** Instructions of one answer: the agent's, and for now these. */
  instructions(words: string): string {
    return `${this.#briefing?.instructions ?? ""}${this.#board.section()}\n\n# Now\n${words}`;
  }
}
