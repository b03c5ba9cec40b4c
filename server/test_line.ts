// Test calls for the admin API, from browsers and by the built-in caller: each is announced before it is answered, since
// it cannot say itself whom it is for.
import type { Answering } from "./answering.ts";
import type { AdminDeps, TestLine } from "./http/admin_deps.ts";
import type { PhoneSide } from "./phone_side.ts";

export function createTestLine(
  { browser }: Pick<PhoneSide, "browser">,
  { expect }: Pick<Answering, "expect">,
): TestLine {
  return {
    admission: () => browser.admission(),
    call(request, { onOver, ...whom }) {
      const callId = crypto.randomUUID();
      const forget = expect(callId, whom);
      const over = () => {
        forget();
        onOver();
      };
      const call = browser.call(request, { callId, onOver: over });
      if (!call) forget();
      return call;
    },
  };
}

export interface BuiltInCallsOptions {
  /** Has the built-in caller dial; the call gets this name. */
  dial(callId: string): Promise<{ callId: string } | { refused: string }>;
  answering: Pick<Answering, "expect">;
  /** Resolves once what happened is published. */
  flush(): Promise<unknown>;
  draining(): boolean;
}

export function createBuiltInCalls(options: BuiltInCallsOptions): AdminDeps["placeTestCall"] {
  const { dial, answering, flush, draining } = options;
  return async (whom) => {
    if (draining()) return { refused: "draining" };
    const callId = crypto.randomUUID();
    const forget = whom ? answering.expect(callId, whom) : () => {};
    try {
      const placed = await dial(callId);
      // Whoever is told of the call can look at it at once.
      if ("callId" in placed) await flush();
      return placed;
    } finally {
      forget();
    }
  };
}
