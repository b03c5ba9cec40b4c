// The revision of what is edited, as ETag and If-Match, so that nobody's text is overwritten unseen.
// Knows no resource.
import type { Context } from "hono";
import { refuse } from "./problems.ts";

/** The revision an edit began from; null where none is named: `*` would overwrite anything. */
export function ifMatch(c: Context): number | null {
  const digits = /^"(\d{1,15})"$/.exec(c.req.header("if-match")?.trim() ?? "")?.[1];
  return digits === undefined ? null : Number(digits);
}

/** Names the revision of what the answer holds. */
export function tag(c: Context, { revision }: { revision: number }): void {
  c.header("ETag", `"${revision}"`);
}

/** Somebody else was sooner. `what`: "this agent"; `current`: as it is now, with its revision. */
export function conflict<T extends { revision: number }>(
  c: Context,
  what: string,
  current: T,
): Response {
  tag(c, current);
  const message = `Somebody else saved ${what} meanwhile. Compare, then save again.`;
  return refuse(c, "conflict", message, { current });
}

export function noRevision(c: Context) {
  return refuse(
    c,
    "precondition_required",
    'An edit needs the header If-Match: "<revision>" with the revision it began from.',
  );
}
