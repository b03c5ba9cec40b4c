// What an answer of the stand-in can depend on, read from the conversation and the request. Pure.
import type { Prompt, RemoteServer } from "./dialogue.ts";
import type { Item } from "./items.ts";
import type { Why } from "./scenario.ts";
import { type Fields, isFields } from "./shape.ts";

export interface PromptSource {
  items: readonly Item[];
  why: Why;
  /** Of the `response.create`. */
  params: Fields;
  tools: readonly string[];
  /** Of the session. */
  toolChoice: unknown;
  briefing: string;
  servers: readonly RemoteServer[];
  /** Whether the model reasons. */
  reasons: boolean;
}

export function promptOf(source: PromptSource): Prompt {
  const { items, why, params, tools, briefing, servers } = source;
  const outOfBand = params.conversation === "none";
  const purpose = isFields(params.metadata) ? params.metadata.purpose : undefined;
  return {
    last: lastOf(items),
    begun: items.some(({ by, view }) =>
      by === "caller" || by === "model" ||
      (by === "client" && view.type === "message" && view.role !== "system")
    ),
    why,
    instructions: String(params.instructions ?? ""),
    briefing,
    tools,
    toolChoice: params.tool_choice ?? source.toolChoice,
    servers,
    comments: source.reasons && !outOfBand,
    purpose: outOfBand ? String(purpose ?? "") : null,
    lines: () => items.flatMap(lineOf),
  };
}

function lastOf(items: readonly Item[]): Prompt["last"] {
  const last = items.findLast(({ by, view }) =>
    by === "client" || by === "caller" || (view.type === "mcp_call" && outputOf(view) !== "")
  );
  if (!last) return { type: "nothing" };
  if (last.heard) return { type: "caller", ...last.heard };
  const { view } = last;
  if (view.type === "function_call_output") return { type: "tool_output", text: view.output };
  if (view.type === "mcp_call") return { type: "tool_output", text: outputOf(view) };
  return { type: "text", text: JSON.stringify(view) };
}

function outputOf(view: Extract<Item["view"], { type: "mcp_call" }>): string {
  return view.output ?? view.error?.message ?? "";
}

function lineOf({ heard, view }: Item): string[] {
  if (heard) return [`Caller: ${heard.text}`];
  if (view.type !== "message" || view.role === "system") return [];
  const words = view.content.map((part) =>
    ("transcript" in part ? part.transcript : undefined) ?? part.text ?? ""
  ).join("");
  return words === "" ? [] : [`${view.role === "user" ? "Caller" : "Agent"}: ${words}`];
}
