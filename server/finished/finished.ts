// What becomes of a call after its end: it is summed up, and posted to whoever wants it.
// Knows nothing of how calls are carried; whatever fails here, no call notices.
import type { Clock } from "../clock.ts";
import type { AgentConfig } from "../contract/agent.ts";
import type { CallSummary } from "../contract/call.ts";
import type { Log } from "../observe/log.ts";
import type { CallRecord, Store } from "../store/store.ts";
import { createAgentConfigs } from "./agent_configs.ts";
import { type Complete, createSummariser, type SummariserOptions } from "./summarise.ts";
import type { Webhooks } from "./webhooks.ts";

/** The part of the floor that is needed here. */
export interface EndedCalls {
  call(callId: string): Promise<CallRecord | undefined>;
  afterword: SummariserOptions["afterword"];
  onEnded(listener: (call: CallSummary) => void): () => void;
}

export interface FinishedOptions {
  floor: EndedCalls;
  store: Store;
  /** What an agent answers new calls with. */
  published: (agentId: string) => { version: number; config: AgentConfig } | undefined;
  /** What tests of an agent are answered with. */
  draft?: (agentId: string) => AgentConfig | undefined;
  /** Null: there is no text model, so nothing is summed up after a call. */
  complete: Complete | null;
  endingPrompt: string;
  webhooks: Pick<Webhooks, "callFinished" | "hasten">;
  clock: Clock;
  log: Log;
}

export interface Finished {
  /** After the floor has been closed, before webhooks are. */
  close(): void;
}

/** A delivery waits so long for the summary. */
const SUMMARY_WITHIN_MS = 45_000;

export function createFinished(options: FinishedOptions): Finished {
  const { floor, clock, log, webhooks } = options;
  const record = (callId: string) => floor.call(callId);
  const summariser = createSummariser({
    complete: options.complete,
    record,
    config: createAgentConfigs(options),
    afterword: (callId, body) => floor.afterword(callId, body),
    endingPrompt: options.endingPrompt,
    clock,
    log,
  });
  const stop = floor.onEnded((call) => {
    // First of all to disk: whatever happens to the summary, or to this process, the call will be posted.
    webhooks.callFinished(call.callId, SUMMARY_WITHIN_MS);
    summariser.summarise(call).then(() => webhooks.hasten(call.callId));
  });
  return {
    close() {
      stop();
      summariser.close();
    },
  };
}
