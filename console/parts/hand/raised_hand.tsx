// What the agent of a live call asks, how long it waits, and the answers, one press or one key each. The same on the
// call's card and at the top of its page.
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { CallSummary } from "../../../server/contract/call.ts";
import type { HandAnswer } from "../../../server/contract/hand.ts";
import type { RaisedHand as Hand } from "../../../server/contract/hand_limits.ts";
import { timeLeft } from "../../live/hand_words.ts";
import { useStores } from "../../stores.ts";
import { FLEET_TEXTS } from "../../texts/fleet.ts";
import { HAND_TEXTS as TEXTS } from "../../texts/hand.ts";
import { RaisedHandIcon } from "../../ui/icons.tsx";
import { useActs } from "../acts.ts";
import { useAway } from "../away.tsx";
import { useMay } from "../may.tsx";
import { OwnAnswer } from "./own_answer.tsx";

interface RaisedHandProps {
  call: CallSummary & { hand: Hand };
  /** On a card the keys count while the card has the focus; on the page always. */
  place: "card" | "page";
}

export function RaisedHand({ call, place }: RaisedHandProps) {
  const { api, notices, announcer } = useStores();
  const { hand } = call;
  const root = useRef<HTMLElement>(null);
  const [sending, setSending] = useState(false);
  const mayAnswer = useMay("step_in");
  const away = useAway(call.instance);
  const answer = async (given: HandAnswer["answer"]) => {
    if (sending || !mayAnswer) return;
    if (away) return announcer.say(FLEET_TEXTS.awayHint);
    setSending(true);
    const result = await api.answerHand(call.callId, hand.handId, given);
    setSending(false);
    if (!result.ok) return notices.show({ text: result.refusal.message, tone: "act" });
    const words = typeof given === "number" ? hand.answers[given] ?? "" : given;
    notices.show({ text: TEXTS.answered(words), tone: "plain" });
    announcer.say(TEXTS.answered(words));
  };
  useAnswerKeys((index) => void answer(index), () => place === "page" || isFocused(root.current));
  useFocusKept(root);

  return (
    <section
      ref={root}
      class={`hand hand-${place}`}
      role={place === "card" ? "group" : undefined}
      aria-label={TEXTS.asks}
      aria-busy={sending}
    >
      <p class="hand-head">
        <RaisedHandIcon />
        <span>{TEXTS.asks}</span>
        <Countdown call={call} />
      </p>
      <p class="hand-question">{hand.question}</p>
      <div class="hand-answers">
        {mayAnswer && hand.answers.map((words, index) => (
          <button
            key={index}
            type="button"
            class="button hand-answer"
            aria-disabled={sending || away}
            title={away ? FLEET_TEXTS.awayHint : undefined}
            aria-keyshortcuts={String(index + 1)}
            onClick={() => void answer(index === 0 ? 0 : 1)}
          >
            <kbd aria-hidden="true">{index + 1}</kbd>
            <span>{words}</span>
          </button>
        ))}
      </div>
      {place === "page" && mayAnswer && <OwnAnswer busy={sending} onAnswer={answer} />}
      <p class="hand-otherwise">
        <span>{TEXTS.otherwise}</span> {hand.otherwise}
      </p>
    </section>
  );
}

function Countdown({ call }: { call: RaisedHandProps["call"] }) {
  const { clock } = useStores();
  // Full when it is first seen: how long it was up before that nobody needs.
  const seenAtMs = useMemo(() => clock.wallMs.peek() + clock.offsetMs.peek(), []);
  // A deadline comes nearer though the view is paused or the stream is lost.
  const nowMs = clock.wallMs.value + clock.offsetMs.value;
  const left = timeLeft(call, { nowMs, seenAtMs });
  return (
    <span class="hand-left" role="timer">
      <svg viewBox="0 0 20 20" aria-hidden="true" focusable="false">
        <circle class="whole" cx="10" cy="10" r="7" pathLength={1} />
        <circle
          class="left"
          cx="10"
          cy="10"
          r="7"
          pathLength={1}
          stroke-dasharray={`${left.share} 1`}
        />
      </svg>
      <span class="figures">{clock.stale.value && "≈ "}{left.words}</span>
    </span>
  );
}

function useAnswerKeys(answer: (index: 0 | 1) => void, isMine: () => boolean): void {
  // The acts are registered once; what they do is that of the last drawing.
  const press = useRef(answer);
  press.current = answer;
  const act = (index: 0 | 1) => () => {
    if (isMine()) press.current(index);
  };
  useActs({ answer_first: act(0), answer_second: act(1) });
}

function isFocused(root: HTMLElement | null): boolean {
  return root?.closest("[data-call]")?.contains(document.activeElement) ?? false;
}

/** The question goes away under whoever answers it by its buttons: the focus stays with its call. */
function useFocusKept(root: { current: HTMLElement | null }): void {
  useLayoutEffect(() => {
    const section = root.current;
    const home = section?.closest("[data-call]")?.querySelector<HTMLElement>("a") ??
      document.querySelector<HTMLElement>("#main");
    return () => {
      if (section?.contains(document.activeElement)) home?.focus({ preventScroll: true });
    };
  }, []);
}
