// Tools that change something run only once the caller has said yes: the rules of asking. Pure.
import { saysYes } from "./spoken_yes.ts";
import type { Talk } from "./talk.ts";

/** What the caller is being asked to agree to. */
export interface Consent {
  /** Tool and arguments: a yes to one thing is no yes to another. */
  key: string;
  askedAtMs: number;
}

/** "later": the caller has said something since that is still being transcribed. */
export type Verdict = "yes" | "no" | "ask" | "later";

export function consentKey(name: string, args: string): string {
  return `${name} ${canonical(args)}`;
}

/** Whether the caller has agreed to this very call since being asked. */
export function verdict(talk: Pick<Talk, "consent" | "lastLine" | "turns">, key: string): Verdict {
  const { consent, lastLine } = talk;
  if (consent?.key !== key) return "ask";
  const since = (startMs: number) => startMs >= consent.askedAtMs;
  if (Object.values(talk.turns).some(({ startMs }) => since(startMs))) return "later";
  if (!lastLine || !since(lastLine.startMs)) return "ask";
  return saysYes(lastLine.text) ? "yes" : "no";
}

/** The same arguments in another order are the same. */
function canonical(args: string): string {
  try {
    return JSON.stringify(sorted(JSON.parse(args)));
  } catch {
    return args;
  }
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1).map(([key, inner]) => [
      key,
      sorted(inner),
    ]),
  );
}
