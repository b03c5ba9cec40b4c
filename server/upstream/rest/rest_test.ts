import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { setImmediate } from "node:timers";
import { silence } from "../../audio/ulaw.ts";
import { writeWav } from "../../audio/wav.ts";
import { ManualClock } from "../../clock.ts";
import { type Log, silentLog } from "../../observe/log.ts";
import { openaiRest, type RestRequest } from "../../simulator/openai_rest/openai_rest.ts";
import type { RestFault, RestScenario } from "../../simulator/openai_rest/rest_scenario.ts";
import { loadSpeech } from "../../simulator/speech.ts";
import type { UpstreamTarget } from "../upstream.ts";
import { createRest } from "./create_rest.ts";
import type { ChatRequest, Failed, Rest } from "./rest.ts";

const KEY = "sk-canary-0123456789";
const speech = await loadSpeech();

interface Rig {
  rest: Rest;
  clock: ManualClock;
  requests: RestRequest[];
  /** What came on the wire. */
  seen: Request[];
}

function rig(
  scenario: RestScenario = {},
  { target = {}, log = silentLog, answer }: {
    target?: Partial<UpstreamTarget>;
    log?: Log;
    answer?: () => Promise<Response>;
  } = {},
): Rig {
  const clock = new ManualClock();
  const requests: RestRequest[] = [];
  const seen: Request[] = [];
  const respond = openaiRest({
    speech,
    clock,
    heedsAbort: true,
    scenario,
    onRequest: (request) => requests.push(request),
  });
  const rest = createRest({
    target: { baseUrl: "https://host.test/v1", apiKey: KEY, keyHeader: "bearer", ...target },
    clock,
    log,
    fetch: async (input, init) => {
      const request = new Request(input as string, init);
      seen.push(request.clone());
      return await answer?.() ?? await respond(request) ?? new Response(null, { status: 404 });
    },
  });
  return { rest, clock, requests, seen };
}

/** The outcome, while time passes. */
async function of<T>({ clock }: Rig, work: Promise<T>): Promise<{ outcome: T; tookMs: number }> {
  let outcome: { value: T } | null = null;
  work.then((value) => outcome = { value });
  const sinceMs = clock.now();
  while (!outcome) {
    await clock.run(20, 20);
    await new Promise((resolve) => setImmediate(resolve));
    if (clock.now() - sinceMs > 120_000) throw new Error("Never came to an end");
  }
  return { outcome: (outcome as { value: T }).value, tookMs: clock.now() - sinceMs };
}

function failure(outcome: { ok: true } | Failed): string {
  if (outcome.ok) throw new Error("Expected a failure");
  assert(!outcome.failure.detail.includes(KEY), "the key is in it");
  return outcome.failure.code;
}

const QUESTION: ChatRequest = {
  model: "stand-in-text",
  messages: [{ role: "user", content: "When are your counters open?" }],
};
const WAV = writeWav(speech.byId("caller-hours").audio) as Uint8Array<ArrayBuffer>;

/** Each endpoint, asked for something that it can do. */
const ENDPOINTS: Record<
  RestFault["path"],
  (rest: Rest, signal?: AbortSignal) => Promise<{ ok: true } | Failed>
> = {
  chat: (rest, signal) => rest.chatStream({ ...QUESTION, ...(signal && { signal }) }, () => {}),
  moderation: (rest, signal) =>
    rest.moderate("Hello", { model: "omni-moderation-latest", ...(signal && { signal }) }),
  transcription: (rest, signal) =>
    rest.transcribe(WAV, { model: "gpt-transcribe", ...(signal && { signal }) }),
  speech: (rest, signal) =>
    rest.speak("Hello", { model: "tts-1", voice: "alloy", ...(signal && { signal }) }, () => {}),
};
const PATHS = Object.keys(ENDPOINTS) as RestFault["path"][];

Deno.test("a chat is answered whole", async () => {
  const it = rig();
  const { outcome } = await of(it, it.rest.chat(QUESTION));
  assert(outcome.ok);
  assertEquals(outcome.text, speech.byId("agent-hours").text);
  assertEquals([outcome.finish, outcome.toolCalls.length], ["stop", 0]);
  assertEquals(outcome.usage.inputTextTokens, 7);
});

