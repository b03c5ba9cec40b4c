// A local stand-in for the provider's REST endpoints (openai-realtime § 19), as a function of a request: strict in
// what it takes, delayed like the real one, able to fail on purpose. It imports nothing of the server's own client.
import { type Clock, systemClock } from "../../clock.ts";
import type { Speech } from "../speech.ts";
import { ChatDialogue } from "./chat_dialogue.ts";
import { chatAnswer, readChat } from "./chat_path.ts";
import { moderationAnswer } from "./moderation_path.ts";
import { Pauses } from "./pauses.ts";
import { bad, errorResponse, type RestAnswer, unknownModel } from "./rest_answer.ts";
import {
  REST_MODELS,
  REST_PATHS,
  REST_TIMING,
  REST_VOICES,
  type RestFault,
  type RestPath,
  type RestScenario,
} from "./rest_scenario.ts";
import { speechAnswer } from "./speech_path.ts";
import { type Heard, transcriptionAnswer } from "./transcription_path.ts";

/** One request as it came and ended. */
export interface RestRequest {
  path: RestPath;
  /** 1-based on its path. */
  number: number;
  /** Parsed JSON, or what a form held. */
  body: unknown;
  /** 0: none was given. */
  status: number;
  ended: "open" | "whole" | "cut" | "cancelled";
}

export interface OpenaiRestOptions {
  speech?: Speech;
  scenario?: RestScenario;
  clock?: Clock;
  /** How many times faster than life delays pass; the sound itself keeps its length. */
  paceX?: number;
  /** Ends everything that is still under way. */
  signal?: AbortSignal;
  /** Whether the signal of a request ends it. Under Deno.serve the end of its body does, and asking warns. */
  heedsAbort?: boolean;
  /** Told when a request has been read; the object lives on. */
  onRequest?: (request: RestRequest) => void;
}

const PATH =
  /^\/(?:openai\/)?v1\/(chat\/completions|audio\/speech|audio\/transcriptions|moderations)$/;

/** @returns a responder; null: not a path of these endpoints */
export function openaiRest(
  options: OpenaiRestOptions = {},
): (request: Request) => Promise<Response | null> {
  const { clock = systemClock, paceX = 1, scenario = {}, speech, signal } = options;
  const timing = { ...REST_TIMING, ...scenario.timing };
  const dialogue = new ChatDialogue(scenario, speech);
  const faults = (scenario.faults ?? []).map((fault) => ({ fault, left: fault.times ?? 1 }));
  const counts = new Map<RestPath, number>();
  const open = new Set<Pauses>();
  signal?.addEventListener("abort", () => open.forEach((pauses) => pauses.end()), { once: true });

  function struck(path: RestPath, number: number): RestFault | undefined {
    const found = faults.find(({ fault, left }) =>
      left > 0 && fault.path === path && (fault.at ?? number) === number
    );
    if (found) found.left--;
    return found?.fault;
  }

  async function answer(path: RestPath, request: Request, entry: RestRequest): Promise<RestAnswer> {
    if (path === "transcription") {
      const form = await request.formData().catch(() => null);
      if (!form) return notRead("The body is not a multipart form.");
      const model = form.get("model");
      const { answer, heard } = await transcriptionAnswer(form, {
        speech,
        timing,
        noise: scenario.noise ?? "speech",
        number: entry.number,
      });
      entry.body = heard satisfies Heard;
      return misfit(path, model) ?? answer;
    }
    const value: unknown = await request.json().catch(() => undefined);
    entry.body = value;
    if (request.headers.get("content-type")?.split(";")[0] !== "application/json") {
      return notRead("The content type must be application/json.");
    }
    if (typeof value !== "object" || value === null) return notRead("The body is not JSON.");
    const model = "model" in value ? value.model : undefined;
    switch (path) {
      case "moderation":
        return misfit(path, model ?? "omni-moderation-latest") ??
          moderationAnswer(value, { flagged: scenario.flagged ?? {}, timing });
      case "speech":
        return misfit(path, model) ??
          speechAnswer(value, { speech, voices: scenario.voices ?? REST_VOICES, timing });
      case "chat": {
        const read = readChat(value);
        if ("refusal" in read) return bad(read.refusal);
        return misfit(path, model) ??
          chatAnswer(read.body, dialogue.reply(read.body), { number: entry.number, timing });
      }
    }
  }

  function misfit(path: RestPath, model: unknown): RestAnswer | null {
    if (typeof model !== "string" || model === "") {
      return notRead("Missing required parameter: 'model'.");
    }
    const exists = REST_MODELS[path].includes(model) || scenario.models?.includes(model);
    return exists ? null : unknownModel(model);
  }

  return async (request) => {
    const url = new URL(request.url);
    const named = PATH.exec(url.pathname)?.[1];
    if (named === undefined) return null;
    const path = REST_PATHS[named as keyof typeof REST_PATHS];
    const number = (counts.get(path) ?? 0) + 1;
    counts.set(path, number);
    const entry: RestRequest = { path, number, body: null, status: 0, ended: "open" };
    const pauses: Pauses = new Pauses(clock, { paceX, onEnd: () => open.delete(pauses) });
    open.add(pauses);
    const end = () => pauses.end();
    if (options.heedsAbort) request.signal.addEventListener("abort", end, { once: true });
    if (signal?.aborted) end();
    const refused = admission(request, url);
    const given = refused ?? await answer(path, request, entry);
    options.onRequest?.(entry);
    const fault = refused ? undefined : struck(path, number);
    const response = await performed(given, { fault, pauses, entry });
    entry.status = response.status;
    return response;
  };
}

