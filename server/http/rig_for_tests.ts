// A whole admin API over fakes, for the tests of this folder. Never imported by the product.
import { SAMPLE_HEALTH } from "../contract/sample_health.ts";
import { SAMPLE_CONFIG } from "../contract/sample_config.ts";
import { ManualClock } from "../clock.ts";
import { NO_USAGE } from "../contract/call.ts";
import type { CallSummary } from "../contract/call.ts";
import type { ServerStatus } from "../contract/feed.ts";
import { SERVER_SETTINGS_DEFAULTS } from "../contract/settings_limits.ts";
import { NO_SIGNS } from "../contract/signs.ts";
import type { Log, LogFields } from "../observe/log.ts";
import { createAdminApi } from "./admin_api.ts";
import type { AdminDeps, Feed, StaticFiles } from "./admin_deps.ts";
import { OneUseCode } from "./admission/one_use_code.ts";
import { openSessions } from "./admission/sessions.ts";
import type { SessionRow } from "./admission/sessions.ts";
import { fakeAgents } from "./fake_agents_for_tests.ts";
import { peopleForTests } from "./people_for_tests.ts";
import type { Role } from "../contract/role.ts";

export const ADMIN_TOKEN = "canary-admin-token-4f1b";
const HOST = "localhost:8080";
export const ORIGIN = `http://${HOST}`;

export const CONFIG = SAMPLE_CONFIG;

export interface Asked {
  headers?: Record<string, string>;
  /** Sent as JSON where it is not a string. */
  body?: unknown;
  cookie?: string;
  address?: string;
}

export async function rig(changes: Partial<AdminDeps> = {}) {
  const clock = new ManualClock();
  const logged: { code: string; fields: LogFields }[] = [];
  const store = memorySessions();
  const log = changes.log ?? listingLog(logged);
  const sessions = changes.sessions ?? await openSessions({ store, clock, log, lookups: null });
  const known = await peopleForTests(clock);
  const links: string[] = [];
  const status = statusOf();
  const feed = fakeFeed();
  const deps: AdminDeps = {
    clock,
    log,
    agents: fakeAgents(CONFIG),
    floor: {
      call: (id) => Promise.resolve(record(id)),
      calls: () => Promise.resolve([summary("c1")]),
    },
    history: {
      search: () => Promise.resolve({ calls: [], next: null, unindexed: 0 }),
      delete: (id) => Promise.resolve(id === "c1" ? "deleted" : "unknown"),
    },
    recordings: noRecordings(),
    feed,
    stepIn: noCalls(),
    board: emptyBoard(),
    settings: fixedSettings(),
    webhooks: noWebhooks(),
    sessions,
    people: known.people,
    tokens: known.tokens,
    audit: known.audit,
    oidc: null,
    signInCode: new OneUseCode(clock),
    printLink: (link) => links.push(link),
    adminToken: ADMIN_TOKEN,
    publicOrigins: [],
    trustedProxies: [],
    status: () => status,
    placeTestCall: () => Promise.resolve({ callId: "test-1" }),
    testLine: { admission: () => "open", call: () => null },
    toolbox: fakeToolbox(),
    staticFiles: files({}),
    metrics: () => "hookline_calls_live 0\n",
    health: () => ({
      status: "alive",
      version: "1.2.3",
      answeredBy: "stand-in",
      upSeconds: 7,
      calls: { live: 1, byProtocol: { avr: 1 } },
      answerTimes: { answers: 0, p50Ms: null, p95Ms: null, p99Ms: null },
    }),
    serverHealth: () => Promise.resolve(SAMPLE_HEALTH),
    voiceSample: () => Promise.resolve({ ok: false, code: "no_sound" }),
    ...changes,
  };
  const app = createAdminApi(deps);

  function ask(method: string, path: string, asked: Asked = {}): Promise<Response> {
    const { body, cookie, address = "127.0.0.1" } = asked;
    const headers = new Headers({ host: HOST, "sec-fetch-site": "same-origin", origin: ORIGIN });
    if (cookie !== undefined) headers.set("cookie", cookie);
    if (body !== undefined) headers.set("content-type", "application/json");
    for (const [name, value] of Object.entries(asked.headers ?? {})) {
      if (value === "") headers.delete(name);
      else headers.set(name, value);
    }
    const text = body === undefined || typeof body === "string" ? body : JSON.stringify(body);
    const url = `http://${headers.get("host") ?? HOST}${path}`;
    const init = text === undefined ? { method, headers } : { method, headers, body: text };
    return Promise.resolve(app.request(new Request(url, init), {}, { remoteAddress: address }));
  }

  /** Signs a browser in and returns its Cookie header. */
  async function signIn(asked: Asked = {}): Promise<string> {
    const code = deps.signInCode.issue();
    const response = await ask("POST", "/api/session", { ...asked, body: { code } });
    if (response.status !== 204) throw new Error(`Sign-in answered ${response.status}`);
    return cookieOf(response);
  }

  /** Somebody with these roles, signed in: their Cookie header. */
  async function signInAs(name: string, roles: Role[]) {
    const person = await known.addPerson(name, roles);
    return { person, cookie: `hookline=${sessions.start(person.id)}` };
  }

  const { noted, people } = known;
  return {
    ...{ app, ask, signIn, signInAs, clock, deps, logged, noted, people },
    ...{ store, links, status, feed, sessions },
  };
}

