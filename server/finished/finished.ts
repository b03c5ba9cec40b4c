// What becomes of a call after its end: it is summed up, and posted to the configured address.
// Knows nothing of how calls are carried; whatever fails here, no call notices.
import type { Clock } from "../clock.ts";
import type { AgentConfig } from "../contract/agent.ts";
import type { CallSummary } from "../contract/call.ts";
import type { Egress } from "../egress/egress.ts";
import type { Log } from "../observe/log.ts";
import type { CallRecord, Store } from "../store/store.ts";
import { createAgentConfigs } from "./agent_configs.ts";
import { createDeliveries, type Deliveries } from "./deliveries.ts";
import { createDeliver, type Webhook } from "./delivery.ts";
import { type Complete, createSummariser, type SummariserOptions } from "./summarise.ts";

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
  /** Null: finished calls are not posted. */
  webhook: Webhook | null;
  egress: Egress;
  clock: Clock;
  log: Log;
  random: () => number;
  /** `deliveriesWaiting` is another. */
  onChange: () => void;
}

export interface Finished {
  /** Finished calls that the configured address has not taken yet. */
  readonly deliveriesWaiting: number;
  /** After the floor has been closed, before the store is. What waits is sent after the next start. */
  close(): Promise<void>;
}

/** A delivery waits so long for the summary. */
const SUMMARY_WITHIN_MS = 45_000;

/** Takes up what an earlier process could not deliver. */
export function createFinished(options: FinishedOptions): Finished {
  const { floor, clock, log, random, onChange, webhook } = options;
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
  const deliveries: Deliveries | null = webhook && createDeliveries({
    store: options.store,
    deliver: createDeliver({ webhook, egress: options.egress, record, clock }),
    clock,
    log,
    random,
    onChange,
  });
  const stop = floor.onEnded((call) => {
    // First of all to disk: whatever happens to the summary, or to this process, the call will be posted.
    deliveries?.add(call.callId, SUMMARY_WITHIN_MS);
    summariser.summarise(call).then(() => deliveries?.hasten(call.callId));
  });
  return {
    get deliveriesWaiting() {
      return deliveries?.waiting ?? 0;
    },
    async close() {
      stop();
      summariser.close();
      await deliveries?.close();
    },
  };
}
