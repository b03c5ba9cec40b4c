// The HTTP entry of AudioHook: admits, upgrades, and keeps the channels of the sockets that are open.
import type { Clock } from "../../clock.ts";
import { faultPlace, guarded } from "../../guard.ts";
import type { Log } from "../../observe/log.ts";
import type { Answer } from "../channel.ts";
import { sampledRefusals } from "../refusal_log.ts";
import { attach, detach, portOf } from "../socket_port.ts";
import type { AnswerTranscript } from "../transcript_channel.ts";
import { admit, type Admitted, type RefusalCode } from "./admit.ts";
import { AudioHookChannel } from "./channel.ts";
import { createKeyRing, type GenesysKey } from "./keys.ts";
import type { ViolationCode } from "./message.ts";
import { isTranscription } from "./product.ts";
import { ReplayMemory } from "./replay_memory.ts";
import type { OpenSession, SessionOptions } from "./session_runner.ts";
import { AudioHookTranscriptChannel } from "./transcript_channel.ts";

export interface AudioHookOptions {
  keys: readonly GenesysKey[];
  answer: Answer;
  /** Takes calls between people, dialled at /audiohook/transcribe; without it that address is like any other. */
  transcribe?: AnswerTranscript;
  /** Of calls between people, announced where Genesys asks; BCP 47. */
  supportedLanguages?: readonly string[];
  /** Asked for each call before its upgrade. */
  admission: () => "open" | "draining" | "full";
  /** Host (and port) that Genesys dials; without it the Host header counts. */
  publicAuthority?: string;
  clock: Clock;
  log: Log;
  onRefusal?(code: RefusalCode): void;
  onViolation?(code: ViolationCode): void;
  /** A connection probe was answered: somebody saved the integration in Genesys (§ 4.1). */
  onProbe?(): void;
  /** A signed request was let in, which may be used once: other instances of the server must refuse it from now on. */
  onUsed?(name: string): void;
}

export interface AudioHook {
  /** Answers 101 with a call behind it, or a refusal with an empty body. Never rejects. */
  handle(request: Request, remoteAddress: string): Promise<Response>;
  /** Sockets that are open, probes and calls that are ending among them. */
  readonly open: number;
  /** Another instance let a signed request in, by `onUsed`. */
  used(name: string): void;
  /** Says goodbye on every socket, with `code` as the reason of an error. */
  closeAll(code: string): void;
}

/** Deno pings after half of it and ends the connection after all of it; our own deadline comes first. */
const IDLE_TIMEOUT_S = 20;
const TEST_AGENT = "Hookline-Simulator";

const STATUS: Record<RefusalCode, number> = {
  origin: 403,
  not_websocket: 426,
  auth_missing: 401,
  auth_shape: 401,
  auth_key: 401,
  auth_unsigned: 401,
  auth_no_secret: 401,
  auth_cover: 401,
  auth_age: 401,
  auth_future: 401,
  auth_sig: 401,
  auth_replay: 401,
  auth_org: 401,
  session_open: 409,
  draining: 503,
  full: 503,
};

/** @throws {Error} where `keys` cannot be used; see createKeyRing. */
export function createAudioHook(options: AudioHookOptions): AudioHook {
  const { clock, log, publicAuthority } = options;
  const replays = new ReplayMemory();
  const keys = createKeyRing(options.keys);
  const channels = new Map<string, OpenSession>();
  const logRefusal = sampledRefusals<RefusalCode>("audiohook_refused", { clock, log });

  const told = guarded(
    (error) => log.error("audiohook_fault", { call: "", place: faultPlace(error) }),
    (tell: () => void) => tell(),
  );

  function isNew(name: string, nowMs: number): boolean {
    if (!replays.isNew(name, nowMs)) return false;
    told(() => options.onUsed?.(name));
    return true;
  }

  function refuse(code: RefusalCode, detail: string, from: string): Response {
    logRefusal(code, detail, from);
    told(() => options.onRefusal?.(code));
    const headers = new Headers({ connection: "close" });
    if (STATUS[code] === 503) headers.set("retry-after", "2");
    if (STATUS[code] === 426) headers.set("upgrade", "websocket");
    return new Response(null, { status: STATUS[code], headers });
  }

  function channelFor(session: SessionOptions): OpenSession {
    const { answer, transcribe, supportedLanguages = [] } = options;
    return transcribe && isTranscription(session.address)
      ? new AudioHookTranscriptChannel({ ...session, answer: transcribe, supportedLanguages })
      : new AudioHookChannel({ ...session, answer });
  }

  /** From the upgrade to the returned response nothing may wait or throw: Deno would stop listening. */
  function upgrade(request: Request, facts: Admitted): Response | undefined {
    const name = facts.sessionId.toLowerCase();
    let upgraded: Deno.WebSocketUpgrade;
    try {
      upgraded = Deno.upgradeWebSocket(request, { idleTimeout: IDLE_TIMEOUT_S });
    } catch {
      return undefined;
    }
    const { socket, response } = upgraded;
    try {
      const channel = channelFor({
        socket: portOf(socket),
        clock,
        log,
        sessionId: facts.sessionId,
        organizationId: facts.organizationId,
        address: facts.address,
        origin: facts.userAgent.startsWith(TEST_AGENT) ? "test" : "phone",
        onViolation: (code) => told(() => options.onViolation?.(code)),
        onProbe() {
          log.info("audiohook_probe", { organization: facts.organizationId });
          told(() => options.onProbe?.());
        },
        onForgotten() {
          channels.delete(name);
          detach(socket);
          log.debug("audiohook_left", { call: facts.sessionId });
        },
      });
      channels.set(name, channel);
      attach(socket, {
        text: (data) => channel.read(data),
        binary: (data) => channel.hear(data),
        closed: (code) => channel.socketClosed(code),
        fault: (error) => channel.fault(error),
      });
      const { sessionId: call, correlationId: correlation, signed } = facts;
      log.info("audiohook_connected", { call, correlation, signed });
    } catch (error) {
      channels.delete(name);
      log.error("audiohook_fault", { call: facts.sessionId, place: faultPlace(error) });
    }
    return response;
  }

  return {
    async handle(request, remoteAddress) {
      try {
        const admission = await admit(request, {
          keys,
          replays: { isNew },
          clock,
          ...(publicAuthority === undefined ? {} : { publicAuthority }),
        });
        if (!admission.ok) return refuse(admission.code, admission.detail, remoteAddress);
        // No await from here on: two upgrades of one session must not both find it free.
        const { facts } = admission;
        const floor = options.admission();
        if (floor !== "open") return refuse(floor, "", remoteAddress);
        if (channels.has(facts.sessionId.toLowerCase())) {
          return refuse("session_open", `session ${facts.sessionId}`, remoteAddress);
        }
        const response = upgrade(request, facts);
        return response ?? refuse("not_websocket", "the upgrade is incomplete", remoteAddress);
      } catch (error) {
        log.error("audiohook_fault", { call: "", place: faultPlace(error) });
        return new Response(null, { status: 500, headers: { connection: "close" } });
      }
    },
    used: (name) => void replays.isNew(name, clock.now()),
    get open() {
      return channels.size;
    },
    closeAll(code) {
      for (const channel of [...channels.values()]) {
        channel.end({ outcome: "error", code, outputs: {} });
      }
    },
  };
}
