// The console's requests. Every refusal is a value with the server's own sentence; nothing throws.
// Knows the addresses of the API and nothing of who asks.
import type { Agent, AgentConfig, AgentVersion } from "../server/contract/agent.ts";
import type { CallSummary } from "../server/contract/call.ts";
import type { CommandRequest } from "../server/contract/command.ts";
import type { CallEvent } from "../server/contract/event.ts";
import type { ServerStatus } from "../server/contract/feed.ts";
import type { ServerHealth } from "../server/contract/health.ts";
import type { HandAnswer } from "../server/contract/hand.ts";
import type { VoiceSampleRequest } from "../server/contract/voice_sample.ts";
import type { FoundCall } from "../server/contract/history_filters.ts";
import type { PostNotice } from "../server/contract/notice.ts";
import type { Notice } from "../server/contract/notice_limits.ts";
import type { Me, SignInWays } from "../server/contract/person.ts";
import type { Problem, ProblemCode } from "../server/contract/problem.ts";
import type { RouteDecision, RouteQuery, RouteTable } from "../server/contract/route.ts";
import type {
  Preview,
  PreviewRequest,
  Toolbox,
  TriedTool,
  TryTool,
} from "../server/contract/toolbox.ts";
import { type AdminApi, adminApi } from "./admin_api.ts";
import { REFUSAL_TEXTS } from "./texts/refusals.ts";

export interface FieldError {
  /** Dotted path of the field, for instance "turnTaking.threshold". */
  path: string;
  message: string;
}

/** Why a request was not done. "unreachable": no answer came; "unclear": one that is none of ours. */
export interface Refusal {
  code: ProblemCode | "unreachable" | "unclear";
  message: string;
  fields: readonly FieldError[];
  current?: unknown;
}

export type Result<T> = { ok: true; value: T } | { ok: false; refusal: Refusal };

export interface SessionFacts {
  signedIn: boolean;
  version: string;
  answeredBy: ServerStatus["answeredBy"];
  /** Null: nobody is signed in. */
  me: Me | null;
  ways: SignInWays;
}

/** The code of a sign-in link, the admin token, or a name and its password. */
export type Proof = { code: string } | { token: string } | { name: string; password: string };

/** The routes as the server holds them; `revision` is their ETag. */
export interface HeldRoutes {
  revision: number;
  table: RouteTable;
}

export interface FoundPage {
  calls: FoundCall[];
  next: string | null;
  unindexed: number;
}

export interface Api extends AdminApi {
  session(): Promise<Result<SessionFacts>>;
  signIn(proof: Proof): Promise<Result<null>>;
  /** Sets the password that an invitation asks for, and signs in. */
  setPassword(code: string, password: string): Promise<Result<null>>;
  signOut(): Promise<Result<null>>;
  printLink(): Promise<Result<null>>;
  calls(page: { limit: number; beforeMs?: number }): Promise<Result<CallSummary[]>>;
  /** Past calls. `query`: the filters as the API names them; `cursor`: the `next` of the page before. */
  findCalls(page: { query: string; limit: number; cursor?: string }): Promise<Result<FoundPage>>;
  /** For good, with all that was said. */
  deleteCall(callId: string): Promise<Result<null>>;
  /** For good; the call stays. */
  deleteRecording(callId: string): Promise<Result<null>>;
  call(callId: string): Promise<Result<{ call: CallSummary; events: CallEvent[] }>>;
  /** Asks something of a live call; events tell what becomes of it. `leaving`: the page is about to go. */
  command(
    callId: string,
    request: CommandRequest,
    options?: { leaving?: boolean },
  ): Promise<Result<{ commandId: string }>>;
  retract(callId: string, commandId: string): Promise<Result<null>>;
  /** Answers what the agent of a call has asked. */
  answerHand(
    callId: string,
    handId: string,
    answer: HandAnswer["answer"],
  ): Promise<Result<null>>;
  /** To all calls, live and new. */
  postNotice(notice: PostNotice): Promise<Result<Notice>>;
  removeNotice(id: string): Promise<Result<null>>;
  /** By the simulated caller; without `whom` the routes choose who answers. */
  placeTestCall(whom?: { agentId: string; draft: boolean }): Promise<Result<{ callId: string }>>;
  /** Why a call from this page's microphone is not answered, in the server's own sentence. */
  whyNoTestCall(agentId: string): Promise<string>;
  agents(): Promise<Result<Agent[]>>;
  agent(id: string): Promise<Result<Agent>>;
  saveDraft(id: string, revision: number, config: AgentConfig): Promise<Result<Agent>>;
  publish(id: string, revision: number, note: string): Promise<Result<Agent>>;
  restore(id: string, revision: number, version: number): Promise<Result<Agent>>;
  versions(id: string): Promise<Result<AgentVersion[]>>;
  createAgent(name: string, copyOf: string): Promise<Result<Agent>>;
  deleteAgent(id: string): Promise<Result<null>>;
  routes(): Promise<Result<HeldRoutes>>;
  saveRoutes(revision: number, table: RouteTable): Promise<Result<HeldRoutes>>;
  testRoute(query: RouteQuery): Promise<Result<RouteDecision>>;
  toolbox(): Promise<Result<Toolbox>>;
  /** Calls the tool for real. */
  tryTool(request: TryTool): Promise<Result<TriedTool>>;
  preview(request: PreviewRequest): Promise<Result<Preview>>;
  /** How each part of the server is doing. */
  health(): Promise<Result<ServerHealth>>;
  /** A sound file: one sentence of this voice. */
  voiceSample(voice: string, asked: VoiceSampleRequest): Promise<Result<ArrayBuffer>>;
  alive(): Promise<boolean>;
}

