// The HTTP entry of AudioCodes' Bot API: authenticates, answers connection checks, upgrades, and keeps the sockets
// that are open (audiocodes § 2).
import type { Clock } from "../../clock.ts";
import { faultPlace, guarded } from "../../guard.ts";
import type { Log } from "../../observe/log.ts";
import type { Answer } from "../channel.ts";
import { sampledRefusals } from "../refusal_log.ts";
import { attach, detach, portOf } from "../socket_port.ts";
import { type AuthRefusal, createAuth, type JwtSettings } from "./auth.ts";
import { Connection } from "./connection.ts";
import { attachLine, portOfLine } from "./far_socket.ts";
import type { ViolationCode } from "./message.ts";
import type { Elsewhere, FarLine } from "./passing_on.ts";
import { Calls } from "./reception.ts";
import { isTransferAddress, OFFERED_ACTIVITIES } from "./tools.ts";

export type RefusalCode = AuthRefusal | "method" | "not_websocket" | "draining" | "full";

export interface AudioCodesOptions {
  /** Bearer tokens; more than one while one replaces another. */
  tokens: readonly string[];
  /** The OAuth server whose JWTs are accepted besides. With neither, nobody is. */
  jwt: JwtSettings | null;
  /** `tel:` and `sip:` addresses that callers may be put through to, the usual one first. */
  transferTargets: readonly string[];
  /** Names of activities that agents may ask for, such as "transfer". */
  activities: readonly string[];
  /** How long a call outlives its socket; 0: not at all. */
  resumeMs: number;
  answer: Answer;
  /** Asked for each call. One that is resumed was admitted before. */
  admission: () => "open" | "draining" | "full";
  /** Other instances of the server, which may have the call that a socket resumes; absent: there are none. */
  elsewhere?: Elsewhere | undefined;
  clock: Clock;
  log: Log;
  onRefusal?(code: RefusalCode): void;
  onViolation?(code: ViolationCode): void;
  /** A connection check was answered: somebody saved the bot in Live Hub. */
  onProbe?(): void;
}

export interface AudioCodes {
  /** Answers 101 with a call behind it, a connection check, or a refusal with an empty body. Never rejects. */
  handle(request: Request, remoteAddress: string): Promise<Response>;
  /** Sockets that are open, and calls that wait for one. */
  readonly open: number;
  /** Whether this instance has the conversation's call; null: any that waits for its socket. */
  holds(conversationId: string | null): boolean;
  /** A socket of another instance, which resumes that call. False: it is not here. */
  take(line: FarLine, conversationId: string): boolean;
  /** Says goodbye in every call, with `code` as the reason of an error. */
  closeAll(code: string): void;
}

/** Deno pings after half of it and ends the connection after all of it. */
const IDLE_TIMEOUT_S = 20;
const TEST_AGENT = "Hookline-Simulator";
const MAX_ADDRESS_CHARS = 2_048;
/** Live Hub takes this body, byte for byte, and no other for a bot. */
const CHECKED = '{"type":"ac-bot-api","success":true}';

const STATUS: Record<RefusalCode, number> = {
  auth_off: 404,
  auth_missing: 401,
  auth_shape: 401,
  auth_bearer: 401,
  auth_jwt: 401,
  auth_keys: 401,
  method: 405,
  not_websocket: 426,
  draining: 503,
  full: 503,
};

const HEADERS: Readonly<Record<number, Record<string, string>>> = {
  401: { "www-authenticate": "Bearer" },
  405: { allow: "GET, POST" },
  426: { upgrade: "websocket" },
  503: { "retry-after": "2" },
};

