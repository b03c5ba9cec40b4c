// Everything that is asked of the model's provider: realtime sessions, the chained second upstream, ears,
// moderation, summaries, translations. Joins the settings to the parts of upstream/; knows nothing of calls.
import type { Moderate } from "./bridge/moderation.ts";
import type { Clock } from "./clock.ts";
import type { Config } from "./config/config.ts";
import type { Complete } from "./finished/summarise.ts";
import type { Log } from "./observe/log.ts";
import { readTranslation, type Translate, translationPrompt } from "./transcribing/translation.ts";
import { createOpenChained } from "./upstream/chained/open_chained.ts";
import { createOpenUpstream } from "./upstream/open_upstream.ts";
import { createRest } from "./upstream/rest/create_rest.ts";
import type { OpenSocket } from "./upstream/socket.ts";
import type { OpenEar } from "./upstream/transcription/ear.ts";
import { createOpenEar } from "./upstream/transcription/open_ear.ts";
import type { OpenUpstream, UpstreamTarget } from "./upstream/upstream.ts";

export interface ModelSideOptions {
  config: Config;
  target: UpstreamTarget;
  /** Where npm:ws cannot be used, another client. */
  openSocket?: OpenSocket;
  clock: Clock;
  log: Log;
  random: () => number;
}

export interface ModelSide {
  openUpstream: OpenUpstream;
  /** Null: not configured. */
  openFallback: OpenUpstream | null;
  moderate: Moderate;
  /** Null: there is no text model. */
  complete: Complete | null;
  openEar: OpenEar;
  /** Null: there is no text model. */
  translate: Translate | null;
}

const SUMMARY_TOKENS = 800;
/** Of the longest utterance, in the language that takes most. */
const TRANSLATION_TOKENS = 1000;

export function createModelSide(options: ModelSideOptions): ModelSide {
  const { config, target, clock, log, random, openSocket } = options;
  const rest = createRest({ target, clock, log });
  const model = config.OPENAI_TEXT_MODEL;
  return {
    openUpstream: createOpenUpstream({
      target,
      clock,
      log,
      random,
      ...(openSocket && { openSocket }),
    }),
    openFallback: openFallback(options),
    openEar: createOpenEar({
      target,
      rest,
      clock,
      log,
      random,
      ...(openSocket && { openSocket }),
    }),
    async moderate(text, signal) {
      const answer = await rest.moderate(text, { model: config.OPENAI_MODERATION_MODEL, signal });
      return answer.ok ? { flagged: answer.flagged, categories: answer.categories } : null;
    },
    complete: model === "" ? null : async ({ instructions, input, signal }) => {
      const answer = await rest.chat({
        model,
        messages: [{ role: "system", content: instructions }, { role: "user", content: input }],
        maxTokens: SUMMARY_TOKENS,
        signal,
      });
      return answer.ok ? answer.text : null;
    },
    translate: model === "" ? null : async (text, { from, to, signal }) => {
      const answer = await rest.chat({
        model,
        messages: [
          { role: "system", content: translationPrompt({ from, to }) },
          { role: "user", content: text },
        ],
        maxTokens: TRANSLATION_TOKENS,
        signal,
      });
      return answer.ok && answer.finish === "stop" ? readTranslation(answer.text, text) : null;
    },
  };
}

function openFallback({ config, target, clock, log, random }: ModelSideOptions) {
  const { FALLBACK_TEXT_MODEL: text, FALLBACK_SPEECH_MODEL: speech } = config;
  if (text === "" || speech === "") return null;
  const rest = createRest({
    target: {
      ...target,
      ...(config.FALLBACK_BASE_URL !== "" && { baseUrl: config.FALLBACK_BASE_URL }),
      ...(config.FALLBACK_API_KEY !== "" && { apiKey: config.FALLBACK_API_KEY }),
    },
    clock,
    log,
  });
  const models = { transcription: config.FALLBACK_TRANSCRIPTION_MODEL, text, speech };
  return createOpenChained({ rest, models, clock, log, random });
}
