// Why a call wants attention, in words: the worst first, how long it lasts, and what comes on top.
import type { Attention, Reason } from "../live/attention.ts";
import { CALL_STATE_TEXTS as TEXTS } from "../texts/call_state.ts";
import { WarningIcon } from "../ui/icons.tsx";
import { durationWords } from "../ui/time_words.ts";

/** `most`: as many reasons as there is room for. */
export function Why(
  { want, nowMs, most = 2 }: { want: Attention; nowMs: number; most?: number },
) {
  const more = want.reasons.length - most;
  return (
    <span class="why">
      {want.reasons.slice(0, most).map((reason) => (
        <span key={reason.words} class={`attention level-${reason.level}`}>
          <WarningIcon />
          {reason.words}
          <Lasts reason={reason} nowMs={nowMs} />
        </span>
      ))}
      {more > 0 && <span class="why-more">{TEXTS.moreReasons(more)}</span>}
    </span>
  );
}

function Lasts({ reason: { sinceMs }, nowMs }: { reason: Reason; nowMs: number }) {
  if (sinceMs === null || nowMs - sinceMs < 5000) return null;
  return (
    <>
      {" "}
      <span class="figures">{durationWords(nowMs - sinceMs)}</span>
    </>
  );
}