/** @throws {Error} where `transferTargets` or `jwt` cannot be used. */
export function createAudioCodes(options: AudioCodesOptions): AudioCodes {
  const { clock, log } = options;
  options.transferTargets.forEach(checkTransferTarget);
  warnOfUnknown(options.activities, log);
  const authenticate = createAuth(options);
  const logRefusal = sampledRefusals<RefusalCode>("audiocodes_refused", { clock, log });
  const connections = new Set<Connection>();
  let toldOff = false;

  const told = guarded(
    (error) => log.error("audiocodes_fault", { call: "", place: faultPlace(error) }),
    (tell: () => void) => tell(),
  );

  const calls = new Calls({
    ...options,
    onViolation: (code) => told(() => options.onViolation?.(code)),
    onProbe: probed,
  });

  function probed(): void {
    log.info("audiocodes_probe");
    told(() => options.onProbe?.());
  }

  function refuse(code: RefusalCode, detail: string, from: string): Response {
    if (code !== "auth_off") logRefusal(code, detail, from);
    else if (!toldOff) {
      toldOff = true;
      const set = "AUDIOCODES_TOKEN, or AUDIOCODES_JWKS_URL with its issuer and audience";
      log.warn("audiocodes_off", { set, from });
    }
    told(() => options.onRefusal?.(code));
    const status = STATUS[code];
    return new Response(null, { status, headers: { connection: "close", ...HEADERS[status] } });
  }

  /** From the upgrade to the returned response nothing may wait or throw: Deno would stop listening. */
  function upgrade(request: Request): Response | undefined {
    // Of a request that was upgraded nothing can be read.
    const isTest = request.headers.get("user-agent")?.startsWith(TEST_AGENT) ?? false;
    const address = addressOf(request.url);
    let upgraded: Deno.WebSocketUpgrade;
    try {
      upgraded = Deno.upgradeWebSocket(request, { idleTimeout: IDLE_TIMEOUT_S });
    } catch {
      return undefined;
    }
    const { socket, response } = upgraded;
    try {
      const connection = new Connection({
        socket: portOf(socket),
        clock,
        log,
        reception: calls.receptionFor({ address, origin: isTest ? "test" : "phone" }),
        reach: options.elsewhere?.reach,
        onOver() {
          connections.delete(connection);
          detach(socket);
          log.debug("audiocodes_left");
        },
      });
      connections.add(connection);
      attach(socket, connection);
      log.debug("audiocodes_connected");
    } catch (error) {
      log.error("audiocodes_fault", { call: "", place: faultPlace(error) });
    }
    return response;
  }

  async function mayResume(conversationId: string | null): Promise<boolean> {
    if (calls.mayResume(conversationId)) return true;
    return await options.elsewhere?.holds(conversationId) ?? false;
  }

  return {
    async handle(request, from) {
      try {
        const refusal = await authenticate(request.headers);
        if (refusal) return refuse(refusal.code, refusal.detail, from);
        if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") {
          if (request.method !== "GET" && request.method !== "POST") {
            return refuse("method", request.method, from);
          }
          probed();
          return new Response(CHECKED, { headers: { "content-type": "application/json" } });
        }
        const floor = options.admission();
        if (floor !== "open" && !await mayResume(request.headers.get("ac-conversation-id"))) {
          return refuse(floor, "", from);
        }
        return upgrade(request) ?? refuse("not_websocket", "the upgrade is incomplete", from);
      } catch (error) {
        log.error("audiocodes_fault", { call: "", place: faultPlace(error) });
        return new Response(null, { status: 500, headers: { connection: "close" } });
      }
    },
    get open() {
      return connections.size + calls.live.filter((call) => call.detached).length;
    },
    holds: (conversationId) => calls.holds(conversationId),
    take(line, conversationId) {
      if (!calls.holds(conversationId)) return false;
      const connection = new Connection({
        socket: portOfLine(line),
        clock,
        log,
        // What it was dialled at does not matter: the call has begun.
        reception: calls.receptionFor({ address: "", origin: "phone" }),
        onOver() {
          connections.delete(connection);
          log.debug("audiocodes_left");
        },
      });
      connections.add(connection);
      attachLine(line, connection);
      log.info("audiocodes_taken_from_afar");
      return true;
    },
    closeAll(code) {
      for (const connection of [...connections]) connection.dismiss(code);
      for (const call of calls.live) call.end({ outcome: "error", code, outputs: {} });
    },
  };
}

function checkTransferTarget(transferTarget: string): void {
  if (isTransferAddress(transferTarget)) return;
  throw new Error(
    `AUDIOCODES_TRANSFER_TARGET must hold tel: or sip: addresses, received ${transferTarget}`,
  );
}

/** A misspelt name must not look like a tool that agents have. */
function warnOfUnknown(activities: readonly string[], log: Log): void {
  const known = OFFERED_ACTIVITIES.map((name) => name.toLowerCase());
  for (const name of activities) {
    if (known.includes(name.toLowerCase())) continue;
    log.warn("audiocodes_unknown_activity", { name, known: OFFERED_ACTIVITIES.join(",") });
  }
}

/** Path and query as dialled. */
function addressOf(url: string): string {
  const { pathname, search } = new URL(url);
  return `${pathname}${search}`.slice(0, MAX_ADDRESS_CHARS);
}
