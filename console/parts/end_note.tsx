// Why a call ended: in words, with whose doing it was and what to do about it.
import { type CallSummary, END_REASONS, type EndedBy } from "../../server/contract/call.ts";
import { CALL_STATE_TEXTS as TEXTS } from "../texts/call_state.ts";
import { END_REASON_TEXTS } from "../texts/end_reasons.ts";

const WHO: Record<EndedBy, string> = TEXTS.endedBy;

export interface EndWords {
  words: string;
  who: string;
  advice: string;
  /** Something is to be mended. */
  fault: boolean;
}

export function endWords(call: CallSummary): EndWords {
  const reason = call.endReason ? END_REASONS[call.endReason] : undefined;
  if (!call.endReason || !reason) {
    // A process that died left no reason, or a newer server has one we do not know.
    return {
      words: call.endReason ?? TEXTS.noReason,
      who: WHO.server,
      advice: "",
      fault: true,
    };
  }
  const { words, advice } = END_REASON_TEXTS[call.endReason];
  return { words, who: WHO[reason.who], advice, fault: advice !== "" };
}

export function EndChip({ call }: { call: CallSummary }) {
  const { words, who, fault } = endWords(call);
  return (
    <span class={fault ? "end-chip fault" : "end-chip"}>
      <svg class="shape" viewBox="0 0 14 14" aria-hidden="true" focusable="false">
        <path d={fault ? "M7 1.8 13 12.2H1zM7 5.5v3M7 10.3v.1" : "M3 7.4l2.8 2.8L11 4.4"} />
      </svg>
      <span>
        {words}
        <span class="hidden">({who})</span>
      </span>
    </span>
  );
}
