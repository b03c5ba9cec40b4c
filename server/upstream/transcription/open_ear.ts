// Opens ears on calls between people, at one place with one key. The door of this folder.
import type { Clock } from "../../clock.ts";
import type { Log } from "../../observe/log.ts";
import type { Rest } from "../rest/rest.ts";
import type { OpenSocket } from "../socket.ts";
import type { UpstreamTarget } from "../upstream.ts";
import { wsSocket } from "../ws_socket.ts";
import type { OpenEar } from "./ear.ts";
import { ListeningEar } from "./listening_ear.ts";

/**
 * `openSocket` defaults to npm:ws. Nothing is dialled before somebody speaks; what is opened never throws: every
 * failure arrives as `lost`.
 */
export function createOpenEar(
  { openSocket, random = Math.random, ...ports }: {
    target: UpstreamTarget;
    rest: Rest;
    clock: Clock;
    log: Log;
    openSocket?: OpenSocket;
    random?: () => number;
  },
): OpenEar {
  const open = openSocket ?? wsSocket(ports.clock);
  return (settings, safetyIdentifier, listener) =>
    new ListeningEar({ ...ports, openSocket: open, random, settings, safetyIdentifier, listener });
}
