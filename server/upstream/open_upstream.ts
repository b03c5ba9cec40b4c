// Opens sessions of the realtime model at one place with one key. The door of this folder.
import type { Clock } from "../clock.ts";
import type { Log } from "../observe/log.ts";
import { Session } from "./session.ts";
import type { OpenSocket } from "./socket.ts";
import type { OpenUpstream, UpstreamTarget } from "./upstream.ts";
import { wsSocket } from "./ws_socket.ts";

/** `openSocket` defaults to npm:ws. What is opened never throws: every failure arrives as `lost`. */
export function createOpenUpstream(
  { target, clock, log, openSocket = wsSocket(clock), random = Math.random }: {
    target: UpstreamTarget;
    clock: Clock;
    log: Log;
    openSocket?: OpenSocket;
    random?: () => number;
  },
): OpenUpstream {
  return (settings, safetyIdentifier, listener) =>
    new Session({ settings, safetyIdentifier, listener, target, clock, log, openSocket, random });
}
