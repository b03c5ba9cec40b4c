// Why nothing can be done with a call that nobody here speaks in: there is none, it is over, or people speak with each
// other.
import type { Context } from "hono";
import type { FloorView } from "./admin_deps.ts";
import { recordOf, unknownCall } from "./call_answers.ts";
import { refuse } from "./problems.ts";

export async function notLive(
  c: Context,
  asked: { floor: Pick<FloorView, "call">; callId: string },
): Promise<Response> {
  const record = await recordOf(asked);
  if (!record) return unknownCall(c);
  return record.call.endedAtMs === null && record.call.kind !== "agent"
    ? refuse(c, "cannot", "In a call between people there is no agent whom one could step in for.")
    : refuse(c, "not_live", "The call is over.");
}