Deno.test("a chat is answered word by word, with its usage", async () => {
  const it = rig();
  const words: string[] = [];
  const { outcome } = await of(it, it.rest.chatStream(QUESTION, (delta) => words.push(delta)));
  assert(outcome.ok && words.length > 20);
  assertEquals(words.join(""), outcome.text);
  assert(outcome.usage.outputTextTokens > 20);
});

Deno.test("calls of tools come whole, with and without a stream", async () => {
  const calls = [{ name: "one", args: '{"a":1}' }, { name: "two", args: "{}" }];
  const it = rig({ replies: [{ text: "Wait.", calls }, { calls }] });
  const tools = ["one", "two"].map((name) => ({ name, description: name, parameters: {} }));
  for (const ask of [it.rest.chat, it.rest.chatStream]) {
    const { outcome } = await of(it, ask({ ...QUESTION, tools }, () => {}));
    assert(outcome.ok);
    assertEquals(outcome.toolCalls.map(({ name, args }) => ({ name, args })), calls);
    assertEquals(new Set(outcome.toolCalls.map(({ id }) => id)).size, 2);
  }
});

Deno.test("a call that was cut off at the length is none", async () => {
  const it = rig({
    replies: [{ text: "We", calls: [{ name: "one", args: '{"a' }], finish: "length" }],
  });
  const { outcome } = await of(it, it.rest.chatStream(QUESTION, () => {}));
  assert(outcome.ok);
  assertEquals([outcome.finish, outcome.text, outcome.toolCalls.length], ["length", "We", 0]);
});

Deno.test("a conversation with calls, outputs and a length is taken by a strict server", async () => {
  const it = rig();
  const { outcome } = await of(
    it,
    it.rest.chat({
      model: "stand-in-text",
      messages: [
        { role: "system", content: "Be brief." },
        { role: "user", content: "Where is it?" },
        { role: "assistant", content: "", toolCalls: [{ id: "c1", name: "track", args: "{}" }] },
        { role: "tool", toolCallId: "c1", content: "{}" },
      ],
      tools: [{ name: "track", description: "Looks", parameters: { type: "object" } }],
      toolChoice: "none",
      maxTokens: 200,
      safetyIdentifier: "hash",
    }),
  );
  assert(outcome.ok);
  const body = it.requests[0]!.body as Record<string, unknown>;
  assertEquals(body.max_completion_tokens, 200);
  assertEquals(body.tool_choice, "none");
  assertEquals(body.safety_identifier, "hash");
});

Deno.test("moderation names what it objects to", async () => {
  const it = rig({ flagged: { idiot: "harassment" } });
  const moderate = (text: string) =>
    of(it, it.rest.moderate(text, { model: "omni-moderation-latest" }));
  assertEquals((await moderate("Good day.")).outcome, { ok: true, flagged: false, categories: [] });
  assertEquals((await moderate("You idiot!")).outcome, {
    ok: true,
    flagged: true,
    categories: ["harassment"],
  });
});

Deno.test("a recording is transcribed, in the language that is told", async () => {
  const it = rig();
  const options = { model: "gpt-transcribe", language: "en" };
  const { outcome } = await of(it, it.rest.transcribe(WAV, options));
  assertEquals(outcome, { ok: true, text: "When are your counters open?", languages: ["en"] });
  assertEquals((it.requests[0]!.body as { fields: unknown }).fields, {
    model: "gpt-transcribe",
    language: "en",
    response_format: "json",
  });
});

Deno.test("speech comes as samples at 24 kHz, however the network cuts them", async () => {
  const it = rig();
  const pieces: Int16Array[] = [];
  const { text, audio } = speech.byId("agent-moment");
  const options = { model: "tts-1", voice: "alloy" };
  const { outcome } = await of(it, it.rest.speak(text, options, (pcm) => pieces.push(pcm)));
  assert(outcome.ok && pieces.length > 3);
  assertEquals(pieces.reduce((sum, { length }) => sum + length, 0), audio.length * 3);
  const loudest = pieces.reduce((top, piece) => Math.max(top, ...piece), 0);
  assert(loudest > 10_000, "a byte out of step would be noise, and louder");
});

