// Runs the tools of one call beside its conversation: started, bounded, told when done, stopped with the call.
// Knows neither the rules of when one may run nor what the model makes of it.
import type { Clock } from "../clock.ts";
import type { CallTool, ToolOutcome } from "./call_tool.ts";
import type { Vault } from "./secret_digits.ts";

export interface ToolRunnerOptions {
  callId: string;
  conversationId: string;
  clock: Clock;
  /** Secret digits go into arguments right before a tool runs, and never come out again. */
  vault: Vault;
  /** Faults in callbacks must reach the call, not the process. */
  guard<A extends unknown[]>(fn: (...args: A) => void): (...args: A) => void;
  onDone(done: { toolCallId: string; outcome: ToolOutcome; tookMs: number }): void;
}

const BROKEN: ToolOutcome = {
  ok: false,
  output: JSON.stringify({ error: "The tool broke. Go on without it." }),
  shown: "The tool broke",
};

/** Its agent has handed the call over meanwhile. */
const GONE: ToolOutcome = {
  ok: false,
  output: JSON.stringify({ error: "This tool is no longer there. Go on without it." }),
  shown: "The tool is no longer there",
};

export class ToolRunner {
  readonly #options: ToolRunnerOptions;
  readonly #stop = new AbortController();

  constructor(options: ToolRunnerOptions) {
    this.#options = options;
  }

  /** `tool` null: it is no longer there. `args`: as the model wrote them. */
  run(toolCallId: string, tool: CallTool | null, args: string): void {
    const { callId, conversationId, clock, vault, guard, onDone } = this.#options;
    const { signal } = this.#stop;
    const startedAtMs = clock.now();
    const done = guard((outcome: ToolOutcome) => {
      if (signal.aborted) return;
      const { ok, output, shown } = outcome;
      onDone({
        toolCallId,
        outcome: { ok, output: vault.mask(output), shown: vault.mask(shown) },
        tookMs: Math.round(clock.now() - startedAtMs),
      });
    });
    // A tool promises not to reject; one that breaks its promise must not keep the model waiting.
    const run = tool?.run(vault.fill(args), { callId, conversationId, signal }) ??
      Promise.resolve(GONE);
    run.then(done, () => done(BROKEN));
  }

  stop(): void {
    this.#stop.abort();
  }
}
