// How fast a call was answered: the silences a caller heard, as the ledger has them. Pure.
import type { CallEvent } from "../../server/contract/event.ts";
import { answerFigures, ledgerOf } from "./gaps.ts";

export interface Pace {
  answers: number;
  medianMs: number;
  slowestMs: number;
}

/** Null where nothing was answered yet. */
export function paceOf(events: readonly CallEvent[]): Pace | null {
  const figures = answerFigures(ledgerOf(events));
  if (!figures) return null;
  return { answers: figures.answers, medianMs: figures.p50Ms, slowestMs: figures.slowestMs };
}
