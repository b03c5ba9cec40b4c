// Why nothing can be done with a call that nobody here speaks in: there is none, it is over, people speak with each
// other, or nothing is known of where it is.
import type { Context } from "hono";
import type { FloorView } from "./admin_deps.ts";
import { recordOf, unknownCall } from "./call_answers.ts";
import { refuse, unreached } from "./problems.ts";

export async function notLive(
  c: Context,
  asked: { floor: Pick<FloorView, "call">; callId: string },
): Promise<Response> {
  const record = await recordOf(asked);
  if (!record) return unknownCall(c);
  const { endedAtMs, kind, instance } = record.call;
  if (endedAtMs !== null) return refuse(c, "not_live", "The call is over.");
  if (kind !== "agent") {
    return refuse(
      c,
      "cannot",
      "In a call between people there is no agent whom one could step in for.",
    );
  }
  // This instance has not heard of it, as one that has just started may not have.
  return instance === "" ? refuse(c, "not_live", "The call is over.") : unreached(c);
}
