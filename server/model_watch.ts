// Sees how sessions with the model begin and fail, on the way between whoever opens them and the provider. Hears no
// sound and keeps no words.
import type { Clock } from "./clock.ts";
import type { ModelHealth } from "./contract/health.ts";
import type { OpenUpstream, UpstreamEvent } from "./upstream/upstream.ts";

export interface ModelWatch {
  /** The same as the one that was handed in, looked at. */
  open: OpenUpstream;
  readonly facts: ModelHealth;
}

/** `onReady`: a session was configured, so the key is good. */
export function watchModel(
  options: { open: OpenUpstream; clock: Clock; onReady: () => void },
): ModelWatch {
  const { clock } = options;
  let facts: ModelHealth = {
    sessions: 0,
    lastReadyAtMs: null,
    lastConnectMs: null,
    failures: 0,
    lastFailure: null,
  };

  function failed(code: string): void {
    const lastFailure = { code, atMs: clock.wall() };
    facts = { ...facts, failures: facts.failures + 1, lastFailure };
  }

  function note(event: UpstreamEvent, dialledAtMs: number): void {
    if (event.type === "lost") failed(event.failure.code);
    else if (event.type === "response_done" && event.failure) failed(event.failure.code);
    else if (event.type === "ready") {
      const lastConnectMs = Math.round(clock.now() - dialledAtMs);
      facts = {
        ...facts,
        sessions: facts.sessions + 1,
        lastReadyAtMs: clock.wall(),
        lastConnectMs,
      };
      options.onReady();
    }
  }

  return {
    open(settings, safetyIdentifier, listener) {
      const dialledAtMs = clock.now();
      return options.open(settings, safetyIdentifier, (event) => {
        if (event.type !== "audio") note(event, dialledAtMs);
        listener(event);
      });
    },
    get facts() {
      return facts;
    },
  };
}
