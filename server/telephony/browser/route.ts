// Calls from browsers: an invitation and a channel for each upgrade. Who may call, and whom, was decided by the admin
// API; knows nothing of sessions or agents.
import type { Clock } from "../../clock.ts";
import { guarded } from "../../guard.ts";
import type { Log } from "../../observe/log.ts";
import type { Answer, Invitation } from "../channel.ts";
import { attach, detach, portOf } from "../socket_port.ts";
import { BrowserChannel } from "./channel.ts";

export interface BrowserDoorOptions {
  answer: Answer;
  /** Asked before each call. */
  admission: () => "open" | "draining" | "full";
  clock: Clock;
  log: Log;
}

/** One call, as whoever let it in sees it. */
export interface BrowserCall {
  /** Of the upgrade: to be returned at once and untouched. */
  response: Response;
  /** Hangs up for a person who may call no longer. */
  signedOut(): void;
}

export interface BrowserDoor {
  /** Whether one more call may begin. */
  admission(): "open" | "draining" | "full";
  /** Null: the upgrade is incomplete. `onOver`: later, exactly once, where it is not null. */
  call(request: Request, call: { callId: string; onOver: () => void }): BrowserCall | null;
  /** Calls whose socket is open, those that are ending among them. */
  readonly open: number;
  /** Says goodbye on every socket, with `code` as the reason of an error. */
  closeAll(code: string): void;
}

/** Deno pings after half of it and ends the connection after all of it. */
const IDLE_TIMEOUT_S = 20;
/** They must not take the place of callers. */
const BROWSERS_AT_ONCE = 5;

export function createBrowserDoor(options: BrowserDoorOptions): BrowserDoor {
  const { answer, clock, log } = options;
  const calls = new Set<BrowserChannel>();
  return {
    admission() {
      const floor = options.admission();
      return floor === "open" && calls.size >= BROWSERS_AT_ONCE ? "full" : floor;
    },
    call(request, { callId, onOver }) {
      let upgraded: Deno.WebSocketUpgrade;
      try {
        upgraded = Deno.upgradeWebSocket(request, { idleTimeout: IDLE_TIMEOUT_S });
      } catch {
        return null;
      }
      // Until the response is returned nothing may wait or throw: Deno would stop listening.
      const { socket, response } = upgraded;
      const channel: BrowserChannel = new BrowserChannel({
        socket: portOf(socket),
        invitation: invitationOf(new URL(request.url), callId),
        answer,
        clock,
        log,
        onForgotten() {
          calls.delete(channel);
          detach(socket);
          onOver();
        },
      });
      calls.add(channel);
      const fault = (error: unknown) => channel.fault(error);
      socket.onopen = guarded(fault, () => channel.opened());
      attach(socket, {
        text: (data) => channel.read(data),
        binary: (data) => channel.hear(data),
        closed: (code) => channel.socketClosed(code),
        fault,
      });
      return { response, signedOut: () => channel.signedOut() };
    },
    get open() {
      return calls.size;
    },
    closeAll(code) {
      for (const channel of [...calls]) channel.end({ outcome: "error", code, outputs: {} });
    },
  };
}

/** What stands in the query, but for which settings answer, becomes the call's variables. */
export function invitationOf(url: URL, callId: string): Invitation {
  const query = new URLSearchParams(url.search);
  query.delete("draft");
  return {
    callId,
    protocol: "browser",
    caller: "console",
    called: "",
    conversationId: callId,
    organizationId: "",
    address: query.size === 0 ? url.pathname : `${url.pathname}?${query}`,
    language: "",
    variables: {},
    origin: "test",
  };
}
