// What the routes of one call begin with: its record, or that there is none.
import type { Context } from "hono";
import type { FloorView } from "./admin_deps.ts";
import { refuse } from "./problems.ts";

/** Longer than any id that a protocol gives; no store needs to look. */
const LONGEST_CALL_ID = 200;

export function mayBeCallId(id: string): boolean {
  return id.length <= LONGEST_CALL_ID;
}

export async function recordOf(
  { floor, callId }: { floor: Pick<FloorView, "call">; callId: string },
): ReturnType<FloorView["call"]> {
  return mayBeCallId(callId) ? await floor.call(callId) : undefined;
}

export function unknownCall(c: Context): Response {
  return refuse(c, "not_found", "There is no such call, or no longer.");
}
