// What a call has used from one of its states to the next. Pure.
import { addUsage, type CallSummary, NO_USAGE, type Usage } from "../contract/call.ts";

/** Null: nothing. The end of a call may correct what its responses said, also downwards. */
export function usageBetween(before: CallSummary | null, after: CallSummary): Usage | null {
  const from = before?.usage ?? NO_USAGE;
  if (from === after.usage) return null;
  const minus = Object.fromEntries(
    Object.entries(from).map(([kind, tokens]) => [kind, -tokens]),
  ) as unknown as Usage;
  const usage = addUsage(after.usage, minus);
  return Object.values(usage).some((tokens) => tokens !== 0) ? usage : null;
}
