// An agent that uses every setting there is. Imported by tests only.
import type { AgentConfig } from "../../server/contract/agent.ts";
import { sampleConfig } from "./sample_agent.ts";

export function richConfig(change: Partial<AgentConfig> = {}): AgentConfig {
  return sampleConfig({
    farewell: { success: "Goodbye!", escalation: "One moment." },
    variables: [{ name: "customer.name", fallback: "dear customer" }],
    overrides: { prompt: true, model: true, tools: true },
    turnTaking: { ...sampleConfig().turnTaking, idleTimeoutMs: 10_000, bargeInMs: 300 },
    noInput: { afterMs: 10_000, words: "Ask kindly.", giveUpAfter: 3 },
    maxLength: { ms: 600_000, warnMs: 30_000, words: "Say it." },
    digits: {
      terminator: "*",
      length: 4,
      gapMs: 3000,
      secret: true,
      actions: [{ digit: "0", does: "instruct", words: "Speak German." }],
    },
    moderation: { caller: true, agent: true, refusal: "No." },
    summary: { inCall: true, afterCall: false, format: "json", prompt: "Sum up." },
    tools: {
      http: [{
        name: "order_status",
        description: "Looks an order up.",
        method: "GET",
        url: "https://api.test/orders/{id}",
        headers: [{ name: "Authorization", value: "Bearer {{secret.CRM}}" }],
        parameters: '{"type":"object"}',
        timeoutMs: 5000,
        confirm: false,
        redact: ["customer.iban"],
      }],
      mcp: [{
        label: "billing",
        url: "https://mcp.test",
        description: "Invoices.",
        allowedTools: ["invoice"],
        approval: "spoken_yes",
        secret: "MCP_KEY",
      }],
      dataActions: [{ id: "custom_-_1", description: "Ticket.", confirm: true }],
    },
    handover: [{ agentId: "billing", when: "Invoices." }],
    raisedHand: { on: true, waitMs: 45_000, meanwhile: "I am asking a colleague." },
    ...change,
  });
}