function notRead(message: string): RestAnswer {
  return { type: "error", status: 400, code: "invalid_request_error", message };
}

function admission(request: Request, url: URL): RestAnswer | null {
  const error = (status: number, code: string, message: string): RestAnswer => ({
    type: "error",
    status,
    code,
    message,
  });
  if (request.method !== "POST") {
    return error(405, "method_not_supported", `Not allowed: ${request.method}.`);
  }
  const azure = url.pathname.startsWith("/openai/");
  const bearer = /^Bearer (\S+)$/.exec(request.headers.get("authorization") ?? "")?.[1];
  const key = bearer ?? (azure ? request.headers.get("api-key") : null);
  if (!key) return error(401, "missing_api_key", "Missing bearer authentication in header.");
  if (key.startsWith("sk-bad")) {
    return error(401, "invalid_api_key", "Incorrect API key provided: sk-***.");
  }
  return key.startsWith("sk-broke")
    ? error(429, "insufficient_quota", "You exceeded your current quota.")
    : null;
}

async function performed(
  answer: RestAnswer,
  { fault, pauses, entry }: { fault: RestFault | undefined; pauses: Pauses; entry: RestRequest },
): Promise<Response> {
  if (fault?.kind === "slow") await pauses.wait(fault.ms ?? 2000);
  if (fault?.kind === "hang") await pauses.wait(Infinity);
  if (pauses.over) return calledOff(entry);
  if (fault?.kind === "status") {
    const { status = 503, code = "server_error", retryAfter } = fault;
    whole(entry, pauses);
    const message = "The request could not be processed.";
    return errorResponse({ type: "error", status, code, message }, retryAfter);
  }
  if (answer.type === "error") {
    whole(entry, pauses);
    return errorResponse(answer);
  }
  await pauses.wait(answer.afterMs);
  if (pauses.over) return calledOff(entry);
  const { contentType, pieces } = answer.type === "pieces" ? answer : {
    contentType: "application/json",
    pieces: [{ afterMs: 0, bytes: new TextEncoder().encode(JSON.stringify(answer.value)) }],
  };
  const sent = fault?.kind === "malformed"
    ? [{ afterMs: 0, bytes: new TextEncoder().encode('data: {"half": \n\n') }]
    : fault?.kind === "cut" || fault?.kind === "stall"
    ? half(pieces)
    : pieces;
  const stream = streamOf(sent, { fault, pauses, entry });
  return new Response(stream, { headers: { "content-type": contentType } });
}

function whole(entry: RestRequest, pauses: Pauses): void {
  entry.ended = "whole";
  pauses.end();
}

function calledOff(entry: RestRequest): Response {
  entry.ended = "cancelled";
  return new Response(null, { status: 408 });
}

/** At least half a piece. */
function half<P extends { bytes: Uint8Array<ArrayBuffer> }>(pieces: readonly P[]): readonly P[] {
  const first = pieces[0];
  if (pieces.length > 1 || !first) return pieces.slice(0, Math.ceil(pieces.length / 2));
  return [{ ...first, bytes: first.bytes.slice(0, Math.ceil(first.bytes.length / 2)) }];
}

function streamOf(
  pieces: readonly { afterMs: number; bytes: Uint8Array<ArrayBuffer> }[],
  { fault, pauses, entry }: { fault: RestFault | undefined; pauses: Pauses; entry: RestRequest },
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let next = 0;
  return new ReadableStream({
    async pull(controller) {
      const piece = pieces[next++];
      if (piece) {
        await pauses.wait(piece.afterMs);
        if (!pauses.over) return controller.enqueue(piece.bytes);
      }
      if (fault?.kind === "stall") await pauses.wait(Infinity);
      if (pauses.over) entry.ended = "cancelled";
      if (fault?.kind === "cut" || pauses.over) {
        if (!pauses.over) entry.ended = "cut";
        pauses.end();
        return controller.error(new Error("cut"));
      }
      whole(entry, pauses);
      controller.close();
    },
    cancel() {
      entry.ended = "cancelled";
      pauses.end();
    },
  }, { highWaterMark: 0 });
}
