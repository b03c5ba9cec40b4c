// Why nothing can be done with a call that nobody here speaks in: there is none, it is over, or people speak with each
// other.
import type { Context } from "hono";
import type { FloorView } from "./admin_deps.ts";
import { refuse } from "./problems.ts";

/** Longer than any id that a protocol gives; no store needs to look. */
const LONGEST_CALL_ID = 200;

export async function notLive(
  c: Context,
  { floor, callId }: { floor: Pick<FloorView, "call">; callId: string },
): Promise<Response> {
  const record = callId.length > LONGEST_CALL_ID ? undefined : await floor.call(callId);
  if (!record) return refuse(c, "not_found", "There is no such call, or no longer.");
  return record.call.endedAtMs === null && record.call.kind !== "agent"
    ? refuse(c, "cannot", "In a call between people there is no agent whom one could step in for.")
    : refuse(c, "not_live", "The call is over.");
}