export function cookieOf(response: Response): string {
  return response.headers.getSetCookie()[0]?.split(";")[0] ?? "";
}

export function memorySessions() {
  const rows = new Map<string, SessionRow>();
  return {
    rows,
    sessions: () => Promise.resolve([...rows.values()]),
    session: (tokenHash: string) => Promise.resolve(rows.get(tokenHash)),
    putSession(row: SessionRow) {
      rows.set(row.tokenHash, row);
      return Promise.resolve();
    },
    touchSession(tokenHash: string, usedAtMs: number) {
      const row = rows.get(tokenHash);
      if (row) rows.set(tokenHash, { ...row, usedAtMs: Math.max(row.usedAtMs, usedAtMs) });
      return Promise.resolve(row !== undefined);
    },
    deleteSession(tokenHash: string) {
      rows.delete(tokenHash);
      return Promise.resolve();
    },
  };
}

export function listingLog(lines: { code: string; fields: LogFields }[]): Log {
  const note = (code: string, fields: LogFields = {}) => void lines.push({ code, fields });
  return { debug: note, info: note, warn: note, error: note };
}

export function files(contents: Record<string, string>): StaticFiles {
  return {
    read(name) {
      const text = Object.hasOwn(contents, name) ? contents[name] : undefined;
      return Promise.resolve(text === undefined ? undefined : new TextEncoder().encode(text));
    },
  };
}

function statusOf(): ServerStatus {
  return {
    version: "1.2.3",
    answeredBy: "stand-in",
    audiohookUrl: `ws://${HOST}/audiohook`,
    consoleUrl: ORIGIN,
    signaturesRequired: false,
    draining: false,
    spend: { day: "2026-11-21", usd: 0, budgetUsd: null },
    fallbackReady: false,
    deliveriesWaiting: 0,
    firstRun: { keyAccepted: false, simulatedCall: false, realSocket: false, published: false },
    storeTrouble: null,
  };
}