for (const path of PATHS) {
  Deno.test(`${path}: the key goes into the header that is asked for, and nowhere else`, async () => {
    for (const keyHeader of ["bearer", "api-key"] as const) {
      const it = rig({}, {
        target: { keyHeader, baseUrl: "wss://x.test/openai/v1/realtime?model=a" },
      });
      const { outcome } = await of(it, ENDPOINTS[path](it.rest));
      assert(outcome.ok);
      const [request] = it.seen;
      const { headers } = request!;
      assert(request!.url.startsWith("https://x.test/openai/v1/"), request!.url);
      assertEquals(headers.get("authorization"), keyHeader === "bearer" ? `Bearer ${KEY}` : null);
      assertEquals(headers.get("api-key"), keyHeader === "bearer" ? null : KEY);
      assert(!(await request!.text()).includes(KEY));
    }
  });

  Deno.test(`O-07 ${path}: a server in trouble may be asked again`, async () => {
    const it = rig({ faults: [{ path, kind: "status", status: 502 }] });
    const { outcome } = await of(it, ENDPOINTS[path](it.rest));
    assertEquals(failure(outcome), "E_UP_5XX");
    assert(!outcome.ok && outcome.failure.retry);
  });

  Deno.test(`O-06 ${path}: a limit says how long to wait`, async () => {
    const it = rig({
      faults: [{
        path,
        kind: "status",
        status: 429,
        code: "rate_limit_exceeded",
        retryAfter: "1.5",
      }],
    });
    const { outcome } = await of(it, ENDPOINTS[path](it.rest));
    assertEquals(failure(outcome), "E_UP_LIMIT");
    assertEquals(!outcome.ok && outcome.failure.retryAfterMs, 1500);
  });

  Deno.test(`O-02 ${path}: no answer, or one that stops half-way, is a time-out`, async () => {
    for (const kind of ["hang", "stall"] as const) {
      const it = rig({ faults: [{ path, kind }] });
      const { outcome, tookMs } = await of(it, ENDPOINTS[path](it.rest));
      assertEquals(failure(outcome), "E_UP_TIMEOUT");
      assert(tookMs <= 11_000, `${tookMs} ms`);
      assertEquals(it.clock.pending, 0);
    }
  });

  Deno.test(`${path}: a dropped connection is one`, async () => {
    const it = rig({ faults: [{ path, kind: "cut" }] });
    const { outcome } = await of(it, ENDPOINTS[path](it.rest));
    assertEquals(failure(outcome), "E_UP_LOST");
    assertEquals(it.clock.pending, 0);
  });

  Deno.test(`${path}: what is called off ends at once`, async () => {
    const controller = new AbortController();
    const it = rig({ faults: [{ path, kind: "hang" }] });
    const work = ENDPOINTS[path](it.rest, controller.signal);
    it.clock.advance(500);
    controller.abort();
    const { outcome, tookMs } = await of(it, work);
    assertEquals(failure(outcome), "E_UP_LOST");
    assert(tookMs < 100);
    assertEquals(it.clock.pending, 0);
    const late = await of(it, ENDPOINTS[path](it.rest, controller.signal));
    assertEquals(failure(late.outcome), "E_UP_LOST");
  });

  Deno.test(`${path}: a redirect is not followed, for the key would go with it`, async () => {
    const it = rig({}, {
      answer: () =>
        Promise.resolve(
          new Response(null, { status: 307, headers: { location: "https://other.test/" } }),
        ),
    });
    const { outcome } = await of(it, ENDPOINTS[path](it.rest));
    assertEquals(failure(outcome), "E_UP_CONFIG");
    assertEquals([it.seen.length, it.seen[0]!.redirect], [1, "manual"]);
  });

  Deno.test(`${path}: an answer without end is given up`, async () => {
    const piece = new Uint8Array(256 * 1024).fill(0x20);
    const it = rig({}, {
      answer: () =>
        Promise.resolve(
          new Response(new ReadableStream({ pull: (controller) => controller.enqueue(piece) })),
        ),
    });
    const { outcome } = await of(it, ENDPOINTS[path](it.rest));
    assertEquals(failure(outcome), "E_UP_FORMAT");
  });
}

for (const path of ["chat", "moderation", "transcription"] as const) {
  Deno.test(`${path}: an answer of another shape is no success`, async () => {
    const it = rig({ faults: [{ path, kind: "malformed" }] });
    const { outcome } = await of(it, ENDPOINTS[path](it.rest));
    assertEquals(failure(outcome), "E_UP_FORMAT");
  });
}

