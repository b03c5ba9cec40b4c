// The remote servers of a session, whose tools the provider calls by itself (openai-realtime § 12.4): their lists,
// the requests to be allowed, and the calls that go on outside of a response. It knows no response.
import type { Conduct } from "./conduct.ts";
import type { McpPiece, RemoteServer } from "./dialogue.ts";
import type { Emitter, McpCallView } from "./emit.ts";
import type { Conversation, Item } from "./items.ts";
import { between, type Random } from "./random.ts";
import type { Scenario, Timing } from "./scenario.ts";
import type { McpServerTool, Tool } from "./session_config.ts";
import type { Timers } from "./timers.ts";

export interface RemoteServersOptions {
  scenario: Scenario;
  emitter: Emitter;
  timers: Timers;
  timing: Timing;
  random: Random;
  conversation: Conversation;
  conduct: Conduct;
}

/** How long a tool works that does not say. */
export const WORK_MS = 300;

export class RemoteServers {
  #options: RemoteServersOptions;
  /** By label; `listed`: its tools can be used. */
  #servers = new Map<string, { tool: McpServerTool; listed: boolean }>();
  #requests = new Map<string, McpPiece>();

  constructor(options: RemoteServersOptions) {
    this.#options = options;
  }

  /** Those whose tools are listed. */
  get listed(): RemoteServer[] {
    return [...this.#servers.values()].flatMap(({ tool, listed }) =>
      listed ? [{ label: tool.server_label, approval: tool.require_approval === "always" }] : []
    );
  }

  /** The session has these tools from now on; servers that are new to it are asked for theirs. */
  configured(tools: readonly Tool[]): void {
    const before = this.#servers;
    this.#servers = new Map();
    for (const tool of tools) {
      if (tool.type !== "mcp") continue;
      const known = before.get(tool.server_label);
      const same = known?.tool.server_url === tool.server_url;
      this.#servers.set(tool.server_label, { tool, listed: same && known!.listed });
      if (!same) this.#list(tool);
    }
  }

  /** The model asks to be allowed this; `requestId` is the item that says so. */
  requested(requestId: string, call: McpPiece): void {
    this.#requests.set(requestId, call);
  }

  /** Whether a request is complete and nobody has answered it. */
  awaits(requestId: string): boolean {
    return this.#requests.has(requestId);
  }

  /** The client has answered a request; the call, if it may be, goes on outside of any response. */
  answered(requestId: string, approve: boolean): void {
    const call = this.#requests.get(requestId);
    this.#requests.delete(requestId);
    if (!call || !approve) return;
    const { emitter, conversation } = this.#options;
    const id = emitter.id("mcp");
    const item: Item = {
      id,
      by: "model",
      audioMs: 0,
      shortMs: 0,
      view: mcpCallView(id, call, { args: call.args, ended: false, requestId }),
    };
    const previous = conversation.push(item);
    emitter.emit("conversation.item.added", { previous_item_id: previous, item: item.view });
    emitter.emit("response.mcp_call.in_progress", { item_id: id, output_index: 0 });
    this.outlast(item, call, { requestId });
  }

  /** Ends a call that no response waits for. */
  outlast(item: Item, call: McpPiece, options: { requestId?: string; index?: number } = {}): void {
    const { timers, emitter, conduct } = this.#options;
    const { requestId, index = 0 } = options;
    timers.after(call.workMs ?? WORK_MS, () => {
      item.view = mcpCallView(item.id, call, {
        args: call.args,
        ended: true,
        ...(requestId === undefined ? {} : { requestId }),
      });
      const phase = call.error === undefined ? "completed" : "failed";
      emitter.emit(`response.mcp_call.${phase}`, { item_id: item.id, output_index: index });
      emitter.emit("conversation.item.done", { item: item.view });
      conduct.callMade(item.id, call.name);
      conduct.callAnswered(item.id);
    });
  }

  #list(tool: McpServerTool): void {
    const { scenario, emitter, timers, timing, random, conversation } = this.#options;
    const { server_label: label } = tool;
    const id = emitter.id("mcpl");
    const names = Array.isArray(tool.allowed_tools) ? tool.allowed_tools : ["look_up"];
    const view = (tools: { name: string; input_schema: unknown }[]) => ({
      id,
      type: "mcp_list_tools" as const,
      server_label: label,
      tools,
    });
    const item: Item = { id, by: "provider", audioMs: 0, shortMs: 0, view: view([]) };
    const previous = conversation.push(item);
    emitter.emit("conversation.item.added", { previous_item_id: previous, item: item.view });
    emitter.emit("mcp_list_tools.in_progress", { item_id: id });
    timers.after(between(random, timing.mcpList), () => {
      if (scenario.mcpFails?.includes(label)) {
        return emitter.emit("mcp_list_tools.failed", { item_id: id });
      }
      const server = this.#servers.get(label);
      if (server?.tool === tool) server.listed = true;
      item.view = view(names.map((name) => ({ name, input_schema: { type: "object" } })));
      emitter.emit("conversation.item.done", { previous_item_id: previous, item: item.view });
      emitter.emit("mcp_list_tools.completed", { item_id: id });
    });
  }
}

export function mcpCallView(
  id: string,
  { server, name, output = "", error }: McpPiece,
  { args, ended, requestId }: { args: string; ended: boolean; requestId?: string },
): McpCallView {
  return {
    id,
    type: "mcp_call",
    server_label: server,
    name,
    arguments: args,
    approval_request_id: requestId ?? null,
    output: ended && error === undefined ? output : null,
    error: ended && error !== undefined ? { type: "tool_execution_error", message: error } : null,
  };
}
