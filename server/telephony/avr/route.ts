// The HTTP entry of Agent Voice Response: admits, upgrades or streams, and keeps the calls that are open.
import type { Clock } from "../../clock.ts";
import { faultPlace, guarded } from "../../guard.ts";
import type { Log } from "../../observe/log.ts";
import type { Answer, Ending } from "../channel.ts";
import { sampledRefusals } from "../refusal_log.ts";
import { attach, detach, portOf } from "../socket_port.ts";
import { admit, type Admitted, type RefusalCode } from "./admit.ts";
import type { AmiPost } from "./ami.ts";
import type { SessionOptions } from "./session.ts";
import { AvrSocketChannel } from "./socket_channel.ts";
import { AvrStreamChannel } from "./stream_channel.ts";

export interface AvrOptions {
  /** AVR_TOKEN; "": none, and only this machine and its private network may dial. */
  token: string;
  /** Asks avr-ami (AMI_URL); null: there is none, and agents have no tools of this phone system. */
  post: AmiPost | null;
  /** AVR_TRANSFER_EXTENSION; "": a caller who is handed over stays with the dialplan. */
  transferExtension: string;
  /** AVR_TRANSFER_CONTEXT */
  transferContext: string;
  answer: Answer;
  /** Asked for each call before it begins. */
  admission: () => "open" | "draining" | "full";
  clock: Clock;
  log: Log;
  onRefusal?(code: RefusalCode): void;
}

export interface Avr {
  /** Answers with a call behind it (101, or 200 and sound), or with a refusal. Never rejects. */
  handle(request: Request, remoteAddress: string): Promise<Response>;
  /** Calls whose connection is open, those that are ending among them. */
  readonly open: number;
  /** Says goodbye on every connection, with `code` as the reason of an error. */
  closeAll(code: string): void;
}

/** Deno pings after half of it and ends the connection after all of it: sound need not flow for a core to live. */
const IDLE_TIMEOUT_S = 20;

const REFUSALS: Record<RefusalCode, { status: number; message: string }> = {
  origin: { status: 403, message: "" },
  auth_missing: { status: 401, message: "" },
  auth_token: { status: 401, message: "" },
  path: { status: 404, message: "Not found: post sound to /speech-to-speech-stream" },
  method: { status: 405, message: "Not allowed: dial with GET and a WebSocket, or post sound" },
  media_type: { status: 415, message: "Cannot read the sound: its type must be audio/x-raw" },
  not_websocket: { status: 426, message: "Cannot answer: this address is for WebSockets" },
  draining: { status: 503, message: "Cannot answer: the server is being stopped" },
  full: { status: 503, message: "Cannot answer: too many calls at the same time" },
};

const REFUSAL_HEADERS: Partial<Record<RefusalCode, Record<string, string>>> = {
  method: { allow: "GET, POST" },
  not_websocket: { upgrade: "websocket" },
  draining: { "retry-after": "2" },
  full: { "retry-after": "2" },
};

/** As the connectors of this protocol answer (avr § 1); no-transform: Deno would compress what says it is text. */
const STREAM_HEADERS = {
  "content-type": "text/event-stream",
  "cache-control": "no-cache, no-transform",
  "connection": "keep-alive",
};

export function createAvr(options: AvrOptions): Avr {
  const { token, clock, log } = options;
  const calls = new Set<{ end(ending: Ending): void }>();
  const logRefusal = sampledRefusals<RefusalCode>("avr_refused", { clock, log });
  const told = guarded(
    (error) => log.error("avr_fault", { call: "", place: faultPlace(error) }),
    (tell: () => void) => tell(),
  );

  function refuse(code: RefusalCode, detail: string, from: string): Response {
    logRefusal(code, detail, from);
    told(() => options.onRefusal?.(code));
    const { status, message } = REFUSALS[code];
    return problem(status, message, REFUSAL_HEADERS[code]);
  }

  function sessionOptions(facts: Admitted, onForgotten: () => void): SessionOptions {
    const { answer, post, transferExtension, transferContext } = options;
    const { dialled, origin } = facts;
    const protocol = facts.by === "socket" ? "avr" : "avr-http";
    const own = { clock, log, answer, post, transferExtension, transferContext };
    return { ...own, newCallId: () => crypto.randomUUID(), dialled, origin, protocol, onForgotten };
  }

  /** From the upgrade to the returned response nothing may wait or throw: Deno would stop listening. */
  function upgrade(request: Request, facts: Admitted): Response | undefined {
    let upgraded: Deno.WebSocketUpgrade;
    try {
      upgraded = Deno.upgradeWebSocket(request, { idleTimeout: IDLE_TIMEOUT_S });
    } catch {
      return undefined;
    }
    const { socket, response } = upgraded;
    try {
      const channel: AvrSocketChannel = new AvrSocketChannel({
        ...sessionOptions(facts, () => {
          calls.delete(channel);
          detach(socket);
        }),
        socket: portOf(socket),
      });
      calls.add(channel);
      attach(socket, {
        text: (data) => channel.read(data),
        binary: (data) => channel.binary(data),
        closed: (code) => channel.socketClosed(code),
        fault: (error) => channel.fault(error),
      });
    } catch (error) {
      log.error("avr_fault", { call: "", place: faultPlace(error) });
    }
    return response;
  }

  function stream(request: Request, facts: Admitted): Response {
    const channel: AvrStreamChannel = new AvrStreamChannel(
      sessionOptions(facts, () => void calls.delete(channel)),
    );
    calls.add(channel);
    const refused = channel.begin(facts.coreId, request.body);
    return refused === null
      ? new Response(channel.body, { headers: STREAM_HEADERS })
      : problem(500, `The call cannot be answered: ${refused}`);
  }

  return {
    handle(request, remoteAddress) {
      try {
        const admission = admit(request, { remoteAddress, token });
        if (!admission.ok) {
          return Promise.resolve(refuse(admission.code, admission.detail, remoteAddress));
        }
        const floor = options.admission();
        if (floor !== "open") return Promise.resolve(refuse(floor, "", remoteAddress));
        const { facts } = admission;
        const response = facts.by === "socket" ? upgrade(request, facts) : stream(request, facts);
        return Promise.resolve(
          response ?? refuse("not_websocket", "the upgrade is incomplete", remoteAddress),
        );
      } catch (error) {
        log.error("avr_fault", { call: "", place: faultPlace(error) });
        return Promise.resolve(problem(500, "The call cannot be answered: E_INTERNAL"));
      }
    },
    get open() {
      return calls.size;
    },
    closeAll(code) {
      for (const call of [...calls]) call.end({ outcome: "error", code, outputs: {} });
    },
  };
}

/** `message` "": an empty body. */
function problem(status: number, message: string, headers: Record<string, string> = {}): Response {
  const all = { connection: "close", ...headers };
  return message === ""
    ? new Response(null, { status, headers: all })
    : Response.json({ message }, { status, headers: all });
}
