// What the admin API needs from the rest, as narrow ports. Types only: who implements them is decided in app.ts.
import type { Agents } from "../agents/agents.ts";
import type { Clock } from "../clock.ts";
import type { Audit } from "../audit/audit.ts";
import type { CallSummary } from "../contract/call.ts";
import type { CommandRequest } from "../contract/command.ts";
import type { CallEvent } from "../contract/event.ts";
import type { ServerStatus } from "../contract/feed.ts";
import type { HandAnswer } from "../contract/hand.ts";
import type { ServerHealth } from "../contract/health.ts";
import type { CallPlace, FoundCall, HistoryFilters } from "../contract/history_filters.ts";
import type { ServerSettings, ServerSettingsAnswer } from "../contract/server_settings.ts";
import type { PostNotice } from "../contract/notice.ts";
import type { Notice } from "../contract/notice_limits.ts";
import type { Voice } from "../contract/agent_limits.ts";
import type { VoiceSampleRequest } from "../contract/voice_sample.ts";
import type { Preview, PreviewRequest, Toolbox, TriedTool, TryTool } from "../contract/toolbox.ts";
import type { Permission, Role } from "../contract/role.ts";
import type {
  DeliveriesPage,
  Delivery,
  EditWebhook,
  TestedWebhook,
  Webhook,
} from "../contract/webhook.ts";
import type { Log } from "../observe/log.ts";
import type { ApiTokens } from "../people/api_tokens.ts";
import type { OidcDoor } from "../people/oidc_door.ts";
import type { People } from "../people/people.ts";
import type { SignInCodes } from "./admission/one_use_code.ts";
import type { Sessions } from "./admission/sessions.ts";

/** Calls, live and past. */
export interface FloorView {
  call(callId: string): Promise<{ call: CallSummary; events: CallEvent[] } | undefined>;
  /** Newest first; `before`: startedAtMs of the last one already had. */
  calls(page: { limit: number; before?: number }): Promise<CallSummary[]>;
}

/** Past calls, found and deleted. */
export interface HistoryView {
  search(asked: {
    filters: HistoryFilters;
    limit: number;
    after?: CallPlace;
    snippets?: boolean;
  }): Promise<{ calls: FoundCall[]; next: CallPlace | null; unindexed: number }>;
  /** "live": it has not ended, and stays. */
  delete(callId: string): Promise<"deleted" | "live" | "unknown">;
}

/** The sound of past calls, where it was kept: a WAV file each. */
export interface RecordingsView {
  /** Bytes; null: there is none. */
  size(callId: string): Promise<number | null>;
  /** Both ends included. */
  read(
    callId: string,
    range: { from: number; to: number },
  ): Promise<ReadableStream<Uint8Array<ArrayBuffer>> | null>;
  /** And says so in the call's record. True: there was one. */
  delete(callId: string): Promise<boolean>;
}

/** One reader's event stream, as bytes ready to send. */
export interface Feed {
  stream: ReadableStream<Uint8Array>;
  /** Ends the stream; with "signed_out" that event is its last. Idempotent. */
  close(reason?: "signed_out"): void;
}

export interface FeedSource {
  open(options: { lastEventId: string | null }): Feed;
}

/** Somebody who hears a call live. What they are told must not wait for them. */
export interface SoundListener {
  by: string;
  owner: string;
  frame(frame: Uint8Array<ArrayBuffer>): void;
  state(listenerId: string, onAir: boolean): void;
  /** The call is over; "unreached": its instance is not heard any more. The last call. */
  over(why?: Unreached): void;
}

export interface Listening {
  leave(): void;
  /** Mono mu-law at 8 kHz. */
  speak(audio: Uint8Array): void;
}

/** A call's instance did not answer in time: whether it did what was asked is not known. */
export type Unreached = "unreached";

/** Live calls of our agents, for supervisors who step in; on whichever instance they are. Never rejects. */
export interface StepIn {
  /** `owner`: whose commands and sockets belong together. */
  command(
    callId: string,
    command: { commandId: string; by: string; owner: string; request: CommandRequest },
  ): Promise<"taken" | "cannot" | "not_live" | Unreached>;
  retract(
    callId: string,
    commandId: string,
  ): Promise<"retracted" | "too_late" | "not_live" | Unreached>;
  /** What the agent has asked. `who`: as they signed in. */
  answerHand(
    callId: string,
    answered: { handId: string; answer: HandAnswer["answer"]; who: string },
  ): Promise<"answered" | "too_late" | "unknown" | "not_live" | Unreached>;
  mayListen(callId: string): Promise<"yes" | "full" | "not_live" | Unreached>;
  listen(
    callId: string,
    listener: SoundListener,
  ): Promise<Listening | "full" | "not_live" | Unreached>;
}

/** Whom a test call is for, by the id of an agent that exists. */
export interface TestAgent {
  agentId: string;
  /** As it is saved when the call is answered; else the published version. */
  draft: boolean;
}

/** Calls from browsers, with the microphone. */
export interface TestLine {
  admission(): "open" | "draining" | "full";
  /** Null: the upgrade is incomplete. `onOver`: later, exactly once, where it is not null. */
  call(
    request: Request,
    call: TestAgent & { onOver: () => void },
  ): { response: Response; signedOut(): void } | null;
}

/** The notice board. */
export interface Board {
  list(): readonly Notice[];
  post(notice: PostNotice & { by: string }): Promise<
    { ok: true; notice: Notice } | { ok: false; why: "full" | "not_saved" }
  >;
  remove(id: string): Promise<"removed" | "unknown" | "not_saved">;
}

