// What the server asks of its own model without a caller: calls to itself, and samples of voices. Joins them to the
// settings, the budget and the calls that are live.
import type { Agents } from "../agents/agents.ts";
import type { Answering } from "../answering.ts";
import { writeWav } from "../audio/wav.ts";
import type { Clock } from "../clock.ts";
import type { ServerSettings } from "../contract/server_settings.ts";
import type { AdminDeps } from "../http/admin_deps.ts";
import type { Log } from "../observe/log.ts";
import type { Metrics } from "../observe/metrics.ts";
import { createSelfCall, type SelfCall, type SelfCallOptions } from "./self_call.ts";
import type { Spend } from "../spend/spend.ts";
import type { OpenUpstream } from "../upstream/upstream.ts";
import { createVoiceSamples, type KeptSamples } from "./voice_samples.ts";

/** The last places are for callers. */
const NEARLY_FULL = 0.9;

export interface OwnCallsOptions {
  settings: {
    readonly settings: ServerSettings;
    onChange(listener: () => void): unknown;
  };
  answering: Pick<Answering, "expectSelf">;
  agents: Pick<Agents, "published" | "routes">;
  openUpstream: OpenUpstream;
  spend: Pick<Spend, "today" | "noteUsage">;
  /** What the model says costs money; the stand-in's words do not, and are not worth keeping. */
  paid: boolean;
  dialSelf: SelfCallOptions["dial"];
  voiceFiles: KeptSamples;
  draining(): boolean;
  /** Share of the places for calls that are taken, 0 to 1. */
  taken(): number;
  clock: Clock;
  log: Log;
  metrics: Metrics;
}

export interface OwnCalls {
  selfCall: SelfCall;
  voiceSample: AdminDeps["voiceSample"];
}

export function createOwnCalls(options: OwnCallsOptions): OwnCalls {
  const { settings, answering, agents, spend, paid, clock, log, metrics } = options;
  const notNow = () => {
    if (options.draining()) return "draining";
    const { usd, budgetUsd } = spend.today();
    return budgetUsd !== null && usd >= budgetUsd ? "budget" : null;
  };
  const onUsed: SelfCallOptions["onUsed"] = (used) => paid && spend.noteUsage(used);
  const selfCall = createSelfCall({
    clock,
    log,
    on: () => settings.settings.selfCall.on,
    notNow: () => options.taken() >= NEARLY_FULL ? "full" : notNow(),
    expect: answering.expectSelf,
    dial: options.dialSelf,
    onUsed,
  });
  settings.onChange(() => selfCall.changed());
  metrics.gauge(
    "self_call_ok",
    "Whether the server's last call to itself was answered; NaN: there was none",
    () => Number(selfCall.facts()?.ok ?? NaN),
  );
  metrics.gauge(
    "self_call_answer_ms",
    "How long the last one waited for the agent's first sound",
    () => selfCall.answerMs ?? NaN,
  );
  const samples = createVoiceSamples({
    open: options.openUpstream,
    config: () => agents.published(agents.routes().table.defaultAgentId)!.config,
    kept: paid ? options.voiceFiles : null,
    notNow,
    onUsed,
    clock,
  });
  return {
    selfCall,
    async voiceSample(asked) {
      const sample = await samples.sample(asked);
      return sample.ok ? { ok: true, wav: new Uint8Array(writeWav(sample.audio)) } : sample;
    },
  };
}