for (
  const [name, apiKey, code] of [
    ["a wrong key", "sk-bad-0123", "E_UP_AUTH"],
    ["an account without credit", "sk-broke-0123", "E_UP_QUOTA"],
    ["a key that no header can carry", "sk-\n1", "E_UP_AUTH"],
  ] as const
) {
  Deno.test(`O-04 ${name} needs no second attempt`, async () => {
    const it = rig({}, { target: { apiKey } });
    const { outcome } = await of(it, it.rest.chat(QUESTION));
    assertEquals(failure(outcome), code);
    assert(!outcome.ok && !outcome.failure.retry);
    assert(!outcome.ok && !outcome.failure.detail.includes(apiKey));
  });
}

Deno.test("O-05 a model that does not exist is named as the fault", async () => {
  const it = rig();
  const { outcome } = await of(it, it.rest.chat({ ...QUESTION, model: "gpt-none" }));
  assertEquals(failure(outcome), "E_UP_MODEL");
  assertStringIncludes(outcome.ok ? "" : outcome.failure.detail, "gpt-none");
});

Deno.test("an error in the middle of a stream is a failure, and no words follow it", async () => {
  const text = 'data: {"choices":[{"delta":{"content":"Well"}}]}\n\n' +
    'data: {"error":{"type":"server_error","code":"rate_limit_exceeded","message":"Slow down."}}\n\n' +
    'data: {"choices":[{"delta":{"content":"no"},"finish_reason":"stop"}]}\n\n';
  const it = rig({}, { answer: () => Promise.resolve(new Response(text)) });
  const words: string[] = [];
  const { outcome } = await of(it, it.rest.chatStream(QUESTION, (delta) => words.push(delta)));
  assertEquals([failure(outcome), words], ["E_UP_LIMIT", ["Well"]]);
});

Deno.test("a stream that ends without an end is not taken for whole", async () => {
  const text = 'data: {"choices":[{"delta":{"content":"Well"}}]}\n\ndata: [DONE]\n\n';
  const it = rig({}, { answer: () => Promise.resolve(new Response(text)) });
  const { outcome } = await of(it, it.rest.chatStream(QUESTION, () => {}));
  assertEquals(failure(outcome), "E_UP_LOST");
});

Deno.test("the network's errors are told without the address", async () => {
  const errors = [
    ["error sending request for url (https://host.test/v1/x?k=1): dns error", "E_UP_DNS"],
    ["error sending request: client error (Connect): tcp connect error", "E_UP_CONNECT"],
    ["invalid peer certificate: Expired", "E_UP_TLS"],
    ["connection reset", "E_UP_LOST"],
  ] as const;
  for (const [message, code] of errors) {
    const it = rig({}, { answer: () => Promise.reject(new TypeError(message)) });
    const { outcome } = await of(it, it.rest.chat(QUESTION));
    assertEquals(failure(outcome), code);
    assert(!outcome.ok && !outcome.failure.detail.includes("host.test"));
  }
});

Deno.test("a question may have a deadline of its own", async () => {
  const it = rig({ faults: [{ path: "chat", kind: "hang" }] });
  const { outcome, tookMs } = await of(it, it.rest.chat({ ...QUESTION, timeoutMs: 700 }));
  assertEquals(failure(outcome), "E_UP_TIMEOUT");
  assert(tookMs <= 760);
});

Deno.test("logs hold neither words nor keys", async () => {
  const lines: string[] = [];
  const write = (code: string, fields?: unknown) => lines.push(`${code} ${JSON.stringify(fields)}`);
  const log: Log = { debug: write, info: write, warn: write, error: write };
  const it = rig({ faults: [{ path: "speech", kind: "status" }] }, { log });
  for (const path of PATHS) await of(it, ENDPOINTS[path](it.rest));
  assertEquals(lines.length, 4);
  for (const line of lines) {
    assert(!/Hello|counters|canary/.test(line), line);
    assert(/"path":"[a-z/]+","tookMs":\d+,"code":"(E_UP_5XX)?"/.test(line), line);
  }
});

Deno.test("silence has no words", async () => {
  const it = rig();
  const wav = writeWav(silence(800)) as Uint8Array<ArrayBuffer>;
  const { outcome } = await of(it, it.rest.transcribe(wav, { model: "gpt-transcribe" }));
  assertEquals(outcome, { ok: true, text: "", languages: [] });
});