/** What an admin changes while the server runs. */
export interface SettingsView {
  readonly held: ServerSettingsAnswer;
  /** `changed`: paths of what is another. "fixed": the environment decides these fields. */
  save(ifRevision: number, settings: ServerSettings): Promise<
    | { ok: true; held: ServerSettingsAnswer; changed: string[] }
    | { ok: false; why: "conflict"; current: ServerSettingsAnswer }
    | { ok: false; why: "fixed"; fields: { path: string; variable: string }[] }
    | { ok: false; why: "not_saved" }
  >;
}

/** Receivers of signed posts; see finished/webhooks.ts. */
export interface WebhooksView {
  list(): Webhook[];
  get(id: string): Webhook | undefined;
  add(edit: EditWebhook): Promise<
    | { ok: true; webhook: Webhook; secret: string }
    | { ok: false; why: WebhookRefusal | "full" }
  >;
  save(id: string, ifRevision: number, edit: EditWebhook): Promise<
    | { ok: true; webhook: Webhook }
    | { ok: false; why: WebhookRefusal }
    | { ok: false; why: "conflict"; current: Webhook }
  >;
  newSecret(id: string): ReturnType<WebhooksView["add"]>;
  remove(id: string): Promise<"removed" | WebhookRefusal>;
  /** Null: there is no such webhook, or no such place in its log. */
  log(
    id: string,
    asked: { state?: Delivery["state"] | undefined; before?: string | undefined; limit: number },
  ): Promise<DeliveriesPage | null>;
  /** "off": it is switched off. */
  resend(id: string, deliveryId: string): Promise<
    { ok: true; delivery: Delivery } | { ok: false; why: "unknown" | "off" }
  >;
  test(id: string): Promise<TestedWebhook | "unknown" | "busy">;
}

/** "environment": it cannot be changed here. */
export type WebhookRefusal = "unknown" | "environment" | "not_saved";

/** `wav`: a file as it is played; `code`: why there is none, see own_calls/voice_samples.ts. */
export type MadeSample =
  | { ok: true; wav: Uint8Array<ArrayBuffer> }
  | { ok: false; code: string };

/** The console's built files by name relative to their folder; undefined: there is no such file. */
export interface StaticFiles {
  read(name: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
}

/** What runs and how well, as figures. Nothing secret, nobody's words. */
export interface HealthDetail {
  status: "alive" | "draining";
  version: string;
  answeredBy: string;
  upSeconds: number;
  calls: { live: number; byProtocol: Readonly<Record<string, number>> };
  /** From the end of a caller's speech to the first sample of the answer that was handed to the phone. */
  answerTimes: {
    answers: number;
    p50Ms: number | null;
    p95Ms: number | null;
    p99Ms: number | null;
  };
}

export interface AdminDeps {
  clock: Clock;
  log: Log;
  agents: Agents;
  floor: FloorView;
  history: HistoryView;
  recordings: RecordingsView;
  feed: FeedSource;
  stepIn: StepIn;
  board: Board;
  settings: SettingsView;
  webhooks: WebhooksView;
  sessions: Sessions;
  people: People;
  tokens: ApiTokens;
  /** Written by note_act.ts. */
  audit: Pick<Audit, "note" | "page">;
  /** Null: no identity provider is set up. */
  oidc: OidcDoor | null;
  /** The code of the link that was printed at start; links printed later come from it too. */
  signInCode: SignInCodes;
  /** Shows a sign-in link on the server's terminal: to people at the machine, never to the log. */
  printLink(link: string): void;
  /** Lets programs in as `Authorization: Bearer …` and people by hand. Absent or "": nobody. */
  adminToken?: string | undefined;
  /** Origins under which browsers reach the console, for instance "https://console.example". */
  publicOrigins: readonly string[];
  /** Addresses and networks of proxies whose X-Forwarded-For is believed. */
  trustedProxies: readonly string[];
  status(): ServerStatus;
  /** By the built-in caller; null: the routes choose. `refused`: a short code, "draining" while the server is being stopped. */
  placeTestCall(whom: TestAgent | null): Promise<{ callId: string } | { refused: string }>;
  testLine: TestLine;
  /** Tools and prompts tried out before they are published. */
  toolbox: {
    facts(): Toolbox;
    tryTool(request: TryTool): Promise<TriedTool>;
    preview(request: PreviewRequest): Promise<Preview>;
  };
  staticFiles: StaticFiles;
  /** Prometheus text exposition; see observe/prometheus_text.ts. */
  metrics(): string;
  /** The figures of this moment, for /healthz?detail. */
  health(): HealthDetail;
  /** The same and how each part is doing, for people who are signed in. */
  serverHealth(): Promise<ServerHealth>;
  /** What a voice sounds like on the phone. */
  voiceSample(asked: VoiceSampleRequest & { voice: Voice }): Promise<MadeSample>;
}

/** Who is let in, as they are at this moment. */
export interface Admitted {
  /** "token": an API token; whoever has the admin token is the operator. */
  by: "operator" | "person" | "token";
  /** Of the person or the API token; "": there is none. */
  id: string;
  name: string;
  roles: readonly Role[];
  may: readonly Permission[];
  /** Of a browser; null: a program, by a bearer token. */
  sessionId: string | null;
}

export interface AdminEnv {
  /** Given to `fetch` with each request by whoever owns the socket. */
  Bindings: {
    remoteAddress?: string;
    /** Set by a route that lets the request become a WebSocket; see serve_admin.ts. */
    upgrade?: () => Response | null;
  };
  Variables: { admitted: Admitted | null };
}
