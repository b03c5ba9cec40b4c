// With which activity our side lets a call go: put through or hung up (audiocodes § 7.2). Pure.
import type { Ending } from "../channel.ts";
import type { Wish } from "./activities.ts";
import { cutText } from "./message.ts";

const MAX_REASON_CHARS = 256;

/** `transferTarget`: "" where there is nobody to put through to. */
export function farewell(ending: Ending, transferTarget: string): Wish {
  const { outcome, handover, code, outputs } = ending;
  if (transferTarget !== "" && (handover || outcome === "error")) {
    const handoverReason = outputs.ESCALATION_REASON || code || "handover";
    return {
      name: "transfer",
      activityParams: { transferTarget, handoverReason: cutText(handoverReason, MAX_REASON_CHARS) },
    };
  }
  return hangup(code || outputs.END_REASON || outcome);
}

export function hangup(hangupReason: string): Wish {
  return {
    name: "hangup",
    activityParams: { hangupReason: cutText(hangupReason, MAX_REASON_CHARS) },
  };
}