export interface Asked {
  method?: "POST" | "PUT" | "DELETE";
  body?: unknown;
  revision?: number;
  giveUpMs?: number;
  /** What is answered is a file. */
  file?: boolean;
  /** Goes through though the page that asks is closed. */
  leaving?: boolean;
}

/** Where being refused means a wrong word, not that a session is over. */
const WAYS_IN: ReadonlySet<string> = new Set([
  "/api/session",
  "/api/session/password",
  "/api/me/password",
]);
/** Longer than this, a request is given up: the person should not watch a spinner. */
const GIVE_UP_MS = 15_000;
/** A tool may take its own deadline, and a proxy's patience on top. */
const GIVE_UP_TOOL_MS = 35_000;
/** Words that nearly every call holds take a while to find in very many calls. */
const GIVE_UP_SEARCH_MS = 30_000;

export function createApi(
  options: {
    fetch: typeof fetch;
    onSignedOut: () => void;
    /** The server refused what one may not do; what one may has changed, or was never offered. */
    onNotPermitted?: (message: string) => void;
  },
): Api {
  async function ask<T>(path: string, asked: Asked = {}): Promise<Result<T>> {
    let response: Response;
    let body: unknown;
    try {
      response = await options.fetch(path, {
        method: asked.method ?? "GET",
        headers: headers(asked),
        signal: AbortSignal.timeout(asked.giveUpMs ?? GIVE_UP_MS),
        ...(asked.leaving && { keepalive: true }),
        ...(asked.body === undefined ? {} : { body: JSON.stringify(asked.body) }),
      });
      if (response.ok && asked.file) {
        return { ok: true, value: await response.arrayBuffer() as T };
      }
      const text = await response.text();
      body = text === "" ? null : JSON.parse(text);
    } catch (error) {
      return { ok: false, refusal: error instanceof SyntaxError ? UNCLEAR : UNREACHABLE };
    }
    if (response.ok) return { ok: true, value: body as T };
    const refusal = refusalOf(body, response.status);
    if (refusal.code === "signed_out" && !WAYS_IN.has(path)) options.onSignedOut();
    if (refusal.code === "not_permitted") options.onNotPermitted?.(refusal.message);
    return { ok: false, refusal };
  }

  async function list<T, K extends string>(path: string, key: K): Promise<Result<T[]>> {
    const result = await ask<Record<K, T[]>>(path);
    return result.ok ? { ok: true, value: result.value[key] } : result;
  }

  const agentPath = (id: string) => `/api/agents/${encodeURIComponent(id)}`;
  const commandsPath = (id: string) => `/api/calls/${encodeURIComponent(id)}/commands`;

  return {
    ...adminApi({ ask, list }),
    session: () => ask("/api/session"),
    signIn: (proof) => ask("/api/session", { method: "POST", body: proof }),
    setPassword: (code, password) =>
      ask("/api/session/password", { method: "POST", body: { code, password } }),
    signOut: () => ask("/api/session", { method: "DELETE" }),
    printLink: () => ask("/api/session/link", { method: "POST", body: {} }),
    calls: ({ limit, beforeMs }) =>
      list(
        `/api/calls?limit=${limit}${beforeMs === undefined ? "" : `&before=${beforeMs}`}`,
        "calls",
      ),
    findCalls: ({ query, limit, cursor }) =>
      ask(
        `/api/calls?${query}&limit=${limit}${cursor === undefined ? "" : `&cursor=${cursor}`}`,
        { giveUpMs: GIVE_UP_SEARCH_MS },
      ),
    deleteCall: (callId) => ask(`/api/calls/${encodeURIComponent(callId)}`, { method: "DELETE" }),
    deleteRecording: (callId) =>
      ask(`/api/calls/${encodeURIComponent(callId)}/recording`, { method: "DELETE" }),
    call: (callId) => ask(`/api/calls/${encodeURIComponent(callId)}`),
    command: (callId, request, { leaving = false } = {}) =>
      ask(commandsPath(callId), { method: "POST", body: request, leaving }),
    answerHand: (callId, handId, answer) =>
      ask(`/api/calls/${encodeURIComponent(callId)}/hands/${encodeURIComponent(handId)}`, {
        method: "POST",
        body: { answer },
      }),
    postNotice: (notice) => ask("/api/notices", { method: "POST", body: notice }),
    removeNotice: (id) => ask(`/api/notices/${encodeURIComponent(id)}`, { method: "DELETE" }),
    retract: (callId, commandId) =>
      ask(`${commandsPath(callId)}/${encodeURIComponent(commandId)}`, { method: "DELETE" }),
    placeTestCall: (whom = undefined) =>
      ask("/api/test-calls", { method: "POST", body: whom ?? {} }),
    async whyNoTestCall(agentId) {
      const asked = await ask(`${agentPath(agentId)}/test-call`);
      // Then the server would have answered: what is in between does not let WebSockets through.
      if (asked.ok || asked.refusal.code === "not_websocket") return REFUSAL_TEXTS.noWebSockets;
      return asked.refusal.message;
    },
    agents: () => list("/api/agents", "agents"),
    agent: (id) => ask(agentPath(id)),
    saveDraft: (id, revision, config) =>
      ask(`${agentPath(id)}/draft`, { method: "PUT", body: config, revision }),
    publish: (id, revision, note) =>
      ask(`${agentPath(id)}/publish`, { method: "POST", body: { note }, revision }),
    restore: (id, revision, version) =>
      ask(`${agentPath(id)}/restore`, { method: "POST", body: { version }, revision }),
    versions: (id) => list(`${agentPath(id)}/versions`, "versions"),
    createAgent: (name, copyOf) => ask("/api/agents", { method: "POST", body: { name, copyOf } }),
    deleteAgent: (id) => ask(agentPath(id), { method: "DELETE" }),
    routes: () => ask("/api/routes"),
    saveRoutes: (revision, table) => ask("/api/routes", { method: "PUT", body: table, revision }),
    testRoute: (query) => ask("/api/routes/test", { method: "POST", body: query }),
    toolbox: () => ask("/api/toolbox"),
    tryTool: (request) =>
      ask("/api/tools/try", { method: "POST", body: request, giveUpMs: GIVE_UP_TOOL_MS }),
    preview: (request) => ask("/api/preview", { method: "POST", body: request }),
    health: () => ask("/api/health"),
    voiceSample: (voice, asked) =>
      ask(`/api/voices/${encodeURIComponent(voice)}/sample`, {
        method: "POST",
        body: asked,
        giveUpMs: GIVE_UP_TOOL_MS,
        file: true,
      }),
    async alive() {
      try {
        const response = await options.fetch("/healthz", { signal: AbortSignal.timeout(8000) });
        await response.body?.cancel();
        return true;
      } catch {
        return false;
      }
    },
  };
}

const UNREACHABLE: Refusal = {
  code: "unreachable",
  message: REFUSAL_TEXTS.unreachable,
  fields: [],
};
const UNCLEAR: Refusal = {
  code: "unclear",
  message: REFUSAL_TEXTS.unclear,
  fields: [],
};

function headers(asked: Asked): Record<string, string> {
  return {
    accept: "application/json",
    // Required by the server on every change, whether or not there is a body.
    ...(asked.method === undefined ? {} : { "content-type": "application/json" }),
    ...(asked.revision === undefined ? {} : { "if-match": `"${asked.revision}"` }),
  };
}

function refusalOf(body: unknown, status: number): Refusal {
  if (typeof body !== "object" || body === null || !("code" in body) || !("message" in body)) {
    return { ...UNCLEAR, message: `${UNCLEAR.message} (HTTP ${status})` };
  }
  const { code, message: sentence, fields = [], current } = body as Problem;
  // Of a newer server's codes only its sentence is known.
  const message = (REFUSAL_TEXTS[code] ?? String)(sentence);
  return { code, message, fields, ...(current === undefined ? {} : { current }) };
}
