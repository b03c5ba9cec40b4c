// Tools of remote servers, which the provider calls by itself (openai-realtime § 12.4): tells each phase of a
// call once, and when the model owes an answer to what came of it. Knows neither socket nor responses.
import type { UpstreamEvent } from "./upstream.ts";
import type { WireItem } from "./wire.ts";

/** A call's output comes with its item, after the word that it has ended; so long it is waited for. */
const OUTPUT_MS = 500;
/** After a yes the provider calls the tool; where it does not begin to, the model is asked to go on. */
const BEGIN_MS = 3_000;
const OUTPUT_CHARS = 16_384;
/** A call whose end nobody tells has failed: whoever waits for it must not wait for ever. */
const CALL_MS = 30_000;

interface McpCall {
  server: string;
  name: string;
  args: string;
  responseId: string | null;
  started: boolean;
  /** Told as failed at this time; null: it has not started. */
  dueMs: number | null;
  /** Ended, and told so at this time at the latest. */
  ending: { phase: "completed" | "failed"; tellByMs: number } | null;
  ended: boolean;
}

export interface McpPorts {
  tell: (event: UpstreamEvent) => void;
  now: () => number;
  /** A call of this response works, and silence means nothing. */
  working: (responseId: string, on: boolean) => void;
  /** The model must be asked to speak of what came. */
  replyDue: () => void;
  /** The model goes on by itself, in the same response. */
  replyGiven: () => void;
}

export class McpCalls {
  #ports: McpPorts;
  #calls = new Map<string, McpCall>();
  #servers = new Map<string, string>();
  #asked = new Set<string>();
  /** Response of the call that ended last, while nothing was said after it. */
  #unspoken: string | null = null;
  #beginByMs: number | null = null;

  constructor(ports: McpPorts) {
    this.#ports = ports;
  }

  get dueMs(): number | null {
    const due = [...this.#calls.values()].flatMap(({ ending, ended, dueMs }) => {
      const tellByMs = ending?.tellByMs ?? dueMs;
      return ended || tellByMs === null ? [] : [tellByMs];
    });
    if (this.#beginByMs !== null) due.push(this.#beginByMs);
    return due.length === 0 ? null : Math.min(...due);
  }

  tick(): void {
    const nowMs = this.#ports.now();
    for (const [itemId, call] of this.#calls) {
      if (call.dueMs !== null && call.dueMs <= nowMs) this.#fail(call);
      if (call.ending && call.ending.tellByMs <= nowMs) this.#end(itemId, "");
    }
    if (this.#beginByMs === null || this.#beginByMs > nowMs) return;
    this.#beginByMs = null;
    this.#ports.replyDue();
  }

  /** The session is over: calls that still work will not be told of any more. */
  end(): void {
    for (const [itemId, call] of this.#calls) {
      if (!call.started || call.ended) continue;
      this.#fail(call);
      call.ended = true;
      this.#tell(itemId, call.ending!.phase, "");
    }
  }

  /** An item of a remote server's; `whole`: as it is in the end, not as it begins. */
  item(item: WireItem, { responseId, whole }: { responseId: string | null; whole: boolean }): void {
    const { id, server_label: server } = item;
    if (!id) return;
    if (server) this.#servers.set(id, server);
    // One that has only begun may lack its arguments, and cannot be answered yet.
    if (whole && item.type === "mcp_approval_request") return this.#approval(id, item);
    if (item.type !== "mcp_call") return;
    this.#beginByMs = null;
    const call = this.#of(id);
    call.server = server ?? call.server;
    call.name = item.name ?? call.name;
    call.args = item.arguments || call.args;
    call.responseId ??= responseId;
    if (item.output == null && !item.error) return;
    this.#start(id);
    call.ending ??= { phase: item.error ? "failed" : "completed", tellByMs: 0 };
    this.#end(id, item.output ?? item.error?.message ?? "");
  }

  argumentsDone(itemId: string, args: string): void {
    this.#of(itemId).args = args;
  }

  began(itemId: string): void {
    this.#start(itemId);
  }

  /** `response.mcp_call.completed` or `.failed`. */
  ended(itemId: string, phase: "completed" | "failed"): void {
    this.#start(itemId);
    const call = this.#of(itemId);
    if (call.ended) return;
    call.ending ??= { phase, tellByMs: this.#ports.now() + OUTPUT_MS };
  }

  listFailed(itemId: string): void {
    const server = this.#servers.get(itemId) ?? "a remote server";
    const detail = `The provider could not list the tools of ${server}: the agent is without them`;
    this.#ports.tell({ type: "note", code: "mcp_list_failed", detail });
  }

  /** A request was answered. */
  answered(approve: boolean): void {
    if (approve) this.#beginByMs = this.#ports.now() + BEGIN_MS;
    else this.#ports.replyDue();
  }

  /** A new response knows what came of the calls before it. */
  responseBegan(): void {
    this.#unspoken = null;
    this.#beginByMs = null;
  }

  heard(responseId: string): void {
    if (this.#unspoken !== responseId) return;
    this.#unspoken = null;
    this.#ports.replyGiven();
  }

  #approval(approvalId: string, item: WireItem): void {
    if (this.#asked.has(approvalId) || !item.name) return;
    this.#asked.add(approvalId);
    this.#ports.tell({
      type: "approval_asked",
      approvalId,
      server: item.server_label ?? "",
      name: item.name,
      args: item.arguments ?? "",
    });
  }

  #fail(call: McpCall): void {
    call.ending ??= { phase: "failed", tellByMs: 0 };
  }

  #start(itemId: string): void {
    this.#beginByMs = null;
    const call = this.#of(itemId);
    if (call.started) return;
    call.started = true;
    call.dueMs = this.#ports.now() + CALL_MS;
    this.#tell(itemId, "started", "");
    if (call.responseId !== null) this.#ports.working(call.responseId, true);
  }

  #end(itemId: string, output: string): void {
    const call = this.#of(itemId);
    if (!call.ending || call.ended) return;
    call.ended = true;
    this.#tell(itemId, call.ending.phase, output.slice(0, OUTPUT_CHARS));
    if (call.responseId !== null && !this.#works(call.responseId)) {
      this.#ports.working(call.responseId, false);
    }
    this.#unspoken = call.responseId;
    this.#ports.replyDue();
  }

  #works(responseId: string): boolean {
    return [...this.#calls.values()].some((call) =>
      call.responseId === responseId && call.started && !call.ended
    );
  }

  #tell(toolCallId: string, phase: "started" | "completed" | "failed", output: string): void {
    const { server, name, args } = this.#of(toolCallId);
    this.#ports.tell({ type: "mcp_call", phase, toolCallId, server, name, args, output });
  }

  #of(itemId: string): McpCall {
    let call = this.#calls.get(itemId);
    if (!call) {
      call = {
        server: "",
        name: "",
        args: "",
        responseId: null,
        started: false,
        dueMs: null,
        ending: null,
        ended: false,
      };
      this.#calls.set(itemId, call);
    }
    return call;
  }
}
