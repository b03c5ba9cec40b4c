// Samples of voices: one sentence, said by the model and kept as callers would hear it, mu-law at 8 kHz. Made once for
// each model, voice and language, one at a time; a sample is never in the way of a call.
import type { Cancel, Clock } from "../clock.ts";
import type { AgentConfig } from "../contract/agent.ts";
import type { Voice } from "../contract/agent_limits.ts";
import type { Usage } from "../contract/call.ts";
import { guarded } from "../guard.ts";
import type { OpenUpstream, Upstream } from "../upstream/upstream.ts";
import { voiceSentence } from "./voice_sentences.ts";

/** What is kept over restarts, by name. Neither rejects; null: there is none. */
export interface KeptSamples {
  read(name: string): Promise<Uint8Array<ArrayBuffer> | null>;
  write(name: string, audio: Uint8Array): Promise<void>;
}

export interface AskedSample {
  voice: Voice;
  model: string;
  language: string;
}

/** "busy": others wait already; "no_sound": none came in time; else why none may be made, or the model's own code. */
export type VoiceSample =
  | { ok: true; audio: Uint8Array<ArrayBuffer> }
  | { ok: false; code: string };

export interface VoiceSamplesOptions {
  open: OpenUpstream;
  /** Whose other settings a session takes. */
  config(): AgentConfig;
  /** Null: what the stand-in says is not worth keeping. */
  kept: KeptSamples | null;
  /** Why no session may be opened now, as a short code; null: one may. */
  notNow(): string | null;
  onUsed(used: { model: string; usage: Usage }): void;
  clock: Clock;
}

export interface VoiceSamples {
  /** Never rejects. */
  sample(asked: AskedSample): Promise<VoiceSample>;
}

const LONGEST_WAIT_MS = 15_000;
/** Of sound; the sentence takes four seconds. */
const LONGEST_BYTES = 12 * 8000;
const WAITING = 4;
/** Stands for a caller: nobody calls. */
const NOBODY = "voice-sample";

export function createVoiceSamples(options: VoiceSamplesOptions): VoiceSamples {
  const { kept } = options;
  /** Those who ask for the same one get the same one. */
  const making = new Map<string, Promise<VoiceSample>>();
  let last: Promise<unknown> = Promise.resolve();

  async function make(name: string, asked: AskedSample): Promise<VoiceSample> {
    const found = await kept?.read(name);
    if (found) return { ok: true, audio: found };
    const before = last;
    const made = before.then(() => {
      const code = options.notNow();
      return code === null ? record(options, asked) : { ok: false as const, code };
    }).catch((): VoiceSample => ({ ok: false, code: "no_sound" }));
    last = made;
    const sample = await made;
    if (sample.ok) await kept?.write(name, sample.audio);
    return sample;
  }

  return {
    sample(asked) {
      const { language } = voiceSentence(asked.language);
      const name = `${asked.model}_${asked.voice}_${language}`;
      const already = making.get(name);
      if (already) return already;
      if (making.size >= WAITING) return Promise.resolve({ ok: false, code: "busy" });
      const made = make(name, asked).finally(() => making.delete(name));
      making.set(name, made);
      return made;
    },
  };
}

function record(options: VoiceSamplesOptions, asked: AskedSample): Promise<VoiceSample> {
  const { promise, resolve } = Promise.withResolvers<VoiceSample>();
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  let over = false;
  let cancel: Cancel = () => {};
  function end(sample: VoiceSample): void {
    if (over) return;
    over = true;
    cancel();
    upstream?.close();
    resolve(sample);
  }
  const fault = () => end({ ok: false, code: "no_sound" });
  const config = {
    ...options.config(),
    voice: asked.voice,
    model: asked.model,
    language: asked.language,
  };
  const { words } = voiceSentence(asked.language);
  const instructions = `Say exactly these words and nothing else: ${words}`;
  const settings = { instructions, config, tools: [], mcp: [], seed: [] };
  let upstream: Upstream | null = null;
  upstream = options.open(
    settings,
    NOBODY,
    guarded(fault, (event) => {
      switch (event.type) {
        case "ready":
          // A voice that was refused was left to the provider: then this is another one.
          if (event.voice !== asked.voice) return end({ ok: false, code: "E_UP_CONFIG" });
          return upstream?.respond({ cause: "greeting", instructions, tools: "none" });
        case "audio":
          bytes += event.audio.length;
          if (bytes <= LONGEST_BYTES) pieces.push(event.audio);
          return;
        case "response_done":
          if (event.again) return;
          options.onUsed({ model: asked.model, usage: event.usage });
          return end(
            bytes > 0
              ? { ok: true, audio: joined(pieces) }
              : { ok: false, code: event.failure?.code ?? "no_sound" },
          );
        case "lost":
          return end({ ok: false, code: event.failure.code });
      }
    }),
  );
  cancel = options.clock.after(LONGEST_WAIT_MS, fault);
  return promise;
}

function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
