// The two reasons for which the server starts a simulator: there is no model's key, or somebody asks for a
// test call. Loaded only then.
import type { Config } from "../config/config.ts";
import type { Log } from "../observe/log.ts";
import type { SelfDialled } from "../own_calls/self_call.ts";
import type { Script } from "../simulator/caller/caller_script.ts";
import type { Speech } from "../simulator/speech.ts";

/** The text model that the stand-in has, for summaries after a call. */
export const STAND_IN_TEXT_MODEL = "stand-in-text";

/** The built-in stand-in for the model. Only ever called when no key is set. */
export async function startStandIn(): Promise<{ url: string; stop(): Promise<void> }> {
  const { startStandIn } = await import("../simulator/realtime/stand_in.ts");
  const { openaiRest } = await import("../simulator/openai_rest/openai_rest.ts");
  const { loadSpeech } = await import("../simulator/speech.ts");
  const speech = await loadSpeech();
  return await startStandIn({ speech, rest: openaiRest({ speech }) });
}

const TEST_CALLS_AT_ONCE = 5;

export interface TestCalls {
  /** The call gets this name, a UUID. */
  place(callId: string): Promise<{ callId: string } | { refused: string }>;
  /** Rings until the agent's first sound, or until `signal`. Never rejects. */
  dialSelf(
    callId: string,
    how: { agentGreets: boolean; signal: AbortSignal },
  ): Promise<SelfDialled>;
  /** Hangs all of them up. */
  stop(): void;
}

/** Test calls: the simulated Genesys caller dials this server's own socket, key, signature and all. */
export function createTestCalls(
  options: { config: Config; url: () => string; log: Log },
): TestCalls {
  const live = new Set<AbortController>();
  let speech: Promise<Speech> | undefined;
  /** Null: there is no key. */
  function door() {
    const { genesysKeys: [key], PUBLIC_URL } = options.config;
    return key
      ? {
        url: options.url(),
        apiKey: key.key,
        ...(key.secrets[0] && { secret: new Uint8Array(key.secrets[0]).toBase64() }),
        ...(key.organizations[0] && { organizationId: key.organizations[0] }),
        ...(PUBLIC_URL !== "" && { authority: new URL(PUBLIC_URL).host }),
      }
      : null;
  }
  return {
    async place(callId) {
      if (live.size >= TEST_CALLS_AT_ONCE) return { refused: "too_many" };
      const { placeCall } = await import("../simulator/audiohook/call.ts");
      const dialled = door();
      if (!dialled) return { refused: "no_key" };
      const controller = new AbortController();
      live.add(controller);
      const answered = Promise.withResolvers<boolean>();
      placeCall({
        ...dialled,
        sessionId: callId,
        signal: controller.signal,
        onEvent: () => answered.resolve(true),
      }).then(
        ({ violations }) => {
          for (const { code } of violations) {
            options.log.warn("test_call_violation", { call: callId, code });
          }
        },
        () => options.log.warn("test_call_failed", { call: callId }),
      ).finally(() => {
        live.delete(controller);
        answered.resolve(false);
      });
      return await answered.promise ? { callId } : { refused: "not_answered" };
    },
    async dialSelf(callId, { agentGreets, signal }) {
      const dialled = door();
      if (!dialled) return { firstSoundMs: null, refused: "no_key" };
      try {
        const { placeCall } = await import("../simulator/audiohook/call.ts");
        const { loadSpeech } = await import("../simulator/speech.ts");
        const { firstAudioMs, answerMs } = await placeCall({
          ...dialled,
          sessionId: callId,
          signal,
          script: agentGreets ? HEARS_ONE_SOUND : SAYS_ONE_WORD,
          // Once: reading it holds up the sound of live calls.
          speech: await (speech ??= loadSpeech()),
        });
        return {
          firstSoundMs: agentGreets ? firstAudioMs : answerMs[0] ?? null,
          refused: null,
        };
      } catch {
        return { firstSoundMs: null, refused: "not_answered" };
      }
    },
    stop() {
      for (const controller of live) controller.abort();
    },
  };
}

const PATIENCE = { timeoutMs: 20_000, optional: false };
const HEARS_ONE_SOUND: Script = {
  name: "self-call",
  about: "Hangs up at the first sound",
  steps: [{ do: "hear", ms: 20, ...PATIENCE }, { do: "hang_up" }],
};
/** For agents who wait for the caller to begin. */
const SAYS_ONE_WORD: Script = {
  ...HEARS_ONE_SOUND,
  steps: [
    { do: "pause", ms: 500 },
    { do: "say", recording: "caller-yes" },
    ...HEARS_ONE_SOUND.steps,
  ],
};
