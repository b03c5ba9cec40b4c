// Opens sessions that chain transcription, a text model and speech over REST, for when the realtime model cannot be
// had. The door of this folder.
import type { Clock } from "../../clock.ts";
import type { Log } from "../../observe/log.ts";
import type { Rest } from "../rest/rest.ts";
import type { OpenUpstream } from "../upstream.ts";
import { type ChainedModels, ChainedSession } from "./chained_session.ts";

/**
 * `ready` comes at once: whether the models can be reached shows with the first turn, and what they refuse for good
 * arrives as `lost`. Never throws.
 */
export function createOpenChained(
  options: {
    rest: Rest;
    models: ChainedModels;
    clock: Clock;
    log: Log;
    random?: () => number;
  },
): OpenUpstream {
  const { random = Math.random, ...ports } = options;
  return (settings, safetyIdentifier, listener) =>
    new ChainedSession({ ...ports, settings, safetyIdentifier, listener, random });
}