export function summary(callId: string): CallSummary {
  return {
    callId,
    protocol: "audiohook",
    caller: "tel:+15550100",
    called: "tel:+15550199",
    conversationId: "conv",
    agent: { id: "default", name: "Reception", version: 1 },
    model: "gpt-realtime-2.1",
    voice: "marin",
    origin: "phone",
    answeredBy: "stand-in",
    startedAtMs: 1000,
    endedAtMs: null,
    state: "listening",
    degraded: null,
    endReason: null,
    endCode: null,
    interruptions: 0,
    usage: NO_USAGE,
    costUsd: 0,
    route: "",
    fallback: false,
    kind: "agent",
    language: "",
    summary: "",
    lastCallerLine: "",
    lastAgentLine: "",
    can: [],
    takenOver: false,
    instance: "",
    recording: "none",
    listeners: 0,
    hand: null,
    notices: [],
    stateSinceMs: 1000,
    signs: NO_SIGNS,
    seq: 1,
  };
}

function record(callId: string) {
  return callId === "c1" ? { call: summary("c1"), events: [] } : undefined;
}

interface Opened {
  lastEventId: string | null;
  closed: string | null;
  cancelled: boolean;
  whenCancelled: Promise<void>;
}

/** Streams that send one greeting and remember how they were closed. */
export function fakeFeed() {
  const opened: Opened[] = [];
  return {
    opened,
    open({ lastEventId }: { lastEventId: string | null }): Feed {
      const { promise, resolve } = Promise.withResolvers<void>();
      const seen: Opened = { lastEventId, closed: null, cancelled: false, whenCancelled: promise };
      opened.push(seen);
      let controller: ReadableStreamDefaultController<Uint8Array>;
      const send = (text: string) => controller.enqueue(new TextEncoder().encode(text));
      const stream = new ReadableStream<Uint8Array>({
        start(made) {
          controller = made;
          send("event: snapshot\ndata: {}\n\n");
        },
        cancel() {
          seen.cancelled = true;
          resolve();
        },
      });
      return {
        stream,
        close(reason) {
          seen.closed = reason ?? "plain";
          if (reason === "signed_out") send("event: signed_out\ndata: {}\n\n");
          controller.close();
        },
      };
    },
  };
}

/** Nobody speaks here. */
export function noCalls(): AdminDeps["stepIn"] {
  const notLive = () => Promise.resolve("not_live" as const);
  return {
    command: notLive,
    retract: notLive,
    answerHand: notLive,
    mayListen: notLive,
    listen: notLive,
  };
}

/** Nothing was kept. */
function noRecordings(): AdminDeps["recordings"] {
  return {
    size: () => Promise.resolve(null),
    read: () => Promise.resolve(null),
    delete: () => Promise.resolve(false),
  };
}

/** Takes what is posted, and forgets it. */
export function emptyBoard(): AdminDeps["board"] {
  return {
    list: () => [],
    post: (posted) =>
      Promise.resolve({
        ok: true,
        notice: { ...posted, id: "notice-1", createdAtMs: 1000, calls: 0 },
      }),
    remove: () => Promise.resolve("unknown"),
  };
}

/** There are none, and none can be added. */
export function noWebhooks(): AdminDeps["webhooks"] {
  const unknown = () => Promise.resolve({ ok: false, why: "unknown" } as const);
  return {
    list: () => [],
    get: () => undefined,
    add: () => Promise.resolve({ ok: false, why: "full" }),
    save: unknown,
    newSecret: unknown,
    remove: () => Promise.resolve("unknown"),
    log: () => Promise.resolve(null),
    resend: unknown,
    test: () => Promise.resolve("unknown"),
  };
}

/** As they are at first; nothing is taken. */
function fixedSettings(): AdminDeps["settings"] {
  return {
    held: { settings: SERVER_SETTINGS_DEFAULTS, revision: 1, fixed: {} },
    save: () => Promise.resolve({ ok: false, why: "not_saved" }),
  };
}

export function fakeToolbox(): AdminDeps["toolbox"] {
  return {
    facts: () => ({ secretNames: ["CRM_KEY"], dataActions: false }),
    tryTool: ({ args }) => Promise.resolve({ ok: true, output: args, tookMs: 7 }),
    preview: ({ config }) =>
      Promise.resolve({ instructions: config.prompt, instructionsFrom: "agent", notes: [] }),
  };
}
