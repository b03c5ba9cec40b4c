// Why a call ended: in words, with whose doing it was and what to do about it.
import { type CallSummary, END_REASONS, type EndedBy } from "../../server/contract/call.ts";

const WHO: Record<EndedBy, string> = {
  caller: "Caller",
  supervisor: "Supervisor",
  agent: "Agent",
  telephony: "Phone system",
  upstream: "Model",
  server: "Hookline",
};

export interface EndWords {
  words: string;
  who: string;
  advice: string;
  /** Something is to be mended. */
  fault: boolean;
}

export function endWords(call: CallSummary): EndWords {
  const reason = call.endReason ? END_REASONS[call.endReason] : undefined;
  if (!reason) {
    // A process that died left no reason, or a newer server has one we do not know.
    return {
      words: call.endReason ?? "Ended without a reason",
      who: "Hookline",
      advice: "",
      fault: true,
    };
  }
  const { words, who, advice } = reason;
  return { words, who: WHO[who], advice, fault: advice !== "" };
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
