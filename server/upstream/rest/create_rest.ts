// The provider's REST endpoints (openai-realtime § 19): chat, moderation, transcription, speech. The door of
// this folder. Knows nothing of calls; never logs what was said.
import { z } from "zod";
import { Pcm16Reader } from "../../audio/pcm16.ts";
import type { Clock } from "../../clock.ts";
import type { Log } from "../../observe/log.ts";
import { failed } from "../failure.ts";
import type { UpstreamFailure, UpstreamTarget } from "../upstream.ts";
import { answerOf, chatBody, type Draft, foldPart, NO_DRAFT } from "./chat_wire.ts";
import { exchange, type Question } from "./exchange.ts";
import { streamError } from "./refusal.ts";
import type { ChatAnswer, ChatRequest, Failed, Rest, TranscriptAnswer } from "./rest.ts";
import { SseReader } from "./sse.ts";

const MIB = 1024 * 1024;
/** Milliseconds. Somebody is on the line, so none is generous; an answer in writing has time. */
const DEADLINES = {
  chat: { headMs: 30_000, gapMs: 10_000, totalMs: 30_000 },
  chatStream: { headMs: 8000, gapMs: 5000, totalMs: 30_000 },
  moderation: { headMs: 3000, gapMs: 1000, totalMs: 3000 },
  transcription: { headMs: 8000, gapMs: 3000, totalMs: 10_000 },
  speech: { headMs: 6000, gapMs: 4000, totalMs: 30_000 },
} as const;

const moderationSchema = z.object({
  results: z.array(z.object({
    flagged: z.boolean(),
    categories: z.record(z.string(), z.boolean()).catch({}),
  })).min(1),
});
const transcriptSchema = z.object({
  text: z.string(),
  logprobs: z.array(z.object({ logprob: z.number() })).optional().catch(undefined),
  languages: z.array(z.union([z.string(), z.object({ code: z.string() })])).optional()
    .catch(undefined),
});

/** `fetch` defaults to the platform's. */
export function createRest(
  options: { target: UpstreamTarget; clock: Clock; log: Log; fetch?: typeof fetch },
): Rest {
  const { clock, log } = options;
  const ports = { target: options.target, clock, fetch: options.fetch ?? fetch };

  async function ask(question: Question, onBytes: (bytes: Uint8Array) => void) {
    const sinceMs = clock.now();
    const outcome = await exchange(ports, question, onBytes);
    const tookMs = Math.round(clock.now() - sinceMs);
    log.debug("rest", {
      path: question.path,
      tookMs,
      code: outcome.ok ? "" : outcome.failure.code,
    });
    return outcome;
  }

  async function askJson<T>(question: Question, schema: z.ZodType<T>) {
    const pieces: Uint8Array[] = [];
    const outcome = await ask(question, (bytes) => pieces.push(bytes));
    if (!outcome.ok) return outcome;
    const value = parsed(await new Blob(pieces as Uint8Array<ArrayBuffer>[]).text());
    const result = schema.safeParse(value);
    return result.success ? { ok: true as const, value: result.data } : unreadable(question.what);
  }

  return {
    async chat(request) {
      const what = "have the model answer";
      const question = chatQuestion(request, what, DEADLINES.chat, false);
      const answer = await askJson(question, z.unknown());
      if (!answer.ok) return answer;
      const folded = foldPart(NO_DRAFT, answer.value);
      return (folded && answerOf(folded.draft)) ?? unreadable(what);
    },

    async chatStream(request, onText) {
      const what = "have the model answer";
      const events = new SseReader();
      let draft: Draft = NO_DRAFT;
      let trouble: UpstreamFailure | null = null;
      const question = chatQuestion(request, what, DEADLINES.chatStream, true);
      const outcome = await ask(question, (bytes) => {
        for (const data of events.push(bytes)) {
          if (data === "[DONE]" || trouble) continue;
          const value = parsed(data);
          const folded = foldPart(draft, value);
          if (!folded) {
            trouble = streamError(what, value) ?? unreadable(what).failure;
            continue;
          }
          draft = folded.draft;
          if (folded.added !== "") onText(folded.added);
        }
      });
      if (!outcome.ok) return outcome;
      if (trouble) return { ok: false, failure: trouble };
      if (events.overflown) return unreadable(what);
      return answerOf(draft) ?? cutOff(what);
    },

    async moderate(text, { model, signal }) {
      const answer = await askJson({
        what: "moderate",
        path: "moderations",
        body: JSON.stringify({ model, input: text }),
        ...DEADLINES.moderation,
        maxBytes: MIB,
        signal,
      }, moderationSchema);
      if (!answer.ok) return answer;
      const { flagged, categories } = answer.value.results[0]!;
      const names = Object.keys(categories).filter((name) => categories[name]);
      return { ok: true, flagged, categories: names.map((name) => name.slice(0, 64)).slice(0, 20) };
    },

    async transcribe(wav, options) {
      const { model, language = "", languages = [], keywords = [], signal } = options;
      const form = new FormData();
      form.set("file", new File([wav], "turn.wav", { type: "audio/wav" }));
      form.set("model", model);
      form.set("response_format", "json");
      if (language !== "") form.set("language", language);
      for (const code of languages) form.append("languages[]", code);
      for (const word of keywords) form.append("keywords[]", word);
      if (options.logprobs) form.append("include[]", "logprobs");
      const answer = await askJson({
        what: "transcribe",
        path: "audio/transcriptions",
        body: form,
        ...DEADLINES.transcription,
        maxBytes: MIB,
        signal,
      }, transcriptSchema);
      return answer.ok ? transcriptOf(answer.value) : answer;
    },

    async speak(text, { model, voice, signal }, onAudio) {
      const samples = new Pcm16Reader();
      return await ask({
        what: "speak",
        path: "audio/speech",
        body: JSON.stringify({ model, voice, input: text, response_format: "pcm" }),
        ...DEADLINES.speech,
        maxBytes: 16 * MIB,
        signal,
      }, (bytes) => {
        const pcm = samples.push(bytes);
        if (pcm.length > 0) onAudio(pcm);
      });
    },
  };
}

function transcriptOf(
  { text, logprobs, languages }: z.infer<typeof transcriptSchema>,
): TranscriptAnswer {
  return {
    ok: true,
    text,
    ...(logprobs && { logprobs: logprobs.map(({ logprob }) => logprob) }),
    ...(languages && {
      languages: languages.map((it) => typeof it === "string" ? it : it.code),
    }),
  };
}

function chatQuestion(
  request: ChatRequest,
  what: string,
  deadlines: Pick<Question, "headMs" | "gapMs" | "totalMs">,
  stream: boolean,
): Question {
  const { signal, timeoutMs } = request;
  const limited = timeoutMs === undefined ? deadlines : {
    headMs: Math.min(deadlines.headMs, timeoutMs),
    gapMs: deadlines.gapMs,
    totalMs: timeoutMs,
  };
  const body = chatBody(request, stream);
  return { what, path: "chat/completions", body, ...limited, maxBytes: 4 * MIB, signal };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unreadable(what: string): Failed {
  const detail = `Cannot ${what}: the answer has not the expected shape`;
  // It may well be whole the next time: a proxy's page, a cut answer.
  return { ok: false, failure: { ...failed("E_UP_FORMAT", detail), retry: true } };
}

function cutOff(what: string): ChatAnswer {
  return { ok: false, failure: failed("E_UP_LOST", `Cannot ${what}: the answer broke off`) };
}
