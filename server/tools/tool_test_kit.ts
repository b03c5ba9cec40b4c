// What tests of tools share: an egress that plays answers, and the context of a call.
import type { ToolContext } from "../bridge/call_tool.ts";
import type { Egress, EgressAnswer, EgressRequest } from "../egress/egress.ts";

export function toolContext(signal = new AbortController().signal): ToolContext {
  return { callId: "call-1", conversationId: "conversation-1", signal };
}

export function answered(
  status: number,
  body: unknown = {},
  headers: Record<string, string> = {},
): EgressAnswer {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return { ok: true, status, headers: new Headers(headers), text };
}

type Refusal = Extract<EgressAnswer, { ok: false }>;

export function refusal(code: Refusal["code"], sent = false): Refusal {
  return { ok: false, code, detail: `${code} at crm.example`, ...(sent ? { sent: true } : {}) };
}

/** Answers one after the other; the last one for ever. A function may take time first. */
export function playedEgress(
  ...answers: (EgressAnswer | ((request: EgressRequest) => EgressAnswer | Promise<EgressAnswer>))[]
): { egress: Egress; requests: EgressRequest[] } {
  const requests: EgressRequest[] = [];
  const egress: Egress = async (request) => {
    const answer = answers[Math.min(requests.push(request), answers.length) - 1]!;
    return await (typeof answer === "function" ? answer(request) : answer);
  };
  return { egress, requests };
}
